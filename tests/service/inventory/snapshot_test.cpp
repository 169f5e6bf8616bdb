#include <gmock/gmock.h>

#include "common/base/hex.h"
#include "tests/service/inventory/workshop.h"

namespace kigen::inventory {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SnapshotTest : public InventoryTest {
 protected:
  void SetUp() override { open(); }
};

TEST_F(SnapshotTest, RecordsWhatTheCertificateSays) {
  const auto der = make_certificate({.name = "試験 一号", .serial = 77});
  const SnapshotResult result = report(kAnna, {item(der)});
  EXPECT_EQ(result.accepted, 1);
  EXPECT_TRUE(result.changed);
  const CertificateEntry entry = find(der);
  EXPECT_EQ(entry.record.subject, "CN=試験 一号");
  EXPECT_EQ(entry.record.issuer, "CN=Test CA");
  EXPECT_EQ(entry.record.serial, "4d");
  EXPECT_EQ(entry.record.not_after, kNow + 20 * kDay);
  EXPECT_EQ(entry.record.sha256, thumbprint(der));
  ASSERT_EQ(entry.places.size(), 1U);
  EXPECT_EQ(entry.places[0].owner, kAnna);
  EXPECT_EQ(entry.places[0].source, "CurrentUser\\My");
  EXPECT_TRUE(entry.has_private_key());
  EXPECT_EQ(entry.first_seen(), kNow);
}

TEST_F(SnapshotTest, AsksForTheCertificateOnlyOnce) {
  const auto der = make_certificate({});
  EXPECT_THAT(report(kAnna, {hash_only(der)}).need, ElementsAre(thumbprint(der)));
  EXPECT_THAT(report(kAnna, {item(der)}).need, IsEmpty());
  const SnapshotResult again = report(kAnna, {hash_only(der)}, kNow + kDay);
  EXPECT_THAT(again.need, IsEmpty());
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(find(der).last_seen(), kNow + kDay);
}

TEST_F(SnapshotTest, TellsNobodyWhatOthersHold) {
  const auto der = make_certificate({});
  (void)report(kAnna, {item(der)});
  EXPECT_THAT(report(kBert, {hash_only(der)}).need, ElementsAre(thumbprint(der)));
  EXPECT_FALSE(sees(kBert, der));
  EXPECT_TRUE(sees(kAnna, der));
}

TEST_F(SnapshotTest, TakesAHashOfWhatTheMachineHolds) {
  const auto der = make_certificate({});
  (void)report("machine", {item(der)});
  EXPECT_THAT(report(kBert, {hash_only(der)}).need, IsEmpty());
  EXPECT_EQ(find(der).places.size(), 2U);
}

TEST_F(SnapshotTest, BelievesItsOwnHashAndNotTheReporters) {
  const auto der = make_certificate({});
  const auto other = make_certificate({.name = "b"});
  SnapshotItem forged = item(der);
  forged.sha256 = thumbprint(other);
  (void)report(kAnna, {forged});
  EXPECT_TRUE(sees(kAnna, der));
  EXPECT_FALSE(sees(kAnna, other));
}

TEST_F(SnapshotTest, KeepsWhatIsNoLongerReportedAsGone) {
  const auto first = make_certificate({.name = "a"});
  const auto second = make_certificate({.name = "b"});
  (void)report(kAnna, {item(first), item(second)});
  (void)report(kAnna, {hash_only(second)}, kNow + kDay);
  EXPECT_EQ(find(first).state(), PlaceState::Gone);
  EXPECT_EQ(find(first).last_seen(), kNow);
  EXPECT_EQ(find(second).state(), PlaceState::Live);
  (void)report(kAnna, {hash_only(first), hash_only(second)}, kNow + 2 * kDay);
  EXPECT_EQ(find(first).state(), PlaceState::Live);
  EXPECT_EQ(find(first).first_seen(), kNow);
}

TEST_F(SnapshotTest, WaitsForTheLastPartBeforeAnythingIsGone) {
  const auto first = make_certificate({.name = "a"});
  const auto second = make_certificate({.name = "b"});
  (void)report(kAnna, {item(first), item(second)});
  (void)report(kAnna, {hash_only(first)}, kNow, true, 7);
  EXPECT_EQ(find(second).state(), PlaceState::Live);
  (void)report(kAnna, {hash_only(second)}, kNow, false, 7);
  EXPECT_EQ(find(first).state(), PlaceState::Live);
  EXPECT_EQ(find(second).state(), PlaceState::Live);
}

TEST_F(SnapshotTest, NeverJoinsThePartsOfTwoConnections) {
  const auto first = make_certificate({.name = "a"});
  const auto second = make_certificate({.name = "b"});
  (void)report(kAnna, {item(first), item(second)});
  (void)report(kAnna, {hash_only(first)}, kNow, true, 7);
  (void)report(kAnna, {hash_only(second)}, kNow, false, 8);
  EXPECT_EQ(find(first).state(), PlaceState::Gone);
}

TEST_F(SnapshotTest, LeavesOtherOwnersAlone) {
  const auto der = make_certificate({});
  (void)report(kAnna, {item(der)});
  (void)report("machine", {item(der)});
  (void)report(kBert, {});
  EXPECT_EQ(find(der).state(), PlaceState::Live);
  (void)report(kAnna, {});
  EXPECT_EQ(find(der, {false, kAnna}).places.size(), 2U);
  EXPECT_EQ(find(der, {false, kAnna}).state(), PlaceState::Live);
}

TEST_F(SnapshotTest, ListsWhatCannotBeParsed) {
  SnapshotItem broken;
  broken.sha256.fill(0xab);
  broken.der = {0x30, 0x03, 0x01, 0x02};
  (void)report(kAnna, {broken});
  auto listed = inventory_->unreadable({false, kAnna});
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().error.code, ErrorCode::CertificateUnparsable);
  EXPECT_EQ(listed->front().item, to_hex(broken.sha256));
  EXPECT_EQ(inventory_->unreadable({false, kBert})->size(), 0U);
  EXPECT_EQ(inventory_->counts({false, kAnna})->unreadable, 1);
  (void)report(kAnna, {});
  EXPECT_EQ(inventory_->counts(kAll)->unreadable, 0);
}

