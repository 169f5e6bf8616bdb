// Real files, really damaged: nothing may be silent, nothing overwritten, and what no scan brings back comes from a
// backup.
#include <gmock/gmock.h>

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <random>

#include "common/base/hex.h"
#include "db/connection.h"
#include "db/migrations.h"
#include "service/inventory/settings_copy.h"
#include "tests/service/inventory/workshop.h"

namespace kigen::inventory {
namespace {

using namespace testing;
namespace fs = std::filesystem;

class DamageTest : public InventoryTest {
 protected:
  // A database with content, a setting, a backup of both, and a second setting that only the database has.
  void fill(int certificates = 50) {
    open();
    std::vector<SnapshotItem> items;
    for (int i = 0; i < certificates; ++i) {
      ders_.push_back(make_certificate({.name = "name " + std::to_string(i), .serial = i + 1}));
      items.push_back(item(ders_.back()));
    }
    (void)report(kAnna, items);
    ASSERT_TRUE(inventory_->ledger().set_setting("check.interval_hours", "12"));
    ASSERT_TRUE(inventory_->ledger().set_next_check(kNow + kDay));
    db::NoticeRow notice;
    notice.owner = "machine";
    notice.code = "hello";
    ASSERT_TRUE(inventory_->ledger().add_notice(notice));
    const Status copied = inventory_->backup_daily(kNow);
    ASSERT_TRUE(copied) << to_log_line(copied.error());
    ASSERT_TRUE(inventory_->ledger().set_setting("ui.language", "ja"));
  }

  [[nodiscard]] std::vector<fs::path> set_aside() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(data_)) {
      const std::string name = text(entry.path().filename());
      if (name.starts_with("kigen.db.damaged-") && !name.ends_with("-wal") && !name.ends_with("-shm")) {
        found.push_back(entry.path());
      }
    }
    return found;
  }

  // After damage: told once, kept under another name, empty inventory, settings of the backup, and everything works.
  void expect_recovered(const std::string& content) {
    const auto incident = inventory_->take_incident();
    ASSERT_TRUE(incident);
    EXPECT_EQ(incident->code, ErrorCode::DatabaseSetAside);
    EXPECT_FALSE(incident->args.at("reason").empty());
    EXPECT_FALSE(inventory_->take_incident());
    ASSERT_EQ(set_aside().size(), 1U);
    EXPECT_EQ(text(set_aside().front()), incident->args.at("path"));
    if (!content.empty()) {
      EXPECT_EQ(read(set_aside().front()), content);
    }
    EXPECT_EQ(incident->args.at("restored_from"), text(data_ / "backup" / "kigen-20270115.db"));
    EXPECT_EQ(inventory_->ledger().settings()->at("check.interval_hours"), "12");
    EXPECT_EQ(*inventory_->ledger().next_check(), kNow + kDay);
    EXPECT_EQ(inventory_->ledger().notices({true, ""}, false, 10)->size(), 1U);
    EXPECT_EQ(inventory_->counts({true, ""})->certificates, 0);
    (void)report(kAnna, {item(ders_[0])});
    EXPECT_TRUE(sees(kAnna, ders_[0]));
    open();
    EXPECT_FALSE(inventory_->take_incident());
  }

  std::vector<std::vector<std::uint8_t>> ders_;
};

TEST_F(DamageTest, TellsOfAnEmptiedFile) {
  fill();
  close();
  write(database(), "");
  open(kNow + kDay);
  expect_recovered("");
}

TEST_F(DamageTest, TellsOfAMissingFile) {
  fill();
  close();
  fs::remove(database());
  open(kNow + kDay);
  const auto incident = inventory_->take_incident();
  ASSERT_TRUE(incident);
  EXPECT_EQ(incident->args.at("reason"), "missing");
  EXPECT_EQ(inventory_->ledger().settings()->at("check.interval_hours"), "12");
}

TEST_F(DamageTest, KeepsASettingThatWasSetAfterTheDailyBackup) {
  fill();
  ASSERT_TRUE(inventory_->ledger().reset_setting("check.interval_hours"));
  ASSERT_TRUE(inventory_->copy_settings());
  close();
  write(database(), "");
  open(kNow);
  const auto settings = inventory_->ledger().settings();
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->size(), 1U) << "what was reset stays so";
  EXPECT_EQ(settings->at("ui.language"), "ja");
}

