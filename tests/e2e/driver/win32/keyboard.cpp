#include "keyboard.h"

#include <chrono>
#include <map>
#include <thread>

namespace kigen::driver {
namespace {

constexpr std::chrono::milliseconds kLookAgain{5};

const std::map<std::wstring, WORD>& keys() {
  static const std::map<std::wstring, WORD> all{
      {L"Tab", VK_TAB},   {L"Enter", VK_RETURN}, {L"Esc", VK_ESCAPE},  {L"Space", VK_SPACE},    {L"Up", VK_UP},
      {L"Down", VK_DOWN}, {L"Left", VK_LEFT},    {L"Right", VK_RIGHT}, {L"Backspace", VK_BACK}, {L"Home", VK_HOME},
      {L"End", VK_END},   {L"F1", VK_F1},        {L"Shift", VK_SHIFT}, {L"Ctrl", VK_CONTROL},   {L"Alt", VK_MENU}};
  return all;
}

WORD key_named(const std::wstring& name) {
  const auto found = keys().find(name);
  if (found != keys().end()) return found->second;
  const bool single =
      name.size() == 1 && ((name[0] >= L'A' && name[0] <= L'Z') || (name[0] >= L'0' && name[0] <= L'9'));
  return single ? static_cast<WORD>(name[0]) : WORD{0};
}

INPUT stroke(WORD key, bool up) {
  INPUT input{};
  input.type = INPUT_KEYBOARD;
  input.ki.wVk = key;
  input.ki.wScan = static_cast<WORD>(::MapVirtualKeyW(key, MAPVK_VK_TO_VSC));
  input.ki.dwFlags = up ? KEYEVENTF_KEYUP : 0U;
  return input;
}

bool strike(const std::vector<WORD>& chord) {
  std::vector<INPUT> inputs;
  for (const WORD key : chord) inputs.push_back(stroke(key, false));
  for (auto key = chord.rbegin(); key != chord.rend(); ++key) inputs.push_back(stroke(*key, true));
  const auto count = static_cast<UINT>(inputs.size());
  return ::SendInput(count, inputs.data(), sizeof(INPUT)) == count;
}

template <typename Condition>
bool within(std::chrono::milliseconds limit, const Condition& condition) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kLookAgain);
  }
  return true;
}

// A window that has just come is put in front a moment later.
bool in_front(HWND window) {
  return within(std::chrono::seconds{10}, [window] { return ::GetForegroundWindow() == window; });
}

}  // namespace

bool press(HWND window, const std::wstring& chord) {
  std::vector<WORD> pressed;
  for (std::size_t at = 0; at <= chord.size();) {
    const std::size_t end = chord.find(L'+', at);
    const WORD key = key_named(chord.substr(at, end == std::wstring::npos ? end : end - at));
    if (key == 0) return false;
    pressed.push_back(key);
    if (end == std::wstring::npos) break;
    at = end + 1;
  }
  return in_front(window) && strike(pressed);
}

bool write(HWND window, const std::wstring& text) {
  if (!in_front(window)) return false;
  for (const wchar_t character : text) {
    const SHORT found = ::VkKeyScanW(character);
    constexpr SHORT kNone = -1;
    constexpr int kShift = 1;
    if (found == kNone || (HIBYTE(found) & ~kShift) != 0) return false;
    std::vector<WORD> pressed;
    if ((HIBYTE(found) & kShift) != 0) pressed.push_back(VK_SHIFT);
    pressed.push_back(LOBYTE(found));
    if (!strike(pressed)) return false;
  }
  return true;
}

HWND focus_of(HWND window) {
  GUITHREADINFO info{};
  info.cbSize = sizeof info;
  if (::GetForegroundWindow() != window) return nullptr;
  if (!::GetGUIThreadInfo(::GetWindowThreadProcessId(window, nullptr), &info)) return nullptr;
  return info.hwndFocus && ::IsChild(window, info.hwndFocus) ? info.hwndFocus : nullptr;
}

std::vector<HWND> tour(HWND window, const std::wstring& chord, std::size_t most) {
  std::vector<HWND> visited;
  const HWND start = focus_of(window);
  for (HWND now = start; now && visited.size() < most;) {
    const HWND before = now;
    if (!press(window, chord)) break;
    const auto moved = [&now, window, before] {
      now = focus_of(window);
      return now && now != before;
    };
    if (!within(std::chrono::seconds{2}, moved)) break;
    visited.push_back(now);
    if (now == start) break;
  }
  return visited;
}

}  // namespace kigen::driver
