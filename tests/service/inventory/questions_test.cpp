#include <gmock/gmock.h>

#include <cctype>

#include "common/base/hex.h"
#include "tests/service/inventory/workshop.h"

namespace kigen::inventory {
namespace {

using namespace testing;
using ::testing::ElementsAre;

std::vector<std::string> subjects(const std::vector<CertificateEntry>& entries) {
  std::vector<std::string> out;
  for (const CertificateEntry& entry : entries) out.push_back(entry.record.subject);
  return out;
}

std::vector<Sha256> attention(Inventory& inventory, Instant from, Instant to) {
  std::vector<Sha256> out;
  EXPECT_TRUE(inventory.attention(from, to, [&out](const AttentionEntry& entry) { out.push_back(entry.certificate); }));
  return out;
}

class QuestionsTest : public InventoryTest {
 protected:
  void SetUp() override {
    open();
    a_ = make_certificate({.name = "a", .not_after = kNow - 5 * kDay});
    b_ = make_certificate({.name = "b", .not_after = kNow + 5 * kDay});
    c_ = make_certificate({.name = "c", .not_after = kNow + 50 * kDay});
    d_ = make_certificate({.name = "d", .not_after = kNow + 60 * kDay});
    (void)report("machine", {item(c_)});
    (void)report(kAnna, {item(a_), item(c_), item(d_)});
    (void)report(kBert, {item(b_)});
  }
  std::vector<std::uint8_t> a_, b_, c_, d_;
};

TEST_F(QuestionsTest, ListsByExpiryWhatTheViewerMaySee) {
  EXPECT_THAT(subjects(inventory_->list({kAll})->items), ElementsAre("CN=a", "CN=b", "CN=c", "CN=d"));
  EXPECT_THAT(subjects(inventory_->list({Viewer{false, kAnna}})->items), ElementsAre("CN=a", "CN=c", "CN=d"));
  EXPECT_THAT(subjects(inventory_->list({Viewer{false, kBert}})->items), ElementsAre("CN=b", "CN=c"));
  EXPECT_THAT(subjects(inventory_->list({Viewer{false, "S-1-0-0"}})->items), ElementsAre("CN=c"));
  EXPECT_EQ(inventory_->list({Viewer{false, kBert}})->items[1].places.size(), 1U);
}

TEST_F(QuestionsTest, PagesThroughWithoutLossOrRepetition) {
  ListQuery query{kAll};
  query.limit = 3;
  const auto first = inventory_->list(query);
  EXPECT_THAT(subjects(first->items), ElementsAre("CN=a", "CN=b", "CN=c"));
  query.cursor = first->next_cursor;
  const auto second = inventory_->list(query);
  EXPECT_THAT(subjects(second->items), ElementsAre("CN=d"));
  EXPECT_EQ(second->next_cursor, "");
  query.limit = 4;
  query.cursor = "";
  EXPECT_EQ(inventory_->list(query)->next_cursor, "");
  query.cursor = "nonsense";
  EXPECT_EQ(inventory_->list(query).error().code, ErrorCode::InvalidArgument);
}

TEST_F(QuestionsTest, FiltersByExpiryAndState) {
  ListQuery query{kAll};
  query.not_after_before = kNow + 50 * kDay;
  EXPECT_THAT(subjects(inventory_->list(query)->items), ElementsAre("CN=a", "CN=b"));
  (void)report(kBert, {});
  EXPECT_THAT(subjects(inventory_->list(query)->items), ElementsAre("CN=a"));
  query.gone = true;
  EXPECT_THAT(subjects(inventory_->list(query)->items), ElementsAre("CN=a", "CN=b"));
}

TEST_F(QuestionsTest, FindsByEitherThumbprintAndByPrefix) {
  const CertificateEntry entry = find(b_);
  const std::string sha1 = to_hex(entry.record.sha1), sha256 = to_hex(entry.record.sha256);
  EXPECT_EQ(inventory_->find(sha1, kAll)->id, entry.id);
  EXPECT_EQ(inventory_->find(sha1.substr(0, 8), kAll)->id, entry.id);
  EXPECT_EQ(inventory_->find(sha256.substr(0, 17), kAll)->id, entry.id);
  std::string upper = sha256;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(inventory_->find(upper, kAll)->id, entry.id);
  EXPECT_EQ(inventory_->find(sha256, {false, kAnna}).error().code, ErrorCode::NotFound);
  EXPECT_EQ(inventory_->find(sha256.substr(0, 7), kAll).error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(inventory_->find("not hexadecimal", kAll).error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(inventory_->find(sha256 + "00", kAll).error().code, ErrorCode::InvalidArgument);
}

TEST_F(QuestionsTest, GivesToTheCheckWhatNeedsAttention) {
  EXPECT_THAT(attention(*inventory_, kNow - 90 * kDay, kNow + 28 * kDay),
              ElementsAre(find(a_).record.sha256, find(b_).record.sha256));
  EXPECT_THAT(attention(*inventory_, kNow + 5 * kDay, kNow + 50 * kDay), ElementsAre(find(b_).record.sha256));
  const auto newer = make_certificate({.name = "b", .not_before = kNow, .not_after = kNow + 300 * kDay, .serial = 2});
  (void)report(kBert, {hash_only(b_), item(newer)});
  EXPECT_THAT(attention(*inventory_, kNow - 90 * kDay, kNow + 28 * kDay), ElementsAre(find(a_).record.sha256));
}

TEST_F(QuestionsTest, CountsTheOnesThatEndedBefore) {
  EXPECT_EQ(*inventory_->count_before(kNow), 1);
  EXPECT_EQ(*inventory_->count_before(kNow + 10 * kDay), 2);
  EXPECT_EQ(*inventory_->count_before(kNow), 1);
  (void)report(kAnna, {});
  EXPECT_EQ(*inventory_->count_before(kNow), 0);
}

TEST_F(QuestionsTest, AsksTheMatcherAboutEachAndAgainWhenProfilesChange) {
  EXPECT_EQ(find(b_).profile, "");
  const auto by_name = [](const CertificateRecord& record) { return record.subject == "CN=b" ? "bank" : ""; };
  EXPECT_EQ(*inventory_->rematch_all(by_name), 1);
  EXPECT_EQ(find(b_).profile, "bank");
  EXPECT_EQ(*inventory_->rematch_all(by_name), 0);
  const auto later = make_certificate({.name = "b", .not_before = kNow, .serial = 9});
  (void)report(kBert, {hash_only(b_), item(later)});
  EXPECT_EQ(find(later).profile, "bank");
  EXPECT_EQ(find(b_).state(), PlaceState::Superseded);
  // A profile that takes only one of them makes them different things.
  const auto by_serial = [](const CertificateRecord& record) { return record.serial == "09" ? "bank" : ""; };
  (void)inventory_->rematch_all(by_serial);
  EXPECT_EQ(find(b_).state(), PlaceState::Live);
}

class LedgerTest : public InventoryTest {
 protected:
  void SetUp() override { open(); }
  Ledger& ledger() { return inventory_->ledger(); }
  std::int64_t add(const std::string& owner, const std::string& code) {
    db::NoticeRow row;
    row.at = kNow;
    row.severity = "info";
    row.owner = owner;
    row.code = code;
    row.args = {{"days", "12"}, {"name", "a:b\n"}};
    return *ledger().add_notice(row);
  }
};

TEST_F(LedgerTest, KeepsCheckRunsAndTheDeadlineTogether) {
  EXPECT_EQ(*ledger().next_check(), std::nullopt);
  db::CheckRunRow run;
  run.started = kNow;
  run.trigger = "interval";
  run.due = 3;
  run.errors = {Error(ErrorCode::SourceUnavailable, "gone").with("path", "/x")};
  const std::int64_t id = *ledger().record_check(run, kNow + kDay);
  open();
  const auto runs = ledger().checks(10);
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ(runs->front().id, id);
  EXPECT_EQ(runs->front().due, 3);
  EXPECT_EQ(runs->front().errors, run.errors);
  EXPECT_EQ(*ledger().next_check(), kNow + kDay);
}

TEST_F(LedgerTest, KeepsTheNewestThousandRuns) {
  db::CheckRunRow run;
  for (int i = 0; i < 1005; ++i) (void)ledger().record_check(run, std::nullopt);
  const auto runs = ledger().checks(5000);
  EXPECT_EQ(runs->size(), 1000U);
  EXPECT_EQ(runs->front().id, 1005);
}

TEST_F(LedgerTest, ShowsNoticesToWhomTheyBelong) {
  const std::int64_t machine = add("machine", "database_set_aside");
  const std::int64_t anna = add(kAnna, "renewed");
  (void)add(kBert, "renewed");
  const Viewer viewer{false, kAnna};
  const auto seen = ledger().notices(viewer, false, 100);
  ASSERT_EQ(seen->size(), 2U);
  EXPECT_EQ(seen->at(0).id, anna);
  EXPECT_EQ(seen->at(0).args.at("name"), "a:b\n");
  EXPECT_EQ(*ledger().unread_notices(viewer), 2);
  ASSERT_TRUE(ledger().mark_read(viewer, {machine, machine + 2, 999}));
  EXPECT_EQ(*ledger().unread_notices(viewer), 1);
  EXPECT_EQ(*ledger().unread_notices({false, kBert}), 2);
  EXPECT_EQ(ledger().notices(viewer, true, 100)->size(), 1U);
  ASSERT_TRUE(ledger().mark_all_read(viewer));
  EXPECT_EQ(*ledger().unread_notices(viewer), 0);
}

TEST_F(LedgerTest, KeepsSettingsStateAndQuiet) {
  ASSERT_TRUE(ledger().set_setting("check.interval_hours", "12"));
  ASSERT_TRUE(ledger().set_setting("ui.language", "ja"));
  ASSERT_TRUE(ledger().reset_setting("ui.language"));
  ASSERT_TRUE(ledger().set_state("mail", "sent"));
  db::QuietRow row;
  row.owner = kAnna;
  row.certificate.fill(7);
  row.set_at = kNow;
  row.until = kNow + kDay;
  row.kind = db::QuietKind::Snoozed;
  ASSERT_TRUE(ledger().set_quiet({row}));
  row.until = kNow + 2 * kDay;
  ASSERT_TRUE(ledger().set_quiet({row}));
  open();
  EXPECT_EQ(ledger().settings()->size(), 1U);
  EXPECT_EQ(ledger().settings()->at("check.interval_hours"), "12");
  EXPECT_EQ(*ledger().state("mail"), "sent");
  ASSERT_EQ(ledger().quiet()->size(), 1U);
  EXPECT_EQ(ledger().quiet()->front().until, kNow + 2 * kDay);
  ASSERT_TRUE(ledger().end_quiet(kBert, row.certificate));
  EXPECT_EQ(ledger().quiet()->size(), 1U);
  ASSERT_TRUE(ledger().prune_quiet(kNow + 3 * kDay));
  EXPECT_TRUE(ledger().quiet()->empty());
}

}  // namespace
}  // namespace kigen::inventory
