// What a program and its token worker say to each other: one request, one reply, in turn, over a private pipe.
//
// A frame is its payload's length (4 octets, little-endian) and the payload: kind, return value, numbers, texts,
// attributes, each list after its count. Both sides bound every count and length and trust nothing that they read: the
// vendor's library lives in the worker. Numbers have 8 octets whatever CK_ULONG has there. Memory that may have held a
// PIN is wiped. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "common/base/wiping_allocator.h"

namespace kigen::keys::pkcs11 {

/// Octets that are overwritten when they go.
using Octets = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

inline constexpr std::size_t kFrameHeader = 4;
inline constexpr std::size_t kMaxPayload = std::size_t{512} * 1024;
inline constexpr std::size_t kMaxNumbers = 1024, kMaxTexts = 8, kMaxAttributes = 32;
/// Of one attribute or text. A certificate of a token has a few KiB.
inline constexpr std::size_t kMaxValue = std::size_t{128} * 1024;
/// PKCS #11 sets no bound; the longest that any module is known to take is 255.
inline constexpr std::size_t kMaxPin = 1024;

/// What a worker is asked for. Comments: numbers | texts | attributes → the same of the reply.
enum class Request : std::uint8_t {
  Load = 1,     ///< – | path | – → –; once, first of all
  Slots,        ///< with a token: → slots
  TokenInfo,    ///< slot → flags, shortest PIN, longest PIN | label, manufacturer, model, serial
  OpenSession,  ///< slot → 1 when it can write
  Login,        ///< user type, 1 for a PIN pad | PIN
  Logout,       ///<
  SetPin,       ///< 1 for a PIN pad | present PIN, new PIN
  InitPin,      ///< 1 for a PIN pad | new PIN
  Find,         ///< – | – | what is sought → objects
  Attributes,   ///< object, attribute types … → – | – | attributes
  Create,       ///< – | – | the object → object
  Change,       ///< object | – | new values
  Destroy,      ///< object
  GenerateKeys,  ///< mechanism, how many attributes are the public key's | – | those, then the private key's → public,
                 ///< private key
  Mechanism,     ///< slot, mechanism → flags
  Sign,          ///< key, mechanism, then for PSS hash, MGF, salt length | octets to sign → – | signature
  WaitForEvent,  ///< → slot; waits as long as it takes
  Finish,        ///< logs out and lets the library go
};

/// How a request went; no number that a request has, so that an echo is no answer.
enum class Outcome : std::uint8_t {
  Done = 0x80,  ///< `rv` is what the library returned, `texts` has its function's name when that is not CKR_OK
  Unusable,     ///< the library cannot be used, or answered what PKCS #11 does not allow: texts: why
  Refused,      ///< the request was none
};

struct Attribute {
  enum class State : std::uint8_t { Missing, Present, TooLarge };
  std::uint64_t type = 0;
  Octets value;  ///< numbers (CK_ULONG) little-endian in 8 octets
  State state = State::Present;
};

struct Message {
  std::uint8_t kind = 0;  ///< Request or Outcome
  std::uint64_t rv = 0;
  std::vector<std::uint64_t> numbers;
  std::vector<Octets> texts;
  std::vector<Attribute> attributes;
};

/// The whole frame. A message beyond the bounds is a broken invariant: std::length_error.
[[nodiscard]] Octets encode(const Message& message);
/// Of a payload; nothing unless it is exactly one message within the bounds.
[[nodiscard]] std::optional<Message> decode(std::span<const std::uint8_t> payload);
/// Of kFrameHeader octets; nothing when the payload would be empty or beyond the bound.
[[nodiscard]] std::optional<std::size_t> payload_size(std::span<const std::uint8_t> header) noexcept;

/// Whether PKCS #11 makes this attribute a CK_ULONG.
[[nodiscard]] bool is_number(std::uint64_t attribute_type) noexcept;

[[nodiscard]] Octets octets(std::string_view text);
[[nodiscard]] Octets octets(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string_view text_of(const Octets& octets) noexcept;
/// 8 octets, little-endian.
[[nodiscard]] Octets number_octets(std::uint64_t number);
/// Nothing unless there are 8 of them.
[[nodiscard]] std::optional<std::uint64_t> number_of(std::span<const std::uint8_t> octets) noexcept;

}  // namespace kigen::keys::pkcs11
