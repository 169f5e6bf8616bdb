// The certificates of one file: PEM, DER, PKCS#12 or PKCS#7, told apart by content.
//
// Any thread; nothing is kept. Private keys are looked at only to say that they belong to a certificate, and wiped.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/certificate.h"
#include "common/base/error.h"

namespace kigen::x509 {

inline constexpr std::size_t kMaxFileSize = std::size_t{8} * 1024 * 1024;
/// Certificates and unreadable items of one file; what lies beyond is one unreadable item ("too_many").
inline constexpr std::size_t kMaxItemsPerFile = 8192;

struct FoundCertificate {
  CertificateRecord record;
  bool has_private_key = false;  ///< the file holds the private key that belongs to it
};

struct UnreadableItem {
  std::string item;  ///< which one in the file: "#2" for the second certificate block, "" for the file itself
  Error error;
};

struct FileContents {
  std::vector<FoundCertificate> certificates;  ///< in the file's order
  std::vector<UnreadableItem> unreadable;
};

/// True for the extensions that certificates have: .pem .crt .cer .der .p12 .pfx .p7b .p7c, in either case.
[[nodiscard]] bool is_candidate(std::string_view file_name) noexcept;

/// Reads a whole file. `file_name` only stands in the errors' "file" argument. Errors of items: those of
/// parse_certificate; CertificateUnparsable {field "pem", reason "bad_base64" or "no_end_line"}; Pkcs12NeedsPassword;
/// Pkcs12Unreadable {reason}; FileTooLarge {size, limit}; NoCertificateInFile when nothing in it is known (a PEM file
/// of keys, requests or revocation lists alone gives neither certificates nor errors).
[[nodiscard]] FileContents read_certificate_file(std::span<const std::uint8_t> bytes, std::string_view file_name);

}  // namespace kigen::x509
