#include <gtest/gtest.h>
#include <openssl/pkcs12.h>

#include <chrono>

#include "common/x509/certificate_file.h"
#include "common/x509/pkcs12_limits.h"
#include "tests/common/x509/certificate_maker.h"

namespace kigen::x509::testing {
namespace {

constexpr int kModern = NID_aes_256_cbc, kTripleDes = NID_pbe_WithSHA1And3_Key_TripleDES_CBC, kPlain = -1;

struct Pkcs12Spec {
  const char* password = "";
  int key_encryption = kModern, certificate_encryption = kModern;
  int iterations = 2048, mac_iterations = 2048;  ///< MAC: -1 for none at all
  bool with_key = true;
};

using Pkcs12Ptr = OpenSslPtr<PKCS12, PKCS12_free>;

Octets encoded(PKCS12* file) {
  unsigned char* out = nullptr;
  const int size = i2d_PKCS12(file, &out);
  Octets result(out, out + size);
  OPENSSL_free(out);
  return result;
}

Octets pkcs12(const Pkcs12Spec& spec) {
  const CertificatePtr own = certificate("own", "RSA 2048"), authority = certificate("authority", "EC P-384");
  STACK_OF(X509)* others = sk_X509_new_null();
  sk_X509_push(others, authority.get());
  const Pkcs12Ptr file(PKCS12_create(spec.password, "name", spec.with_key ? test_key("RSA 2048") : nullptr, own.get(),
                                     others, spec.key_encryption, spec.certificate_encryption, spec.iterations,
                                     spec.mac_iterations, 0));
  sk_X509_free(others);
  return file ? encoded(file.get()) : Octets{};
}

FileContents read(const Octets& bytes) {
  return read_certificate_file(bytes, "x.p12");
}

void expect_both(const Octets& bytes, bool with_key, const char* label) {
  SCOPED_TRACE(label);
  const FileContents contents = read(bytes);
  for (const UnreadableItem& item : contents.unreadable) ADD_FAILURE() << to_log_line(item.error);
  ASSERT_EQ(contents.certificates.size(), 2U);
  for (const FoundCertificate& found : contents.certificates) {
    EXPECT_EQ(found.has_private_key, with_key && found.record.subject == "CN=own") << found.record.subject;
  }
}

void expect_unreadable(const Octets& bytes, ErrorCode code, const std::string& reason = {}) {
  const FileContents contents = read(bytes);
  EXPECT_TRUE(contents.certificates.empty());
  ASSERT_EQ(contents.unreadable.size(), 1U);
  const Error& error = contents.unreadable[0].error;
  EXPECT_EQ(error.code, code) << to_log_line(error);
  EXPECT_EQ(reason.empty() ? "" : error.args.at("reason"), reason);
}

TEST(Pkcs12, OpensWithTheEmptyAndWithNoPassword) {
  expect_both(pkcs12({.password = ""}), true, "empty");
  expect_both(pkcs12({.password = nullptr}), true, "none");
  expect_both(pkcs12({.key_encryption = kTripleDes, .certificate_encryption = kTripleDes}), true, "3DES");
  expect_both(pkcs12({.key_encryption = kPlain, .certificate_encryption = kPlain}), true, "plain");
  expect_both(pkcs12({.key_encryption = kPlain, .certificate_encryption = kPlain, .mac_iterations = -1}), true,
              "no MAC");
  expect_both(pkcs12({.mac_iterations = -1}), true, "no MAC, encrypted");
  expect_both(pkcs12({.with_key = false}), false, "no key");
}

TEST(Pkcs12, SaysWhenItNeedsAPassword) {
  expect_unreadable(pkcs12({.password = "secret"}), ErrorCode::Pkcs12NeedsPassword);
  expect_unreadable(pkcs12({.password = "secret", .mac_iterations = -1}), ErrorCode::Pkcs12NeedsPassword);
}

TEST(Pkcs12, MatchesAKeyThatHasNoLocalKeyId) {
  const CertificatePtr own = certificate("own", "RSA 2048"), other = certificate("other", "EC P-256");
  for (const bool shrouded : {true, false}) {
    STACK_OF(PKCS12_SAFEBAG)* certificates = nullptr;
    PKCS12_add_cert(&certificates, other.get());
    PKCS12_add_cert(&certificates, own.get());
    STACK_OF(PKCS12_SAFEBAG)* keys = nullptr;
    PKCS12_add_key(&keys, test_key("RSA 2048"), 0, 2048, shrouded ? kModern : kPlain, "");
    STACK_OF(PKCS7)* safes = nullptr;
    PKCS12_add_safe(&safes, certificates, kPlain, 0, nullptr);
    PKCS12_add_safe(&safes, keys, kPlain, 0, nullptr);
    const Pkcs12Ptr file(PKCS12_add_safes(safes, 0));
    PKCS12_set_mac(file.get(), "", 0, nullptr, 0, 2048, nullptr);
    const FileContents contents = read(encoded(file.get()));
    ASSERT_EQ(contents.certificates.size(), 2U);
    EXPECT_FALSE(contents.certificates[0].has_private_key);
    EXPECT_TRUE(contents.certificates[1].has_private_key);
    sk_PKCS12_SAFEBAG_pop_free(certificates, PKCS12_SAFEBAG_free);
    sk_PKCS12_SAFEBAG_pop_free(keys, PKCS12_SAFEBAG_free);
    sk_PKCS7_pop_free(safes, PKCS7_free);
  }
}

TEST(Pkcs12, RefusesToDeriveForHours) {
  expect_unreadable(pkcs12({.mac_iterations = 600'001}), ErrorCode::Pkcs12Unreadable, "too_many_iterations");
  expect_unreadable(pkcs12({.iterations = 600'001}), ErrorCode::Pkcs12Unreadable, "too_many_iterations");
  // A MAC that asks for 2^31 - 1 iterations is refused at once, not after minutes.
  const Octets whole = pkcs12({.mac_iterations = 2048});
  ASSERT_EQ(Octets(whole.end() - 4, whole.end()), (Octets{0x02, 0x02, 0x08, 0x00}));
  const Pkcs12Ptr file([&whole] {
    const unsigned char* at = whole.data();
    return d2i_PKCS12(nullptr, &at, static_cast<long>(whole.size()));
  }());
  const ASN1_INTEGER* count = nullptr;
  PKCS12_get0_mac(nullptr, nullptr, nullptr, &count, file.get());
  ASN1_INTEGER_set_int64(const_cast<ASN1_INTEGER*>(count), 0x7fffffff);
  const auto start = std::chrono::steady_clock::now();
  expect_unreadable(encoded(file.get()), ErrorCode::Pkcs12Unreadable, "too_many_iterations");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{5});
}

TEST(Pkcs12, SpendsABudgetOverTheWholeFile) {
  DerivationBudget budget;
  EXPECT_FALSE(budget.spend(0));
  EXPECT_FALSE(budget.spend(-1));
  EXPECT_FALSE(budget.spend(DerivationBudget::kMaxIterations + 1));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(budget.spend(DerivationBudget::kMaxIterations));
  EXPECT_FALSE(budget.spend(1));
}

TEST(Pkcs12, SaysWhenItIsBroken) {
  Octets bytes = pkcs12({});
  bytes[bytes.size() / 2] = static_cast<std::uint8_t>(bytes[bytes.size() / 2] ^ 1);
  EXPECT_TRUE(read(bytes).certificates.empty());
  expect_unreadable({0x30, 0x03, 0x02, 0x01, 0x03}, ErrorCode::Pkcs12Unreadable, "malformed");
}

TEST(Pkcs12, SurvivesTruncationAndFlips) {
  const Octets whole =
      pkcs12({.key_encryption = kPlain, .certificate_encryption = kPlain, .iterations = 1, .mac_iterations = -1});
  for (std::size_t size = 0; size < whole.size(); size += 3) {
    const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_LE(read(cut).unreadable.size(), 2U);
  }
  Octets flipped = whole;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    flipped[i] = static_cast<std::uint8_t>(whole[i] ^ 1U << i % 8);
    const FileContents contents = read(flipped);
    EXPECT_LE(contents.certificates.size(), 2U);
    flipped[i] = whole[i];
  }
}

}  // namespace
}  // namespace kigen::x509::testing
