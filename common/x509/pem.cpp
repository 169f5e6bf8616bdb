#include "common/x509/pem.h"

namespace kigen::x509 {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ", kDashes = "-----";
constexpr std::size_t kMaxLabel = 64;

bool ends_line(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at == text.size() || text[at] == '\r' || text[at] == '\n';
}

bool ends_with_line_break(char c) {
  return c == '\n' || c == '\r';
}

}  // namespace

void PemScanner::advance(std::size_t count) noexcept {
  if (count > 0) at_line_start_ = ends_with_line_break(rest_[count - 1]);
  rest_.remove_prefix(count);
}

std::optional<PemBlock> PemScanner::next() noexcept {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (at_line_start_ && rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  for (;;) {
    const std::size_t begin = rest_.find(kBegin);
    if (begin == std::string_view::npos) return std::nullopt;
    advance(begin);
    const bool real = at_line_start_;
    advance(kBegin.size());
    if (!real) continue;
    const std::size_t label_end = rest_.substr(0, kMaxLabel + kDashes.size()).find(kDashes);
    if (label_end == std::string_view::npos || !ends_line(rest_, label_end + kDashes.size())) continue;
    PemBlock block{.label = rest_.substr(0, label_end)};
    advance(label_end + kDashes.size());

    const std::size_t dashes = rest_.find(kDashes);
    block.body = rest_.substr(0, dashes);
    if (dashes != std::string_view::npos) {
      const std::string_view tail = rest_.substr(dashes);
      block.closed = tail.starts_with(kEnd) && tail.substr(kEnd.size()).starts_with(block.label) &&
                     tail.substr(kEnd.size() + block.label.size()).starts_with(kDashes);
    }
    advance(block.body.size());
    if (block.closed) advance(kEnd.size() + block.label.size() + kDashes.size());
    return block;
  }
}

}  // namespace kigen::x509
