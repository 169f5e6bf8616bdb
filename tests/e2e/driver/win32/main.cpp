// kigen-window-driver COMMAND …: looks at and clicks the windows of other programs on the same desktop.
//   wait CLASS SECONDS        until a visible top-level window of the class is there; prints its title
//   gone CLASS SECONDS        until there is none
//   texts CLASS               one line a child window: id, class, text, state (visible or hidden, enabled or not)
//   click CLASS ID            presses the button ID inside it
//   command CLASS ID          sends WM_COMMAND ID to it (hidden windows too)
//   type CLASS ID TEXT        replaces what stands in the edit ID, character by character as a keyboard does
//   device CLASS              tells it that a device has come, as the system does (hidden windows too)
//   key CLASS KEY             a stroke of the keyboard into that window, which must be in front: Tab, Shift+Tab, Alt+N
//   write CLASS TEXT          types it key by key into whatever has the focus there
//   focus CLASS               the line of what has the focus there, as texts prints it
//   stops CLASS               the ids of the controls that Tab is to reach, in the order of reading
//   tour CLASS KEY            presses Tab or Shift+Tab until the focus comes round; the ids of what it came to
//   close CLASS               WM_CLOSE
//   end CLASS                 ends the program of that window at once, without its knowing (hidden windows too)
//   crash CLASS               makes the program of that window run into an access violation of its own
//   crash-program NAME        the same of every program of that file name
//   subkeys PATH              names of the keys below HKEY_CURRENT_USER\PATH, one a line
//   serve                     reads such commands from standard input, a line each, words parted by tabs; after each
//                             answer a line "= CODE"
// Exit code: 0, 1 when it is not there in time, 2 for wrong arguments. Input and output are UTF-8.
#include <windows.h>

#include <dbt.h>
#include <tlhelp32.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "common/platform/win32/utf.h"
#include "keyboard.h"
#include "reading_order.h"
#include "tests/support/served.h"

