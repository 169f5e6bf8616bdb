// SipHash-2-4 (Aumasson, Bernstein 2012): a keyed 64-bit hash, so that nobody who chooses names can make two of them
// equal.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace kigen::db {

using SipKey = std::array<std::uint64_t, 2>;

[[nodiscard]] std::uint64_t sip_hash(const SipKey& key, std::span<const std::uint8_t> bytes) noexcept;
[[nodiscard]] std::uint64_t sip_hash(const SipKey& key, std::string_view text) noexcept;

}  // namespace kigen::db
