#include <gmock/gmock.h>

#include <thread>

#include "common/base/hex.h"
#include "service/inventory/file_name.h"
#include "tests/service/inventory/workshop.h"

namespace kigen::inventory {
namespace {

using namespace testing;
namespace fs = std::filesystem;

// So that a stamp counts at once: a file whose times are as new as the clock's grain is read again.
void settle(const fs::path& file, std::chrono::seconds age = std::chrono::hours(1)) {
  fs::last_write_time(file, fs::file_time_type::clock::now() - age);
}

class FolderScanTest : public InventoryTest {
 protected:
  void SetUp() override { open(); }
  void put(const std::string& name, const std::string& content) {
    write(folder_ / name, content);
    settle(folder_ / name);
  }
  // The inode's own time cannot be set back: wait until it is older than the clock's grain.
  static void wait_for_grain() {
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - start < std::chrono::milliseconds(30)) std::this_thread::yield();
  }
};

TEST_F(FolderScanTest, FindsPemAndDerFilesWithTheirPath) {
  const auto pem = make_certificate({.name = "pem"});
  const auto der = make_certificate({.name = "der"});
  put("one.pem", to_pem(pem));
  put("two.cer", std::string(der.begin(), der.end()));
  put("notes.txt", "nothing");
  const ScanResult result = scan();
  EXPECT_EQ(result.files, 2);
  EXPECT_EQ(result.parsed, 2);
  EXPECT_TRUE(result.changed);
  const CertificateEntry entry = find(pem);
  ASSERT_EQ(entry.places.size(), 1U);
  EXPECT_EQ(entry.places[0].item, join_path(text(folder_), "one.pem"));
  EXPECT_EQ(entry.places[0].owner, "machine");
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 2);
}

TEST_F(FolderScanTest, ReadsNothingAgainWhenNothingChanged) {
  for (int i = 0; i < 400; ++i) put("c" + std::to_string(i) + ".pem", to_pem(make_certificate({.serial = i + 1})));
  wait_for_grain();
  EXPECT_EQ(scan().parsed, 400);
  const std::uint64_t generation = inventory_->generation();
  const ScanResult again = scan(kNow + kDay);
  EXPECT_EQ(again.files, 400);
  EXPECT_EQ(again.parsed, 0);
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(inventory_->generation(), generation);
  EXPECT_EQ(inventory_->sources(kAll)->front().last_scan, kNow + kDay);
}

TEST_F(FolderScanTest, ReadsOnlyWhatChanged) {
  const auto old_one = make_certificate({.name = "old"});
  const auto new_one = make_certificate({.name = "the new one"});
  put("a.pem", to_pem(old_one));
  put("b.pem", to_pem(make_certificate({.name = "b"})));
  wait_for_grain();
  (void)scan();
  put("a.pem", to_pem(new_one));
  const ScanResult result = scan(kNow + kDay);
  EXPECT_EQ(result.parsed, 1);
  EXPECT_TRUE(result.changed);
  EXPECT_EQ(find(old_one).state(), PlaceState::Gone);
  EXPECT_EQ(find(new_one).state(), PlaceState::Live);
}

TEST_F(FolderScanTest, SeesAChangeThatKeepsSizeAndTimes) {
  const auto old_one = make_certificate({.name = "aaa", .serial = 1});
  const auto new_one = make_certificate({.name = "bbb", .serial = 1});
  std::string first = to_pem(old_one), second = to_pem(new_one);
  first.resize(2000, '\n');
  second.resize(2000, '\n');
  put("a.pem", first);
  const auto times = fs::last_write_time(folder_ / "a.pem");
  (void)scan();
#ifdef _WIN32
  GTEST_SKIP() << "Windows has no time of the last change that a program cannot set";
#endif
  write(folder_ / "a.pem", second);
  fs::last_write_time(folder_ / "a.pem", times);
  EXPECT_EQ(scan(kNow + kDay).parsed, 1);
  EXPECT_EQ(find(new_one).state(), PlaceState::Live);
}

