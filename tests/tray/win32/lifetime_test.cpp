// The tray as a program: one of it, its icon, its end, what it reports.
#include <windows.h>

#include <shellapi.h>

#include "tests/tray/win32/tray_fixture.h"
#include "tray/ids.h"

namespace kigen::tray {
namespace {

using driver::eventually;
using driver::find_window;
using driver::wait_for_window;
using stand::Scene;
using stand::StandService;

TEST_F(TrayWindows, SecondStartShowsTheFirstsMainWindowAndEnds) {
  serve(Scene::Fine);
  start();
  ASSERT_TRUE(host());
  const driver::Program second(tray_command());
  EXPECT_TRUE(second.wait_for_end());
  EXPECT_EQ(second.exit_code(), 0U);
  EXPECT_TRUE(wait_for_window(ids::kMainClass));
}

TEST_F(TrayWindows, SecondStartAtLogonIsQuiet) {
  serve(Scene::Fine);
  start();
  ASSERT_TRUE(host());
  const driver::Program second(tray_command() + L" --logon");
  EXPECT_TRUE(second.wait_for_end());
  EXPECT_FALSE(find_window(ids::kMainClass));
}

TEST_F(TrayWindows, ExitReallyExits) {
  serve(Scene::One);
  start();
  ASSERT_TRUE(wait_for_window(ids::kWarningClass));
  driver::command(host(), ids::kExit);
  EXPECT_TRUE(tray_->wait_for_end());
  EXPECT_EQ(tray_->exit_code(), 0U);
  EXPECT_FALSE(find_window(ids::kWarningClass));
}

// What the shell answers about the tray's icon: whoever names its window and id may speak of it.
bool shell_takes(DWORD message, HWND host) {
  NOTIFYICONDATAW icon{};
  icon.cbSize = sizeof icon;
  icon.hWnd = host;
  icon.uID = ids::kIconId;
  return ::Shell_NotifyIconW(message, &icon) != FALSE;
}
bool shell_has_icon(HWND host) {
  return shell_takes(NIM_MODIFY, host);
}

TEST_F(TrayWindows, AddsItsIconAgainWhenExplorerHasStartedAnew) {
  serve(Scene::Fine);
  start();
  const HWND tray = host();
  ASSERT_TRUE(tray);
  ASSERT_TRUE(eventually([&] { return shell_has_icon(tray); }));
  // With Explorer goes what it knew of icons.
  ASSERT_TRUE(shell_takes(NIM_DELETE, tray));
  ASSERT_FALSE(shell_has_icon(tray));
  DWORD_PTR result = 1;
  EXPECT_TRUE(
      ::SendMessageTimeoutW(tray, ::RegisterWindowMessageW(L"TaskbarCreated"), 0, 0, SMTO_ABORTIFHUNG, 5000, &result));
  EXPECT_TRUE(eventually([&] { return shell_has_icon(tray); }));
  EXPECT_TRUE(tray_->running());
}

TEST_F(TrayWindows, ReportsTheUsersStore) {
  serve(Scene::Fine);
  start();
  EXPECT_TRUE(eventually([&] { return server_->ask([](StandService& s) { return !s.reports().empty(); }); }));
  EXPECT_EQ(server_->ask([](StandService& s) { return s.reports()[0].source; }), "CurrentUser\\My");
}

}  // namespace
}  // namespace kigen::tray
