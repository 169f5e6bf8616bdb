// Bodies of EST messages: base64 as every server writes it (RFC 8951 3: white space anywhere, or none), and what some
// send in its place: PEM, or the DER itself. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace kigen::est {

inline constexpr std::size_t kMaxBlocks = 64;

/// One DER (or BER) object of a body.
struct Block {
  std::string label;  ///< PEM's: "CERTIFICATE", "PKCS7" …; "" for base64 and DER
  std::vector<std::uint8_t> bytes;
};

/// The objects of a body: one, or those of a PEM file's blocks; none when the body is empty or white space.
/// Errors: AnswerUnreadable {reason "base64", "pem", "too_many"}.
[[nodiscard]] Result<std::vector<Block>> read_body(std::string_view body);

enum class LineLength : unsigned { None = 0, Pem = 64, Mime = 76 };
/// RFC 4648 4. In lines that end with LF, the last one too; on one line and without an end for LineLength::None.
[[nodiscard]] std::string encode_base64(std::span<const std::uint8_t> bytes, LineLength line = LineLength::Mime);

}  // namespace kigen::est