TEST_F(SnapshotTest, RefusesMoreThanASnapshotMayHold) {
  Snapshot snapshot;
  snapshot.source = "CurrentUser\\My";
  snapshot.owner = kAnna;
  snapshot.items.resize(kMaxSnapshotItems + 1);
  EXPECT_EQ(inventory_->apply_snapshot(snapshot, kNow).error().code, ErrorCode::InvalidArgument);
}

TEST_F(SnapshotTest, RefusesAUserWhoReportsTheMachinesStore) {
  Snapshot snapshot;
  snapshot.kind = SourceKind::MachineStore;
  snapshot.source = "LocalMachine\\My";
  snapshot.owner = kAnna;
  EXPECT_EQ(inventory_->apply_snapshot(snapshot, kNow).error().code, ErrorCode::InvalidArgument);
}

TEST_F(SnapshotTest, SupersedesTheOldOneOfTheSameOwner) {
  const auto old_one = make_certificate({.serial = 1});
  const auto new_one = make_certificate({.not_before = kNow - kDay, .not_after = kNow + 365 * kDay, .serial = 2});
  (void)report(kAnna, {item(old_one)});
  (void)report(kAnna, {hash_only(old_one), item(new_one)});
  EXPECT_EQ(find(old_one).state(), PlaceState::Superseded);
  EXPECT_EQ(find(old_one).superseded_by(), thumbprint(new_one));
  EXPECT_EQ(find(new_one).state(), PlaceState::Live);
  (void)report(kAnna, {hash_only(old_one)});
  EXPECT_EQ(find(old_one).state(), PlaceState::Live);
}

TEST_F(SnapshotTest, LetsNobodySupersedeTheMachineOrAnotherUser) {
  const auto old_one = make_certificate({.serial = 1});
  const auto forged = make_certificate({.not_before = kNow - kDay, .not_after = kNow + 365 * kDay, .serial = 2});
  (void)report(kAnna, {item(old_one)});
  (void)report("machine", {item(old_one)});
  (void)report(kBert, {item(forged)});
  for (const PlaceEntry& place : find(old_one).places) EXPECT_EQ(place.state, PlaceState::Live);
}

TEST_F(SnapshotTest, CountsDistinctCertificatesOfEachViewer) {
  const auto shared = make_certificate({.name = "shared"});
  const auto own = make_certificate({.name = "own"});
  (void)report("machine", {item(shared)});
  (void)report(kAnna, {item(shared), item(own)});
  (void)report(kBert, {item(own)});
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 2);
  EXPECT_EQ(inventory_->counts({false, kAnna})->certificates, 2);
  EXPECT_EQ(inventory_->counts({false, kBert})->certificates, 2);
  EXPECT_EQ(inventory_->counts({false, "S-1-5-21-3"})->certificates, 1);
  (void)report("machine", {});
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 2);
  EXPECT_EQ(inventory_->counts({false, kAnna})->certificates, 2);
  EXPECT_EQ(inventory_->counts({false, kBert})->certificates, 1);
  (void)report(kAnna, {});
  (void)report(kBert, {});
  open();
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 0);
}

TEST_F(SnapshotTest, ForgetsWhatHasBeenGoneForFourHundredDays) {
  const auto der = make_certificate({});
  (void)report(kAnna, {item(der)});
  (void)report(kAnna, {}, kNow + kDay);
  EXPECT_EQ(*inventory_->prune(kNow + 400 * kDay), 0);
  EXPECT_EQ(*inventory_->prune(kNow + 401 * kDay), 1);
  EXPECT_FALSE(sees(kAnna, der));
}

}  // namespace
}  // namespace kigen::inventory
