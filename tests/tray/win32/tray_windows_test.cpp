// The real kigen-tray.exe on a real desktop against a real pipe server.
#include <windows.h>

#include <gtest/gtest.h>
#include <shellapi.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "common/platform/win32/utf.h"
#include "tests/tray/stand/stand_server.h"
#include "tests/tray/win32/driver.h"
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

constexpr wchar_t kLanguageKey[] = L"Software\\Kigen";

class TrayWindows : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!::FindWindowW(L"Shell_TrayWnd", nullptr)) GTEST_SKIP() << "no desktop with a task bar";
    ::RegSetKeyValueW(HKEY_CURRENT_USER, kLanguageKey, L"Language", REG_SZ, L"en", 3 * sizeof(wchar_t));
    name_ = "pipe:KigenTray-" + std::to_string(std::random_device{}());
  }
  void TearDown() override {
    tray_.reset();
    for (const std::wstring& name : copied_) ::DeleteFileW((program_folder_ + name).c_str());
    if (!program_folder_.empty()) ::RemoveDirectoryW(program_folder_.c_str());
    ::RegDeleteKeyValueW(HKEY_CURRENT_USER, kLanguageKey, L"Language");
  }
  void serve(Scene scene) {
    server_ = std::make_unique<stand::StandServer>(ipc::parse_endpoint(name_).value(), scene);
    ASSERT_TRUE(server_->listening());
  }
  void start() {
    // The tray of the test before has ended, but the system may still be closing its handles.
    ASSERT_TRUE(eventually([] {
      const HANDLE mutex = ::OpenMutexW(SYNCHRONIZE, FALSE, ids::kMutex);
      if (mutex) ::CloseHandle(mutex);
      return mutex == nullptr;
    }));
    tray_ = std::make_unique<driver::Program>(tray_command());
  }
  /// The tray starts from a folder of its own, with a wizard that only writes down how it was called, or with none.
  void start_from_own_folder(bool with_wizard) {
    wchar_t temporary[MAX_PATH];
    ::GetTempPathW(MAX_PATH, temporary);
    program_folder_ = temporary + std::wstring(L"kigen-tray-") + std::to_wstring(std::random_device{}()) + L"\\";
    ASSERT_TRUE(::CreateDirectoryW(program_folder_.c_str(), nullptr));
    const auto copy = [this](const wchar_t* from, const wchar_t* to) {
      copied_.emplace_back(to);
      return ::CopyFileW((driver::own_folder() + from).c_str(), (program_folder_ + to).c_str(), TRUE) != FALSE;
    };
    ASSERT_TRUE(copy(L"kigen-tray.exe", L"kigen-tray.exe"));
    if (with_wizard) {
      ASSERT_TRUE(copy(L"kigen-fake-wizard.exe", L"kigen-wizard.exe"));
      copied_.emplace_back(L"wizard.txt");
    }
    start();
  }
  [[nodiscard]] std::wstring tray_command() const {
    const std::wstring folder = program_folder_.empty() ? driver::own_folder() : program_folder_;
    return L"\"" + folder + L"kigen-tray.exe\" --connect " + platform::to_wide(name_);
  }
  [[nodiscard]] HWND host() const {
    HWND found = nullptr;
    (void)eventually([&] { return (found = driver::find_any_window(ids::kHostClass)) != nullptr; });
    return found;
  }
  HWND open_main() {
    ::PostMessageW(host(), ids::kTrayMessage, 0, MAKELPARAM(WM_LBUTTONDBLCLK, ids::kIconId));
    return wait_for_window(ids::kMainClass);
  }

  std::string name_;
  std::wstring program_folder_;       ///< where kigen-tray.exe lies; "" for this program's
  std::vector<std::wstring> copied_;  ///< into program_folder_
  std::unique_ptr<stand::StandServer> server_;
  std::unique_ptr<driver::Program> tray_;
};

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

// What the shell says of the tray's icon: whoever names its window and id may ask.
bool shell_has_icon(HWND host) {
  NOTIFYICONDATAW icon{};
  icon.cbSize = sizeof icon;
  icon.hWnd = host;
  icon.uID = ids::kIconId;
  return ::Shell_NotifyIconW(NIM_MODIFY, &icon) != FALSE;
}
bool take_icon_away(HWND host) {
  NOTIFYICONDATAW icon{};
  icon.cbSize = sizeof icon;
  icon.hWnd = host;
  icon.uID = ids::kIconId;
  return ::Shell_NotifyIconW(NIM_DELETE, &icon) != FALSE;
}

