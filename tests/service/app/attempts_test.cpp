#include "service/app/attempts.h"

#include <gtest/gtest.h>

#include "common/base/hex.h"
#include "tests/service/inventory/workshop.h"

namespace kigen::app {
namespace {

using namespace std::chrono_literals;
using inventory::testing::kNow;

ipc::AttemptParams params() {
  return {.thumbprint = std::string(64, 'a'),
          .kind = "renew",
          .started = kNow - 10s,
          .ended = kNow - 5s,
          .result = "ok",
          .new_thumbprint = std::string(64, 'b')};
}

std::string refused_field(const ipc::AttemptParams& params) {
  const auto attempt = to_attempt(params, kNow);
  return attempt ? "" : attempt.error().args.at("field");
}

TEST(ToAttempt, TakesWhatIsWellFormed) {
  const auto attempt = to_attempt(params(), kNow);
  ASSERT_TRUE(attempt);
  EXPECT_EQ(to_hex(*attempt->certificate), params().thumbprint);
  EXPECT_EQ(to_hex(*attempt->new_certificate), params().new_thumbprint);
  EXPECT_EQ(attempt->result, 0);
  EXPECT_EQ(attempt->owner, "");
}

TEST(ToAttempt, RefusesWhatIsNone) {
  auto wrong = params();
  wrong.thumbprint = "abcd";
  EXPECT_EQ(refused_field(wrong), "thumbprint");
  wrong = params();
  wrong.thumbprint = "";
  EXPECT_EQ(refused_field(wrong), "thumbprint");
  wrong.kind = "issue";
  EXPECT_EQ(refused_field(wrong), "");
  wrong.new_thumbprint = "zz";
  EXPECT_EQ(refused_field(wrong), "new_thumbprint");
  for (const char* result : {"", "OK", "KGN-", "KGN-0001", "KGN-21021", "KGN-+210", "2102", "kgn-2102", "KGN-2102 "}) {
    wrong = params();
    wrong.result = result;
    EXPECT_EQ(refused_field(wrong), "result") << result;
  }
  wrong = params();
  wrong.result = "stored";
  EXPECT_EQ(refused_field(wrong), "");
  wrong.new_thumbprint = "";
  EXPECT_EQ(refused_field(wrong), "new_thumbprint");
  for (const char* note : {"ok", "stored", "KGN-0001", "x"}) {
    wrong = params();
    wrong.note = note;
    EXPECT_EQ(refused_field(wrong), "note") << note;
  }
  wrong.note = "KGN-2121";
  EXPECT_EQ(refused_field(wrong), "");
  wrong = params();
  wrong.ra_code = "550\n";
  EXPECT_EQ(refused_field(wrong), "ra_code");
}

TEST(ToAttempt, DrawsTimesToTheClock) {
  auto odd = params();
  odd.started = kNow + 3h;
  odd.ended = kNow + 2h;
  odd.next_attempt = kNow + std::chrono::days{4000};
  auto attempt = to_attempt(odd, kNow);
  ASSERT_TRUE(attempt);
  EXPECT_EQ(attempt->ended, kNow);
  EXPECT_EQ(attempt->started, kNow);
  EXPECT_EQ(attempt->next_attempt, kNow + std::chrono::days{30});
  odd.next_attempt = kNow;
  EXPECT_EQ(to_attempt(odd, kNow)->next_attempt, std::nullopt);
}

class KeepAttempt : public inventory::testing::InventoryTest {
 protected:
  void SetUp() override {
    open();
    (void)report("S-1-A", {inventory::testing::item(der_)});
  }
  Result<ipc::AttemptResult> keep(const std::string& sid, bool administrator, int result = 2102) {
    db::AttemptRow row;
    row.certificate = inventory::testing::thumbprint(der_);
    row.result = result;
    row.ended = kNow;
    return keep_attempt(*inventory_, {.sid = sid, .administrator = administrator}, row);
  }
  ipc::CertificateDetail detail(const inventory::Viewer& viewer) {
    ipc::CertificateDetail detail;
    EXPECT_TRUE(add_attempts(detail, *inventory_, find(der_, viewer)));
    return detail;
  }
  std::vector<std::uint8_t> der_ = inventory::testing::make_certificate({});
};

TEST_F(KeepAttempt, TakesOnlyOnesOwnCertificates) {
  EXPECT_TRUE(keep("S-1-A", false));
  const auto other = keep("S-1-B", false);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::NotFound);
  // An administrator does not renew in another user's session either.
  EXPECT_FALSE(keep("S-1-ADMIN", true));
  EXPECT_EQ(detail({true, ""}).failed_attempts, 1);
}

TEST_F(KeepAttempt, TakesTheMachinesFromAnAdministratorOnly) {
  const auto machine = inventory::testing::make_certificate({.name = "m", .serial = 9});
  (void)report(std::string(inventory::kMachineOwner), {inventory::testing::item(machine)});
  db::AttemptRow row;
  row.certificate = inventory::testing::thumbprint(machine);
  EXPECT_FALSE(keep_attempt(*inventory_, {.sid = "S-1-A"}, row));
  EXPECT_TRUE(keep_attempt(*inventory_, {.sid = "S-1-ADMIN", .administrator = true}, row));
  ipc::CertificateDetail seen;
  EXPECT_TRUE(add_attempts(seen, *inventory_, find(machine, {false, "S-1-A"})));
  EXPECT_TRUE(seen.last_attempt);
}

TEST_F(KeepAttempt, CountsFailuresUpToTheLastGoodOne) {
  ASSERT_TRUE(keep("S-1-A", false, 0));
  ASSERT_TRUE(keep("S-1-A", false));
  EXPECT_EQ(keep("S-1-A", false)->failed_attempts, 2);
  EXPECT_EQ(keep("S-1-A", false, 0)->failed_attempts, 0);
  EXPECT_EQ(detail({false, "S-1-A"}).last_attempt->result, "ok");
}

TEST_F(KeepAttempt, KeepsABoundedHistory) {
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(keep("S-1-A", false));
  const auto rows = inventory_->ledger().attempts("S-1-A", inventory::testing::thumbprint(der_));
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 20U);
  EXPECT_EQ(rows->front().id, 30);
}

