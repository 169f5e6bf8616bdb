#include "common/net/base64_text.h"

#include <openssl/evp.h>

namespace kigen::net {

namespace {

constexpr std::size_t kMaxToken = std::size_t{64} * 1024;

}  // namespace

void append_base64(WipedText& text, std::span<const std::uint8_t> octets) {
  const std::size_t before = text.size();
  text.resize(before + (octets.size() + 2) / 3 * 4 + 1);
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data() + before), octets.data(),
                                     static_cast<int>(octets.size()));
  text.resize(before + static_cast<std::size_t>(length));
}

std::optional<std::vector<std::uint8_t>> decode_token(std::string_view text) {
  if (text.size() > kMaxToken || text.size() % 4 != 0) return std::nullopt;
  if (text.empty()) return std::vector<std::uint8_t>();
  std::vector<std::uint8_t> octets(text.size() / 4 * 3);
  const int length = EVP_DecodeBlock(octets.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length < 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  octets.resize(static_cast<std::size_t>(length) - padding);
  return octets;
}

}  // namespace kigen::net
