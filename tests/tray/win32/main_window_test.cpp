// The main window and the dialog of the interval.
#include <chrono>

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

TEST_F(TrayWindows, MainWindowListsFiltersAndExplains) {
  serve(Scene::Several);
  start();
  const HWND main = open_main();
  ASSERT_TRUE(main);
  EXPECT_NE(driver::text(main).find("0."), std::string::npos) << "the version stands in the title";
  ASSERT_TRUE(eventually([&] { return driver::list_rows(main, ids::kCertificateList) == 9; }))
      << driver::list_rows(main, ids::kCertificateList);
  driver::set_text(main, ids::kFilter, L"abcde");
  EXPECT_TRUE(eventually([&] { return driver::list_rows(main, ids::kCertificateList) == 2; }));
  driver::set_text(main, ids::kFilter, L"nothing such");
  EXPECT_TRUE(eventually([&] { return driver::list_rows(main, ids::kCertificateList) == 0; }));
  EXPECT_NE(control_text(main, ids::kCertificateEmpty).find("nothing such"), std::string::npos);
}

TEST_F(TrayWindows, CheckNowTellsItsResult) {
  serve(Scene::Fine);
  start();
  const HWND main = open_main();
  ASSERT_TRUE(main);
  ASSERT_TRUE(eventually([&] { return ::IsWindowEnabled(control(main, ids::kMainCheckNow)) != 0; }));
  driver::press(main, ids::kMainCheckNow);
  EXPECT_TRUE(eventually([&] {
    return control_text(main, ids::kProgressText) == "Checked: 2 certificates, none is about to expire.";
  })) << control_text(main, ids::kProgressText);
}

TEST_F(TrayWindows, NoticesAreMarkedRead) {
  serve(Scene::Fine);
  start();
  const HWND main = open_main();
  ASSERT_TRUE(main);
  ASSERT_TRUE(eventually([&] { return ::IsWindowEnabled(control(main, ids::kMarkAllRead)) != 0; }));
  driver::press(main, ids::kMarkAllRead);
  EXPECT_TRUE(eventually([&] { return ::IsWindowEnabled(control(main, ids::kMarkAllRead)) == 0; }));
}

TEST_F(TrayWindows, SaysThatTheServiceIsAwayAndComesBackByItself) {
  start();
  const HWND main = open_main();
  ASSERT_TRUE(main);
  EXPECT_TRUE(eventually(
      [&] { return control_text(main, ids::kCertificateEmpty).find("not connected") != std::string::npos; }));
  EXPECT_FALSE(::IsWindowEnabled(control(main, ids::kMainCheckNow)));
  serve(Scene::Fine);
  EXPECT_TRUE(
      eventually([&] { return driver::list_rows(main, ids::kCertificateList) == 2; }, std::chrono::seconds(60)));
  server_.reset();
  EXPECT_TRUE(eventually([&] { return ::IsWindowEnabled(control(main, ids::kMainCheckNow)) == 0; }));
  serve(Scene::One);
  EXPECT_TRUE(eventually([&] { return find_window(ids::kWarningClass) != nullptr; }, std::chrono::seconds(60)));
}

TEST_F(TrayWindows, IntervalRefusesWhatIsOutOfRangeAndKeepsTheOldValue) {
  serve(Scene::Fine);
  start();
  ASSERT_TRUE(open_main());
  driver::command(host(), ids::kChangeInterval);
  const HWND dialog = wait_for_window(ids::kIntervalClass);
  ASSERT_TRUE(dialog);
  ASSERT_TRUE(eventually([&] { return ::IsWindowEnabled(control(dialog, ids::kIntervalEdit)) != 0; }));
  driver::set_text(dialog, ids::kIntervalEdit, L"100");
  EXPECT_TRUE(eventually(
      [&] { return control_text(dialog, ids::kIntervalMessage).find("from 1 to 72") != std::string::npos; }));
  EXPECT_FALSE(::IsWindowEnabled(control(dialog, ids::kOk)));
  // At once, not posted: what is typed next would overtake it.
  DWORD_PTR ignored = 0;
  ::SendMessageTimeoutW(dialog, WM_COMMAND, static_cast<WPARAM>(ids::kOk), 0, SMTO_ABORTIFHUNG, 2000, &ignored);
  driver::set_text(dialog, ids::kIntervalEdit, L"6");
  ASSERT_TRUE(eventually([&] { return ::IsWindowEnabled(control(dialog, ids::kOk)) != 0; }));
  EXPECT_EQ(server_->ask([](StandService& s) { return s.interval(); }), 24);
  driver::press(dialog, ids::kOk);
  EXPECT_TRUE(wait_until_gone(ids::kIntervalClass));
  EXPECT_EQ(server_->ask([](StandService& s) { return s.interval(); }), 6);
}

TEST_F(TrayWindows, IntervalIsGreyWhenTheAdministratorSetIt) {
  serve(Scene::Locked);
  start();
  ASSERT_TRUE(wait_for_window(ids::kWarningClass));
  driver::command(host(), ids::kChangeInterval);
  const HWND dialog = wait_for_window(ids::kIntervalClass);
  ASSERT_TRUE(dialog);
  EXPECT_NE(control_text(dialog, ids::kIntervalMessage).find("set by your administrator"), std::string::npos);
  EXPECT_FALSE(::IsWindowEnabled(control(dialog, ids::kIntervalEdit)));
  EXPECT_FALSE(::IsWindowEnabled(control(dialog, ids::kOk)));
}

}  // namespace
}  // namespace kigen::tray
