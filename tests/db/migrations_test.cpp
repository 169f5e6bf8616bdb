#include "db/migrations.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "db/connection.h"
#include "db/sip_hash.h"

namespace kigen::db {
namespace {

// The hash of each version's SQL. A released version is never edited: add a version and its hash instead.
constexpr std::uint64_t kFrozen[] = {11604434826203538305U, 17381831693491104039U, 15704720784527624377U};

TEST(Migrations, AreNeverEdited) {
  ASSERT_EQ(migrations().size(), std::size(kFrozen));
  for (std::size_t i = 0; i < migrations().size(); ++i) {
    EXPECT_EQ(sip_hash(SipKey{}, std::string_view(migrations()[i])), kFrozen[i]) << "version " << i + 1;
  }
}

TEST(Migrations, MarkTheFileAsOurs) {
  const auto file =
      std::filesystem::temp_directory_path() / ("kigen-" + std::to_string(std::random_device{}()) + ".db");
  {
    Connection connection(file, OpenMode::Create);
    migrate(connection);
    EXPECT_EQ(connection.scalar("PRAGMA application_id"), std::to_string(kApplicationId));
    EXPECT_EQ(connection.scalar("PRAGMA user_version"), std::to_string(newest_version()));
    EXPECT_EQ(connection.scalar("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(connection.scalar("PRAGMA synchronous"), "2");
    EXPECT_EQ(connection.scalar("PRAGMA foreign_keys"), "1");
    EXPECT_EQ(connection.check(true), "");
    migrate(connection);
  }
  std::filesystem::remove(file);
}

TEST(Migrations, KeepWhatAnOlderVersionHolds) {
  const auto file =
      std::filesystem::temp_directory_path() / ("kigen-" + std::to_string(std::random_device{}()) + ".db");
  {
    Connection connection(file, OpenMode::Create);
    migrate(connection, 1);
    connection.execute("INSERT INTO settings(key, value) VALUES ('check.interval_hours', '12')");
    migrate(connection);
    EXPECT_EQ(connection.scalar("PRAGMA user_version"), std::to_string(newest_version()));
    EXPECT_EQ(connection.scalar("SELECT value FROM settings"), "12");
    EXPECT_EQ(connection.scalar("SELECT count(*) FROM attempts"), "0");
    EXPECT_EQ(connection.scalar("SELECT count(*) FROM renewals"), "0");
    connection.execute("INSERT INTO sources(owner_id, kind, name) VALUES (1, 2, 'folder')");
    EXPECT_EQ(connection.scalar("SELECT token_label || token_present FROM sources"), "1");
    EXPECT_EQ(connection.check(true), "");
  }
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace kigen::db
