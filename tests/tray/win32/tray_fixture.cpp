#include "tests/tray/win32/tray_fixture.h"

#include <random>
#include <string_view>

#include "common/platform/win32/utf.h"
#include "tray/ids.h"

namespace kigen::tray {
namespace {

using driver::eventually;
using driver::wait_for_window;

constexpr wchar_t kLanguageKey[] = L"Software\\Kigen";

}  // namespace

void TrayWindows::SetUp() {
  if (!::FindWindowW(L"Shell_TrayWnd", nullptr)) GTEST_SKIP() << "no desktop with a task bar";
  ::RegSetKeyValueW(HKEY_CURRENT_USER, kLanguageKey, L"Language", REG_SZ, L"en", 3 * sizeof(wchar_t));
  name_ = "pipe:KigenTray-" + std::to_string(std::random_device{}());
}

void TrayWindows::TearDown() {
  tray_.reset();
  for (const std::wstring& name : copied_) ::DeleteFileW((program_folder_ + name).c_str());
  if (!program_folder_.empty()) ::RemoveDirectoryW(program_folder_.c_str());
  ::RegDeleteKeyValueW(HKEY_CURRENT_USER, kLanguageKey, L"Language");
}

void TrayWindows::serve(stand::Scene scene) {
  server_ = std::make_unique<stand::StandServer>(ipc::parse_endpoint(name_).value(), scene);
  ASSERT_TRUE(server_->listening());
}

void TrayWindows::start() {
  // The tray of the test before has ended, but the system may still be closing its handles.
  ASSERT_TRUE(eventually([] {
    const HANDLE mutex = ::OpenMutexW(SYNCHRONIZE, FALSE, ids::kMutex);
    if (mutex) ::CloseHandle(mutex);
    return mutex == nullptr;
  }));
  tray_ = std::make_unique<driver::Program>(tray_command());
}

void TrayWindows::start_from_own_folder(bool with_wizard) {
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

std::wstring TrayWindows::tray_command() const {
  const std::wstring folder = program_folder_.empty() ? driver::own_folder() : program_folder_;
  return L"\"" + folder + L"kigen-tray.exe\" --connect " + platform::to_wide(name_);
}

HWND TrayWindows::host() const {
  HWND found = nullptr;
  (void)eventually([&] { return (found = driver::find_any_window(ids::kHostClass)) != nullptr; });
  return found;
}

HWND TrayWindows::open_main() {
  ::PostMessageW(host(), ids::kTrayMessage, 0, MAKELPARAM(WM_LBUTTONDBLCLK, ids::kIconId));
  return wait_for_window(ids::kMainClass);
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

}  // namespace kigen::tray
