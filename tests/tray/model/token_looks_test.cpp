#include "tray/model/token_looks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kigen::tray {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using Cause = TokenLooks::Cause;
using Step = TokenLooks::Step;

const TokenLooks::Time kStart{1h};
const TokenLooks::Modules kTwo{"a.dll", "b.dll"};

bool is_nothing(const Step& step) {
  return !step.find && !step.watch && !step.look && !step.wake_in;
}

// From an event to the end of its look.
void look_for(TokenLooks& looks, Cause cause, TokenLooks::Time now, bool news = false) {
  (void)looks.happened(cause, now);
  ASSERT_TRUE(looks.woke(now + TokenLooks::kSettle).find);
  (void)looks.found(kTwo);
  (void)looks.looked({}, news, now + TokenLooks::kSettle);
}

TEST(TokenLooks, BeginAtOnceAndListenBeforeTheyLook) {
  TokenLooks looks;
  EXPECT_EQ(looks.happened(Cause::Start, kStart).wake_in, 0ms);
  EXPECT_TRUE(looks.woke(kStart).find);
  const Step step = looks.found(kTwo);
  EXPECT_THAT(step.watch, Optional(ElementsAre("a.dll", "b.dll")));
  EXPECT_THAT(step.look, Optional(ElementsAre("a.dll", "b.dll")));
  EXPECT_TRUE(is_nothing(looks.looked({}, true, kStart + 1s)));
  EXPECT_TRUE(is_nothing(looks.woke(kStart + 24h))) << "an idle tray looks at nothing";
}

TEST(TokenLooks, StartNothingWhereNoLibraryIs) {
  TokenLooks looks;
  (void)looks.happened(Cause::Start, kStart);
  (void)looks.woke(kStart);
  const Step step = looks.found({});
  EXPECT_FALSE(step.watch);
  EXPECT_THAT(step.look, Optional(IsEmpty()));
}

TEST(TokenLooks, WaitUntilEventsHaveSettled) {
  TokenLooks looks;
  EXPECT_EQ(looks.happened(Cause::Device, kStart).wake_in, TokenLooks::kSettle);
  EXPECT_EQ(looks.happened(Cause::Device, kStart + 500ms).wake_in, TokenLooks::kSettle);
  EXPECT_EQ(looks.woke(kStart + 800ms).wake_in, 500ms);
  EXPECT_TRUE(looks.woke(kStart + 1300ms).find);
}

TEST(TokenLooks, WaitForEventsThatNeverSettleOnlySoLong) {
  TokenLooks looks;
  TokenLooks::Time now = kStart;
  for (; now < kStart + TokenLooks::kLongestSettle; now += 100ms) (void)looks.happened(Cause::Device, now);
  EXPECT_TRUE(looks.woke(now).find);
}

TEST(TokenLooks, GoOnAfterAPauseWithWhatHappenedMeanwhile) {
  TokenLooks looks;
  (void)looks.happened(Cause::Start, kStart);
  (void)looks.woke(kStart);
  EXPECT_TRUE(is_nothing(looks.happened(Cause::Library, kStart + 1ms)));
  (void)looks.found(kTwo);
  EXPECT_TRUE(is_nothing(looks.happened(Cause::Library, kStart + 2ms)));
  EXPECT_EQ(looks.looked({}, true, kStart + 1s).wake_in, TokenLooks::kPause);
  EXPECT_TRUE(looks.woke(kStart + 1s + TokenLooks::kPause).find);
}

TEST(TokenLooks, LeaveALibraryThatFailedAloneUntilADeviceComesOrTheUserAsks) {
  TokenLooks looks;
  (void)looks.happened(Cause::Start, kStart);
  (void)looks.woke(kStart);
  (void)looks.found(kTwo);
  const Step failed = looks.looked({"a.dll"}, true, kStart + 15s);
  EXPECT_THAT(failed.watch, Optional(ElementsAre("b.dll")));
  EXPECT_FALSE(failed.wake_in) << "no clock tries it again";

  (void)looks.happened(Cause::Library, kStart + 20s);
  (void)looks.woke(kStart + 21s);
  EXPECT_THAT(looks.found(kTwo).look, Optional(ElementsAre("b.dll")));
  (void)looks.looked({}, true, kStart + 22s);

  for (const Cause cause : {Cause::Device, Cause::User}) {
    (void)looks.happened(cause, kStart + 30s);
    (void)looks.woke(kStart + 31s);
    EXPECT_THAT(looks.found(kTwo).look, Optional(ElementsAre("a.dll", "b.dll")));
    (void)looks.looked({"a.dll"}, false, kStart + 32s);
  }
}

TEST(TokenLooks, StopListeningToALibraryThatCallsForNothing) {
  TokenLooks looks;
  look_for(looks, Cause::Device, kStart);
  TokenLooks::Time now = kStart;
  for (int i = 0; i + 1 < TokenLooks::kMostVainLooks; ++i) look_for(looks, Cause::Library, now += 1min);
  (void)looks.happened(Cause::Library, now += 1min);
  (void)looks.woke(now + 1s);
  (void)looks.found(kTwo);
  EXPECT_THAT(looks.looked({}, false, now + 1s).watch, Optional(IsEmpty()));

  (void)looks.happened(Cause::Device, now += 1min);
  (void)looks.woke(now + 1s);
  EXPECT_THAT(looks.found(kTwo).watch, Optional(ElementsAre("a.dll", "b.dll"))) << "until a device comes or goes";
}

TEST(TokenLooks, KeepListeningToALibraryThatIsRightNowAndThen) {
  TokenLooks looks;
  look_for(looks, Cause::Device, kStart);
  TokenLooks::Time now = kStart;
  for (int i = 0; i < 5 * TokenLooks::kMostVainLooks; ++i) {
    (void)looks.happened(Cause::Library, now += 1min);
    (void)looks.woke(now + 1s);
    EXPECT_FALSE(looks.found(kTwo).watch);
    EXPECT_FALSE(looks.looked({}, i % 3 == 0, now + 1s).watch);
  }
}

}  // namespace
}  // namespace kigen::tray
