#include "installer/wizard/renewal/request_content.h"

#include <gtest/gtest.h>
#include <openssl/obj_mac.h>

#include <algorithm>

#include "tests/common/x509/certificate_maker.h"

namespace kigen::renewal {
namespace {

using x509::testing::CertificateMaker;
using x509::testing::test_key;

std::vector<std::uint8_t> with_names() {
  return CertificateMaker(test_key("RSA 2048"))
      .subject("O", V_ASN1_UTF8STRING, "見本")
      .subject("CN", V_ASN1_UTF8STRING, "TRADE001")
      .extension(NID_subject_alt_name, "DNS:a.example,email:a@example.jp")
      .to_der();
}

TEST(RequestContent, RepeatsSubjectAndAlternativeNamesOfTheOldOne) {
  const auto der = with_names();
  const auto content = content_like(der);
  ASSERT_TRUE(content);
  const auto contains = [&](const keys::Bytes& part) {
    return std::search(der.begin(), der.end(), part.begin(), part.end()) != der.end();
  };
  EXPECT_TRUE(contains(content->subject)) << "the very octets of the old subject";
  ASSERT_EQ(content->extensions.size(), 1U);
  EXPECT_TRUE(contains(content->extensions[0]));
  EXPECT_TRUE(content_like(CertificateMaker(test_key("EC P-256")).to_der())->extensions.empty());
  EXPECT_FALSE(content_like(std::vector<std::uint8_t>{1, 2, 3}));
}

TEST(RequestContent, NamesANewOne) {
  EXPECT_TRUE(content_named("A1B2C3"));
  EXPECT_TRUE(content_named("輸出入"));
  EXPECT_FALSE(content_named(""));
  EXPECT_FALSE(content_named(std::string(65, 'x'))) << "ub-common-name";
  EXPECT_FALSE(content_named("\xFF\xFE"));
}

TEST(RequestContent, FollowsTheRasWishes) {
  keys::RequestContent content;
  apply_wishes(content, {}, std::nullopt);
  EXPECT_EQ(content.hash, keys::Hash::Sha256);
  apply_wishes(content, {.oids = {"1.2.840.10045.4.3.3"}, .attributes = {}}, std::nullopt);
  EXPECT_EQ(content.hash, keys::Hash::Sha384);
  apply_wishes(content, {.oids = {"1.2.840.113549.1.1.13"}, .attributes = {}}, est::Bytes{'a', 'b', 'c', 'd'});
  EXPECT_EQ(content.hash, keys::Hash::Sha512);
  EXPECT_EQ(content.challenge_password, "YWJjZA==");
}

}  // namespace
}  // namespace kigen::renewal
