#include "tests/tray/win32/driver.h"

#include <commctrl.h>

#include <thread>

#include "common/platform/win32/utf.h"

namespace kigen::tray::driver {
namespace {

struct Search {
  const wchar_t* window_class;
  bool visible;
  HWND found;
};

BOOL CALLBACK match(HWND window, LPARAM parameter) {
  auto& search = *reinterpret_cast<Search*>(parameter);
  wchar_t name[64] = {};
  ::GetClassNameW(window, name, 64);
  if (::lstrcmpW(name, search.window_class) != 0 || (search.visible && !::IsWindowVisible(window))) return TRUE;
  search.found = window;
  return FALSE;
}

struct ControlSearch {
  int id;
  HWND found;
};

BOOL CALLBACK match_control(HWND window, LPARAM parameter) {
  auto& search = *reinterpret_cast<ControlSearch*>(parameter);
  if (::GetDlgCtrlID(window) != search.id) return TRUE;
  search.found = window;
  return FALSE;
}

BOOL CALLBACK collect(HWND window, LPARAM parameter) {
  auto& out = *reinterpret_cast<std::string*>(parameter);
  const std::string words = text(window);
  if (!words.empty()) out += std::to_string(::GetDlgCtrlID(window)) + ": " + words + "\n";
  return TRUE;
}

}  // namespace

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    // Another process has to act: there is nothing to wait on but time.
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  return true;
}

HWND find_window(const wchar_t* window_class) {
  Search search{window_class, true, nullptr};
  ::EnumWindows(&match, reinterpret_cast<LPARAM>(&search));
  return search.found;
}

HWND find_any_window(const wchar_t* window_class) {
  Search search{window_class, false, nullptr};
  ::EnumWindows(&match, reinterpret_cast<LPARAM>(&search));
  return search.found;
}

HWND wait_for_window(const wchar_t* window_class) {
  HWND found = nullptr;
  (void)eventually([&] { return (found = find_window(window_class)) != nullptr; });
  return found;
}

bool wait_until_gone(const wchar_t* window_class) {
  return eventually([&] { return find_window(window_class) == nullptr; });
}

HWND control(HWND window, int id) {
  ControlSearch search{id, nullptr};
  ::EnumChildWindows(window, &match_control, reinterpret_cast<LPARAM>(&search));
  return search.found;
}

std::string text(HWND window) {
  // GetWindowText does not read other processes' controls; WM_GETTEXT does.
  std::wstring words(4096, L'\0');
  DWORD_PTR length = 0;
  if (!::SendMessageTimeoutW(window, WM_GETTEXT, words.size(), reinterpret_cast<LPARAM>(words.data()), SMTO_ABORTIFHUNG,
                             2000, &length)) {
    return {};
  }
  words.resize(length);
  return platform::to_narrow(words);
}

std::string control_text(HWND window, int id) {
  const HWND found = control(window, id);
  return found ? text(found) : std::string();
}

void set_text(HWND window, int id, const std::wstring& value) {
  DWORD_PTR result = 0;
  ::SendMessageTimeoutW(control(window, id), WM_SETTEXT, 0, reinterpret_cast<LPARAM>(value.c_str()), SMTO_ABORTIFHUNG,
                        2000, &result);
}

void press(HWND window, int id) {
  ::PostMessageW(control(window, id), BM_CLICK, 0, 0);
}

void command(HWND window, int id) {
  ::PostMessageW(window, WM_COMMAND, static_cast<WPARAM>(id), 0);
}

int list_rows(HWND window, int id) {
  DWORD_PTR rows = 0;
  ::SendMessageTimeoutW(control(window, id), LVM_GETITEMCOUNT, 0, 0, SMTO_ABORTIFHUNG, 2000, &rows);
  return static_cast<int>(rows);
}

std::string describe(HWND window) {
  std::string out = text(window) + "\n";
  ::EnumChildWindows(window, &collect, reinterpret_cast<LPARAM>(&out));
  return out;
}

Program::Program(const std::wstring& command_line) {
  std::wstring words = command_line;
  STARTUPINFOW startup{};
  startup.cb = sizeof startup;
  ::CreateProcessW(nullptr, words.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup, &process_);
}

Program::~Program() {
  if (!process_.hProcess) return;
  if (running()) {
    ::TerminateProcess(process_.hProcess, 9);
    ::WaitForSingleObject(process_.hProcess, 5000);
  }
  ::CloseHandle(process_.hThread);
  ::CloseHandle(process_.hProcess);
}

bool Program::running() const {
  return process_.hProcess && !wait_for_end(std::chrono::milliseconds(0));
}

bool Program::wait_for_end(std::chrono::milliseconds limit) const {
  return ::WaitForSingleObject(process_.hProcess, static_cast<DWORD>(limit.count())) == WAIT_OBJECT_0;
}

DWORD Program::exit_code() const {
  DWORD code = 0;
  ::GetExitCodeProcess(process_.hProcess, &code);
  return code;
}

std::wstring own_folder() {
  wchar_t path[2048] = {};
  ::GetModuleFileNameW(nullptr, path, 2048);
  const std::wstring whole = path;
  return whole.substr(0, whole.find_last_of(L'\\') + 1);
}

}  // namespace kigen::tray::driver
