#include "tests/common/x509/openssl_record.h"

#include <openssl/bn.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "common/base/hex.h"
#include "common/x509/name.h"

namespace kigen::x509::testing {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> digest(const char* name, const Octets& bytes) {
  std::array<std::uint8_t, N> out{};
  EVP_Q_digest(nullptr, name, nullptr, bytes.data(), bytes.size(), out.data(), nullptr);
  return out;
}

std::string dotted(const ASN1_OBJECT* object) {
  std::array<char, 512> text{};
  OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
  return text.data();
}

std::string printed(const ASN1_STRING* string, unsigned long flags) {
  const OpenSslPtr<BIO, BIO_free_all> memory(BIO_new(BIO_s_mem()));
  ASN1_STRING_print_ex(memory.get(), string, flags);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string attribute(const X509_NAME_ENTRY* entry) {
  const std::string oid = dotted(X509_NAME_ENTRY_get_object(entry));
  const std::string name(short_name_of(oid));
  constexpr unsigned long kFlags = ASN1_STRFLGS_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  const ASN1_STRING* value = X509_NAME_ENTRY_get_data(entry);
  if (name.empty()) return oid + '=' + printed(value, kFlags | ASN1_STRFLGS_DUMP_ALL);
  return name + '=' + printed(value, kFlags);
}

std::string name_text(const X509_NAME* name) {
  std::string text;
  for (int end = X509_NAME_entry_count(name); end > 0;) {
    const int set = X509_NAME_ENTRY_set(X509_NAME_get_entry(name, end - 1));
    int begin = end;
    while (begin > 0 && X509_NAME_ENTRY_set(X509_NAME_get_entry(name, begin - 1)) == set) --begin;
    if (!text.empty()) text += ',';
    for (int i = begin; i < end; ++i) text += (i > begin ? "+" : "") + attribute(X509_NAME_get_entry(name, i));
    end = begin;
  }
  return text;
}

Octets name_der(const X509_NAME* name) {
  unsigned char* out = nullptr;
  const int size = i2d_X509_NAME(name, &out);
  Octets result(out, out + size);
  OPENSSL_free(out);
  return result;
}

std::string serial_text(const X509* x) {
  const OpenSslPtr<BIGNUM, BN_free> number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), nullptr));
  const int size = std::max(1, BN_num_bytes(number.get()));
  Octets magnitude(static_cast<std::size_t>(size));
  BN_bn2binpad(number.get(), magnitude.data(), size);
  return (BN_is_negative(number.get()) != 0 ? "-" : "") + to_hex(magnitude);
}

Instant instant(const ASN1_TIME* time) {
  const OpenSslPtr<ASN1_TIME, ASN1_TIME_free> epoch(ASN1_TIME_set(nullptr, 0));
  int days = 0, seconds = 0;
  if (ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) return Instant::min();
  return from_unix(std::int64_t{days} * 86400 + seconds);
}

void describe_key(const X509* x, CertificateRecord& out) {
  const ASN1_OBJECT* algorithm = nullptr;
  X509_PUBKEY_get0_param(const_cast<ASN1_OBJECT**>(&algorithm), nullptr, nullptr, nullptr, X509_get_X509_PUBKEY(x));
  const KeyPtr key(X509_get_pubkey(const_cast<X509*>(x)));
  out.key_bits = key ? EVP_PKEY_get_bits(key.get()) : 0;
  switch (OBJ_obj2nid(algorithm)) {
    case NID_rsaEncryption:
      out.key_algorithm = "RSA";
      break;
    case NID_ED25519:
      out.key_algorithm = "Ed25519";
      out.key_bits = 255;  // OpenSSL counts the group's order
      break;
    case NID_ED448:
      out.key_algorithm = "Ed448";
      out.key_bits = 448;
      break;
    case NID_X9_62_id_ecPublicKey: {
      std::array<char, 64> group{};
      EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), nullptr);
      const int nid = OBJ_txt2nid(group.data());
      const char* nist = EC_curve_nid2nist(nid);
      const std::string_view name = nist == nullptr ? "" : nist;
      const bool short_form = name == "P-256" || name == "P-384" || name == "P-521";
      out.key_algorithm = "EC " + (short_form ? std::string(name) : dotted(OBJ_nid2obj(nid)));
      break;
    }
    default:
      out.key_algorithm = dotted(algorithm);
  }
}

template <class T>
std::string content(const T* string) {
  const auto* text = static_cast<const char*>(static_cast<const void*>(ASN1_STRING_get0_data(string)));
  return {text, static_cast<std::size_t>(ASN1_STRING_length(string))};
}