TEST_F(DamageTest, TakesTheBackupsSettingsWhenTheCopyIsDamagedToo) {
  fill();
  ASSERT_TRUE(inventory_->copy_settings());
  const fs::path copy = data_ / "backup" / "settings.copy";
  std::string content = read(copy);
  for (const std::size_t at : {std::size_t{0}, std::size_t{20}, content.size() - 1}) {
    std::string damaged = content;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    write(copy, damaged);
    EXPECT_FALSE(read_settings_copy(copy.parent_path())) << at;
  }
  close();
  write(database(), "");
  open(kNow);
  EXPECT_EQ(inventory_->ledger().settings()->at("check.interval_hours"), "12");
}

TEST_F(DamageTest, KeepsAttemptsAndPlansOfTheBackup) {
  open();
  const auto der = make_certificate({});
  (void)report(kAnna, {item(der)});
  db::AttemptRow attempt;
  attempt.owner = kAnna;
  attempt.certificate = thumbprint(der);
  attempt.result = 2102;
  ASSERT_TRUE(inventory_->ledger().add_attempt(attempt));
  ASSERT_TRUE(inventory_->ledger().set_renewals({{.owner = kAnna, .certificate = thumbprint(der), .at = kNow}}));
  const auto machine = inventory_->ledger().machine_key();
  ASSERT_TRUE(inventory_->backup_daily(kNow));
  close();
  write(database(), "");
  open(kNow);
  EXPECT_EQ(inventory_->ledger().attempts(kAnna, thumbprint(der))->size(), 1U);
  EXPECT_EQ(inventory_->ledger().renewals()->front().at, kNow);
  EXPECT_EQ(*inventory_->ledger().machine_key(), *machine);
}

TEST_F(DamageTest, TellsOfGarbage) {
  fill();
  close();
  std::string garbage(100'000, '\0');
  std::mt19937 random(1);
  for (char& c : garbage) c = static_cast<char>(random());
  write(database(), garbage);
  open(kNow + kDay);
  expect_recovered(garbage);
}

TEST_F(DamageTest, TellsOfAFileCutAtFortyBytes) {
  fill();
  close();
  const std::string cut = read(database()).substr(0, 40);
  write(database(), cut);
  open(kNow + kDay);
  expect_recovered(cut);
}

TEST_F(DamageTest, TellsOfAFileCutAnywhere) {
  fill();
  close();
  const std::string whole = read(database());
  const fs::path copy = temporary_.path() / "backup-copy.db";
  fs::copy_file(data_ / "backup" / "kigen-20270115.db", copy);
  std::mt19937 random(2);
  for (int round = 0; round < 50; ++round) {
    close();
    fs::remove_all(data_);
    fs::create_directories(data_ / "backup");
    fs::copy_file(copy, data_ / "backup" / "kigen-20270115.db");
    const std::string cut = whole.substr(0, random() % whole.size());
    write(database(), cut);
    open(kNow + kDay);
    ASSERT_NO_FATAL_FAILURE(expect_recovered("")) << "cut at " << cut.size();
  }
}

// A flipped bit either shows (then the file is set aside) or hit a byte without meaning: never a wrong answer.
TEST_F(DamageTest, GivesNoWrongAnswerAfterFlippedBits) {
  fill(20);
  close();
  const std::string whole = read(database());
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    close();
    fs::remove_all(data_);
    fs::create_directories(data_);
    std::string flipped = whole;
    for (int i = 0; i < 100; ++i) {
      const std::size_t bit = random() % (flipped.size() * 8);
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    }
    write(database(), flipped);
    open(kNow + kDay);
    const auto list = inventory_->list({Viewer{true, ""}});
    bool told = inventory_->take_incident().has_value();
    if (!list) {
      EXPECT_EQ(list.error().code, ErrorCode::DatabaseSetAside);
      told = true;
    }
    if (told) continue;
    ASSERT_EQ(list->items.size(), ders_.size());
    for (const CertificateEntry& entry : list->items) {
      EXPECT_TRUE(std::any_of(ders_.begin(), ders_.end(),
                              [&](const auto& der) { return thumbprint(der) == entry.record.sha256; }));
    }
  }
}

