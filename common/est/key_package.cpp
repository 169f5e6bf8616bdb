#include "common/est/key_package.h"

#include <openssl/cms.h>

#include <algorithm>

#include "common/est/answer_error.h"
#include "common/x509/der_reader.h"
#include "common/x509/oid.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::est {
namespace {

constexpr std::uint8_t kSignedData[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};
constexpr std::uint8_t kEnvelopedData[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03};

using Cms = x509::OpenSslPtr<CMS_ContentInfo, CMS_ContentInfo_free>;
using Bio = x509::OpenSslPtr<BIO, BIO_free_all>;

Cms decode_cms(std::span<const std::uint8_t> object) {
  const unsigned char* at = object.data();
  return Cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(object.size())));
}

keys::WipedBytes content_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  const void* octets = data;
  return size <= 0 ? keys::WipedBytes()
                   : keys::WipedBytes({static_cast<const std::uint8_t*>(octets), static_cast<std::size_t>(size)});
}

// Whether anybody who holds a private key is among the recipients.
bool has_asymmetric_recipient(CMS_ContentInfo* cms) {
  STACK_OF(CMS_RecipientInfo)* recipients = CMS_get0_RecipientInfos(cms);
  for (int i = 0; i < sk_CMS_RecipientInfo_num(recipients); ++i) {
    const int type = CMS_RecipientInfo_type(sk_CMS_RecipientInfo_value(recipients, i));
    if (type == CMS_RECIPINFO_TRANS || type == CMS_RECIPINFO_AGREE) return true;
  }
  return false;
}

// ContentInfo begins with an OBJECT IDENTIFIER. The outer length may be indefinite: this looks at two headers only.
Kind kind_of_content_info(std::span<const std::uint8_t> object) {
  const auto holds = [object](const auto& oid) {
    constexpr std::size_t kSearch = 16;
    const auto head = object.first(std::min(object.size(), kSearch + std::size(oid)));
    const auto found = std::search(head.begin(), head.end(), std::begin(oid), std::end(oid));
    return found != head.end();
  };
  if (holds(kEnvelopedData)) return Kind::Enveloped;
  return holds(kSignedData) ? Kind::Signed : Kind::Unknown;
}

}  // namespace

Kind kind_of(std::span<const std::uint8_t> object) {
  x509::DerTrace trace;
  x509::DerReader file(object, trace);
  x509::DerElement outer, first, second;
  if (!file.next(x509::tag::kSequence, outer)) return kind_of_content_info(object);
  x509::DerReader inside(outer, trace);
  if (!inside.next(first)) return kind_of_content_info(object);
  if (first.tag == x509::tag::kInteger) {
    // Keys are of version 0 or 1; a PFX is of version 3 (RFC 7292 4).
    constexpr std::uint8_t kPfx = 3;
    return first.content.size() == 1 && first.content.front() == kPfx ? Kind::Pkcs12 : Kind::Key;
  }
  if (first.tag == x509::tag::kOid) return kind_of_content_info(object);
  if (first.tag != x509::tag::kSequence || !inside.next(second)) return Kind::Unknown;
  return second.tag == x509::tag::kOctetString ? Kind::EncryptedKey : Kind::Certificate;
}

Result<keys::WipedBytes> open_envelope(std::span<const std::uint8_t> object, EVP_PKEY* unwrap) {
  const x509::ErrorQueueScope quiet;
  const Cms cms = decode_cms(object);
  if (!cms) return unreadable("key", "EnvelopedData cannot be decoded");
  if (!has_asymmetric_recipient(cms.get())) return unreadable("key_encrypted", "wrapped with a shared secret");
  if (unwrap == nullptr) return unreadable("key_encrypted", "there is no key to unwrap with");
  const Bio plain(BIO_new(BIO_s_mem()));
  const bool opened = plain && CMS_decrypt(cms.get(), unwrap, nullptr, nullptr, plain.get(), CMS_BINARY) == 1;
  if (!opened) return unreadable("key_encrypted", "wrapped for another key");
  return content_of(plain.get());
}

Result<keys::WipedBytes> signed_content(std::span<const std::uint8_t> object) {
  const x509::ErrorQueueScope quiet;
  const Cms cms = decode_cms(object);
  if (!cms) return unreadable("key", "SignedData cannot be decoded");
  ASN1_OCTET_STRING** content = CMS_get0_content(cms.get());
  if (content == nullptr || *content == nullptr) return keys::WipedBytes();
  return keys::WipedBytes({ASN1_STRING_get0_data(*content), static_cast<std::size_t>(ASN1_STRING_length(*content))});
}

std::optional<std::span<const std::uint8_t>> only_key_of(std::span<const std::uint8_t> object) {
  x509::DerTrace trace;
  x509::DerReader file(object, trace);
  x509::DerElement package, key;
  if (!file.next(x509::tag::kSequence, package) || !file.finish()) return std::nullopt;
  x509::DerReader keys(package, trace);
  if (!keys.next(x509::tag::kSequence, key) || !keys.finish()) return std::nullopt;
  return kind_of(key.whole) == Kind::Key ? std::optional(key.whole) : std::nullopt;
}

}  // namespace kigen::est