TEST_F(KeepAttempt, ShowsNobodyWhatAnotherUserClaimsOfTheirCertificate) {
  // The other one says that this certificate came of an issue of theirs.
  db::AttemptRow claim;
  claim.kind = db::AttemptKind::Issue;
  claim.new_certificate = inventory::testing::thumbprint(der_);
  ASSERT_TRUE(keep_attempt(*inventory_, {.sid = "S-1-B"}, claim));
  EXPECT_FALSE(detail({false, "S-1-A"}).last_attempt);
  EXPECT_FALSE(detail({true, ""}).last_attempt);
}

class Proof : public inventory::testing::InventoryTest {
 protected:
  void SetUp() override { open(); }
  void see_both() { (void)report("S-1-A", {inventory::testing::item(old_), inventory::testing::item(new_)}); }
  void say(int result, bool made = true, const std::string& sid = "S-1-A") {
    db::AttemptRow row;
    row.certificate = inventory::testing::thumbprint(old_);
    if (made) row.new_certificate = inventory::testing::thumbprint(new_);
    row.result = result;
    row.ended = kNow;
    ASSERT_TRUE(keep_attempt(*inventory_, {.sid = sid}, row));
  }
  bool superseded() { return find(old_).state() == inventory::PlaceState::Superseded; }

  std::vector<std::uint8_t> old_ = inventory::testing::make_certificate({.serial = 1});
  std::vector<std::uint8_t> new_ = inventory::testing::make_certificate(
      {.not_before = kNow - 1h, .not_after = kNow + std::chrono::days{400}, .serial = 2});
};

TEST_F(Proof, IsWaitedForByTheOldCertificate) {
  (void)report("S-1-A", {inventory::testing::item(old_)});
  say(db::kAttemptStored);
  see_both();
  EXPECT_FALSE(superseded()) << "before the proof";
  say(2112);
  EXPECT_FALSE(superseded()) << "the proof failed";
  say(2111, false);
  EXPECT_FALSE(superseded()) << "a run that came not so far";
  say(db::kAttemptStored);
  say(0);
  EXPECT_TRUE(superseded());
  EXPECT_EQ(inventory_->ledger().attempts("S-1-A", inventory::testing::thumbprint(old_))->size(), 3U)
      << "what has ended replaces what was under way";
}

TEST_F(Proof, IsWaitedForWhenTheWordComesLate) {
  see_both();
  EXPECT_TRUE(superseded()) << "no wizard known: renewed by other means";
  say(2112);
  EXPECT_FALSE(superseded());
  open(kNow + 1h);
  see_both();
  EXPECT_FALSE(superseded()) << "after a restart";
}

TEST_F(Proof, IsNotWaitedForOnceTheWizardKnowsOfNoJob) {
  (void)report("S-1-A", {inventory::testing::item(old_)});
  say(db::kAttemptStored);
  see_both();
  say(static_cast<int>(ErrorCode::RenewedElsewhere), false);
  EXPECT_TRUE(superseded());
}

TEST_F(Proof, ConcernsItsOwnOwnerOnly) {
  see_both();
  (void)report("S-1-B", {inventory::testing::item(old_), inventory::testing::item(new_)});
  say(db::kAttemptStored, true, "S-1-B");
  for (const auto& place : find(old_).places) {
    EXPECT_EQ(place.state == inventory::PlaceState::Superseded, place.owner == "S-1-A") << place.owner;
  }
}

TEST_F(Proof, OfAnIssueIsWaitedForToo) {
  see_both();
  db::AttemptRow row;
  row.kind = db::AttemptKind::Issue;
  row.new_certificate = inventory::testing::thumbprint(new_);
  row.result = db::kAttemptStored;
  ASSERT_TRUE(keep_attempt(*inventory_, {.sid = "S-1-A"}, row));
  EXPECT_FALSE(superseded());
  row.result = 0;
  ASSERT_TRUE(keep_attempt(*inventory_, {.sid = "S-1-A"}, row));
  EXPECT_TRUE(superseded());
}

TEST(AttemptReason, SaysWhatWasTried) {
  EXPECT_FALSE(to_reason(std::nullopt));
  ipc::Attempt attempt{.ended = kNow, .result = "ok"};
  EXPECT_EQ(to_reason(attempt)->code, "attempt_good");
  attempt.kind = "issue";
  EXPECT_EQ(to_reason(attempt)->code, "attempt_issued");
  attempt.result = "KGN-2118";
  EXPECT_EQ(to_reason(attempt)->code, "attempt_waiting");
  attempt.result = "stored";
  EXPECT_EQ(to_reason(attempt)->code, "attempt_stored");
  attempt.result = "KGN-2103";
  attempt.ra_code = "550";
  EXPECT_EQ(to_reason(attempt)->code, "attempt_failed");
  EXPECT_EQ(to_reason(attempt)->args.at("ra_code"), "550");
}

}  // namespace
}  // namespace kigen::app
