// Base64 (RFC 4648 4) of the tokens that logins exchange. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "common/net/wiping_allocator.h"

namespace kigen::net {

void append_base64(WipedText& text, std::span<const std::uint8_t> octets);
/// Nothing when it is not base64 or longer than 64 KiB.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> decode_token(std::string_view text);

}  // namespace kigen::net
