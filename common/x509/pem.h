// The blocks of a PEM file (RFC 7468), with anything around and between them. Nothing is owned: views into the file.
#pragma once

#include <optional>
#include <string_view>

namespace kigen::x509 {

struct PemBlock {
  std::string_view label;  ///< "CERTIFICATE", "PRIVATE KEY" …
  std::string_view body;   ///< between the two lines: base64, perhaps with headers in front (RFC 1421)
  bool closed = false;     ///< the matching END line is there; else the body ends at the next BEGIN or at the end
};

/// Finds block after block; one object a file, one thread.
class PemScanner {
 public:
  explicit PemScanner(std::string_view text) noexcept : rest_(text), at_line_start_(true) {}
  /// The next block, or nothing. BEGIN counts at the start of a line only.
  [[nodiscard]] std::optional<PemBlock> next() noexcept;

 private:
  void advance(std::size_t count) noexcept;
  std::string_view rest_;
  bool at_line_start_;
};

}  // namespace kigen::x509
