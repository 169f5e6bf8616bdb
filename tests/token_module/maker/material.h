// Keys and certificates from files, in the parts that PKCS #11 objects are made of.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tests/token_module/maker/session.h"

namespace kigen::test_token {

struct KeyParts {
  bool rsa = true;
  Bytes modulus, public_exponent, private_exponent, prime_1, prime_2, exponent_1, exponent_2, coefficient;
  Bytes curve;   ///< DER of the curve's object identifier
  Bytes scalar;  ///< the private value, as long as the curve's order
  Bytes point;   ///< DER OCTET STRING around the uncompressed point
};

struct CertificateParts {
  Bytes der, subject, issuer, serial;
};

struct Material {
  std::optional<KeyParts> key;
  std::optional<CertificateParts> certificate;
};

/// PKCS#12; both parts are there.
[[nodiscard]] Material read_pkcs12(const std::filesystem::path& file, const std::string& password);
/// PEM or DER; an empty path leaves its part out.
[[nodiscard]] Material read_files(const std::filesystem::path& key, const std::filesystem::path& certificate);
[[nodiscard]] Bytes sha256_of(const Bytes& data);
[[nodiscard]] Bytes read_file(const std::filesystem::path& file);

}  // namespace kigen::test_token
