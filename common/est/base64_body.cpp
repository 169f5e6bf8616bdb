#include "common/est/base64_body.h"

#include "common/base/base64.h"
#include "common/est/answer_error.h"
#include "common/est/clean_text.h"
#include "common/x509/pem.h"

namespace kigen::est {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
// The identifier of a SEQUENCE; the base64 of one begins with 'M', so the two cannot be confused.
constexpr char kSequence = 0x30;
constexpr std::size_t kMaxLabel = 64;

Result<std::vector<Block>> read_pem(std::string_view body) {
  std::vector<Block> blocks;
  x509::PemScanner scanner(body);
  while (const auto found = scanner.next()) {
    if (blocks.size() == kMaxBlocks) return unreadable("too_many", "more than 64 PEM blocks");
    Block& block = blocks.emplace_back();
    block.label = found->label;
    if (!found->closed || !decode_base64(found->body, block.bytes))
      return unreadable("pem", clean_text(block.label, kMaxLabel));
  }
  if (blocks.empty()) return unreadable("pem");
  return blocks;
}

}  // namespace

Result<std::vector<Block>> read_body(std::string_view body) {
  if (body.starts_with(kSequence)) return std::vector<Block>{{.bytes = {body.begin(), body.end()}}};
  if (body.find("-----BEGIN ") != std::string_view::npos) return read_pem(body);
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  Block block;
  if (!decode_base64(body, block.bytes)) return unreadable("base64");
  std::vector<Block> blocks;
  if (!block.bytes.empty()) blocks.push_back(std::move(block));
  return blocks;
}

std::string encode_base64(std::span<const std::uint8_t> bytes, LineLength line) {
  std::string whole = to_base64(bytes);
  const auto width = static_cast<std::size_t>(line);
  if (width == 0) return whole;
  std::string out;
  out.reserve(whole.size() + whole.size() / width + 1);
  for (std::size_t at = 0; at < whole.size(); at += width) {
    out.append(whole, at, width);
    out += '\n';
  }
  return out;
}

}  // namespace kigen::est
