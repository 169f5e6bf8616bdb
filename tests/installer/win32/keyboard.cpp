#include "keyboard.h"

#include <algorithm>
#include <cwctype>
#include <map>

#include "common/platform/win32/utf.h"
#include "common/ui/win32/controls.h"
#include "installer/wizard/ids.h"
#include "recorded_names.h"
#include "tests/e2e/driver/win32/reading_order.h"

namespace kigen::wizard::test {
namespace {

using Faults = std::vector<std::string>;

std::wstring class_of(HWND window) {
  wchar_t name[64] = {};
  ::GetClassNameW(window, name, 64);
  return name;
}

bool is(HWND window, const wchar_t* name) {
  return ::lstrcmpiW(class_of(window).c_str(), name) == 0;
}

std::string called(HWND control) {
  if (!control) return "nothing";
  return std::to_string(::GetDlgCtrlID(control)) + " (" + platform::to_narrow(class_of(control)) + " \"" +
         platform::to_narrow(ui::text_of(control)) + "\")";
}

wchar_t access_key(HWND control) {
  const bool words = is(control, L"Button") || is(control, L"Static");
  if (!words || (is(control, L"Static") && (::GetWindowLongW(control, GWL_STYLE) & SS_NOPREFIX) != 0)) return 0;
  const std::wstring text = ui::text_of(control);
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != L'&') continue;
    if (text[i + 1] != L'&') return static_cast<wchar_t>(std::towupper(static_cast<wint_t>(text[i + 1])));
    ++i;
  }
  return 0;
}

// As Windows finds it for an edit control: the words right before it.
HWND label_of(HWND control) {
  HWND before = ::GetWindow(control, GW_HWNDPREV);
  while (before && !::IsWindowVisible(before)) before = ::GetWindow(before, GW_HWNDPREV);
  return before && is(before, L"Static") && ::GetWindowTextLengthW(before) > 0 ? before : nullptr;
}

bool typed_into(HWND control) {
  return is(control, L"Edit") && (::GetWindowLongW(control, GWL_STYLE) & ES_READONLY) == 0;
}

bool has_name(HWND control) {
  if (is(control, L"Button")) return ::GetWindowTextLengthW(control) > 0;
  return !accessible_name(control).empty() || (is(control, L"Edit") && label_of(control));
}

// Esc and Enter do what Cancel and OK do.
bool needs_key(HWND control) {
  if (typed_into(control)) return true;
  return is(control, L"Button") && ::GetDlgCtrlID(control) != IDCANCEL && ui::text_of(control) != L"OK";
}

bool has_key(HWND control) {
  if (!typed_into(control)) return access_key(control) != 0;
  const HWND label = label_of(control);
  return label && access_key(label) != 0;
}

HWND tab_from(HWND window) {
  MSG message{};
  message.hwnd = ::GetFocus();
  message.message = WM_KEYDOWN;
  message.wParam = VK_TAB;
  if (!::IsDialogMessageW(window, &message)) ::DispatchMessageW(&message);
  return ::GetFocus();
}

void check_tab(HWND window, const std::vector<HWND>& stops, Faults& faults) {
  const HWND before = ::GetFocus();
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const HWND wanted = stops[(i + 1) % stops.size()];
    ::SetFocus(stops[i]);
    const HWND reached = tab_from(window);
    if (reached != wanted)
      faults.push_back("Tab goes from " + called(stops[i]) + " to " + called(reached) + ", not to " + called(wanted));
  }
  ::SetFocus(before);
}

void check_focus(const std::vector<HWND>& stops, Faults& faults) {
  const HWND focus = ::GetFocus();
  if (std::find(stops.begin(), stops.end(), focus) == stops.end())
    faults.push_back("the focus is on " + called(focus) + ", where Tab does not stop");
}

void check_keys(HWND window, Faults& faults) {
  std::vector<HWND> controls;
  ::EnumChildWindows(
      window,
      [](HWND child, LPARAM data) -> BOOL {
        if (::IsWindowVisible(child)) reinterpret_cast<std::vector<HWND>*>(data)->push_back(child);
        return TRUE;
      },
      reinterpret_cast<LPARAM>(&controls));
  std::map<wchar_t, HWND> taken;
  for (const HWND control : controls) {
    const wchar_t key = access_key(control);
    if (key == 0) continue;
    const auto [other, fresh] = taken.emplace(key, control);
    if (!fresh) faults.push_back(called(control) + " has the key of " + called(other->second));
  }
}

void check_default(HWND window, Faults& faults) {
  const LRESULT answer = ::SendMessageW(window, DM_GETDEFID, 0, 0);
  const HWND button = HIWORD(answer) == DC_HASDEFID ? ::GetDlgItem(window, LOWORD(answer)) : nullptr;
  if (!button || !is(button, L"Button") || !::IsWindowVisible(button)) faults.emplace_back("Enter has no button");
}

}  // namespace

std::vector<std::string> keyboard_faults(HWND window) {
  Faults faults;
  const std::vector<HWND> stops = driver::tab_stops(window);
  check_focus(stops, faults);
  check_tab(window, stops, faults);
  for (const HWND control : stops) {
    if (!has_name(control)) faults.push_back(called(control) + " has no name");
    if (needs_key(control) && !has_key(control)) faults.push_back(called(control) + " has no access key");
  }
  check_keys(window, faults);
  check_default(window, faults);
  return faults;
}

}  // namespace kigen::wizard::test
