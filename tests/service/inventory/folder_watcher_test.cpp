#include "service/inventory/folder_watcher.h"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

#include "tests/service/inventory/workshop.h"

namespace kigen::inventory {
namespace {

using namespace testing;
namespace fs = std::filesystem;

class FolderWatcherTest : public ::testing::Test {
 protected:
  void watch() {
    auto started = FolderWatcher::start(context_, text(temporary_.path()),
                                        [this](FolderChange change) { changes_.push_back(std::move(change)); },
                                        {std::chrono::milliseconds(40), std::chrono::milliseconds(400)});
    ASSERT_TRUE(started) << to_log_line(started.error());
    watcher_ = std::move(*started);
  }
  // Until a change satisfies, or ten seconds have passed.
  template <class Wanted>
  [[nodiscard]] bool wait_for(Wanted&& wanted) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    const auto found = [&] { return std::any_of(changes_.begin(), changes_.end(), wanted); };
    while (!found() && std::chrono::steady_clock::now() < deadline) {
      (void)context_.run_one_for(std::chrono::milliseconds(200));
      context_.restart();
    }
    return found();
  }
  [[nodiscard]] auto names(const fs::path& path) const {
    return [wanted = text(path)](const FolderChange& change) {
      return change.rescan || std::find(change.paths.begin(), change.paths.end(), wanted) != change.paths.end();
    };
  }

  TemporaryFolder temporary_;
  boost::asio::io_context context_;
  std::vector<FolderChange> changes_;
  std::unique_ptr<FolderWatcher> watcher_;
};

TEST_F(FolderWatcherTest, NamesAChangedFile) {
  watch();
  write(temporary_.path() / "notes.txt", "of no interest");
  write(temporary_.path() / "a.pem", "x");
  ASSERT_TRUE(wait_for(names(temporary_.path() / "a.pem")));
  EXPECT_FALSE(changes_.front().rescan);
  EXPECT_EQ(changes_.front().paths.size(), 1U);
  changes_.clear();
  fs::remove(temporary_.path() / "a.pem");
  EXPECT_TRUE(wait_for(names(temporary_.path() / "a.pem")));
}

TEST_F(FolderWatcherTest, GathersABurst) {
  watch();
  for (int i = 0; i < 50; ++i) write(temporary_.path() / ("c" + std::to_string(i) + ".pem"), "x");
  ASSERT_TRUE(wait_for(names(temporary_.path() / "c49.pem")));
  EXPECT_LE(changes_.size(), 3U);
}

TEST_F(FolderWatcherTest, AsksForAScanAfterTooMany) {
  watch();
  for (int i = 0; i < 1100; ++i) write(temporary_.path() / ("c" + std::to_string(i) + ".pem"), "x");
  EXPECT_TRUE(wait_for([](const FolderChange& change) { return change.rescan || change.paths.size() > 900; }));
}

TEST_F(FolderWatcherTest, SeesSubfoldersThatWereThere) {
  if (under_wine()) GTEST_SKIP() << "Wine does not watch them";
  fs::create_directories(temporary_.path() / "old" / "deep");
  watch();
  write(temporary_.path() / "old" / "deep" / "a.pem", "x");
  EXPECT_TRUE(wait_for(names(temporary_.path() / "old" / "deep" / "a.pem")));
}

TEST_F(FolderWatcherTest, SeesANewSubfolder) {
  watch();
  fs::create_directories(temporary_.path() / "new");
  ASSERT_TRUE(wait_for([](const FolderChange& change) { return change.rescan; }));
  changes_.clear();
  write(temporary_.path() / "new" / "b.pem", "x");
  EXPECT_TRUE(wait_for(names(temporary_.path() / "new" / "b.pem")));
}

TEST_F(FolderWatcherTest, IsSilentAfterItsEnd) {
  watch();
  write(temporary_.path() / "a.pem", "x");
  watcher_.reset();
  (void)context_.run_for(std::chrono::milliseconds(200));
  EXPECT_TRUE(changes_.empty());
}

TEST_F(FolderWatcherTest, HasNothingToDoWhileNothingHappens) {
  watch();
  EXPECT_EQ(context_.run_for(std::chrono::milliseconds(300)), 0U);
}

TEST_F(FolderWatcherTest, SaysWhyItCannotWatch) {
  const auto started = FolderWatcher::start(context_, text(temporary_.path() / "not there"), [](FolderChange) {});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::SourceUnavailable);
}

}  // namespace
}  // namespace kigen::inventory
