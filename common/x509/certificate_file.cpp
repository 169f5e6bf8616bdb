#include "common/x509/certificate_file.h"

#include <openssl/asn1.h>
#include <openssl/crypto.h>

#include <algorithm>

#include "common/base/base64.h"
#include "common/x509/file_collector.h"
#include "common/x509/openssl_ptr.h"
#include "common/x509/pem.h"
#include "common/x509/pkcs12.h"
#include "common/x509/pkcs7.h"

namespace kigen::x509 {
namespace {

constexpr std::size_t kMaxKeysPerFile = 16;

// What a file that begins with a SEQUENCE is, by the first element inside it.
enum class Binary { kNone, kCertificate, kPkcs7, kPkcs12 };

Binary classify(Bytes bytes) {
  constexpr int kIndefinite = 0x01, kBroken = 0x80;
  if (bytes.size() < 4 || bytes[0] != tag::kSequence) return Binary::kNone;
  const unsigned char* at = bytes.data();
  long length = 0;
  int number = 0, tag_class = 0;
  const int flags = ASN1_get_object(&at, &length, &number, &tag_class, static_cast<long>(bytes.size()));
  const auto header = static_cast<std::size_t>(at - bytes.data());
  const bool fills = (flags & kIndefinite) != 0 || header + static_cast<std::size_t>(length) == bytes.size();
  if ((flags & kBroken) != 0 || !fills || header >= bytes.size()) return Binary::kNone;
  switch (bytes[header]) {
    case tag::kInteger:
      return Binary::kPkcs12;
    case tag::kOid:
      return Binary::kPkcs7;
    default:
      return Binary::kCertificate;
  }
}

Error pem_error(const char* reason) {
  return Error(ErrorCode::CertificateUnparsable, std::string("PEM: ") + reason)
      .with("field", "pem")
      .with("offset", "0")
      .with("reason", reason);
}

// The certificate in front of the trust settings that OpenSSL appends in a TRUSTED CERTIFICATE.
Bytes without_trust(Bytes der) {
  DerTrace trace{.origin = der.data()};
  DerReader reader(der, trace);
  DerElement certificate, settings;
  if (!reader.next(tag::kSequence, certificate)) return der;
  const bool sound = reader.at_end() || (reader.next(tag::kSequence, settings) && reader.at_end());
  return sound ? certificate.whole : der;
}

class PemReader {
 public:
  PemReader(std::string_view text, FileCollector& out) : scanner_(text), out_(out) {}

  /// True when there was a block of any kind.
  bool run() {
    bool any = false;
    while (const auto block = scanner_.next()) {
      any = true;
      if (!read(*block)) break;
    }
    for (const PrivateKey& key : keys_) out_.add_private_key(key);
    return any;
  }

 private:
  // False when no more items are taken.
  bool read(const PemBlock& block) {
    const bool trusted = block.label == "TRUSTED CERTIFICATE";
    const bool certificate = trusted || block.label == "CERTIFICATE" || block.label == "X509 CERTIFICATE";
    const bool container = block.label == "PKCS7" || block.label == "CMS" || block.label == "PKCS #7 SIGNED DATA";
    if (!certificate && !container) {
      if (block.label.ends_with("PRIVATE KEY")) read_key(block);
      return true;
    }
    if (out_.full()) return false;
    std::string item = item_number(++number_);
    if (!block.closed) {
      out_.add_unreadable(std::move(item), pem_error("no_end_line"));
    } else if (!decode_base64(block.body, der_)) {
      out_.add_unreadable(std::move(item), pem_error("bad_base64"));
    } else if (certificate) {
      out_.add_certificate(trusted ? without_trust(der_) : Bytes(der_), std::move(item));
    } else {
      read_pkcs7(der_, item, out_);
    }
    return true;
  }

  void read_key(const PemBlock& block) {
    if (!block.closed || keys_.size() == kMaxKeysPerFile || block.body.size() > 2 * kMaxPrivateKeySize) return;
    std::vector<std::uint8_t> der;
    if (decode_base64(block.body, der)) {
      if (auto key = PrivateKey::decode(der)) keys_.push_back(std::move(*key));
    }
    OPENSSL_cleanse(der.data(), der.size());
  }

  PemScanner scanner_;
  FileCollector& out_;
  std::vector<std::uint8_t> der_;
  std::vector<PrivateKey> keys_;
  std::size_t number_ = 0;
};

void read_into(Bytes bytes, FileCollector& out) {
  if (bytes.size() > kMaxFileSize) {
    out.add_unreadable("", Error(ErrorCode::FileTooLarge)
                               .with("size", std::to_string(bytes.size()))
                               .with("limit", std::to_string(kMaxFileSize)));
    return;
  }
  switch (classify(bytes)) {
    case Binary::kCertificate:
      out.add_certificate(bytes, "");
      return;
    case Binary::kPkcs7:
      read_pkcs7(bytes, "", out);
      return;
    case Binary::kPkcs12:
      read_pkcs12(bytes, out);
      return;
    case Binary::kNone:
      break;
  }
  if (PemReader(as_text(bytes), out).run() || !out.empty()) return;
  // A damaged DER file: its parse says where.
  constexpr std::uint8_t kLongForm = 0x80;
  if (bytes.size() >= 2 && bytes[0] == tag::kSequence && bytes[1] >= kLongForm) {
    out.add_certificate(bytes, "");
  } else {
    out.add_unreadable("", Error(ErrorCode::NoCertificateInFile));
  }
}

}  // namespace

bool is_candidate(std::string_view file_name) noexcept {
  constexpr std::string_view kExtensions[] = {".pem", ".crt", ".cer", ".der", ".p12", ".pfx", ".p7b", ".p7c"};
  constexpr std::size_t kLength = 4;
  if (file_name.size() < kLength) return false;
  const std::string_view extension = file_name.substr(file_name.size() - kLength);
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::any_of(
      kExtensions, [&](std::string_view known) { return std::ranges::equal(known, extension, {}, {}, lower); });
}

FileContents read_certificate_file(std::span<const std::uint8_t> bytes, std::string_view file_name) {
  const ErrorQueueScope errors;
  FileCollector collector(file_name);
  read_into(bytes, collector);
  return std::move(collector).take();
}

}  // namespace kigen::x509