std::string general_name(const GENERAL_NAME* name) {
  switch (name->type) {
    case GEN_DNS:
      return "DNS:" + content(name->d.dNSName);
    case GEN_EMAIL:
      return "email:" + content(name->d.rfc822Name);
    case GEN_URI:
      return "URI:" + content(name->d.uniformResourceIdentifier);
    case GEN_IPADD: {
      const std::string raw = content(name->d.iPAddress);
      return "IP:#" + to_hex(octets(raw));
    }
    case GEN_DIRNAME:
      return "dirName:" + name_text(name->d.directoryName);
    case GEN_RID:
      return "RID:" + dotted(name->d.registeredID);
    case GEN_OTHERNAME: {
      const std::string oid = dotted(name->d.otherName->type_id);
      if (oid == "1.3.6.1.4.1.311.20.2.3") return "UPN:" + content(name->d.otherName->value->value.utf8string);
      unsigned char* out = nullptr;
      const int size = i2d_ASN1_TYPE(name->d.otherName->value, &out);
      const Octets value(out, out + size);
      OPENSSL_free(out);
      return "otherName:" + oid + "=#" + to_hex(value);
    }
    default:
      return "?";
  }
}

void read_extensions(const X509* x, CertificateRecord& out) {
  const auto get = [x](int nid) { return X509_get_ext_d2i(x, nid, nullptr, nullptr); };
  const OpenSslPtr<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free> usages(
      static_cast<EXTENDED_KEY_USAGE*>(get(NID_ext_key_usage)));
  for (int i = 0; usages && i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    out.extended_key_usage.push_back(dotted(sk_ASN1_OBJECT_value(usages.get(), i)));
  }
  const OpenSslPtr<GENERAL_NAMES, GENERAL_NAMES_free> names(static_cast<GENERAL_NAMES*>(get(NID_subject_alt_name)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    out.subject_alt_names.push_back(general_name(sk_GENERAL_NAME_value(names.get(), i)));
  }
  const OpenSslPtr<CERTIFICATEPOLICIES, CERTIFICATEPOLICIES_free> policies(
      static_cast<CERTIFICATEPOLICIES*>(get(NID_certificate_policies)));
  for (int i = 0; policies && i < sk_POLICYINFO_num(policies.get()); ++i) {
    out.policies.push_back(dotted(sk_POLICYINFO_value(policies.get(), i)->policyid));
  }
  const OpenSslPtr<AUTHORITY_KEYID, AUTHORITY_KEYID_free> authority(
      static_cast<AUTHORITY_KEYID*>(get(NID_authority_key_identifier)));
  if (authority && authority->keyid != nullptr) out.authority_key_id = to_hex(octets(content(authority->keyid)));
  const OpenSslPtr<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free> basic(
      static_cast<BASIC_CONSTRAINTS*>(get(NID_basic_constraints)));
  out.is_ca = basic && basic->ca != 0;
}

}  // namespace

std::optional<CertificateRecord> openssl_record(const Octets& der) {
  const ErrorQueueScope errors;
  const unsigned char* at = der.data();
  const CertificatePtr x(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!x || at != der.data() + der.size()) return std::nullopt;
  CertificateRecord out;
  out.sha256 = digest<32>("SHA256", der);
  out.sha1 = digest<20>("SHA1", der);
  out.subject = name_text(X509_get_subject_name(x.get()));
  out.issuer = name_text(X509_get_issuer_name(x.get()));
  out.serial = serial_text(x.get());
  out.not_before = instant(X509_get0_notBefore(x.get()));
  out.not_after = instant(X509_get0_notAfter(x.get()));
  describe_key(x.get(), out);
  read_extensions(x.get(), out);
  const auto family =
      digest<32>("SHA256", name_der(X509_get_subject_name(x.get())) + name_der(X509_get_issuer_name(x.get())));
  for (std::size_t i = 0; i < 8; ++i) out.family = out.family << 8 | family[i];
  return out;
}

CertificateRecord with_hex_addresses(CertificateRecord record) {
  for (std::string& name : record.subject_alt_names) {
    if (!name.starts_with("IP:") || name.starts_with("IP:#")) continue;
    const OpenSslPtr<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free> address(a2i_IPADDRESS(name.c_str() + 3));
    if (address) name = "IP:#" + to_hex(octets(content(address.get())));
  }
  return record;
}

}  // namespace kigen::x509::testing
