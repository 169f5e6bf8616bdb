#include "common/net/base64_text.h"

#include "common/base/base64.h"

namespace kigen::net {

namespace {

constexpr std::size_t kMaxToken = std::size_t{64} * 1024;

}  // namespace

void append_base64(WipedText& text, std::span<const std::uint8_t> octets) {
  const std::size_t before = text.size();
  text.resize(before + base64_size(octets.size()));
  encode_base64(octets, text.data() + before);
}

std::optional<std::vector<std::uint8_t>> decode_token(std::string_view text) {
  // On one line: white space inside it would be another header.
  const bool whole =
      text.size() <= kMaxToken && text.size() % 4 == 0 && text.find_first_of(" \t\r\n") == std::string_view::npos;
  std::vector<std::uint8_t> octets;
  if (!whole || !decode_base64(text, octets)) return std::nullopt;
  return octets;
}

}  // namespace kigen::net