TEST_F(FolderScanTest, KeepsAVanishedFilesCertificateAsGone) {
  const auto der = make_certificate({});
  put("a.pem", to_pem(der));
  put("b.pem", to_pem(make_certificate({.name = "b"})));
  (void)scan();
  fs::remove(folder_ / "a.pem");
  const ScanResult result = scan(kNow + kDay);
  EXPECT_EQ(result.gone, 1);
  EXPECT_EQ(find(der).state(), PlaceState::Gone);
  EXPECT_EQ(find(der).last_seen(), kNow);
  put("a.pem", to_pem(der));
  (void)scan(kNow + 2 * kDay);
  EXPECT_EQ(find(der).state(), PlaceState::Live);
}

TEST_F(FolderScanTest, HidesNoCertificateBehindAnother) {
  const auto der = make_certificate({});
  put("a.pem", to_pem(der));
  put("b.pem", to_pem(der) + to_pem(make_certificate({.name = "second in file"})));
  (void)scan();
  EXPECT_EQ(find(der).places.size(), 2U);
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 2);
  fs::remove(folder_ / "a.pem");
  (void)scan(kNow + kDay);
  EXPECT_EQ(find(der).state(), PlaceState::Live);
}

TEST_F(FolderScanTest, ListsUnreadableFilesUntilTheyAreRepaired) {
  put("a.pem", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
  put("b.der", "no certificate at all");
  (void)scan();
  auto listed = inventory_->unreadable(kAll);
  ASSERT_EQ(listed->size(), 2U);
  EXPECT_EQ(inventory_->counts(kAll)->unreadable, 2);
  put("b.der", to_pem(make_certificate({})));
  (void)scan(kNow + kDay);
  EXPECT_EQ(inventory_->counts(kAll)->unreadable, 1);
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 1);
}

TEST_F(FolderScanTest, KeepsItsCertificatesWhenTheFolderCannotBeRead) {
  const auto der = make_certificate({});
  put("a.pem", to_pem(der));
  wait_for_grain();
  (void)scan();
  fs::rename(folder_, temporary_.path() / "elsewhere");
  const ScanResult result = scan(kNow + kDay);
  ASSERT_TRUE(result.unavailable);
  EXPECT_EQ(result.unavailable->code, ErrorCode::SourceUnavailable);
  EXPECT_EQ(find(der).state(), PlaceState::Live);
  ASSERT_TRUE(inventory_->sources(kAll)->front().error);
  fs::rename(temporary_.path() / "elsewhere", folder_);
  EXPECT_EQ(scan(kNow + 2 * kDay).parsed, 0);
  EXPECT_FALSE(inventory_->sources(kAll)->front().error);
}

TEST_F(FolderScanTest, DescendsIntoSubfoldersToItsLimit) {
  const auto near = make_certificate({.name = "near"});
  const auto far = make_certificate({.name = "far"});
  fs::path deep = folder_;
  for (int i = 0; i < 8; ++i) deep /= "d";
  fs::create_directories(deep / "d");
  write(deep / "near.pem", to_pem(near));
  write(deep / "d" / "far.pem", to_pem(far));
  const ScanResult result = scan();
  EXPECT_EQ(result.files, 1);
  ASSERT_TRUE(result.incomplete);
  EXPECT_EQ(find(near).places[0].item, join_path(text(folder_), "d/d/d/d/d/d/d/d/near.pem"));
}

TEST_F(FolderScanTest, WorksInStepsAndServesOthersInBetween) {
  for (int i = 0; i < 300; ++i) put("c" + std::to_string(i) + ".pem", to_pem(make_certificate({.serial = i + 1})));
  auto started = inventory_->start_scan(text(folder_), kNow);
  ASSERT_TRUE(started);
  EXPECT_EQ(inventory_->start_scan(text(folder_), kNow).error().code, ErrorCode::DatabaseBusy);
  const auto reported = make_certificate({.name = "reported"});
  int steps = 0;
  for (;;) {
    const Result<bool> done = (*started)->step(std::chrono::milliseconds(0));
    ASSERT_TRUE(done);
    if (++steps == 2) (void)report("S-1-5-21-1", {item(reported)});
    if (*done) break;
  }
  EXPECT_GT(steps, 2);
  EXPECT_EQ((*started)->result().parsed, 300);
  started->reset();
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 301);
  EXPECT_EQ(scan(kNow + kDay).changed, false);
}

