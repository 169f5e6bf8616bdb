// The warning window and its balloon.
#include <string>

#include "tests/tray/win32/tray_fixture.h"
#include "tray/ids.h"

namespace kigen::tray {
namespace {

using driver::control;
using driver::control_text;
using driver::eventually;
using driver::find_window;
using driver::wait_for_window;
using driver::wait_until_gone;
using stand::Scene;
using stand::StandService;

TEST_F(TrayWindows, WarningStandsWithoutTheFocusAndNamesTheCertificate) {
  serve(Scene::One);
  const HWND typing = ::CreateWindowExW(0, L"EDIT", L"", WS_OVERLAPPEDWINDOW | WS_VISIBLE, 10, 10, 200, 80, nullptr,
                                        nullptr, nullptr, nullptr);
  ::SetForegroundWindow(typing);
  ASSERT_TRUE(eventually([&] { return ::GetForegroundWindow() == typing; }));
  start();
  const HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  EXPECT_EQ(control_text(warning, ids::kWarningHeadline),
            "The certificate for customs and port filing expires in 12 days");
  EXPECT_EQ(control_text(warning, ids::kWarningIdentifierLabel), "Authentication code 1:");
  EXPECT_EQ(control_text(warning, ids::kWarningIdentifier), "ABCDE12345");
  EXPECT_EQ(::GetForegroundWindow(), typing);
  EXPECT_TRUE(::GetWindowLongPtrW(warning, GWL_EXSTYLE) & WS_EX_TOPMOST);
  ::DestroyWindow(typing);
}

TEST_F(TrayWindows, CloseSnoozesUntilTheNextCheckWhichBringsItBack) {
  serve(Scene::One);
  start();
  const HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  driver::press(warning, ids::kWarningClose);
  ASSERT_TRUE(wait_until_gone(ids::kWarningClass));
  ASSERT_TRUE(eventually([&] { return server_->ask([](StandService& s) { return s.snoozes().size(); }) == 1U; }));
  EXPECT_EQ(server_->ask([](StandService& s) { return s.snoozes()[0].until; }), "next_check");
  server_->ask([](StandService& s) { s.check(); });
  EXPECT_TRUE(wait_for_window(ids::kWarningClass));
}

TEST_F(TrayWindows, WarningGoesAwayWhenTheCertificateWasRenewed) {
  serve(Scene::One);
  start();
  ASSERT_TRUE(wait_for_window(ids::kWarningClass));
  server_->ask([](StandService& s) { s.set_scene(Scene::Fine); });
  EXPECT_TRUE(wait_until_gone(ids::kWarningClass));
}

TEST_F(TrayWindows, OneWindowListsSeveralEachWithItsOwnRenew) {
  serve(Scene::Several);
  start();
  const HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  EXPECT_TRUE(control(warning, ids::kRowRenew)) << driver::describe(warning);
  EXPECT_FALSE(control(warning, ids::kRowRenew + 1)) << "no profile: nothing to renew with";
  EXPECT_TRUE(control(warning, ids::kRowRenew + 2));
  EXPECT_NE(control_text(warning, ids::kRowTitle + 2).find("ABCDE12345"), std::string::npos);
}

TEST_F(TrayWindows, WarningGrowsUpwardsSoThatItsButtonsStay) {
  serve(Scene::One);
  start();
  const HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  RECT small{};
  ::GetWindowRect(warning, &small);
  server_->ask([](StandService& s) { s.set_scene(Scene::Several); });
  RECT large{};
  EXPECT_TRUE(eventually([&] {
    ::GetWindowRect(warning, &large);
    return large.bottom - large.top > small.bottom - small.top && large.bottom == small.bottom;
  })) << large.top
      << " " << large.bottom << " was " << small.top << " " << small.bottom;
}

TEST_F(TrayWindows, ExpiredButRenewableAndLapsedSayDifferentThings) {
  serve(Scene::Expired);
  start();
  HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  EXPECT_NE(control_text(warning, ids::kWarningHeadline).find("can still be renewed until"), std::string::npos);
  EXPECT_TRUE(::IsWindowVisible(control(warning, ids::kWarningRenew)));
  server_->ask([](StandService& s) { s.set_scene(Scene::Lapsed); });
  EXPECT_TRUE(eventually([&] {
    warning = find_window(ids::kWarningClass);
    return warning && control_text(warning, ids::kWarningHeadline).find("can no longer") != std::string::npos;
  }));
  EXPECT_FALSE(::IsWindowVisible(control(warning, ids::kWarningRenew)));
  EXPECT_NE(control_text(warning, ids::kWarningAdvice).find("Ask your bank"), std::string::npos);
}

TEST_F(TrayWindows, DetailsOpenTheMainWindowAtTheCertificate) {
  serve(Scene::One);
  start();
  const HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  driver::press(warning, ids::kWarningDetails);
  const HWND main = wait_for_window(ids::kMainClass);
  ASSERT_TRUE(main);
  EXPECT_TRUE(eventually([&] {
    return control_text(main, ids::kDetails).find("Authentication code 1") != std::string::npos;
  })) << control_text(main, ids::kDetails);
}

TEST_F(TrayWindows, SpeaksTheChosenLanguageAtOnce) {
  serve(Scene::One);
  start();
  const HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  driver::command(host(), ids::kLanguageJapanese);
  EXPECT_TRUE(eventually([&] {
    return control_text(warning, ids::kWarningHeadline) == "輸出入・港湾手続きの証明書の有効期限まで、あと12日です";
  })) << driver::describe(warning);
  EXPECT_EQ(control_text(warning, ids::kWarningRenew), "今すぐ更新(&R)");
}

TEST_F(TrayWindows, BalloonSaysWhatTheWarningSays) {
  serve(Scene::One);
  start();
  const HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  const std::string said = control_text(warning, ids::kWarningMeaning);
  ASSERT_FALSE(said.empty());
  // The shell shows one balloon after the other, each for some seconds, and the tests before this one left some.
  EXPECT_TRUE(eventually([&] { return balloon_text().find(said) != std::string::npos; }, std::chrono::seconds(90)))
      << said << "\n"
      << balloon_text();
}

}  // namespace
}  // namespace kigen::tray