TEST_F(DamageTest, FindsASingleBitInsideACertificatesRow) {
  fill(20);
  close();
  std::string content = read(database());
  const std::size_t at = content.find("name 7");
  ASSERT_NE(at, std::string::npos);
  content[at] = static_cast<char>(content[at] ^ 1);
  write(database(), content);
  open(kNow + kDay);
  const auto list = inventory_->list({Viewer{true, ""}});
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().code, ErrorCode::DatabaseSetAside);
  expect_recovered("");
}

TEST_F(DamageTest, TellsOfALostLog) {
  fill();
  // As a crash leaves them: the log holds what the file does not.
  const fs::path crashed = temporary_.path() / "crashed.db";
  fs::copy_file(database(), crashed);
  close();
  fs::remove(database());
  fs::copy_file(crashed, database());
  open(kNow + kDay);
  const auto incident = inventory_->take_incident();
  ASSERT_TRUE(incident);
  EXPECT_EQ(incident->args.at("reason"), "the write-ahead log is missing");
  // The file itself was whole, if older than its log: newer than any backup.
  EXPECT_EQ(incident->args.at("restored_from"), incident->args.at("path"));
}

TEST_F(DamageTest, TakesUpALogThatACrashLeft) {
  fill();
  const fs::path crashed = temporary_.path() / "crashed";
  fs::create_directories(crashed);
  for (const char* part : {"kigen.db", "kigen.db-wal"}) fs::copy_file(data_ / part, crashed / part);
  close();
  for (const char* part : {"kigen.db", "kigen.db-wal"}) {
    write(data_ / part, read(crashed / part));
  }
  open(kNow + kDay);
  EXPECT_FALSE(inventory_->take_incident());
  EXPECT_EQ(inventory_->ledger().settings()->at("ui.language"), "ja");
  EXPECT_EQ(inventory_->counts({true, ""})->certificates, 50);
}

TEST_F(DamageTest, NeverOverwritesAnEarlierDamagedFile) {
  fill();
  for (int i = 0; i < 3; ++i) {
    close();
    write(database(), "garbage " + std::to_string(i) + std::string(200, 'x'));
    open(kNow + kDay);
    ASSERT_TRUE(inventory_->take_incident());
  }
  EXPECT_EQ(set_aside().size(), 3U);
}

TEST_F(DamageTest, FindsDamageWhileItRuns) {
  // More than the page cache holds.
  fill(8'500);
  close();
  open();
  std::string content = read(database());
  ASSERT_GT(content.size(), std::size_t{db::kCacheKib} * 1024);
  // Everything behind the first pages, under the open connection; what it has cached does not help it with the rest.
  for (std::size_t at = 40'000; at < content.size(); ++at) content[at] = static_cast<char>(at * 7);
  {
    std::fstream file(database(), std::ios::binary | std::ios::in | std::ios::out);
    file << content;
  }
  bool told = false;
  for (const auto& der : ders_) {
    const auto found = inventory_->find(to_hex(thumbprint(der)), {true, ""});
    if (!found && found.error().code == ErrorCode::DatabaseSetAside) {
      told = true;
      break;
    }
  }
  ASSERT_TRUE(told);
  expect_recovered("");
}

TEST_F(DamageTest, ChecksALargeFileInTheBackground) {
  fill();
  ASSERT_TRUE(inventory_->ledger().set_setting("large", std::string(12U << 20U, 'x')));
  close();
  std::string content = read(database());
  const std::size_t at = content.find("name 7");
  ASSERT_NE(at, std::string::npos);
  // The header of the page that it lies on: nothing that the first questions touch.
  const std::size_t page = at / 4096 * 4096;
  for (std::size_t i = 0; i < 8; ++i) content[page + i] = '\x7f';
  write(database(), content);
  std::mutex mutex;
  std::condition_variable called;
  bool damaged = false;
  auto opened = Inventory::open({data_,
                                 {},
                                 [&] {
                                   const std::lock_guard lock(mutex);
                                   damaged = true;
                                   called.notify_all();
                                 }},
                                kNow + kDay);
  ASSERT_TRUE(opened);
  inventory_ = std::move(*opened);
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(called.wait_for(lock, std::chrono::seconds(60), [&] { return damaged; }));
  }
  EXPECT_EQ(inventory_->settle_health().error().code, ErrorCode::DatabaseSetAside);
  EXPECT_TRUE(inventory_->settle_health());
  expect_recovered("");
}

TEST_F(DamageTest, LeavesANewerDatabaseUntouched) {
  fill();
  close();
  {
    db::Connection connection(database(), db::OpenMode::ReadWrite);
    connection.execute("PRAGMA user_version=" + std::to_string(db::newest_version() + 1));
    connection.checkpoint(true);
  }
  const std::string before = read(database());
  const auto opened = Inventory::open({data_, {}, {}}, kNow);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::DatabaseNewer);
  EXPECT_EQ(read(database()), before);
  EXPECT_FALSE(fs::exists(data_ / "kigen.db-wal"));
  EXPECT_FALSE(fs::exists(data_ / "kigen.db-shm"));
}