TEST_F(TrayWindows, AddsItsIconAgainWhenExplorerHasStartedAnew) {
  serve(Scene::Fine);
  start();
  const HWND tray = host();
  ASSERT_TRUE(tray);
  ASSERT_TRUE(eventually([&] { return shell_has_icon(tray); }));
  // With Explorer goes what it knew of icons.
  ASSERT_TRUE(take_icon_away(tray));
  ASSERT_FALSE(shell_has_icon(tray));
  DWORD_PTR result = 1;
  EXPECT_TRUE(
      ::SendMessageTimeoutW(tray, ::RegisterWindowMessageW(L"TaskbarCreated"), 0, 0, SMTO_ABORTIFHUNG, 5000, &result));
  EXPECT_TRUE(eventually([&] { return shell_has_icon(tray); }));
  EXPECT_TRUE(tray_->running());
}

// The balloons are tool-tip windows of the shell's; their text is what WM_GETTEXT gives.
std::string balloon_text() {
  std::string found;
  ::EnumWindows(
      [](HWND window, LPARAM to) -> BOOL {
        wchar_t name[64] = L"";
        ::GetClassNameW(window, name, 64);
        if (!::IsWindowVisible(window) || std::wstring_view(name) != L"tooltips_class32") return TRUE;
        *reinterpret_cast<std::string*>(to) += driver::text(window) + "\n";
        return TRUE;
      },
      reinterpret_cast<LPARAM>(&found));
  return found;
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

// Without a wizard beside it the tray cannot renew: it says so to the service, which plans the next try.
TEST_F(TrayWindows, TriesToRenewWithoutAskingAndReportsThatItCannot) {
  serve(Scene::Fine);
  start_from_own_folder(false);
  const std::string thumbprint(64, 'a');
  ASSERT_TRUE(eventually([&] { return server_->ask([](StandService& s) { return s.subscribers() == 1U; }); }));
  server_->ask([&](StandService& s) { s.ask_to_renew(thumbprint, "customs-filing", from_unix(1'800'000'000)); });
  ASSERT_TRUE(eventually([&] { return server_->ask([](StandService& s) { return s.attempts().size() == 1U; }); }));
  const auto attempt = server_->ask([](StandService& s) { return s.attempts()[0]; });
  EXPECT_EQ(attempt.thumbprint, thumbprint);
  EXPECT_EQ(attempt.result, "KGN-1605");
  EXPECT_TRUE(attempt.unattended);
  EXPECT_FALSE(find_window(L"KigenError")) << "nobody asked, nobody is disturbed";
}

TEST_F(TrayWindows, RenewsWithoutAskingAndTellsAfterwards) {
  serve(Scene::Fine);
  start_from_own_folder(true);
  const std::string thumbprint(64, 'a');
  ASSERT_TRUE(eventually([&] { return server_->ask([](StandService& s) { return s.subscribers() == 1U; }); }));
  const auto ask = [&] {
    server_->ask([&](StandService& s) { s.ask_to_renew(thumbprint, "customs-filing", from_unix(1'800'000'000)); });
  };
  ask();
  EXPECT_TRUE(eventually([] { return balloon_text().find("was renewed without asking") != std::string::npos; }))
      << balloon_text();
  ask();  // the same attempt again: it is not started a second time
  server_->ask([](StandService& s) { s.set_scene(Scene::One); });
  ASSERT_TRUE(wait_for_window(ids::kWarningClass));
  std::ifstream in(platform::to_narrow(program_folder_ + L"wizard.txt"));
  const std::string calls((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(calls, "--silent --unattended --renew " + thumbprint + " --profile customs-filing\n");
  EXPECT_TRUE(server_->ask([](StandService& s) { return s.attempts().empty(); })) << "the wizard reports, not the tray";
}

TEST_F(TrayWindows, TellsWhenTheWizardCannotBeStartedAndKeepsTheWarning) {
  serve(Scene::One);
  start_from_own_folder(false);
  const HWND warning = wait_for_window(ids::kWarningClass);
  ASSERT_TRUE(warning);
  driver::press(warning, ids::kWarningRenew);
  const HWND error = wait_for_window(L"KigenError");
  ASSERT_TRUE(error);
  EXPECT_NE(driver::describe(error).find("KGN-1605"), std::string::npos);
  EXPECT_TRUE(find_window(ids::kWarningClass));
  EXPECT_EQ(server_->ask([](StandService& s) { return s.wizards().size(); }), 0U);
}

TEST_F(TrayWindows, ReportsTheUsersStore) {
  serve(Scene::Fine);
  start();
  EXPECT_TRUE(eventually([&] { return server_->ask([](StandService& s) { return !s.reports().empty(); }); }));
  EXPECT_EQ(server_->ask([](StandService& s) { return s.reports()[0].source; }), "CurrentUser\\My");
}

}  // namespace
}  // namespace kigen::tray
