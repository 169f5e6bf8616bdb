#include <gtest/gtest.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <set>

#include "common/base/hex.h"
#include "common/keys/signing_key.h"
#include "tests/common/keys/support/issued.h"

namespace kigen::keys {
namespace {

using test::software_key;
using RequestPtr = x509::OpenSslPtr<X509_REQ, X509_REQ_free>;
void free_extensions(STACK_OF(X509_EXTENSION) * stack) {
  sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
}
using ExtensionsPtr = x509::OpenSslPtr<STACK_OF(X509_EXTENSION), free_extensions>;

// CN=期限, as a UTF8String, and O=Kigen, as a PrintableString: an encoding that must not be changed on the way.
const Bytes kSubject = {0x30, 0x21, 0x31, 0x0f, 0x30, 0x0d, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c,
                        0x06, 0xe6, 0x9c, 0x9f, 0xe9, 0x99, 0x90, 0x31, 0x0e, 0x30, 0x0c, 0x06,
                        0x03, 0x55, 0x04, 0x0a, 0x13, 0x05, 0x4b, 0x69, 0x67, 0x65, 0x6e};
// keyUsage, critical, digitalSignature.
const Bytes kKeyUsage = {0x30, 0x0e, 0x06, 0x03, 0x55, 0x1d, 0x0f, 0x01,
                         0x01, 0xff, 0x04, 0x04, 0x03, 0x02, 0x07, 0x80};

RequestPtr decode(const Bytes& der) {
  const unsigned char* at = der.data();
  RequestPtr request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  EXPECT_EQ(at, der.data() + der.size());
  return request;
}

bool verifies(X509_REQ* request) {
  EVP_PKEY* key = X509_REQ_get0_pubkey(request);
  return key != nullptr && X509_REQ_verify(request, key) == 1;
}

TEST(CertificateRequest, IsVerifiedByOpenSslForEveryKindOfKey) {
  for (const char* kind : {"RSA 2048", "P-256", "P-384"}) {
    for (const Hash hash : {Hash::Sha256, Hash::Sha384, Hash::Sha512}) {
      const std::shared_ptr<Key> key = software_key(kind);
      const Result<Bytes> der = make_certificate_request(
          key, {.subject = kSubject, .extensions = {}, .attributes = {}, .challenge_password = {}, .hash = hash});
      ASSERT_TRUE(der) << to_log_line(der.error());
      const RequestPtr request = decode(*der);
      ASSERT_TRUE(request);
      EXPECT_TRUE(verifies(request.get())) << kind;
      EXPECT_EQ(X509_REQ_get_version(request.get()), 0);
      EXPECT_EQ(public_key_info_of(*X509_REQ_get0_pubkey(request.get())), key->public_key_info());
      // A single bit of it changed is no longer signed.
      Bytes altered = *der;
      altered[20] ^= 1;
      const RequestPtr wrong = decode(altered);
      EXPECT_FALSE(wrong && verifies(wrong.get()));
    }
  }
}

TEST(CertificateRequest, CarriesTheSubjectOctetForOctet) {
  const Bytes der = make_certificate_request(software_key("P-256"), {.subject = kSubject}).value();
  const RequestPtr request = decode(der);
  unsigned char* name = nullptr;
  const int size = i2d_X509_NAME(X509_REQ_get_subject_name(request.get()), &name);
  EXPECT_EQ(Bytes(name, name + size), kSubject);
  OPENSSL_free(name);
}

TEST(CertificateRequest, CarriesExtensionsAttributesAndTheChallengePassword) {
  const RequestContent content{
      .subject = kSubject,
      .extensions = {kKeyUsage},
      // unstructuredName (RFC 2985 5.4.3), IA5String "pc" and "PC"; an attribute of an own type with a SEQUENCE, a NULL
      // and both BOOLEANs.
      .attributes =
          {{.oid = "1.2.840.113549.1.9.2", .values = {{0x16, 0x02, 'p', 'c'}, {0x16, 0x02, 'P', 'C'}}},
           {.oid = "1.3.6.1.4.1.99999.1",
            .values = {{0x30, 0x03, 0x02, 0x01, 0x05}, {0x05, 0x00}, {0x01, 0x01, 0xff}, {0x01, 0x01, 0x00}}}},
      .challenge_password = "dGxzLXVuaXF1ZQ+/=="};
  const RequestPtr request = decode(make_certificate_request(software_key("RSA 2048"), content).value());
  EXPECT_TRUE(verifies(request.get()));

  const ExtensionsPtr extensions(X509_REQ_get_extensions(request.get()));
  ASSERT_EQ(sk_X509_EXTENSION_num(extensions.get()), 1);
  unsigned char* der = nullptr;
  const int size = i2d_X509_EXTENSION(sk_X509_EXTENSION_value(extensions.get(), 0), &der);
  EXPECT_EQ(Bytes(der, der + size), kKeyUsage);
  OPENSSL_free(der);

  const int challenge = X509_REQ_get_attr_by_NID(request.get(), NID_pkcs9_challengePassword, -1);
  ASSERT_GE(challenge, 0);
  const ASN1_TYPE* password = X509_ATTRIBUTE_get0_type(X509_REQ_get_attr(request.get(), challenge), 0);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(password->value.asn1_string)),
                        static_cast<std::size_t>(ASN1_STRING_length(password->value.asn1_string))),
            content.challenge_password);

  const x509::OpenSslPtr<ASN1_OBJECT, ASN1_OBJECT_free> own(OBJ_txt2obj("1.3.6.1.4.1.99999.1", 1));
  const int found = X509_REQ_get_attr_by_OBJ(request.get(), own.get(), -1);
  ASSERT_GE(found, 0);
  X509_ATTRIBUTE* attribute = X509_REQ_get_attr(request.get(), found);
  ASSERT_EQ(X509_ATTRIBUTE_count(attribute), 4);
  std::multiset<std::string> values, expected;
  for (int i = 0; i < 4; ++i) {
    unsigned char* one = nullptr;
    const int length = i2d_ASN1_TYPE(X509_ATTRIBUTE_get0_type(attribute, i), &one);
    values.insert(to_hex(Bytes(one, one + length)));
    OPENSSL_free(one);
  }
  for (const Bytes& value : content.attributes[1].values) expected.insert(to_hex(value));
  EXPECT_EQ(values, expected);
}