TEST_F(FolderScanTest, LosesNothingWhenItIsAbandoned) {
  for (int i = 0; i < 300; ++i) put("c" + std::to_string(i) + ".pem", to_pem(make_certificate({.serial = i + 1})));
  {
    auto started = inventory_->start_scan(text(folder_), kNow);
    ASSERT_TRUE(started);
    ASSERT_TRUE((*started)->step(std::chrono::milliseconds(20)));
  }
  (void)scan(kNow + kDay);
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 300);
  open();
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 300);
}

TEST_F(FolderScanTest, FindsWhatVanishedAfterAnAbandonedScan) {
  const auto der = make_certificate({});
  put("a.pem", to_pem(der));
  (void)scan();
  ASSERT_TRUE(inventory_->remove_source(SourceKind::Folder, text(folder_), "machine", kNow));
  EXPECT_EQ(find(der).state(), PlaceState::Gone);
  EXPECT_TRUE(inventory_->sources(kAll)->empty());
  (void)scan(kNow + kDay);
  EXPECT_EQ(find(der).state(), PlaceState::Live);
  EXPECT_EQ(inventory_->sources(kAll)->size(), 1U);
}

TEST_F(FolderScanTest, TakesOnlyTheNamedFiles) {
  const auto der = make_certificate({});
  const auto other = make_certificate({.name = "other"});
  put("a.pem", to_pem(der));
  put("gone.pem", to_pem(make_certificate({.name = "gone"})));
  (void)scan();
  put("b.pem", to_pem(other));
  put("unnamed.pem", to_pem(make_certificate({.name = "unnamed"})));
  fs::remove(folder_ / "gone.pem");
  const auto result = inventory_->scan_files(
      text(folder_), {text(folder_ / "b.pem"), text(folder_ / "gone.pem"), text(folder_ / ".." / "escape.pem")}, kNow);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->parsed, 1);
  EXPECT_EQ(result->gone, 1);
  EXPECT_EQ(find(other).state(), PlaceState::Live);
  wait_for_grain();
  const ScanResult rescan = scan(kNow + kDay);
  EXPECT_GE(rescan.parsed, 1);
  EXPECT_EQ(rescan.gone, 0);
  EXPECT_EQ(inventory_->counts(kAll)->certificates, 3);
}

TEST_F(FolderScanTest, SupersedesWithinAFolder) {
  const auto old_one = make_certificate({.serial = 1});
  const auto new_one = make_certificate({.not_before = kNow - kDay, .not_after = kNow + 365 * kDay, .serial = 2});
  put("old.pem", to_pem(old_one));
  put("new.pem", to_pem(new_one));
  (void)scan();
  EXPECT_EQ(find(old_one).state(), PlaceState::Superseded);
  fs::remove(folder_ / "new.pem");
  (void)scan(kNow + kDay);
  EXPECT_EQ(find(old_one).state(), PlaceState::Live);
}

TEST_F(FolderScanTest, StaysFastWithThousandsOfOneFamily) {
  for (int i = 0; i < 3000; ++i) {
    put("c" + std::to_string(i) + ".pem",
        to_pem(make_certificate({.not_before = kNow - std::chrono::seconds(i), .serial = i + 1})));
  }
  (void)scan();
  int live = 0;
  EXPECT_TRUE(inventory_->attention(kNow, kNow + 40 * kDay, [&live](const AttentionEntry&) { ++live; }));
  EXPECT_EQ(live, 1);
}

TEST(FileName, BecomesValidUtf8AndStaysDistinct) {
  EXPECT_EQ(to_valid_utf8("証明書.pem"), "証明書.pem");
  EXPECT_EQ(to_valid_utf8("a\xff.pem"), "a\\xff.pem");
  EXPECT_EQ(to_valid_utf8("\xc0\xaf"), "\\xc0\\xaf");
  EXPECT_EQ(to_valid_utf8("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ(to_valid_utf8("\xf0\x9f\x94\x91"), "\xf0\x9f\x94\x91");
  EXPECT_EQ(to_valid_utf8("\xe3\x81"), "\\xe3\\x81");
}

}  // namespace
}  // namespace kigen::inventory
