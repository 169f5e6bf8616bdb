#include "service/inventory/superseding.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace kigen::inventory
