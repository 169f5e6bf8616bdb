#include <gtest/gtest.h>

#include <algorithm>

#include "samples.h"
#include "tray/model/warning_flow.h"
#include "tray/model/warning_view.h"

namespace kigen::tray {
namespace {

using test::certificate;
using text::Language;

template <class Action>
const Action* find(const WarningActions& actions) {
  for (const WarningAction& action : actions) {
    if (const auto* found = std::get_if<Action>(&action)) return found;
  }
  return nullptr;
}

ipc::WarningList list_of(std::vector<ipc::CertificateSummary> items) {
  return {1, std::move(items)};
}

TEST(WarningFlow, OpensForTheFirstListAndGoesAwayWithAnEmptyOne) {
  WarningFlow flow;
  EXPECT_TRUE(find<OpenWarning>(flow.pushed(list_of({certificate(1, "due", 12)}), true)));
  EXPECT_TRUE(flow.standing());
  EXPECT_TRUE(find<HideWarning>(flow.pushed(list_of({}), true)));
  EXPECT_FALSE(flow.standing());
}

TEST(WarningFlow, OnlyRefreshesWhileNothingIsNews) {
  WarningFlow flow;
  (void)flow.pushed(list_of({certificate(1, "due", 12), certificate(2, "due", 20)}), true);
  const WarningActions fewer = flow.pushed(list_of({certificate(1, "due", 11)}), true);
  EXPECT_TRUE(find<RefreshWarning>(fewer));
  EXPECT_FALSE(find<OpenWarning>(fewer));
  EXPECT_TRUE(find<OpenWarning>(flow.pushed(list_of({certificate(1, "due", 11), certificate(3, "due", 1)}), true)));
}

TEST(WarningFlow, WaitsWhileTheScreenIsNotToBeDisturbed) {
  WarningFlow flow;
  const WarningActions waiting = flow.pushed(list_of({certificate(1, "due", 12)}), false);
  ASSERT_TRUE(find<WatchScreen>(waiting));
  EXPECT_TRUE(find<WatchScreen>(waiting)->on);
  EXPECT_FALSE(find<OpenWarning>(waiting));
  EXPECT_TRUE(flow.screen_checked(false).empty());
  const WarningActions opened = flow.screen_checked(true);
  EXPECT_TRUE(find<OpenWarning>(opened));
  ASSERT_TRUE(find<WatchScreen>(opened));
  EXPECT_FALSE(find<WatchScreen>(opened)->on);
}

TEST(WarningFlow, DoesNotOpenAfterTheFullScreenWhenTheServiceTookItBack) {
  WarningFlow flow;
  (void)flow.pushed(list_of({certificate(1, "due", 12)}), false);
  EXPECT_TRUE(find<WatchScreen>(flow.pushed(list_of({}), false)));
  EXPECT_TRUE(flow.screen_checked(true).empty());
}

TEST(WarningFlow, ClosingSnoozesEverythingUntilTheNextCheck) {
  WarningFlow flow;
  (void)flow.pushed(list_of({certificate(2, "due", 12), certificate(1, "due", 20)}), true);
  const WarningActions closed = flow.snoozed("next_check");
  EXPECT_TRUE(find<HideWarning>(closed));
  ASSERT_TRUE(find<SendSnooze>(closed));
  EXPECT_EQ(find<SendSnooze>(closed)->thumbprints.size(), 2U);
  EXPECT_EQ(find<SendSnooze>(closed)->until, "next_check");
}

TEST(WarningFlow, AnOlderPushDoesNotBringBackWhatWasJustClosed) {
  WarningFlow flow;
  const ipc::WarningList list = list_of({certificate(1, "due", 12)});
  (void)flow.pushed(list, true);
  (void)flow.snoozed("1h");
  EXPECT_TRUE(flow.pushed(list, true).empty());
  const ipc::WarningList none = list_of({});
  EXPECT_TRUE(flow.answered(&none, true).empty());
  EXPECT_TRUE(find<OpenWarning>(flow.pushed(list, true)));
}

TEST(WarningFlow, LostAnswersDoNotSilenceItForEver) {
  WarningFlow flow;
  const ipc::WarningList list = list_of({certificate(1, "due", 12)});
  (void)flow.pushed(list, true);
  (void)flow.snoozed("1h");
  flow.disconnected();
  EXPECT_TRUE(find<OpenWarning>(flow.pushed(list, true)));
}

TEST(WarningFlow, StaysWhenTheWizardCannotStart) {
  WarningFlow flow;
  const auto item = certificate(1, "due", 12);
  (void)flow.pushed(list_of({item}), true);
  const WarningActions renew = flow.renew(item.thumbprint_sha256);
  ASSERT_TRUE(find<LaunchWizard>(renew));
  EXPECT_EQ(find<LaunchWizard>(renew)->profile, "customs");
  EXPECT_TRUE(flow.wizard_launched(item.thumbprint_sha256, false).empty());
  EXPECT_TRUE(flow.standing());
  const WarningActions started = flow.wizard_launched(item.thumbprint_sha256, true);
  EXPECT_TRUE(find<HideWarning>(started));
  EXPECT_TRUE(find<SendWizardStarted>(started));
}

TEST(WarningView, SaysWhatWhenAndWhatItMeans) {
  const test::Fixture at;
  const WarningView view = warning_view(at.context(), list_of({certificate(1, "due", 12)}), std::nullopt);
  EXPECT_EQ(view.headline, "The certificate for customs filing expires in 12 days");
  EXPECT_EQ(view.meaning, "Wednesday, 2 December. After that you cannot send or receive until a new one is issued.");
  EXPECT_EQ(view.identifier_label, "Authentication code 1:");
  EXPECT_EQ(view.identifier, "CODE1");
  EXPECT_TRUE(view.renewable);
  EXPECT_TRUE(view.advice.empty());
}

TEST(WarningView, SaysTodayOnTheLastDayInBothLanguages) {
  const test::Fixture at;
  const auto list = list_of({certificate(1, "due", 0)});
  EXPECT_EQ(warning_view(at.context(), list, {}).headline, "The certificate for customs filing expires today");
  EXPECT_EQ(warning_view(at.context(Language::Japanese), list, {}).headline, "通関の証明書の有効期限は本日までです");
}

TEST(WarningView, SaysUntilWhenAnExpiredOneCanBeRenewed) {
  const test::Fixture at;
  const WarningView view = warning_view(at.context(), list_of({certificate(1, "expired", -3)}), {});
  EXPECT_EQ(view.headline,
            "The certificate for customs filing expired 3 days ago; it can still be renewed until Monday, 15 February "
            "2027");
  EXPECT_EQ(view.icon, IconState::Expired);
}

TEST(WarningView, SaysWhereToApplyForALapsedOne) {
  const test::Fixture at;
  const WarningView view = warning_view(at.context(), list_of({certificate(1, "lapsed", -120)}), {});
  EXPECT_FALSE(view.renewable);
  EXPECT_EQ(view.advice, "Apply at the help desk.");
}

TEST(WarningView, DoesNotPromiseARenewalWithoutAProfile) {
  const test::Fixture at;
  const WarningView view = warning_view(at.context(), list_of({certificate(1, "due", 5, "")}), {});
  EXPECT_FALSE(view.renewable);
  EXPECT_NE(view.advice.find("Example CA"), std::string::npos);
  EXPECT_EQ(view.headline, "The certificate “CODE1” expires in 5 days");
}

TEST(WarningView, ListsTheOthersEachWithItsOwnRenew) {
  const test::Fixture at;
  const auto list = list_of({certificate(1, "due", 1), certificate(2, "due", 9), certificate(3, "lapsed", -99)});
  const WarningView view = warning_view(at.context(), list, {});
  ASSERT_EQ(view.others.size(), 2U);
  EXPECT_EQ(view.others[0].button, "Renew &1");
  EXPECT_EQ(view.others[1].button, "");
  EXPECT_EQ(view.others_heading, "2 other certificates need attention:");
}

TEST(WarningView, KeepsTheBalloonWithinWindowsBounds) {
  const test::Fixture at;
  auto item = certificate(1, "due", 12, "");
  item.identifier = std::string(500, 'x');
  const WarningView view = warning_view(at.context(), list_of({item}), {});
  const auto characters = [](const std::string& text) {
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  };
  EXPECT_EQ(characters(view.balloon_title), 63);
  EXPECT_LE(characters(view.balloon_text), 255);
}

}  // namespace
}  // namespace kigen::tray
