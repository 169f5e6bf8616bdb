// Arrival and removal are told, an idle watch does nothing, and its end takes its workers with it.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/common/keys/pkcs11/support/test_token.h"

namespace kigen::keys::pkcs11 {
namespace {

using test::module_path;
using test::TestToken;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

class WatcherTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!test_token::TokenRig::available()) GTEST_SKIP() << "SoftHSM is not here";
    token_ = std::make_unique<TestToken>();
    token_->set("log");
  }
  template <class Condition>
  static bool eventually(Condition condition) {
    for (const auto end = Clock::now() + std::chrono::seconds(20); Clock::now() < end;) {
      if (condition()) return true;
      std::this_thread::sleep_for(milliseconds(10));
    }
    return condition();
  }
  std::unique_ptr<TestToken> token_;
  std::atomic<int> changes_ = 0;
};

TEST_F(WatcherTest, TellsOfEachArrivalAndRemoval) {
  const auto watcher = watch_tokens({module_path()}, {}, [this] { ++changes_; });
  ASSERT_TRUE(eventually([&] { return token_->calls("C_WaitForSlotEvent") == 1; }));
  token_->set("pulled");
  EXPECT_TRUE(eventually([&] { return changes_ == 1; }));
  ASSERT_TRUE(eventually([&] { return token_->calls("C_WaitForSlotEvent") == 2; }));
  token_->clear("pulled");
  EXPECT_TRUE(eventually([&] { return changes_ == 2; }));
}

TEST_F(WatcherTest, MissesNothingThatComesOnceItIsThere) {
  // The library knows its tokens when it has been initialised: what comes before that is no event of its own.
  token_->set("slow", "C_Initialize=700");
  token_->set("pulled");
  const auto watcher = watch_tokens({module_path()}, {}, [this] { ++changes_; });
  token_->clear("pulled");
  EXPECT_TRUE(eventually([&] { return changes_ == 1; }));
}

TEST_F(WatcherTest, CallsForALookWhenItStartedLate) {
  token_->set("slow", "C_Initialize=4500");
  const auto started = Clock::now();
  const auto watcher = watch_tokens({module_path()}, {}, [this] { ++changes_; });
  EXPECT_LT(Clock::now() - started, std::chrono::seconds(4));
  EXPECT_EQ(changes_, 0);
  EXPECT_TRUE(eventually([&] { return changes_ == 1; }));
}

TEST_F(WatcherTest, ThatIsIdleCallsNothing) {
  const auto watcher = watch_tokens({module_path()}, {}, [this] { ++changes_; });
  ASSERT_TRUE(eventually([&] { return token_->calls("C_WaitForSlotEvent") == 1; }));
  const int before = token_->calls("C_");
  std::this_thread::sleep_for(milliseconds(1500));  // a stretch of time is what is examined
  EXPECT_EQ(token_->calls("C_"), before);
  EXPECT_EQ(changes_, 0);
}

TEST_F(WatcherTest, WithoutAWaitEndsQuietly) {
  token_->set("no-wait");
  const auto watcher = watch_tokens({module_path()}, {}, [this] { ++changes_; });
  EXPECT_TRUE(eventually([&] { return token_->calls("C_Finalize") == 1; }));
  EXPECT_EQ(token_->calls("C_WaitForSlotEvent"), 1);
  EXPECT_EQ(changes_, 0);
}

TEST_F(WatcherTest, WhoseWaitDoesNotWaitIsNoPoll) {
  token_->set("error", "C_WaitForSlotEvent=0");
  const auto watcher = watch_tokens({module_path()}, {}, [this] { ++changes_; });
  EXPECT_TRUE(eventually([&] { return token_->calls("C_Finalize") == 1; }));
  EXPECT_LE(changes_, 100);
}

TEST_F(WatcherTest, EndsAtOnceWhileItWaitsOrStarts) {
  for (const bool waiting : {true, false}) {
    auto watcher = watch_tokens({module_path(), test::bad_module_path("hang-load")}, {}, [this] { ++changes_; });
    EXPECT_TRUE(!waiting || eventually([&] { return token_->calls("C_WaitForSlotEvent") == 1; }));
    const auto started = Clock::now();
    watcher.reset();
    EXPECT_LT(Clock::now() - started, std::chrono::seconds(5));
  }
}

}  // namespace
}  // namespace kigen::keys::pkcs11
