// The reporter over real worker processes, a PKCS#11 module that misbehaves when asked to, and SoftHSM's tokens.
#include <cstdlib>

#include "tests/tray/tokens/posix/token_bench.h"

namespace kigen::tray {
namespace {

using namespace std::chrono_literals;
using test::add_token;
using test::cost;
using test::Tray;
using test_token::TokenRig;

bool present(Tray& tray, const std::string& serial) {
  const auto found = tray.tokens.find(serial);
  return found != tray.tokens.end() && found->second.present;
}

TEST(TokenReporter, ReportsATokenItsRemovalAndItsReturn) {
  TokenRig rig;
  const std::string serial = add_token(rig, "Anna");
  Tray tray(rig.module());
  ASSERT_TRUE(tray.until([&] { return present(tray, serial); }));
  EXPECT_EQ(tray.tokens.at(serial).label, "Anna");
  EXPECT_EQ(tray.tokens.at(serial).items.size(), 1U);
  EXPECT_TRUE(tray.tokens.at(serial).all_with_key);
  ASSERT_TRUE(tray.until([&] { return tray.drivers.has_value(); }));
  EXPECT_TRUE(tray.drivers->empty());

  // Nobody tells but the module's own C_WaitForSlotEvent.
  rig.pull(serial);
  ASSERT_TRUE(tray.until([&] { return !present(tray, serial); }));
  EXPECT_EQ(tray.tokens.at(serial).items.size(), 1U);
  rig.insert(serial);
  ASSERT_TRUE(tray.until([&] { return present(tray, serial); }));
}

TEST(TokenReporter, FollowsDeviceNoticesWhereTheLibraryHasNoWait) {
  TokenRig rig;
  const std::string serial = add_token(rig, "Anna");
  rig.set("no-wait");
  Tray tray(rig.module());
  ASSERT_TRUE(tray.until([&] { return present(tray, serial); }));
  rig.pull(serial);
  tray.reporter().device_changed();
  ASSERT_TRUE(tray.until([&] { return !present(tray, serial); }));
}

TEST(TokenReporter, NamesALibraryThatHangsAndLeavesItAlone) {
  TokenRig rig;
  const std::string serial = add_token(rig, "Anna");
  Tray tray(rig.module(), 2s);
  ASSERT_TRUE(tray.until([&] { return present(tray, serial); }));
  rig.set("hang", "C_GetTokenInfo");
  tray.reporter().user_asked();
  ASSERT_TRUE(tray.until([&] { return tray.drivers && !tray.drivers->empty(); }));
  EXPECT_EQ(tray.drivers->at(0).item, rig.module());
  EXPECT_EQ(tray.drivers->at(0).error.code, ErrorCode::TokenReadTimedOut);
  EXPECT_TRUE(present(tray, serial)) << "what hangs says nothing of its tokens";
  ASSERT_TRUE(tray.until([] { return cost().workers == 0; })) << "its workers are ended";
  const std::size_t calls = rig.calls().size();
  tray.let_pass(5s);
  EXPECT_EQ(rig.calls().size(), calls) << "no clock tries it again";

  rig.clear("hang");
  tray.reporter().device_changed();
  ASSERT_TRUE(tray.until([&] { return tray.drivers->empty(); }));
}

TEST(TokenReporter, NamesALibraryThatCrashes) {
  TokenRig rig;
  (void)add_token(rig, "Anna");
  rig.set("crash", "C_GetSlotList");
  Tray tray(rig.module());
  ASSERT_TRUE(tray.until([&] { return tray.drivers && !tray.drivers->empty(); }));
  EXPECT_EQ(tray.drivers->at(0).error.code, ErrorCode::TokenLibraryFailed);
  EXPECT_TRUE(tray.tokens.empty());
}

TEST(TokenReporter, EndsAtOnceWhileALibraryHangs) {
  TokenRig rig;
  (void)add_token(rig, "Anna");
  rig.set("hang", "C_GetSlotList");
  std::optional<Tray> tray(std::in_place, rig.module());
  ASSERT_TRUE(tray->until([&] { return !rig.calls().empty(); }));
  const auto begun = std::chrono::steady_clock::now();
  tray.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
  EXPECT_EQ(cost().workers, 0U);
}

TEST(TokenReporter, StartsNothingWithoutALibrary) {
  TokenRig rig;
  Tray tray("/nowhere/driver.so");
  tray.let_pass(1s);
  EXPECT_EQ(rig.calls().size(), 0U);
  EXPECT_EQ(cost().workers, 0U);
}

// The subject is time that passes: nothing may run and nothing may be called while a token is inserted and idle.
TEST(TokenReporter, CostsNothingWhileATokenIsInsertedAndIdle) {
  TokenRig rig;
  const std::string serial = add_token(rig, "Anna");
  Tray tray(rig.module());
  ASSERT_TRUE(tray.until([&] { return present(tray, serial) && tray.drivers; }));
  tray.let_pass(3s);
  const auto before = cost();
  const std::size_t calls = rig.calls().size(), turns = tray.turns();
  ASSERT_EQ(before.workers, 1U) << "the one that waits for an event";
  ASSERT_GT(calls, 0U);
  tray.let_pass(std::getenv("KIGEN_LONG") != nullptr ? 60s : 10s);
  const auto after = cost();
  EXPECT_EQ(after.ticks, before.ticks);
  EXPECT_EQ(after.switches, before.switches);
  EXPECT_EQ(after.workers, before.workers);
  EXPECT_EQ(rig.calls().size(), calls);
  EXPECT_EQ(tray.turns(), turns);
  rig.pull(serial);  // and it was awake all the time
  ASSERT_TRUE(tray.until([&] { return !present(tray, serial); }));
}

}  // namespace
}  // namespace kigen::tray
