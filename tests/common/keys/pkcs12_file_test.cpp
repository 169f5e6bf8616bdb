#include "common/keys/pkcs12_file.h"

#include <gtest/gtest.h>
#include <openssl/pkcs12.h>

#include "tests/common/keys/support/issued.h"

namespace kigen::keys {
namespace {

using FilePtr = x509::OpenSslPtr<PKCS12, PKCS12_free>;

std::string reason_of(const Result<Pkcs12Contents>& opened) {
  if (opened) return "opened";
  const Error error = opened.error();
  const auto found = error.args.find("reason");
  if (error.code != ErrorCode::Pkcs12Unreadable || found == error.args.end()) return to_log_line(error);
  return found->second;
}

// Over a P-256 key; a MAC of -1 iterations is none.
Bytes file_of(EVP_PKEY* key, X509* certificate, int key_iterations, int mac_iterations,
              STACK_OF(X509) * others = nullptr) {
  const FilePtr file(PKCS12_create("pw", nullptr, key, certificate, others, 0, 0, key_iterations, mac_iterations, 0));
  unsigned char* der = nullptr;
  const int size = i2d_PKCS12(file.get(), &der);
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

class Pkcs12File : public ::testing::Test {
 protected:
  EVP_PKEY* key_ = test::known_key("P-256");
  X509Ptr certificate_ = test::issue(public_key_info_of(*key_), "Owner");
};

TEST_F(Pkcs12File, GivesBackWhatWasPutIntoIt) {
  for (const char* kind : {"RSA 2048", "P-256", "P-384"}) {
    const X509Ptr certificate = test::issue(public_key_info_of(*test::known_key(kind)), "Owner");
    const WipedBytes file = make_pkcs12(test::known_key(kind), certificate.get(), Secret("正しい")).value();
    const Result<Pkcs12Contents> opened = open_pkcs12(file.view(), Secret("正しい"));
    ASSERT_TRUE(opened) << to_log_line(opened.error());
    EXPECT_EQ(der_of(*opened->certificate), der_of(*certificate));
    EXPECT_EQ(public_key_info_of(*opened->key), public_key_info_of(*test::known_key(kind)));
    EXPECT_TRUE(opened->others.empty());
    EXPECT_EQ(open_pkcs12(file.view(), Secret("falsch")).error().code, ErrorCode::CredentialsWrong);
  }
}

TEST_F(Pkcs12File, GivesTheChain) {
  STACK_OF(X509)* others = sk_X509_new_null();
  sk_X509_push(others, test::authority());
  const Bytes file = file_of(key_, certificate_.get(), 1000, 1000, others);
  sk_X509_free(others);
  const Result<Pkcs12Contents> opened = open_pkcs12(file, Secret("pw"));
  ASSERT_TRUE(opened) << to_log_line(opened.error());
  ASSERT_EQ(opened->others.size(), 1U);
  EXPECT_EQ(der_of(*opened->others[0]), der_of(*test::authority()));
}

TEST_F(Pkcs12File, TakesAnEmptyPasswordAndNoneForTheSame) {
  const FilePtr none(PKCS12_create(nullptr, nullptr, key_, certificate_.get(), nullptr, 0, 0, 0, 0, 0));
  unsigned char* der = nullptr;
  const int size = i2d_PKCS12(none.get(), &der);
  EXPECT_EQ(reason_of(open_pkcs12({der, static_cast<std::size_t>(size)}, Secret())), "opened");
  OPENSSL_free(der);
  const WipedBytes empty = make_pkcs12(key_, certificate_.get(), Secret()).value();
  EXPECT_EQ(reason_of(open_pkcs12(empty.view(), Secret())), "opened");
}

TEST_F(Pkcs12File, RefusesWorkBeforeDoingIt) {
  EXPECT_EQ(reason_of(open_pkcs12(file_of(key_, certificate_.get(), 1000, 1000), Secret("pw"))), "opened");
  EXPECT_EQ(reason_of(open_pkcs12(file_of(key_, certificate_.get(), 700'000, 1000), Secret("pw"))),
            "too_many_iterations");
  EXPECT_EQ(reason_of(open_pkcs12(file_of(key_, certificate_.get(), 1000, 700'000), Secret("pw"))),
            "too_many_iterations");
}

TEST_F(Pkcs12File, RefusesAFileThatNobodyVouchesFor) {
  EXPECT_EQ(reason_of(open_pkcs12(file_of(key_, certificate_.get(), 1000, -1), Secret("pw"))), "no_mac");
}

TEST_F(Pkcs12File, RefusesWhatHasNoKeyOrAnotherOne) {
  EXPECT_EQ(reason_of(open_pkcs12(file_of(nullptr, certificate_.get(), 1000, 1000), Secret("pw"))), "no_key");
  const EvpPkey unknown(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  const X509Ptr certificate = test::issue(public_key_info_of(*unknown), "Owner");
  EXPECT_EQ(reason_of(open_pkcs12(file_of(unknown.get(), certificate.get(), 1000, 1000), Secret("pw"))), "no_key");
}

TEST_F(Pkcs12File, RefusesEveryTruncationAndMutation) {
  const Bytes file = file_of(key_, certificate_.get(), 1, 1);
  for (std::size_t size = 0; size < file.size(); ++size) {
    EXPECT_FALSE(open_pkcs12(std::span(file).first(size), Secret("pw"))) << size;
  }
  for (std::size_t at = 0; at < file.size(); ++at) {
    Bytes altered = file;
    altered[at] ^= 0x41;
    static_cast<void>(open_pkcs12(altered, Secret("pw")));
  }
}

}  // namespace
}  // namespace kigen::keys
