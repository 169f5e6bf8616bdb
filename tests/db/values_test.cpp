#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "db/connection.h"
#include "db/failure.h"
#include "db/packed.h"
#include "db/sip_hash.h"
#include "db/statement.h"
#include "db/transaction.h"

namespace kigen::db {
namespace {

TEST(Packed, BringsAnyTextBack) {
  const std::vector<std::string> texts{"", "a", "1:b", std::string("\0\n:", 3), "証明書"};
  EXPECT_EQ(unpack(pack(texts)), texts);
  const Arguments arguments{{"a", "1"}, {"", ":"}};
  EXPECT_EQ(unpack_arguments(pack(arguments)), arguments);
  const std::vector<Error> errors{Error(ErrorCode::DiskFull, "x").with("path", "/p"), Error(ErrorCode::Internal)};
  EXPECT_EQ(unpack_errors(pack_errors(errors)), errors);
}

TEST(Packed, RefusesWhatItDidNotPack) {
  for (const char* text : {"x", "5:abc", "-1:a", "99999999999999999999:a", "1", "3:abc1"}) {
    EXPECT_THROW((void)unpack(text), Failure) << text;
  }
  EXPECT_THROW((void)unpack_arguments("1:a"), Failure);
}

// The vectors of the authors' reference implementation: key 00 01 … 0f, input of n bytes 00 01 …
TEST(SipHash, AgreesWithTheReference) {
  const SipKey key{0x0706050403020100U, 0x0f0e0d0c0b0a0908U};
  std::vector<std::uint8_t> input;
  EXPECT_EQ(sip_hash(key, input), 0x726fdb47dd0e0e31U);
  for (std::uint8_t i = 0; i < 15; ++i) input.push_back(i);
  EXPECT_EQ(sip_hash(key, input), 0xa129ca6149be45e5U);
}

class StatementTest : public ::testing::Test {
 protected:
  StatementTest()
      : file_(std::filesystem::temp_directory_path() / ("kigen-" + std::to_string(std::random_device{}()) + ".db")),
        connection_(std::make_unique<Connection>(file_, OpenMode::Create)) {
    connection_->execute("CREATE TABLE t(a INTEGER, b TEXT, c BLOB, d INTEGER)");
  }
  ~StatementTest() override {
    connection_.reset();
    std::filesystem::remove(file_);
  }
  std::filesystem::path file_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(StatementTest, BindsAndReadsEveryKindOfValue) {
  Statement insert(*connection_, "INSERT INTO t VALUES (?,?,?,?)");
  Statement select(*connection_, "SELECT a, b, c, d FROM t");
  insert.run(INT64_MIN, std::string_view(), std::vector<std::uint8_t>{}, std::optional<std::int64_t>{});
  Rows rows = select.query();
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), INT64_MIN);
  EXPECT_FALSE(rows.is_null(1));
  EXPECT_EQ(rows.text(1), "");
  EXPECT_FALSE(rows.is_null(2));
  EXPECT_TRUE(rows.blob(2).empty());
  EXPECT_EQ(rows.optional_integer(3), std::nullopt);
  EXPECT_FALSE(rows.next());
}

TEST_F(StatementTest, RollsBackATransactionThatIsLeft) {
  Statement insert(*connection_, "INSERT INTO t(a) VALUES (?)");
  try {
    const Transaction transaction(*connection_);
    insert.run(1);
    throw_corrupt("on the way");
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().code, ErrorCode::DatabaseCorrupt);
  }
  EXPECT_EQ(connection_->scalar("SELECT count(*) FROM t"), "0");
}

TEST_F(StatementTest, TakesAMissingTableForDamage) {
  Statement select(*connection_, "SELECT 1 FROM not_there");
  try {
    (void)select.query();
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().code, ErrorCode::DatabaseCorrupt);
  }
}

TEST_F(StatementTest, SaysBusyWhenAnotherWrites) {
  connection_->execute("PRAGMA busy_timeout=1");
  Connection other(file_, OpenMode::ReadWrite);
  other.execute("BEGIN IMMEDIATE");
  try {
    const Transaction transaction(*connection_);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.error().code, ErrorCode::DatabaseBusy);
  }
}

}  // namespace
}  // namespace kigen::db
