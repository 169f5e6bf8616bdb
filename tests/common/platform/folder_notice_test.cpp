#include "common/platform/folder_notice.h"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "common/platform/paths.h"
#include "common/platform/random.h"

namespace kigen::platform {
namespace {

using namespace std::chrono_literals;

class FolderNoticeTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    auto watching = FolderNotice::watch(
        io_, folder_, [](std::string_view name) { return name == "kigen.toml"; }, [this] { ++calls_; });
    ASSERT_TRUE(watching) << to_log_line(watching.error());
    notice_ = std::move(*watching);
  }
  void TearDown() override {
    notice_.reset();
    io_.restart();
    io_.run_for(100ms);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  void write(const char* name, const char* text) const { std::ofstream(folder_ / name) << text; }
  /// True once `calls` calls have come; false when they have not after a generous time.
  bool called(int calls) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (calls_ < calls && std::chrono::steady_clock::now() < end) {
      io_.restart();
      io_.run_for(50ms);
    }
    return calls_ >= calls;
  }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("kigen-notice-" + random_hex(8));
  boost::asio::io_context io_;
  std::unique_ptr<FolderNotice> notice_;
  int calls_ = 0;
};

TEST_F(FolderNoticeTest, TellsWhenTheFileComesChangesIsReplacedAndGoes) {
  write("kigen.toml", "a = 1\n");
  EXPECT_TRUE(called(1));
  write("kigen.toml", "a = 22\n");
  EXPECT_TRUE(called(2));
  write("other.tmp", "a = 333\n");
  std::filesystem::rename(folder_ / "other.tmp", folder_ / "kigen.toml");
  EXPECT_TRUE(called(3));
  std::filesystem::remove(folder_ / "kigen.toml");
  EXPECT_TRUE(called(4));
}

TEST_F(FolderNoticeTest, GathersABurstAndPassesOverOtherFiles) {
  for (int i = 0; i < 20; ++i) write("kigen.toml", "a = 1\n");
  EXPECT_TRUE(called(1));
  const int so_far = calls_;
  EXPECT_LE(so_far, 2);
  for (int i = 0; i < 20; ++i) write("kigen.db-wal", "frame");
  write("kigen.toml", "a = 2\n");
  EXPECT_TRUE(called(so_far + 1));
  EXPECT_LE(calls_, so_far + 2);
}

TEST(FolderNotice, SaysThatAFolderIsNotThere) {
  boost::asio::io_context io;
  const auto notice = FolderNotice::watch(
      io, std::filesystem::temp_directory_path() / "kigen-no-such-folder", [](std::string_view) { return true; },
      [] {});
  ASSERT_FALSE(notice);
  EXPECT_EQ(notice.error().code, ErrorCode::SourceUnavailable);
}

}  // namespace
}  // namespace kigen::platform
