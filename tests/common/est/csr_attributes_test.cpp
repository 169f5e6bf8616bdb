#include "common/est/csr_attributes.h"

#include <gtest/gtest.h>

#include "common/base/hex.h"
#include "common/est/base64_body.h"
#include "tests/common/est/test_ca.h"

namespace kigen::est::testing {
namespace {

using namespace x509::testing;

// challengePassword, and the attribute "ecPublicKey with secp384r1" and extensionRequest, as RFC 7030 4.5.2 has them.
const Der kChallenge = *from_hex("06092a864886f70d010907");
const Der kEcKey = *from_hex("301206072a8648ce3d0201310706052b81040022");

std::string body_of(const Der& list) {
  return encode_base64(list);
}

std::string attributes_reason(const Der& list) {
  const auto read = read_csr_attributes(body_of(list));
  return read ? "" : read.error().args.at("reason");
}

TEST(CsrAttributes, ReadsObjectIdentifiersAndAttributes) {
  const auto read = read_csr_attributes(body_of(der(0x30, kChallenge + kEcKey)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->oids, std::vector<std::string>{"1.2.840.113549.1.9.7"});
  ASSERT_EQ(read->attributes.size(), 1U);
  EXPECT_EQ(read->attributes[0].oid, "1.2.840.10045.2.1");
  EXPECT_EQ(read->attributes[0].values, std::vector<Der>{*from_hex("06052b81040022")});
  EXPECT_TRUE(read->wants_channel_binding());
}

TEST(CsrAttributes, WantsNoChannelBindingUnlessItIsAskedFor) {
  const auto read = read_csr_attributes(body_of(der(0x30, kEcKey)));
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->wants_channel_binding());
  const auto as_attribute = read_csr_attributes(body_of(der(0x30, der(0x30, kChallenge + der(0x31, {})))));
  ASSERT_TRUE(as_attribute);
  EXPECT_TRUE(as_attribute->wants_channel_binding());
}

TEST(CsrAttributes, HasNoneInAnEmptySequenceAndAnEmptyBody) {
  for (const std::string& body : {std::string(), std::string("\n"), body_of(der(0x30, {}))}) {
    const auto read = read_csr_attributes(body);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->oids.empty());
    EXPECT_TRUE(read->attributes.empty());
  }
}

TEST(CsrAttributes, RefusesWhatIsNone) {
  EXPECT_EQ(attributes_reason(der(0x31, kChallenge)), "csrattrs");
  EXPECT_EQ(attributes_reason(der(0x30, der(0x02, {1}))), "csrattrs");
  EXPECT_EQ(attributes_reason(der(0x30, kChallenge) + Der{0}), "csrattrs");
  EXPECT_EQ(attributes_reason(der(0x30, der(0x30, kChallenge))), "csrattrs");
  EXPECT_EQ(attributes_reason(der(0x30, der(0x06, {0x80}))), "csrattrs");
}

TEST(CsrAttributes, RefusesMoreThanAnRaAsksFor) {
  Der many, values;
  for (int i = 0; i < 257; ++i) many = std::move(many) + kChallenge;
  EXPECT_EQ(attributes_reason(der(0x30, many)), "too_many");
  for (int i = 0; i < 65; ++i) values = std::move(values) + Der{0x02, 0x01, 0x01};
  EXPECT_EQ(attributes_reason(der(0x30, der(0x30, kChallenge + der(0x31, values)))), "too_many");
}

}  // namespace
}  // namespace kigen::est::testing
