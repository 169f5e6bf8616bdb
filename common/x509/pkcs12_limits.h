// How much key derivation a PKCS#12 file may ask for, decided before any is done: iteration counts are the file's own
// words, and a hostile one asks for hours. One file, one thread.
#pragma once

#include <openssl/x509.h>

#include <cstdint>

namespace kigen::x509 {

class DerivationBudget {
 public:
  static constexpr std::int64_t kMaxIterations = 600'000;         ///< of one derivation
  static constexpr std::int64_t kMaxTotalIterations = 2'400'000;  ///< of a whole file

  /// True when `iterations` are within both limits; they are then spent.
  [[nodiscard]] bool spend(std::int64_t iterations) noexcept;

 private:
  std::int64_t left_ = kMaxTotalIterations;
};

/// Iterations that an encryption algorithm of PKCS#12 (PBES1, PKCS#12 PBE or PBES2 with PBKDF2) asks for; -1 when it is
/// another one (scrypt among them) or malformed.
[[nodiscard]] std::int64_t derivation_iterations(const X509_ALGOR* algorithm);

}  // namespace kigen::x509
