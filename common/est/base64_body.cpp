#include "common/est/base64_body.h"

#include "common/est/answer_error.h"
#include "common/est/clean_text.h"
#include "common/x509/base64.h"
#include "common/x509/pem.h"

namespace kigen::est {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
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
    if (!found->closed || !x509::decode_base64(found->body, block.bytes))
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
  if (!x509::decode_base64(body, block.bytes)) return unreadable("base64");
  std::vector<Block> blocks;
  if (!block.bytes.empty()) blocks.push_back(std::move(block));
  return blocks;
}

std::string encode_base64(std::span<const std::uint8_t> bytes, LineLength line) {
  const auto width = static_cast<std::size_t>(line);
  const std::size_t symbols = (bytes.size() + 2) / 3 * 4;
  std::string out;
  out.reserve(symbols + (width == 0 ? 0 : symbols / width + 1));
  std::size_t column = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) group = group << 8 | (i < count ? bytes[at + i] : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += i <= count ? kAlphabet[group >> (18 - 6 * i) & 0x3f] : '=';
    column += 4;
    if (column == width && at + 3 < bytes.size()) {
      out += '\n';
      column = 0;
    }
  }
  if (width != 0 && !out.empty()) out += '\n';
  return out;
}

}  // namespace kigen::est
