// A bounds-checked cursor over DER (X.690): definite, minimal lengths only, each element inside its parent.
//
// Thread rule: a reader and its trace belong to one thread. Nothing is owned: elements point into the caller's bytes.
// The first failure is kept in the DerTrace, with the field being read and the byte offset; later ones change nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace kigen::x509 {

using Bytes = std::span<const std::uint8_t>;

[[nodiscard]] inline std::string_view as_text(Bytes bytes) noexcept {
  return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

/// Identifier octets (X.690 8.1.2) of what certificates are made of.
namespace tag {
inline constexpr std::uint8_t kBoolean = 0x01, kInteger = 0x02, kBitString = 0x03, kOctetString = 0x04, kOid = 0x06;
inline constexpr std::uint8_t kUtf8String = 0x0c, kNumericString = 0x12, kPrintableString = 0x13, kT61String = 0x14;
inline constexpr std::uint8_t kIa5String = 0x16, kUtcTime = 0x17, kGeneralizedTime = 0x18, kVisibleString = 0x1a;
inline constexpr std::uint8_t kGeneralString = 0x1b, kUniversalString = 0x1c, kBmpString = 0x1e;
inline constexpr std::uint8_t kSequence = 0x30, kSet = 0x31;
/// Context-specific tags: [n] primitive and [n] constructed.
[[nodiscard]] constexpr std::uint8_t context(unsigned n) {
  return static_cast<std::uint8_t>(0x80U | n);
}
[[nodiscard]] constexpr std::uint8_t context_constructed(unsigned n) {
  return static_cast<std::uint8_t>(0xa0U | n);
}
}  // namespace tag

/// Where a parse is, and why and where it ended. `reason` and `field` are identifiers of static storage.
struct DerTrace {
  const std::uint8_t* origin = nullptr;  ///< offset 0
  std::string_view field;                ///< what is being read: "serial", "subject" …
  std::string_view reason;               ///< "" while all is well
  std::size_t offset = 0;                ///< of the failure

  [[nodiscard]] bool failed() const noexcept { return !reason.empty(); }
  /// Keeps the first failure; always false, so that a parser can `return trace.fail(…)`.
  bool fail(std::string_view why, const std::uint8_t* where) noexcept;
};

struct DerElement {
  std::uint8_t tag = 0;  ///< identifier octet
  Bytes content;
  Bytes whole;  ///< header and content
};

class DerReader {
 public:
  DerReader(Bytes bytes, DerTrace& trace) noexcept : rest_(bytes), trace_(&trace) {}
  /// Over the content of a constructed element.
  DerReader(const DerElement& parent, DerTrace& trace) noexcept : DerReader(parent.content, trace) {}

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] bool next_is(std::uint8_t expected) const noexcept { return !rest_.empty() && rest_[0] == expected; }
  /// The next element; false when there is none or it is no DER.
  [[nodiscard]] bool next(DerElement& out) noexcept;
  /// The next element, which must carry `expected`.
  [[nodiscard]] bool next(std::uint8_t expected, DerElement& out) noexcept;
  /// Steps over the next element when it carries `expected`; false only when that element is broken.
  [[nodiscard]] bool skip_optional(std::uint8_t expected) noexcept;
  /// False with reason "trailing_data" unless everything was read.
  [[nodiscard]] bool finish() noexcept;
  bool fail(std::string_view why) noexcept { return trace_->fail(why, rest_.data()); }
  [[nodiscard]] Bytes rest() const noexcept { return rest_; }
  [[nodiscard]] DerTrace& trace() const noexcept { return *trace_; }

 private:
  Bytes rest_;
  DerTrace* trace_;
};

/// Bits of a non-negative INTEGER's content: 0 for zero and for a negative one.
[[nodiscard]] int bit_length(Bytes integer) noexcept;
/// True when the content is the shortest two's complement form (X.690 8.3.2).
[[nodiscard]] bool is_minimal_integer(Bytes integer) noexcept;

}  // namespace kigen::x509
