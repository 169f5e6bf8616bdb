#include "common/profile/matcher.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace kigen::profile {
namespace {

ProfilePtr make(std::string id, Match match) {
  Profile profile;
  profile.id = std::move(id);
  profile.match = std::move(match);
  return std::make_shared<const Profile>(std::move(profile));
}

CertificateRecord issued_by(std::string issuer) {
  CertificateRecord certificate;
  certificate.issuer = std::move(issuer);
  return certificate;
}

TEST(Matcher, FindsTheProfileOfAnIssuerHoweverItIsWritten) {
  const ProfileSet set{{make("a", {.issuer_dn = {"CN=Example CA,O=Example Corp,C=JP"}})}, {}};
  Matcher matcher(set);
  EXPECT_EQ(matcher.match(issued_by("CN=Example CA,O=Example Corp,C=JP")), "a");
  EXPECT_EQ(matcher.match(issued_by("cn = example  ca , o=EXAMPLE CORP, c=jp")), "a");
  EXPECT_EQ(matcher.match(issued_by("commonName=Example CA;2.5.4.10=Example Corp;C=JP")), "a");
  EXPECT_EQ(matcher.match(issued_by("CN=Ｅｘａｍｐｌｅ　ＣＡ,O=Example Corp,C=JP")), "a");
  EXPECT_EQ(matcher.match(issued_by("O=Example Corp,CN=Example CA,C=JP")), "");
  EXPECT_EQ(matcher.match(issued_by("CN=Example CA 2,O=Example Corp,C=JP")), "");
  EXPECT_EQ(matcher.match(issued_by("")), "");
}

TEST(Matcher, NeedsAllConditionsButOneOfEachList) {
  const ProfileSet set{{make("a", {.issuer_cn = {"One", "Two"}, .policy_oid = {"1.2.3", "1.2.4"}})}, {}};
  Matcher matcher(set);
  CertificateRecord certificate = issued_by("CN=two");
  EXPECT_EQ(matcher.match(certificate), "");
  certificate.policies = {"1.2.9", "1.2.4"};
  EXPECT_EQ(matcher.match(certificate), "a");
  certificate.issuer = "CN=Three";
  EXPECT_EQ(matcher.match(certificate), "");
}

TEST(Matcher, PrefersTheMostSpecificAndThenTheLowerId) {
  const ProfileSet set{{make("by-usage", {.extended_key_usage = {"1.3"}}), make("by-hash", {.issuer_key_hash = {"ab"}}),
                        make("by-dn-b", {.issuer_dn = {"CN=X"}}), make("by-dn-a", {.issuer_dn = {"CN=x"}}),
                        make("by-dn-and-policy", {.issuer_dn = {"CN=X"}, .policy_oid = {"1.2"}})},
                       {}};
  Matcher matcher(set);
  CertificateRecord certificate = issued_by("CN=X");
  certificate.extended_key_usage = {"1.3"};
  EXPECT_EQ(matcher.match(certificate), "by-dn-a");
  certificate.policies = {"1.2"};
  EXPECT_EQ(matcher.match(certificate), "by-dn-and-policy");
  certificate.authority_key_id = "ab";
  EXPECT_EQ(matcher.match(certificate), "by-hash");
  certificate = issued_by("CN=Other");
  certificate.extended_key_usage = {"1.3"};
  EXPECT_EQ(matcher.match(certificate), "by-usage");
}

TEST(Matcher, MatchesNothingWithoutProfilesOrConditions) {
  EXPECT_EQ(Matcher().match(issued_by("CN=X")), "");
  const ProfileSet set{{make("a", {})}, {}};
  EXPECT_EQ(Matcher(set).match(issued_by("CN=X")), "");
}

TEST(Matcher, RemembersMoreIssuersThanItHasRoomFor) {
  const ProfileSet set{{make("a", {.issuer_cn = {"Wanted"}})}, {}};
  Matcher matcher(set);
  for (int i = 0; i < 10000; ++i) EXPECT_EQ(matcher.match(issued_by("CN=Other " + std::to_string(i))), "");
  EXPECT_EQ(matcher.match(issued_by("CN=Wanted")), "a");
}

TEST(Matcher, KeepsItsProfilesAlive) {
  Matcher matcher;
  {
    const ProfileSet set{{make("a", {.issuer_cn = {"X"}})}, {}};
    matcher = Matcher(set);
  }
  EXPECT_EQ(matcher.match(issued_by("CN=X")), "a");
}

TEST(Identifier, IsTheProfilesFieldElseTheCommonNameElseTheSubject) {
  Profile profile;
  profile.identifier_field = "subject.serialNumber";
  EXPECT_EQ(identifier(profile, "CN=担当一号,serialNumber=ABC12345,C=JP"), "ABC12345");
  EXPECT_EQ(identifier(profile, "CN=Operator\\, One,C=JP"), "Operator, One");
  EXPECT_EQ(identifier(profile, "O=Example,C=JP"), "O=Example,C=JP");
  EXPECT_EQ(identifier(profile, "not a name"), "not a name");
  EXPECT_EQ(identifier("OU=x,CN=y"), "y");
}

}  // namespace
}  // namespace kigen::profile
