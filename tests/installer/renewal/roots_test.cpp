#include "installer/wizard/renewal/roots.h"

#include <gtest/gtest.h>
#include <openssl/obj_mac.h>

#include "common/base/hex.h"
#include "common/x509/digest.h"
#include "tests/common/platform/temporary_folder.h"
#include "tests/common/x509/certificate_maker.h"

namespace kigen::renewal {
namespace {

using Judged = RootVerdict::Kind;
using test::TemporaryFolder;

// Self-issued in name: CertificateMaker's issuer is "CN=Test CA,O=Kigen".
Der make_root(const char* serial) {
  return x509::testing::CertificateMaker(x509::testing::test_key("EC P-256"))
      .subject("O", V_ASN1_UTF8STRING, "Kigen")
      .subject("CN", V_ASN1_UTF8STRING, "Test CA")
      .serial(serial)
      .extension(NID_basic_constraints, "critical,CA:TRUE")
      .to_der();
}

profile::Root pinned(const Der& der) {
  return {.name = "Test CA", .sha256 = to_hex(x509::sha256({der})), .sha1 = "", .store = "user", .use = "client"};
}

TEST(Roots, SkipWhatIsInstalled) {
  const Der root = make_root("01");
  const auto verdict = judge_root(pinned(root), {make_root("02"), root}, {});
  EXPECT_EQ(verdict.kind, Judged::Present);
  EXPECT_EQ(verdict.der, root);
}

TEST(Roots, OfferExactlyWhatIsPinned) {
  const Der root = make_root("01");
  const auto verdict = judge_root(pinned(root), {}, {make_root("02"), root});
  EXPECT_EQ(verdict.kind, Judged::Offer);
  EXPECT_EQ(verdict.der, root);
}

TEST(Roots, DifferWhenAnotherOneComesUnderTheName) {
  const Der other = make_root("02");
  const auto verdict = judge_root(pinned(make_root("01")), {}, {other});
  EXPECT_EQ(verdict.kind, Judged::Differs);
  EXPECT_TRUE(verdict.der.empty());
  EXPECT_EQ(verdict.found_sha256, to_hex(x509::sha256({other})));
}

TEST(Roots, MustEqualEachGivenThumbprint) {
  const Der root = make_root("01");
  profile::Root wanted = pinned(root);
  wanted.sha1 = to_hex(x509::sha1(root));
  EXPECT_EQ(judge_root(wanted, {}, {root}).kind, Judged::Offer);
  wanted.sha1 = std::string(40, '0');
  EXPECT_EQ(judge_root(wanted, {}, {root}).kind, Judged::Differs);
  wanted.sha256.clear();
  wanted.sha1 = to_hex(x509::sha1(root));
  EXPECT_EQ(judge_root(wanted, {}, {root}).kind, Judged::Offer) << "SHA-1 alone, where the profile knows no other";
}

TEST(Roots, WithoutAPinAreNeverOffered) {
  profile::Root unpinned{.name = "Test CA"};
  EXPECT_EQ(judge_root(unpinned, {}, {make_root("01")}).kind, Judged::NotPinned);
  EXPECT_EQ(judge_root(unpinned, {make_root("01")}, {}).kind, Judged::Present) << "the administrator installed it";
  unpinned.name = "Another CA";
  EXPECT_EQ(judge_root(unpinned, {make_root("01")}, {}).kind, Judged::NotPinned);
}

TEST(Roots, AreMissingWhenNobodyHasThem) {
  EXPECT_EQ(judge_root(pinned(make_root("01")), {}, {}).kind, Judged::Missing);
}

TEST(RootsBeside, AreReadFromNumberedFilesOfTheProfile) {
  const TemporaryFolder folder;
  const auto pem = [](const char* serial) {
    auto made = x509::testing::CertificateMaker(x509::testing::test_key("EC P-256")).serial(serial).sign();
    return x509::testing::to_pem(made.get());
  };
  test::put(folder / "bank-root-1.pem", pem("01") + pem("02"));
  test::put(folder / "bank-root-2.pem", pem("03"));
  test::put(folder / "bank-root-4.pem", pem("04"));
  test::put(folder / "other-root-1.pem", pem("05"));
  profile::Profile profile;
  profile.file = platform::to_utf8(folder / "bank.toml");
  EXPECT_EQ(read_roots_beside(profile)->size(), 3U);
  profile.override_file = platform::to_utf8(folder / "other.toml");
  EXPECT_EQ(read_roots_beside(profile)->size(), 4U);
  std::filesystem::create_directory(folder / "bank-root-3.pem");
  EXPECT_FALSE(read_roots_beside(profile)) << "what is there and cannot be read is told";
}

TEST(CertificatesOfPem, StepOverWhatIsNoCertificate) {
  EXPECT_TRUE(certificates_of_pem("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n").empty());
  EXPECT_TRUE(certificates_of_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").empty());
  EXPECT_TRUE(certificates_of_pem("-----BEGIN CERTIFICATE-----\nAAAA\n").empty());
}

}  // namespace
}  // namespace kigen::renewal
