#include "service/inventory/superseding.h"

#include <gtest/gtest.h>

#include "common/base/error_code.h"

namespace kigen::inventory {
namespace {

using db::FamilyMember;

FamilyMember member(std::int64_t certificate, std::int64_t owner, int not_before, int not_after = 1000,
                    bool key = true) {
  FamilyMember out;
  out.place_id = certificate * 10 + owner;
  out.certificate_id = certificate;
  out.owner_id = owner;
  out.has_private_key = key;
  out.not_before = from_unix(not_before);
  out.not_after = from_unix(not_after);
  out.issuer = "CN=CA";
  out.profile = "p";
  return out;
}

using Answer = std::vector<std::optional<std::int64_t>>;
constexpr std::int64_t kMachine = 1, kUser = 2, kOther = 3;

TEST(Superseding, TakesTheLatestOfTheSameOwner) {
  EXPECT_EQ(decide_superseding({member(1, kUser, 10), member(2, kUser, 20), member(3, kUser, 30)}),
            (Answer{3, 3, std::nullopt}));
}

TEST(Superseding, ComparesTheEndWhenTheBeginningIsTheSame) {
  EXPECT_EQ(decide_superseding({member(1, kUser, 10, 100), member(2, kUser, 10, 200)}), (Answer{2, std::nullopt}));
  EXPECT_EQ(decide_superseding({member(1, kUser, 10, 100), member(2, kUser, 10, 100)}),
            (Answer{std::nullopt, std::nullopt}));
}

TEST(Superseding, NeverCrossesFromOneUserToAnotherOrToTheMachine) {
  EXPECT_EQ(decide_superseding({member(1, kUser, 10), member(2, kOther, 20)}), (Answer{std::nullopt, std::nullopt}));
  EXPECT_EQ(decide_superseding({member(1, kMachine, 10), member(2, kUser, 20)}), (Answer{std::nullopt, std::nullopt}));
}

TEST(Superseding, LetsTheMachineSupersedeAUsersPlace) {
  EXPECT_EQ(decide_superseding({member(1, kUser, 10), member(2, kMachine, 20)}), (Answer{2, std::nullopt}));
}

TEST(Superseding, NeedsThePrivateKeyWhenTheOldOneHasIt) {
  EXPECT_EQ(decide_superseding({member(1, kUser, 10), member(2, kUser, 20, 1000, false)}),
            (Answer{std::nullopt, std::nullopt}));
  EXPECT_EQ(decide_superseding({member(1, kUser, 10, 1000, false), member(2, kUser, 20, 1000, false)}),
            (Answer{2, std::nullopt}));
  EXPECT_EQ(decide_superseding({member(1, kUser, 10), member(2, kUser, 20), member(3, kUser, 30, 1000, false)}),
            (Answer{2, std::nullopt, std::nullopt}));
}

TEST(Superseding, KeepsIssuersAndProfilesApart) {
  FamilyMember other_issuer = member(2, kUser, 20);
  other_issuer.issuer = "CN=Other";
  EXPECT_EQ(decide_superseding({member(1, kUser, 10), other_issuer}), (Answer{std::nullopt, std::nullopt}));
  FamilyMember other_profile = member(2, kUser, 20);
  other_profile.profile = "q";
  EXPECT_EQ(decide_superseding({member(1, kUser, 10), other_profile}), (Answer{std::nullopt, std::nullopt}));
}

TEST(Superseding, CountsTwoPlacesOfOneCertificateAsOne) {
  EXPECT_EQ(decide_superseding({member(1, kUser, 10), member(1, kMachine, 10)}), (Answer{std::nullopt, std::nullopt}));
}

TEST(Superseding, LeavesOutWhatIsNotProvenForItsOwner) {
  const std::vector<FamilyMember> members{member(1, kUser, 10), member(2, kUser, 20), member(3, kUser, 30)};
  EXPECT_EQ(decide_superseding(members, {{3, kUser}}), (Answer{2, std::nullopt, std::nullopt}));
  EXPECT_EQ(decide_superseding(members, {{2, kUser}, {3, kUser}}), (Answer{std::nullopt, std::nullopt, std::nullopt}));
  EXPECT_EQ(decide_superseding(members, {{3, kOther}}), (Answer{3, 3, std::nullopt}));
  // It may itself be superseded.
  EXPECT_EQ(decide_superseding(members, {{2, kUser}}), (Answer{3, 3, std::nullopt}));
}

db::AttemptRow attempt(std::uint8_t old, std::optional<std::uint8_t> made, int result) {
  db::AttemptRow row;
  row.certificate = Sha256{old};
  if (made) row.new_certificate = Sha256{*made};
  row.result = result;
  return row;
}

constexpr Sha256 kMade{7};
constexpr auto kElsewhere = static_cast<int>(ErrorCode::RenewedElsewhere);
constexpr auto kFailed = static_cast<int>(ErrorCode::NewCertificateNotAccepted);

TEST(Unproven, WaitsForTheWizardThatStoredIt) {
  EXPECT_FALSE(is_unproven(kMade, {}));
  EXPECT_TRUE(is_unproven(kMade, {attempt(1, 7, db::kAttemptStored)}));
  EXPECT_TRUE(is_unproven(kMade, {attempt(1, 7, kFailed)}));
  EXPECT_FALSE(is_unproven(kMade, {attempt(1, 7, 0)}));
  EXPECT_FALSE(is_unproven(kMade, {attempt(1, 7, 0), attempt(1, 7, db::kAttemptStored)}));
}

TEST(Unproven, StaysSoThroughFailuresThatSayNothingOfIt) {
  EXPECT_TRUE(is_unproven(kMade, {attempt(1, {}, kFailed), attempt(1, 7, db::kAttemptStored)}));
  EXPECT_FALSE(is_unproven(kMade, {attempt(1, {}, kFailed)}));
}

TEST(Unproven, EndsWhenTheWizardKnowsOfNoJobAnyMore) {
  EXPECT_FALSE(is_unproven(kMade, {attempt(1, {}, kElsewhere), attempt(1, 7, db::kAttemptStored)}));
  EXPECT_TRUE(is_unproven(kMade, {attempt(1, 7, db::kAttemptStored), attempt(1, {}, kElsewhere)}));
}

}  // namespace
}  // namespace kigen::inventory