TEST_F(DamageTest, SeesANewerVersionThatStandsOnlyInTheLog) {
  fill();
  close();
  const fs::path crashed = temporary_.path() / "crashed";
  fs::create_directories(crashed);
  {
    db::Connection connection(database(), db::OpenMode::ReadWrite);
    connection.execute("PRAGMA user_version=" + std::to_string(db::newest_version() + 1));
    for (const char* part : {"kigen.db", "kigen.db-wal"}) fs::copy_file(data_ / part, crashed / part);
  }
  for (const char* part : {"kigen.db", "kigen.db-wal"}) {
    write(data_ / part, read(crashed / part));
  }
  const std::string before = read(data_ / "kigen.db-wal");
  const auto opened = Inventory::open({data_, {}, {}}, kNow);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::DatabaseNewer);
  EXPECT_EQ(read(data_ / "kigen.db-wal"), before);
}

TEST_F(DamageTest, SkipsABackupThatIsDamagedItself) {
  fill();
  ASSERT_TRUE(inventory_->backup_daily(kNow + kDay));
  close();
  write(data_ / "backup" / "kigen-20270116.db", "garbage");
  write(database(), std::string(500, 'x'));
  open(kNow + 2 * kDay);
  expect_recovered(std::string(500, 'x'));
}

TEST_F(DamageTest, StartsAnewWithoutAnyBackup) {
  fill();
  close();
  fs::remove_all(data_ / "backup");
  write(database(), "");
  open(kNow + kDay);
  const auto incident = inventory_->take_incident();
  ASSERT_TRUE(incident);
  EXPECT_EQ(incident->args.at("restored_from"), "");
  EXPECT_TRUE(inventory_->ledger().settings()->empty());
}

TEST_F(DamageTest, FirstStartIsNoIncident) {
  open();
  EXPECT_FALSE(inventory_->take_incident());
  // Nor is one after a crash in the middle of the creation.
  close();
  fs::rename(database(), data_ / "kigen.db.new");
  open();
  EXPECT_FALSE(inventory_->take_incident());
}

TEST_F(DamageTest, KeepsThreeBackupsAndMindsNoLeftOver) {
  open();
  fs::create_directories(data_ / "backup");
  write(data_ / "backup" / "kigen-20270115.db.partial", "left over");
  write(data_ / "backup" / "kigen-20261231.db.partial", "left over");
  for (int day = 0; day < 5; ++day) {
    ASSERT_TRUE(inventory_->backup_daily(kNow + day * kDay));
    ASSERT_TRUE(inventory_->backup_daily(kNow + day * kDay));
  }
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(data_ / "backup")) names.push_back(text(entry.path().filename()));
  EXPECT_THAT(names, ::testing::UnorderedElementsAre("kigen-20270117.db", "kigen-20270118.db", "kigen-20270119.db"));
}

}  // namespace
}  // namespace kigen::inventory
