#include "common/est/check.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "common/base/hex.h"
#include "common/x509/digest.h"
#include "tests/common/est/test_ca.h"

namespace kigen::est::testing {
namespace {

using namespace std::chrono_literals;

const Instant kNow = *from_rfc3339("2026-11-20T13:30:00Z");

struct Check : ::testing::Test {
  Authority root = make_root("Root", "EC P-256");
  Authority middle = make_intermediate("Middle", "EC P-384", root);
  Authority other_root = make_root("Root", "RSA 3072");
  Der old = issue(middle, {.key = "EC P-521"});
  Wish wish{.key = "RSA 2048", .not_before = kNow - 1min, .not_after = kNow + 24h * 365};
  Expectation expected{.public_key_info = public_key_info("RSA 2048"), .anchors = {root.der}, .now = kNow};

  Der leaf() const { return issue(middle, wish); }
  Result<CheckedCertificate> check(const std::vector<Der>& certificates) const {
    return check_issued(certificates, expected);
  }
  std::string check_of(const std::vector<Der>& certificates) const {
    const auto checked = check(certificates);
    if (checked) return "passed";
    EXPECT_EQ(checked.error().code, ErrorCode::IssuedCertificateWrong);
    EXPECT_FALSE(checked.error().args.at("reason").empty());
    return checked.error().args.at("check");
  }
  std::string check_leaf() const { return check_of({leaf(), middle.der}); }
};

std::string sha256_of(const Der& der) {
  return to_hex(x509::sha256({der}));
}
std::string sha1_of(const Der& der) {
  return to_hex(x509::sha1(der));
}

TEST_F(Check, ReturnsLeafAndOrderedChainWhateverTheOrder) {
  const Der wanted = leaf();
  const std::vector<Der> all{other_root.der, root.der, middle.der, old, wanted};
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  do {
    std::vector<Der> certificates;
    for (const std::size_t i : order) certificates.push_back(all[i]);
    const auto checked = check(certificates);
    ASSERT_TRUE(checked) << to_log_line(checked.error());
    EXPECT_EQ(checked->leaf, wanted);
    EXPECT_EQ(checked->chain, (std::vector<Der>{middle.der, root.der}));
    EXPECT_EQ(checked->record.subject, "CN=A1B2C3,O=Kigen");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_F(Check, TakesARootByItsThumbprints) {
  expected.anchors.clear();
  EXPECT_EQ(check_of({leaf(), middle.der, root.der}), "chain") << "nothing is pinned";
  expected.pins = {{.sha256 = sha256_of(root.der)}};
  EXPECT_EQ(check_of({leaf(), middle.der, root.der}), "passed");
  EXPECT_EQ(check_of({leaf(), middle.der}), "chain") << "the root itself is nowhere";
  expected.candidates = {root.der};
  EXPECT_EQ(check_of({leaf(), middle.der}), "passed");
  expected.pins = {{.sha1 = sha1_of(root.der)}};
  EXPECT_EQ(check_leaf(), "passed");
  expected.pins = {{.sha256 = sha256_of(other_root.der), .sha1 = sha1_of(root.der)}};
  EXPECT_EQ(check_leaf(), "chain") << "both must hold";
  expected.pins = {{}};
  EXPECT_EQ(check_leaf(), "chain") << "an empty pin pins nothing";
}

TEST_F(Check, TrustsNoRootForBeingSent) {
  expected.anchors = {other_root.der};
  EXPECT_EQ(check_of({leaf(), middle.der, root.der}), "chain");
}

TEST_F(Check, MissesAnIntermediate) {
  EXPECT_EQ(check_of({leaf()}), "chain");
  expected.candidates = {middle.der};
  EXPECT_EQ(check_of({leaf()}), "passed");
}

TEST_F(Check, RefusesAChainThroughAnExpiredCa) {
  middle = make_intermediate("Middle", "EC P-384", root, kNow - 6min);
  EXPECT_EQ(check_leaf(), "chain");
  middle = make_intermediate("Middle", "EC P-384", root, kNow - 4min);
  EXPECT_EQ(check_leaf(), "passed") << "within the skew";
}

TEST_F(Check, RefusesAnIssuerThatIsNoCa) {
  const Wish end_entity{.common_name = "Middle", .key = "EC P-384"};
  EXPECT_EQ(check_of({leaf(), issue(root, end_entity)}), "chain");
}

TEST_F(Check, RefusesAnEditedCertificateAndAWeakSignature) {
  Der edited = leaf();
  edited.back() ^= 1;
  EXPECT_EQ(check_of({edited, middle.der}), "chain");
  wish.sha1 = true;
  EXPECT_EQ(check_leaf(), "chain");
}

TEST_F(Check, RefusesACertificateForAnotherKey) {
  wish.key = "EC P-256";
  EXPECT_EQ(check_leaf(), "key");
  EXPECT_EQ(check_of({}), "count");
  EXPECT_EQ(check_of({octets_of("garbage")}), "key");
}

TEST_F(Check, RefusesSeveralForTheKeyButNotTheSameTwice) {
  const Der one = leaf(), two = leaf();
  EXPECT_EQ(check_of({one, two, middle.der}), "count");
  EXPECT_EQ(check_of({one, one, middle.der}), "passed");
}

TEST_F(Check, ComparesTheSubjectWithTheOldOne) {
  expected.old_certificate = old;
  EXPECT_EQ(check_leaf(), "passed");
  wish.common_name = "a1b2c3";
  EXPECT_EQ(check_leaf(), "passed") << "RFC 5280 7.1 ignores case";
  wish.common_name = "A1B2C4";
  EXPECT_EQ(check_leaf(), "subject");
  expected.subject = "CN=A1B2C4,O=Kigen";
  EXPECT_EQ(check_leaf(), "passed") << "told otherwise";
  expected.subject.clear();
  expected.common_name = "A1B2*";
  EXPECT_EQ(check_leaf(), "passed");
  wish.common_name = "A1B3C4";
  EXPECT_EQ(check_leaf(), "subject");
}

TEST_F(Check, WantsItToEndLaterThanTheOldOne) {
  expected.old_certificate = issue(middle, {.key = "EC P-521", .not_after = wish.not_after});
  EXPECT_EQ(check_leaf(), "validity");
  wish.not_after += 1s;
  EXPECT_EQ(check_leaf(), "passed");
}

TEST_F(Check, WantsItValidNowGiveOrTakeTheSkew) {
  wish.not_before = kNow + 5min;
  EXPECT_EQ(check_leaf(), "passed");
  wish.not_before = kNow + 5min + 1s;
  EXPECT_EQ(check_leaf(), "validity");
  wish.not_before = kNow - 24h;
  wish.not_after = kNow;
  EXPECT_EQ(check_leaf(), "validity");
}

TEST_F(Check, NoticesTheOldOneComingBack) {
  wish.key = "EC P-521";
  expected.public_key_info = public_key_info("EC P-521");
  expected.old_certificate = old;
  EXPECT_EQ(check_of({old, middle.der}), "validity");
  EXPECT_EQ(check_of({old, leaf(), middle.der}), "passed") << "a new one for the same key, the old one beside it";
}

TEST_F(Check, WantsItUsable) {
  wish.usage = "serverAuth";
  EXPECT_EQ(check_leaf(), "usage");
  expected.tls_client = false;
  EXPECT_EQ(check_leaf(), "passed");
  expected.tls_client = true;
  wish.usage = "";
  EXPECT_EQ(check_leaf(), "passed") << "no extended key usage allows any";
  expected.extended_key_usage = {"1.3.6.1.5.5.7.3.2"};
  EXPECT_EQ(check_leaf(), "usage");
  wish.usage = "clientAuth,emailProtection";
  EXPECT_EQ(check_leaf(), "passed");
  wish.is_ca = true;
  expected.extended_key_usage.clear();
  EXPECT_EQ(check_leaf(), "usage");
  expected.tls_client = false;
  EXPECT_EQ(check_leaf(), "usage") << "a CA, whatever it is to be used for";
}

TEST(CheckTemplate, MatchesStarsOnly) {
  EXPECT_TRUE(matches_template("A1B2C3", "A1B2C3"));
  EXPECT_TRUE(matches_template("A1B2C3", "A1*"));
  EXPECT_TRUE(matches_template("A1B2C3", "*C3"));
  EXPECT_TRUE(matches_template("A1B2C3", "A*B*3*"));
  EXPECT_TRUE(matches_template("", "*"));
  EXPECT_FALSE(matches_template("A1B2C3", "A1B2C"));
  EXPECT_FALSE(matches_template("A1B2C3", "B*"));
  EXPECT_FALSE(matches_template("A1B2C3", "a1*"));
  EXPECT_FALSE(matches_template("", "A"));
}

}  // namespace
}  // namespace kigen::est::testing
