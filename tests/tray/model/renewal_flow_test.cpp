#include "tray/model/renewal_flow.h"

#include <gtest/gtest.h>

namespace kigen::tray {
namespace {

const Instant kSince = from_unix(1'800'000'000);

ipc::RenewalList list(std::initializer_list<ipc::RenewalItem> items) {
  return {items};
}

TEST(RenewalFlow, StartsEachListedRenewalOnce) {
  RenewalFlow flow;
  EXPECT_EQ(flow.pushed(list({{"aa", "web", kSince}})), (StartRenewal{"aa", "web"}));
  EXPECT_FALSE(flow.pushed(list({{"aa", "web", kSince}})));
  EXPECT_FALSE(flow.ended()) << "it stays listed until its report is in";
  EXPECT_FALSE(flow.pushed(list({{"aa", "web", kSince}})));
}

TEST(RenewalFlow, StartsAgainWhenTheServiceAsksAgain) {
  RenewalFlow flow;
  (void)flow.pushed(list({{"aa", "web", kSince}}));
  (void)flow.ended();
  EXPECT_FALSE(flow.pushed({}));
  EXPECT_TRUE(flow.pushed(list({{"aa", "web", kSince + std::chrono::hours{4}}})));
}

TEST(RenewalFlow, RunsOneAfterTheOther) {
  RenewalFlow flow;
  EXPECT_EQ(flow.pushed(list({{"aa", "web", kSince}, {"bb", "web", kSince}}))->thumbprint, "aa");
  EXPECT_TRUE(flow.running());
  EXPECT_EQ(flow.ended()->thumbprint, "bb");
  EXPECT_FALSE(flow.ended());
  EXPECT_FALSE(flow.running());
}

TEST(RenewalFlow, StartsNothingTwiceOverALostConnection) {
  RenewalFlow flow;
  (void)flow.pushed(list({{"aa", "web", kSince}}));
  flow.disconnected();
  EXPECT_FALSE(flow.pushed(list({{"aa", "web", kSince}})));
  EXPECT_FALSE(flow.ended());
}

}  // namespace
}  // namespace kigen::tray
