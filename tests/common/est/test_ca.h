// A small hierarchy of certificates and what an EST server wraps them into. One thread; keys are made once a process.
#pragma once

#include <string>
#include <vector>

#include "common/base/time.h"
#include "tests/common/x509/certificate_maker.h"

namespace kigen::est::testing {

using Der = std::vector<std::uint8_t>;
using x509::testing::test_key;

struct Wish {
  std::string common_name = "A1B2C3";
  std::string key = "EC P-256";                   ///< as test_key() names it
  Instant not_before = from_unix(1'767'225'600);  ///< 2026-01-01
  Instant not_after = from_unix(1'798'761'599);   ///< 2026-12-31
  std::string usage = "clientAuth";               ///< extendedKeyUsage; "" for none
  bool is_ca = false;
  bool sha1 = false;  ///< signed with SHA-1
};

struct Authority {
  Der der;
  std::string name;
  std::string key;  ///< of test_key()
};

/// Self-signed, valid 2020 to 2040.
[[nodiscard]] Authority make_root(const std::string& name, const std::string& key);
[[nodiscard]] Authority make_intermediate(const std::string& name, const std::string& key, const Authority& issuer,
                                          Instant not_after = from_unix(2'208'988'800));
[[nodiscard]] Der issue(const Authority& issuer, const Wish& wish);
/// SubjectPublicKeyInfo of a test key.
[[nodiscard]] Der public_key_info(const std::string& key);
/// PrivateKeyInfo and RSAPrivateKey or ECPrivateKey of a test key.
[[nodiscard]] Der pkcs8(const std::string& key);
[[nodiscard]] Der traditional_key(const std::string& key);

/// Certs-only SignedData; with indefinite lengths when `ber`.
[[nodiscard]] Der certs_only(const std::vector<Der>& certificates, bool ber = false);
[[nodiscard]] std::string text_of(const Der& octets);
[[nodiscard]] Der octets_of(const std::string& text);

}  // namespace kigen::est::testing
