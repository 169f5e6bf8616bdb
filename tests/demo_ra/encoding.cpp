#include "tests/demo_ra/encoding.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>

#include "common/base/hex.h"

namespace kigen::demo_ra {
namespace {

constexpr std::size_t kLine = 76;

std::string json_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) quoted += c;
  }
  return quoted + "\"";
}

std::string pkcs8_of(EVP_PKEY* key) {
  const BioPtr memory = memory_bio();
  check(::i2d_PKCS8PrivateKeyInfo_bio(memory.get(), key) == 1);
  return written(memory.get());
}

std::string pkcs1_of(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = ::i2d_PrivateKey(key, &der);
  check(size > 0);
  std::string bytes(der, der + size);
  OPENSSL_free(der);
  return bytes;
}

std::string der_sequence(std::string_view content) {
  const auto byte = [](std::size_t value) { return static_cast<char>(static_cast<unsigned char>(value & 0xFFU)); };
  std::string der(1, '\x30');
  if (content.size() < 0x80) {
    der += byte(content.size());
  } else if (content.size() < 0x100) {
    der += {'\x81', byte(content.size())};
  } else {
    der += {'\x82', byte(content.size() >> 8U), byte(content.size())};
  }
  return der.append(content);
}

std::string signed_data(std::string_view content, const char* type, X509* signer, EVP_PKEY* signer_key) {
  const BioPtr data = memory_bio(content);
  const OpenSslPtr<CMS_ContentInfo, CMS_ContentInfo_free> cms(
      ::CMS_sign(signer, signer_key, nullptr, nullptr, CMS_BINARY | CMS_PARTIAL));
  check(cms != nullptr);
  const OpenSslPtr<ASN1_OBJECT, ASN1_OBJECT_free> object(::OBJ_txt2obj(type, 1));
  check(::CMS_set1_eContentType(cms.get(), object.get()) == 1);
  check(::CMS_final(cms.get(), data.get(), nullptr, CMS_BINARY) == 1);
  const BioPtr memory = memory_bio();
  check(::i2d_CMS_bio(memory.get(), cms.get()) == 1);
  return written(memory.get());
}

std::string title_of(std::string_view reason) {
  std::string title(reason);
  for (char& c : title)
    if (c == '_') c = ' ';
  return title;
}

}  // namespace

std::string certs_only(const std::vector<X509*>& certificates) {
  const OpenSslPtr<PKCS7, PKCS7_free> message(::PKCS7_new());
  check(message != nullptr && ::PKCS7_set_type(message.get(), NID_pkcs7_signed) == 1);
  message->d.sign->contents->type = ::OBJ_nid2obj(NID_pkcs7_data);
  for (X509* certificate : certificates) check(::PKCS7_add_certificate(message.get(), certificate) == 1);
  const BioPtr memory = memory_bio();
  check(::i2d_PKCS7_bio(memory.get(), message.get()) == 1);
  return written(memory.get());
}

std::string shaped_base64(std::string_view bytes, const Base64Shape& shape) {
  const std::string packed = to_base64(bytes);
  const char* end = shape.lines == Base64Shape::Lines::Crlf ? "\r\n" : "\n";
  if (shape.lines == Base64Shape::Lines::Single) return shape.last_newline ? packed + end : packed;
  std::string text;
  for (std::size_t at = 0; at < packed.size(); at += kLine) {
    if (!text.empty()) text += end;
    text += packed.substr(at, kLine);
  }
  return shape.last_newline ? text + end : text;
}

Answer problem(const Refusal& refusal) {
  std::string json = fmt::format(R"({{"type":"urn:kigen:ra:{}","title":{},"status":{},"detail":{},"reason":{})",
                                 refusal.reason, json_text(title_of(refusal.reason)), refusal.status,
                                 json_text(refusal.detail), json_text(refusal.reason));
  if (!refusal.code.empty()) json += ",\"code\":" + json_text(refusal.code);
  if (refusal.until) json += ",\"until\":" + json_text(to_rfc3339(*refusal.until));
  if (refusal.tries_left) json += fmt::format(",\"tries_left\":{}", *refusal.tries_left);
  return {.status = refusal.status, .content_type = "application/problem+json", .body = json + "}\n"};
}

WrappedKey wrap_key(EVP_PKEY* key, KeyWrapping wrapping, X509* signer, EVP_PKEY* signer_key) {
  constexpr char kKeyPackage[] = "2.16.840.1.101.2.1.2.78.5";  // id-ct-KP-aKeyPackage
  constexpr char kData[] = "1.2.840.113549.1.7.1";
  constexpr char kCmsType[] = "application/pkcs7-mime; smime-type=server-generated-key";
  switch (wrapping) {
    case KeyWrapping::Cms:
      return {kCmsType, signed_data(der_sequence(pkcs8_of(key)), kKeyPackage, signer, signer_key)};
    case KeyWrapping::CmsData:
      return {kCmsType, signed_data(pkcs8_of(key), kData, signer, signer_key)};
    case KeyWrapping::Pkcs1:
      return {"application/pkcs8", pkcs1_of(key)};
    case KeyWrapping::Pkcs8:
      break;
  }
  return {"application/pkcs8", pkcs8_of(key)};
}

Answer key_and_certificates(const WrappedKey& key, std::string_view pkcs7, const Base64Shape& shape) {
  constexpr char kBoundary[] = "demo-ra-boundary";
  const auto part = [&](const std::string& type, std::string_view der) {
    return fmt::format("--{}\r\nContent-Type: {}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n", kBoundary, type,
                       shaped_base64(der, shape));
  };
  return {.content_type = std::string("multipart/mixed; boundary=") + kBoundary,
          .body = part(key.content_type, key.der) + part("application/pkcs7-mime; smime-type=certs-only", pkcs7) +
                  "--" + kBoundary + "--\r\n"};
}

std::string csr_attributes(bool with_channel_binding) {
  // sha256WithRSAEncryption; rsaEncryption with 2048; macAddress, which no client of ours knows.
  constexpr char kSome[] = "06092a864886f70d01010b301106092a864886f70d01010131040202080006072b060101010116";
  constexpr char kChallengePassword[] = "06092a864886f70d010907";
  std::string hex(kSome);
  if (with_channel_binding) hex = kChallengePassword;
  const auto bytes = from_hex(hex).value();
  return der_sequence(std::string(bytes.begin(), bytes.end()));
}

std::string http_date(Instant instant) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(static_cast<std::time_t>(to_unix(instant))));
}

std::string pkcs12(X509* certificate, EVP_PKEY* key, const std::vector<X509*>& chain, const std::string& password,
                   const std::string& name) {
  const OpenSslPtr<STACK_OF(X509), [](STACK_OF(X509) * stack) { sk_X509_free(stack); }> stack(sk_X509_new_null());
  for (X509* one : chain) check(sk_X509_push(stack.get(), one) > 0);
  const OpenSslPtr<PKCS12, PKCS12_free> box(
      ::PKCS12_create(password.c_str(), name.c_str(), key, certificate, stack.get(), 0, 0, 0, 0, 0));
  check(box != nullptr);
  const BioPtr memory = memory_bio();
  check(::i2d_PKCS12_bio(memory.get(), box.get()) == 1);
  return written(memory.get());
}

}  // namespace kigen::demo_ra
