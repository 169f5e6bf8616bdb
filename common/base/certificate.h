// What Kigen records of a certificate: plain data that crosses the layers (x509 → inventory → database → pipe).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "common/base/time.h"

namespace kigen {

using Sha256 = std::array<std::uint8_t, 32>;
using Sha1 = std::array<std::uint8_t, 20>;

struct CertificateRecord {
  Sha256 sha256{};      ///< thumbprint over the whole DER (FIPS 180-4)
  Sha1 sha1{};          ///< the thumbprint that Windows shows
  std::string subject;  ///< RFC 4514 string, UTF-8
  std::string issuer;   ///< RFC 4514 string, UTF-8
  std::string serial;  ///< lower-case hex of the INTEGER's content, leading zero octet removed; "-" first when negative
  Instant not_before{};
  Instant not_after{};
  std::string key_algorithm;                    ///< "RSA", "EC P-256", "Ed25519", else the dotted OID
  std::int32_t key_bits = 0;                    ///< exact modulus or field size; 0 when unknown
  std::vector<std::string> extended_key_usage;  ///< dotted OIDs, in the certificate's order
  std::vector<std::string> subject_alt_names;  ///< "DNS:a.example", "email:…", "IP:…", "URI:…", "UPN:…", "dirName:…"
  std::vector<std::string> policies;           ///< dotted OIDs
  std::string authority_key_id;                ///< lower-case hex of keyIdentifier (RFC 5280 4.2.1.1); "" when absent
  bool is_ca = false;                          ///< basicConstraints cA
  /// First 8 bytes of SHA-256(subject DER ‖ issuer DER): equal for a certificate and its successors.
  std::uint64_t family = 0;

  friend bool operator==(const CertificateRecord&, const CertificateRecord&) = default;
};

}  // namespace kigen
