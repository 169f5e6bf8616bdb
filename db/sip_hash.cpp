#include "db/sip_hash.h"

#include <bit>
#include <cstring>

namespace kigen::db {
namespace {

struct State {
  std::uint64_t a, b, c, d;

  void round() noexcept {
    a += b;
    b = std::rotl(b, 13) ^ a;
    a = std::rotl(a, 32);
    c += d;
    d = std::rotl(d, 16) ^ c;
    a += d;
    d = std::rotl(d, 21) ^ a;
    c += b;
    b = std::rotl(b, 17) ^ c;
    c = std::rotl(c, 32);
  }
  void absorb(std::uint64_t word) noexcept {
    d ^= word;
    round();
    round();
    a ^= word;
  }
};

std::uint64_t little_endian(const std::uint8_t* bytes, std::size_t count) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) word |= std::uint64_t{bytes[i]} << (8U * i);
  return word;
}

}  // namespace

std::uint64_t sip_hash(const SipKey& key, std::span<const std::uint8_t> bytes) noexcept {
  State state{key[0] ^ 0x736f6d6570736575U, key[1] ^ 0x646f72616e646f6dU, key[0] ^ 0x6c7967656e657261U,
              key[1] ^ 0x7465646279746573U};
  const std::size_t whole = bytes.size() / 8 * 8;
  for (std::size_t i = 0; i < whole; i += 8) {
    if constexpr (std::endian::native == std::endian::little) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + i, sizeof word);
      state.absorb(word);
    } else {
      state.absorb(little_endian(bytes.data() + i, 8));
    }
  }
  state.absorb(little_endian(bytes.data() + whole, bytes.size() - whole) | (std::uint64_t{bytes.size()} << 56U));
  state.c ^= 0xffU;
  for (int i = 0; i < 4; ++i) state.round();
  return state.a ^ state.b ^ state.c ^ state.d;
}

std::uint64_t sip_hash(const SipKey& key, std::string_view text) noexcept {
  return sip_hash(key, {static_cast<const std::uint8_t*>(static_cast<const void*>(text.data())), text.size()});
}

}  // namespace kigen::db
