#include "common/est/server_key.h"

#include <gtest/gtest.h>
#include <openssl/cms.h>
#include <openssl/pkcs12.h>

#include "common/est/base64_body.h"
#include "common/x509/der_reader.h"
#include "tests/common/est/test_ca.h"

namespace kigen::est::testing {
namespace {

using x509::OpenSslPtr;
using namespace x509::testing;

using Cms = OpenSslPtr<CMS_ContentInfo, CMS_ContentInfo_free>;

void free_stack(STACK_OF(X509) * certificates) {
  sk_X509_pop_free(certificates, X509_free);
}

struct ServerKeyAnswer : ::testing::Test {
  Authority root = make_root("Root", "EC P-256");
  Der leaf = issue(root, {.key = "RSA 2048"});
  Der certificates = certs_only({leaf, root.der});
  Der key = pkcs8("RSA 2048");
};

std::string part(const std::string& type, const std::string& body, const std::string& end = "\r\n") {
  return "--kigen" + end + "Content-Type: " + type + end + "Content-Transfer-Encoding: base64" + end + end + body + end;
}

std::string multipart(const Der& key, const Der& certificates, const std::string& key_type = "application/pkcs8") {
  return part(key_type, encode_base64(key)) +
         part("application/pkcs7-mime; smime-type=certs-only", encode_base64(certificates)) + "--kigen--\r\n";
}

Result<ServerKey> read(const std::string& body, EVP_PKEY* unwrap = nullptr,
                       const std::string& type = "multipart/mixed; boundary=kigen") {
  return read_server_key(body, read_media_type(type), unwrap);
}

std::string key_reason(const std::string& body, EVP_PKEY* unwrap = nullptr) {
  const auto answer = read(body, unwrap);
  return answer ? "" : answer.error().args.at("reason");
}

Der encoded(CMS_ContentInfo* cms) {
  unsigned char* out = nullptr;
  const int size = i2d_CMS_ContentInfo(cms, &out);
  Der result(out, out + std::max(size, 0));
  OPENSSL_free(out);
  return result;
}

// EnvelopedData for the holder of the certificate's key.
Der enveloped(const Der& content, const Der& certificate) {
  const unsigned char* at = certificate.data();
  const OpenSslPtr<X509, X509_free> recipient(d2i_X509(nullptr, &at, static_cast<long>(certificate.size())));
  const OpenSslPtr<BIO, BIO_free_all> data(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
  const Cms cms(CMS_encrypt(nullptr, nullptr, EVP_aes_128_cbc(), CMS_BINARY | CMS_PARTIAL));
  CMS_add1_recipient_cert(cms.get(), recipient.get(), 0);
  CMS_final(cms.get(), data.get(), nullptr, CMS_BINARY);
  return encoded(cms.get());
}

Der enveloped_with_password(const Der& content) {
  constexpr char kPassword[] = "password";
  void* password = OPENSSL_memdup(kPassword, sizeof kPassword);  // the message takes it over
  const OpenSslPtr<BIO, BIO_free_all> data(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
  const Cms cms(CMS_encrypt(nullptr, nullptr, EVP_aes_128_cbc(), CMS_BINARY | CMS_PARTIAL));
  CMS_add0_recipient_password(cms.get(), -1, NID_id_alg_PWRI_KEK, NID_id_pbkdf2, static_cast<unsigned char*>(password),
                              sizeof kPassword - 1, nullptr);
  CMS_final(cms.get(), data.get(), nullptr, CMS_BINARY);
  return encoded(cms.get());
}

Der signed_by(const Der& content, const Authority& signer) {
  const unsigned char* at = signer.der.data();
  const OpenSslPtr<X509, X509_free> certificate(d2i_X509(nullptr, &at, static_cast<long>(signer.der.size())));
  const OpenSslPtr<BIO, BIO_free_all> data(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
  const Cms cms(CMS_sign(certificate.get(), test_key(signer.key), nullptr, data.get(), CMS_BINARY | CMS_NOSMIMECAP));
  return encoded(cms.get());
}

// RFC 5958: version 1 and the public key behind the private one.
Der second_version(const Der& first) {
  x509::DerTrace trace;
  x509::DerReader file(first, trace);
  x509::DerElement outer, version, algorithm, octets;
  if (!file.next(outer)) return {};
  x509::DerReader fields(outer, trace);
  if (!fields.next(version) || !fields.next(algorithm) || !fields.next(octets)) return {};
  const Der whole(algorithm.whole.data(), octets.whole.data() + octets.whole.size());
  return der(0x30, der(0x02, {1}) + whole + der(0x81, Der{0x00, 0x04, 0x01}));
}

TEST_F(ServerKeyAnswer, HoldsAKeyAndItsCertificate) {
  const auto answer = read(multipart(key, certificates));
  ASSERT_TRUE(answer) << to_log_line(answer.error());
  EXPECT_EQ(answer->private_key, key);
  EXPECT_EQ(answer->certificates, (std::vector<Der>{leaf, root.der}));
  const auto public_half = public_key_info_of(answer->private_key);
  ASSERT_TRUE(public_half);
  EXPECT_EQ(*public_half, public_key_info("RSA 2048"));
}

TEST_F(ServerKeyAnswer, ReadsPkcs1AndSec1LabelledAsPkcs8) {
  const auto rsa = read(multipart(traditional_key("RSA 2048"), certificates));
  ASSERT_TRUE(rsa);
  EXPECT_EQ(rsa->private_key, key);
  const auto ec = read(multipart(traditional_key("EC P-384"), certificates));
  ASSERT_TRUE(ec);
  EXPECT_EQ(ec->private_key, pkcs8("EC P-384"));
}

TEST_F(ServerKeyAnswer, ReadsTheSecondVersionOfPkcs8) {
  const auto answer = read(multipart(second_version(key), certificates));
  ASSERT_TRUE(answer) << to_log_line(answer.error());
  EXPECT_EQ(answer->private_key, key);
}

TEST_F(ServerKeyAnswer, TakesPartsInAnyOrderAndWithAnyLineEnd) {
  const std::string turned = part("application/pkcs7-mime", encode_base64(certificates)) +
                             part("application/octet-stream", encode_base64(key)) + "--kigen--";
  EXPECT_TRUE(read(turned));
  const std::string lf = "preamble\n" + part("application/pkcs8", encode_base64(key), "\n") +
                         part("application/pkcs7-mime", encode_base64(certificates), "\n") + "--kigen--\nepilogue";
  EXPECT_TRUE(read(lf));
  const std::string unclosed =
      part("application/pkcs8", encode_base64(key)) + part("application/pkcs7-mime", encode_base64(certificates));
  EXPECT_TRUE(read(unclosed));
  EXPECT_TRUE(read(multipart(key, certificates), nullptr, "multipart/mixed; boundary=\"kigen\""));
  EXPECT_TRUE(read(multipart(key, certificates), nullptr, "multipart/mixed")) << "no boundary parameter";
}

TEST_F(ServerKeyAnswer, OpensAnEnvelopeForAnRsaKey) {
  const Der recipient = issue(root, {.key = "RSA 3072"});
  const auto answer = read(
      multipart(enveloped(key, recipient), certificates, "application/pkcs7-mime; smime-type=server-generated-key"),
      test_key("RSA 3072"));
  ASSERT_TRUE(answer) << to_log_line(answer.error());
  EXPECT_EQ(answer->private_key, key);
}

TEST_F(ServerKeyAnswer, OpensAnEnvelopeForAnEcKey) {
  const Der recipient = issue(root, {.key = "EC P-384"});
  const auto answer = read(multipart(enveloped(key, recipient), certificates), test_key("EC P-384"));
  ASSERT_TRUE(answer) << to_log_line(answer.error());
  EXPECT_EQ(answer->private_key, key);
}

// RFC 7030 4.4.2: AsymmetricKeyPackage in SignedData in EnvelopedData.
TEST_F(ServerKeyAnswer, OpensAllLayersOfTheStandard) {
  const Der recipient = issue(root, {.key = "RSA 3072"});
  const Der layers = enveloped(signed_by(der(0x30, second_version(key)), root), recipient);
  const auto answer = read(multipart(layers, certificates), test_key("RSA 3072"));
  ASSERT_TRUE(answer) << to_log_line(answer.error());
  EXPECT_EQ(answer->private_key, key);
  const auto only_signed = read(multipart(signed_by(der(0x30, key), root), certificates));
  ASSERT_TRUE(only_signed) << to_log_line(only_signed.error());
  EXPECT_EQ(only_signed->private_key, key);
}

TEST_F(ServerKeyAnswer, SaysWhenAKeyCannotBeUnwrapped) {
  const Der recipient = issue(root, {.key = "RSA 3072"});
  const std::string wrapped = multipart(enveloped(key, recipient), certificates);
  EXPECT_EQ(key_reason(wrapped), "key_encrypted") << "there is no key to unwrap with";
  EXPECT_EQ(key_reason(wrapped, test_key("RSA 2048")), "key_encrypted");
  const std::string by_password = multipart(enveloped_with_password(key), certificates);
  EXPECT_EQ(key_reason(by_password, test_key("RSA 3072")), "key_encrypted");
  const Der encrypted = der(0x30, der(0x30, {0x05, 0x00}) + der(0x04, {1, 2, 3}));
  EXPECT_EQ(key_reason(multipart(encrypted, certificates)), "key_encrypted");
}

TEST_F(ServerKeyAnswer, WantsExactlyOneKeyAndACertificate) {
  EXPECT_EQ(key_reason(part("application/pkcs7-mime", encode_base64(certificates)) + "--kigen--"), "no_key");
  EXPECT_EQ(key_reason(part("application/pkcs8", encode_base64(key)) + multipart(key, certificates)), "several_keys");
  const auto bare = read(part("application/pkcs8", encode_base64(key)) + "--kigen--");
  ASSERT_FALSE(bare);
  EXPECT_EQ(bare.error().code, ErrorCode::CertificateNotObtained);
}

TEST_F(ServerKeyAnswer, RefusesWhatIsNoAnswer) {
  EXPECT_EQ(key_reason("nothing"), "multipart");
  EXPECT_EQ(key_reason("--kigen--"), "multipart");
  EXPECT_EQ(key_reason(part("application/pkcs8", "?") + "--kigen--"), "base64");
  Der broken = key;
  broken.resize(broken.size() - 1);
  EXPECT_NE(key_reason(multipart(broken, certificates)), "");
  EXPECT_EQ(key_reason(multipart(der(0x30, der(0x02, {0})), certificates)), "key");
  std::string many;
  for (int i = 0; i < 10; ++i) many += part("application/pkcs7-mime", encode_base64(certificates));
  EXPECT_EQ(key_reason(many), "too_many");
}

TEST(MediaType, ReadsParametersAsTheyAreWritten) {
  const MediaType type = read_media_type("Multipart/Mixed ; Boundary=\"a;b\\\"c\"; charset = utf-8 ;flag; x=1");
  EXPECT_EQ(type.name, "multipart/mixed");
  EXPECT_EQ(type.parameter("boundary"), "a;b\"c");
  EXPECT_EQ(type.parameter("charset"), "utf-8");
  EXPECT_EQ(type.parameter("x"), "1");
  EXPECT_EQ(type.parameter("absent"), "");
}

// As an RA makes it: key, certificate and root under a password.
Der pfx_of(const Der& key, const Der& leaf, const Der& root, const char* password) {
  const unsigned char *key_at = key.data(), *leaf_at = leaf.data(), *root_at = root.data();
  const OpenSslPtr<EVP_PKEY, EVP_PKEY_free> made(d2i_AutoPrivateKey(nullptr, &key_at, static_cast<long>(key.size())));
  const OpenSslPtr<X509, X509_free> certificate(d2i_X509(nullptr, &leaf_at, static_cast<long>(leaf.size())));
  const OpenSslPtr<STACK_OF(X509), free_stack> others(sk_X509_new_null());
  sk_X509_push(others.get(), d2i_X509(nullptr, &root_at, static_cast<long>(root.size())));
  const OpenSslPtr<PKCS12, PKCS12_free> file(
      PKCS12_create(password, nullptr, made.get(), certificate.get(), others.get(), 0, 0, 0, 0, 0));
  unsigned char* out = nullptr;
  const int size = i2d_PKCS12(file.get(), &out);
  Der result(out, out + std::max(size, 0));
  OPENSSL_free(out);
  return result;
}

TEST_F(ServerKeyAnswer, TakesAPkcs12UnderTheLoginsPasswordOrNone) {
  const MediaType type = read_media_type("application/pkcs12");
  for (const char* password : {"pass-word-01", ""}) {
    const std::string body = encode_base64(pfx_of(key, leaf, root.der, password));
    const auto answer = read_server_key(body, type, nullptr, Secret("pass-word-01"));
    ASSERT_TRUE(answer) << to_log_line(answer.error());
    EXPECT_EQ(answer->certificates, (std::vector<Der>{leaf, root.der}));
    EXPECT_EQ(public_key_info_of(answer->private_key).value(), public_key_info_of(key).value());
  }
  const std::string body = encode_base64(pfx_of(key, leaf, root.der, "another"));
  const auto locked = read_server_key(body, type, nullptr, Secret("pass-word-01"));
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error().args.at("reason"), "key_encrypted");
  Der cut = pfx_of(key, leaf, root.der, "");
  cut.resize(cut.size() / 2);
  EXPECT_FALSE(read_server_key(encode_base64(cut), type, nullptr));
}

TEST(MediaType, RefusesOnlyWhatCertainlyIsSomethingElse) {
  for (const char* good :
       {"", "application/pkcs7-mime; smime-type=certs-only", "application/x-pkcs7-mime", "text/plain",
        "application/octet-stream", "application/x-x509-ca-cert", "application/csrattrs"}) {
    EXPECT_TRUE(may_be_est(read_media_type(good))) << good;
  }
  for (const char* bad : {"text/html; charset=utf-8", "TEXT/HTML", "application/json", "application/problem+json",
                          "application/xhtml+xml", "text/xml", "image/png"}) {
    EXPECT_FALSE(may_be_est(read_media_type(bad))) << bad;
  }
}

}  // namespace
}  // namespace kigen::est::testing