namespace {

namespace driver = kigen::driver;

using kigen::platform::to_narrow;

using Clock = std::chrono::steady_clock;

std::wstring text_of(HWND window) {
  std::wstring text(8192, L'\0');
  DWORD_PTR length = 0;
  constexpr UINT kPatience = 2000;
  ::SendMessageTimeoutW(window, WM_GETTEXT, text.size(), reinterpret_cast<LPARAM>(text.data()), SMTO_ABORTIFHUNG,
                        kPatience, &length);
  text.resize(length);
  return text;
}

std::wstring class_of(HWND window) {
  wchar_t name[256] = {};
  ::GetClassNameW(window, name, 256);
  return name;
}

struct Search {
  std::wstring wanted;
  bool hidden_too = false;
  HWND found = nullptr;
};

BOOL CALLBACK match(HWND window, LPARAM parameter) {
  auto& search = *reinterpret_cast<Search*>(parameter);
  if (class_of(window) != search.wanted || (!search.hidden_too && !::IsWindowVisible(window))) return TRUE;
  search.found = window;
  return FALSE;
}

HWND find(const std::wstring& wanted, bool hidden_too) {
  Search search{wanted, hidden_too, nullptr};
  ::EnumWindows(match, reinterpret_cast<LPARAM>(&search));
  return search.found;
}

bool until(int seconds, const std::function<bool()>& condition) {
  const auto deadline = Clock::now() + std::chrono::seconds{seconds};
  constexpr DWORD kLookAgain = 50;
  while (!condition()) {
    if (Clock::now() > deadline) return false;
    ::Sleep(kLookAgain);
  }
  return true;
}

BOOL CALLBACK print_child(HWND window, LPARAM) {
  std::string text = to_narrow(text_of(window));
  for (char& c : text)
    if (c == '\r' || c == '\n' || c == '\t') c = ' ';
  std::printf("%d\t%s\t%s\t%s\t%s\n", ::GetDlgCtrlID(window), to_narrow(class_of(window)).c_str(), text.c_str(),
              ::IsWindowVisible(window) ? "visible" : "hidden", ::IsWindowEnabled(window) ? "enabled" : "disabled");
  return TRUE;
}

struct Child {
  int id;
  HWND found;
};

BOOL CALLBACK match_child(HWND window, LPARAM parameter) {
  auto& child = *reinterpret_cast<Child*>(parameter);
  if (::GetDlgCtrlID(window) != child.id) return TRUE;
  child.found = window;
  return FALSE;
}

// The child that a user could reach now; null otherwise.
HWND reachable(HWND window, int id) {
  Child child{id, nullptr};
  if (window) ::EnumChildWindows(window, match_child, reinterpret_cast<LPARAM>(&child));
  return child.found && ::IsWindowEnabled(child.found) && ::IsWindowVisible(child.found) ? child.found : nullptr;
}

bool click(HWND window, int id) {
  const HWND button = reachable(window, id);
  return button && ::PostMessageW(button, BM_CLICK, 0, 0) != 0;
}

bool type(HWND window, int id, const std::wstring& text) {
  const HWND edit = reachable(window, id);
  if (!edit) return false;
  constexpr UINT kPatience = 2000;
  const auto send = [edit](UINT message, WPARAM wparam, LPARAM lparam) {
    DWORD_PTR ignored = 0;
    return ::SendMessageTimeoutW(edit, message, wparam, lparam, SMTO_ABORTIFHUNG, kPatience, &ignored) != 0;
  };
  bool sent = send(EM_SETSEL, 0, -1) && send(WM_CLEAR, 0, 0);
  for (const wchar_t unit : text) sent = sent && send(WM_CHAR, unit, 1);
  return sent;
}

bool tell_of_device(HWND window) {
  // Without a header it would not cross to the other program: the system copies what is pointed to.
  DEV_BROADCAST_DEVICEINTERFACE_W device{};
  device.dbcc_size = sizeof device;
  device.dbcc_devicetype = DBT_DEVTYP_DEVICEINTERFACE;
  DWORD_PTR taken = 0;
  const LRESULT sent = ::SendMessageTimeoutW(window, WM_DEVICECHANGE, DBT_DEVICEARRIVAL,
                                             reinterpret_cast<LPARAM>(&device), SMTO_ABORTIFHUNG, 10'000, &taken);
  return sent != 0 && taken != 0;
}

bool end(HWND window) {
  DWORD id = 0;
  ::GetWindowThreadProcessId(window, &id);
  const HANDLE process = ::OpenProcess(PROCESS_TERMINATE | SYNCHRONIZE, FALSE, id);
  if (!process) return false;
  constexpr DWORD kPatience = 10'000;
  const bool ended = ::TerminateProcess(process, 1) && ::WaitForSingleObject(process, kPatience) == WAIT_OBJECT_0;
  ::CloseHandle(process);
  return ended;
}

// As a bug would end it: a thread of the program jumps to where there is nothing. True once the program is gone.
bool crash(DWORD id) {
  constexpr DWORD kRights = PROCESS_CREATE_THREAD | PROCESS_QUERY_INFORMATION | PROCESS_VM_OPERATION | PROCESS_VM_READ |
                            PROCESS_VM_WRITE | SYNCHRONIZE;
  const HANDLE process = ::OpenProcess(kRights, FALSE, id);
  if (!process) return false;
  constexpr std::uintptr_t kNowhere = 0x10;
  const HANDLE thread = ::CreateRemoteThread(process, nullptr, 0, reinterpret_cast<LPTHREAD_START_ROUTINE>(kNowhere),
                                             nullptr, 0, nullptr);
  constexpr DWORD kPatience = 30'000;  // a debugger writes its report first
  const bool gone = thread && ::WaitForSingleObject(process, kPatience) == WAIT_OBJECT_0;
  if (thread) ::CloseHandle(thread);
  ::CloseHandle(process);
  return gone;
}

bool crash_window(HWND window) {
  DWORD id = 0;
  ::GetWindowThreadProcessId(window, &id);
  return crash(id);
}

int crash_programs(const std::wstring& name) {
  const HANDLE all = ::CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  PROCESSENTRY32W entry{};
  entry.dwSize = sizeof entry;
  int crashed = 0;
  for (BOOL more = ::Process32FirstW(all, &entry); more; more = ::Process32NextW(all, &entry))
    if (name == entry.szExeFile && crash(entry.th32ProcessID)) ++crashed;
  ::CloseHandle(all);
  return crashed > 0 ? 0 : 1;
}

int print_subkeys(const std::wstring& path) {
  HKEY key = nullptr;
  if (::RegOpenKeyExW(HKEY_CURRENT_USER, path.c_str(), 0, KEY_READ, &key) != ERROR_SUCCESS) return 1;
  wchar_t name[256];
  for (DWORD i = 0;; ++i) {
    DWORD size = 256;
    if (::RegEnumKeyExW(key, i, name, &size, nullptr, nullptr, nullptr, nullptr) != ERROR_SUCCESS) break;
    std::printf("%s\n", to_narrow(name).c_str());
  }
  ::RegCloseKey(key);
  return 0;
}

// 2 when the command is none of the keyboard's.
int run_keyboard(const std::wstring& command, HWND window, const std::wstring& what) {
  if (command == L"key") return driver::press(window, what) ? 0 : 1;
  if (command == L"write") return driver::write(window, what) ? 0 : 1;
  if (command == L"focus") {
    const HWND focus = driver::focus_of(window);
    return focus ? print_child(focus, 0), 0 : 1;
  }
  if (command != L"stops" && command != L"tour") return 2;
  constexpr std::size_t kMost = 60;
  const auto controls = command == L"stops" ? driver::tab_stops(window) : driver::tour(window, what, kMost);
  for (const HWND control : controls) std::printf("%d\n", ::GetDlgCtrlID(control));
  return 0;
}

int run(const std::vector<std::wstring>& words) {
  if (words.size() < 2) return 2;
  const std::wstring& command = words[0];
  const std::wstring& wanted = words[1];
  const int number = words.size() > 2 ? static_cast<int>(std::wcstol(words[2].c_str(), nullptr, 10)) : 0;
  if (command == L"wait") {
    if (!until(number, [&wanted] { return find(wanted, false) != nullptr; })) return 1;
    std::printf("%s\n", to_narrow(text_of(find(wanted, false))).c_str());
    return 0;
  }
  if (command == L"gone") return until(number, [&wanted] { return find(wanted, false) == nullptr; }) ? 0 : 1;
  if (command == L"crash-program") return crash_programs(wanted);
  if (command == L"subkeys") return print_subkeys(wanted);
  const HWND window = find(wanted, command == L"command" || command == L"device" || command == L"end");
  if (!window) return 1;
  if (command == L"texts") return ::EnumChildWindows(window, print_child, 0), 0;
  if (command == L"click") return click(window, number) ? 0 : 1;
  if (command == L"command") return ::PostMessageW(window, WM_COMMAND, static_cast<WPARAM>(number), 0) ? 0 : 1;
  if (command == L"device") return tell_of_device(window) ? 0 : 1;
  if (command == L"type") return type(window, number, words.size() > 3 ? words[3] : std::wstring()) ? 0 : 1;
  if (command == L"close") return ::PostMessageW(window, WM_CLOSE, 0, 0) ? 0 : 1;
  if (command == L"end") return end(window) ? 0 : 1;
  if (command == L"crash") return crash_window(window) ? 0 : 1;
  return run_keyboard(command, window, words.size() > 2 ? words[2] : std::wstring());
}

int serve() {
  return kigen::test::serve(
      [](const std::vector<std::string>& narrow) {
        std::vector<std::wstring> words;
        std::transform(narrow.begin(), narrow.end(), std::back_inserter(words), kigen::platform::to_wide);
        return run(words);
      },
      [](const std::string& answer) {
        std::fputs(answer.c_str(), stdout);
        std::fflush(stdout);
      });
}

}  // namespace

int wmain(int argc, wchar_t** argv) {
  const std::vector<std::wstring> words(argv + 1, argv + argc);
  return words.size() == 1 && words[0] == L"serve" ? serve() : run(words);
}
