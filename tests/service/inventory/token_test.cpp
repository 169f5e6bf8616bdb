// Tokens as sources: pulled and back, two owners, and no end of them.
#include <gmock/gmock.h>

#include "common/base/hex.h"
#include "tests/service/inventory/workshop.h"

namespace kigen::inventory {
namespace {

using namespace testing;

class TokenTest : public InventoryTest {
 protected:
  void SetUp() override { open(); }

  static Snapshot token(const std::string& owner, const std::string& serial, std::vector<SnapshotItem> items) {
    Snapshot snapshot;
    snapshot.kind = SourceKind::Token;
    snapshot.source = "Token\\" + serial;
    snapshot.owner = owner;
    snapshot.session = 1;
    snapshot.items = std::move(items);
    snapshot.token_label = "My token";
    return snapshot;
  }
  Result<SnapshotResult> insert(const std::string& owner, const std::string& serial, std::vector<SnapshotItem> items,
                                Instant now = kNow) {
    return inventory_->apply_snapshot(token(owner, serial, std::move(items)), now);
  }
  SnapshotResult pull(const std::string& owner, const std::string& serial, Instant now = kNow) {
    Snapshot snapshot = token(owner, serial, {});
    snapshot.token_present = false;
    return inventory_->apply_snapshot(snapshot, now).value();
  }
  std::vector<std::string> tokens_of(const std::string& owner) {
    std::vector<std::string> names;
    for (const SourceEntry& source : inventory_->sources({false, owner}).value()) {
      if (source.kind == SourceKind::Token) names.push_back(source.name + (source.token_present ? "" : " away"));
    }
    return names;
  }
};

TEST_F(TokenTest, KeepsWhatItHeldWhenItIsPulled) {
  const auto der = make_certificate({});
  EXPECT_TRUE(insert(kAnna, "01", {item(der)})->token_changed);
  PlaceEntry place = find(der).places.at(0);
  EXPECT_EQ(place.source, "Token\\01");
  EXPECT_EQ(place.token_label, "My token");
  EXPECT_TRUE(place.token_present);

  const SnapshotResult pulled = pull(kAnna, "01", kNow + kDay);
  EXPECT_TRUE(pulled.token_changed);
  EXPECT_FALSE(pulled.changed);
  EXPECT_FALSE(pull(kAnna, "01", kNow + kDay).token_changed);
  open(kNow + 2 * kDay);  // and over a restart
  const CertificateEntry away = find(der);
  EXPECT_EQ(away.state(), PlaceState::Live);
  EXPECT_FALSE(away.places.at(0).token_present);
  EXPECT_EQ(away.places.at(0).token_label, "My token");
  EXPECT_EQ(away.last_seen(), kNow);
  int seen = 0;
  ASSERT_TRUE(inventory_->attention(kNow, kNow + 30 * kDay, [&](const AttentionEntry& entry) {
    ++seen;
    EXPECT_TRUE(entry.places.at(0).is_key_on_token());
  }));
  EXPECT_EQ(seen, 1);
}

TEST_F(TokenTest, IsInsertedAgainWhenItIsBack) {
  const auto der = make_certificate({});
  (void)insert(kAnna, "01", {item(der)});
  (void)pull(kAnna, "01");
  const auto back = insert(kAnna, "01", {hash_only(der)}, kNow + kDay);
  ASSERT_TRUE(back);
  EXPECT_TRUE(back->token_changed);
  EXPECT_FALSE(back->changed);
  EXPECT_TRUE(find(der).places.at(0).token_present);
  EXPECT_FALSE(insert(kAnna, "01", {hash_only(der)}, kNow + kDay)->token_changed);
}

TEST_F(TokenTest, LosesWhatAnInsertedTokenNoLongerHolds) {
  const auto old = make_certificate({.name = "a"});
  const auto fresh = make_certificate({.name = "b"});
  (void)insert(kAnna, "01", {item(old), item(fresh)});
  EXPECT_TRUE(insert(kAnna, "01", {hash_only(fresh)}, kNow + kDay)->changed);
  EXPECT_EQ(find(old).state(), PlaceState::Gone);
  EXPECT_EQ(find(fresh).state(), PlaceState::Live);
}

TEST_F(TokenTest, KeepsTheSameTokenOfTwoUsersApart) {
  const auto der = make_certificate({});
  const auto other = make_certificate({.name = "b"});
  (void)insert(kAnna, "01", {item(der)});
  (void)insert(kBert, "01", {item(other)});
  (void)pull(kBert, "01");
  EXPECT_TRUE(find(der).places.at(0).token_present);
  EXPECT_FALSE(find(other).places.at(0).token_present);
  EXPECT_FALSE(sees(kBert, der));
  EXPECT_FALSE(sees(kAnna, other));
  EXPECT_THAT(tokens_of(kAnna), ::testing::ElementsAre("Token\\01"));
  EXPECT_THAT(tokens_of(kBert), ::testing::ElementsAre("Token\\01 away"));
}

TEST_F(TokenTest, IsTheFirstPlaceOfWhatTheDriverCopiedIntoTheStore) {
  const auto der = make_certificate({});
  (void)report(kAnna, {item(der)});
  (void)insert(kAnna, "01", {hash_only(der)});
  const CertificateEntry entry = find(der);
  ASSERT_EQ(entry.places.size(), 2U);
  EXPECT_EQ(entry.places[0].source, "Token\\01");
  EXPECT_EQ(entry.places[1].source, "CurrentUser\\My");
  ASSERT_NE(entry.token(), nullptr);
  EXPECT_EQ(inventory_->counts({false, kAnna})->certificates, 1);
}

TEST_F(TokenTest, IsNotWhereTheKeyIsWhenItHoldsNone) {
  const auto der = make_certificate({});
  (void)insert(kAnna, "01", {item(der, false)});
  (void)report(kAnna, {hash_only(der)});
  EXPECT_EQ(find(der).token(), nullptr);
}

TEST_F(TokenTest, IsForgottenWhenItNeverHeldAnything) {
  (void)insert(kAnna, "01", {});
  EXPECT_THAT(tokens_of(kAnna), ::testing::ElementsAre("Token\\01"));
  EXPECT_TRUE(pull(kAnna, "01").token_changed);
  EXPECT_THAT(tokens_of(kAnna), ::testing::IsEmpty());
  EXPECT_FALSE(pull(kAnna, "never seen").token_changed);
  EXPECT_THAT(tokens_of(kAnna), ::testing::IsEmpty());
}

TEST_F(TokenTest, GivesWayToANewOneWhenItsOwnerHasTooMany) {
  const auto first = make_certificate({.name = "first"});
  const auto second = make_certificate({.name = "second"});
  (void)insert(kAnna, "first", {item(first)}, kNow);
  (void)insert(kAnna, "second", {item(second)}, kNow + kDay);
  for (std::size_t i = 2; i < kMaxTokensPerOwner; ++i) (void)insert(kAnna, std::to_string(i), {}, kNow + kDay);
  (void)insert(kBert, "bert", {}, kNow);

  const auto refused = insert(kAnna, "one more", {}, kNow + 2 * kDay);
  ASSERT_FALSE(refused) << "all of them are inserted";
  EXPECT_EQ(refused.error().args.at("argument"), "source");

  (void)pull(kAnna, "second", kNow + 2 * kDay);
  (void)pull(kAnna, "first", kNow + 2 * kDay);
  ASSERT_TRUE(insert(kAnna, "one more", {}, kNow + 2 * kDay));
  EXPECT_FALSE(sees(kAnna, first));
  EXPECT_TRUE(sees(kAnna, second));
  EXPECT_EQ(tokens_of(kAnna).size(), kMaxTokensPerOwner);
  EXPECT_EQ(inventory_->counts({false, kAnna})->certificates, 1);
  open(kNow + 3 * kDay);
  EXPECT_EQ(tokens_of(kAnna).size(), kMaxTokensPerOwner);
  EXPECT_EQ(inventory_->counts({false, kAnna})->certificates, 1);
}

TEST_F(TokenTest, NamesTheLibrariesThatCannotBeUsed) {
  Snapshot drivers;
  drivers.kind = SourceKind::TokenDrivers;
  drivers.source = "TokenDrivers";
  drivers.owner = kAnna;
  drivers.unreadable.push_back(
      {"C:\\driver.dll", Error(ErrorCode::TokenReadTimedOut).with("module", "C:\\driver.dll")});
  ASSERT_TRUE(inventory_->apply_snapshot(drivers, kNow));
  const auto items = inventory_->unreadable({false, kAnna}).value();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].item, "C:\\driver.dll");
  EXPECT_EQ(items[0].error.code, ErrorCode::TokenReadTimedOut);
  EXPECT_TRUE(inventory_->unreadable({false, kBert})->empty());
  drivers.unreadable.clear();
  ASSERT_TRUE(inventory_->apply_snapshot(drivers, kNow));
  EXPECT_TRUE(inventory_->unreadable({false, kAnna})->empty());
}

}  // namespace
}  // namespace kigen::inventory
