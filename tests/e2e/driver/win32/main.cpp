// kigen-window-driver COMMAND …: looks at and clicks the windows of other programs on the same desktop.
//   wait CLASS SECONDS        until a visible top-level window of the class is there; prints its title
//   gone CLASS SECONDS        until there is none
//   texts CLASS               one line a child window: id, class, text, state (visible or hidden, enabled or not)
//   click CLASS ID            presses the button ID inside it
//   command CLASS ID          sends WM_COMMAND ID to it (hidden windows too)
//   close CLASS               WM_CLOSE
// Exit code: 0, 1 when it is not there in time, 2 for wrong arguments. Output is UTF-8.
#include <windows.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>

namespace {

using Clock = std::chrono::steady_clock;

std::string utf8(const std::wstring& wide) {
  const int size = static_cast<int>(wide.size());
  std::string narrow(
      static_cast<std::size_t>(::WideCharToMultiByte(CP_UTF8, 0, wide.data(), size, nullptr, 0, nullptr, nullptr)),
      '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, wide.data(), size, narrow.data(), static_cast<int>(narrow.size()), nullptr,
                        nullptr);
  return narrow;
}

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
  std::string text = utf8(text_of(window));
  for (char& c : text)
    if (c == '\r' || c == '\n' || c == '\t') c = ' ';
  std::printf("%d\t%s\t%s\t%s\t%s\n", ::GetDlgCtrlID(window), utf8(class_of(window)).c_str(), text.c_str(),
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

bool click(HWND window, int id) {
  Child child{id, nullptr};
  if (window) ::EnumChildWindows(window, match_child, reinterpret_cast<LPARAM>(&child));
  if (!child.found || !::IsWindowEnabled(child.found) || !::IsWindowVisible(child.found)) return false;
  return ::PostMessageW(child.found, BM_CLICK, 0, 0) != 0;
}

int run(std::wstring_view command, const std::wstring& wanted, int number) {
  if (command == L"wait") {
    if (!until(number, [&wanted] { return find(wanted, false) != nullptr; })) return 1;
    std::printf("%s\n", utf8(text_of(find(wanted, false))).c_str());
    return 0;
  }
  if (command == L"gone") return until(number, [&wanted] { return find(wanted, false) == nullptr; }) ? 0 : 1;
  const HWND window = find(wanted, command == L"command");
  if (!window) return 1;
  if (command == L"texts") return ::EnumChildWindows(window, print_child, 0), 0;
  if (command == L"click") return click(window, number) ? 0 : 1;
  if (command == L"command") return ::PostMessageW(window, WM_COMMAND, static_cast<WPARAM>(number), 0) ? 0 : 1;
  if (command == L"close") return ::PostMessageW(window, WM_CLOSE, 0, 0) ? 0 : 1;
  return 2;
}

}  // namespace

int wmain(int argc, wchar_t** argv) {
  if (argc < 3) return 2;
  return run(argv[1], argv[2], argc > 3 ? static_cast<int>(std::wcstol(argv[3], nullptr, 10)) : 0);
}