TEST(CertificateRequest, RefusesWhatIsNoDer) {
  const std::shared_ptr<Key> key = software_key("P-256");
  const auto code = [&](const RequestContent& content) {
    const Result<Bytes> made = make_certificate_request(key, content);
    return made ? ErrorCode::Internal : made.error().code;
  };
  Bytes long_subject = kSubject;
  long_subject.push_back(0);
  EXPECT_EQ(code({.subject = {}}), ErrorCode::InvalidArgument);
  EXPECT_EQ(code({.subject = long_subject}), ErrorCode::InvalidArgument);
  EXPECT_EQ(code({.subject = kSubject, .extensions = {{0x30, 0x01}}}), ErrorCode::InvalidArgument);
  EXPECT_EQ(code({.subject = kSubject, .attributes = {{.oid = "no oid", .values = {{0x05, 0x00}}}}}),
            ErrorCode::InvalidArgument);
  EXPECT_EQ(code({.subject = kSubject, .attributes = {{.oid = "1.2.3", .values = {}}}}), ErrorCode::InvalidArgument);
  EXPECT_EQ(code({.subject = kSubject, .attributes = {{.oid = "1.2.3", .values = {{0x05, 0x01}}}}}),
            ErrorCode::InvalidArgument);
  EXPECT_EQ(code({.subject = kSubject, .challenge_password = std::string(256, 'x')}), ErrorCode::InvalidArgument);
}

TEST(CertificateRequest, SaysThatTheUserRefused) {
  const auto refusing = std::make_shared<test::FailingKey>(software_key("RSA 2048"), Error(ErrorCode::KeyUseRefused));
  const Result<Bytes> made = make_certificate_request(refusing, {.subject = kSubject});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::KeyUseRefused);
}

}  // namespace
}  // namespace kigen::keys
