#include "common/ui/win32/secret_edit.h"

#include <windows.h>

#include <imm.h>

#include <algorithm>
#include <string>
#include <vector>

#include "common/base/secret.h"

namespace kigen::ui {
namespace {

/// Memory for text on its way, overwritten when it goes.
template <typename Character>
class Wiped {
 public:
  explicit Wiped(std::size_t size) : text_(size) {}
  ~Wiped() { wipe(text_.data(), text_.size() * sizeof(Character)); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  [[nodiscard]] Character* data() { return text_.data(); }
  [[nodiscard]] int size() const { return static_cast<int>(text_.size()); }

 private:
  std::vector<Character> text_;
};

std::size_t length_of(HWND edit) {
  return static_cast<std::size_t>(std::max(0, ::GetWindowTextLengthW(edit)));
}

bool composing(HWND edit) {
  const HIMC context = ::ImmGetContext(edit);
  if (!context) return false;
  const bool open = ::ImmGetCompositionStringW(context, GCS_COMPSTR, nullptr, 0) > 0;
  ::ImmReleaseContext(edit, context);
  return open;
}

}  // namespace

void with_text_of(HWND edit, const std::function<void(std::string_view)>& use) {
  Wiped<wchar_t> wide(length_of(edit) + 1);
  const int length = ::GetWindowTextW(edit, wide.data(), wide.size());
  constexpr int kMostBytes = 3;  // UTF-8 of one UTF-16 unit
  Wiped<char> narrow(static_cast<std::size_t>(length * kMostBytes) + 1);
  const int bytes = length == 0 ? 0
                                : ::WideCharToMultiByte(CP_UTF8, 0, wide.data(), length, narrow.data(), narrow.size(),
                                                        nullptr, nullptr);
  use({narrow.data(), static_cast<std::size_t>(std::max(0, bytes))});
}

void fill_edit(HWND edit, std::string_view text) {
  Wiped<wchar_t> wide(text.size() + 1);
  const int length = text.empty() ? 0
                                  : ::MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()),
                                                          wide.data(), wide.size() - 1);
  wide.data()[std::max(0, length)] = L'\0';
  ::SetWindowTextW(edit, wide.data());
}

bool fold_edit(HWND edit, const std::function<char32_t(char32_t)>& fold) {
  if (composing(edit)) return false;
  Wiped<wchar_t> wide(length_of(edit) + 1);
  const int length = ::GetWindowTextW(edit, wide.data(), wide.size());
  bool changed = false;
  for (int i = 0; i < length; ++i) {
    const wchar_t before = wide.data()[i];
    const bool surrogate = before >= 0xd800 && before <= 0xdfff;
    const auto after = surrogate ? before : static_cast<wchar_t>(fold(before));
    changed = changed || before != after;
    wide.data()[i] = after;
  }
  if (!changed) return false;
  DWORD start = 0;
  DWORD end = 0;
  ::SendMessageW(edit, EM_GETSEL, reinterpret_cast<WPARAM>(&start), reinterpret_cast<LPARAM>(&end));
  ::SetWindowTextW(edit, wide.data());
  ::SendMessageW(edit, EM_SETSEL, start, static_cast<LPARAM>(end));
  return true;
}

void mask_edit(HWND edit, bool masked) {
  constexpr WPARAM kDot = 0x25cf;
  ::SendMessageW(edit, EM_SETPASSWORDCHAR, masked ? kDot : 0, 0);
  ::InvalidateRect(edit, nullptr, TRUE);
}

void wipe_edit(HWND edit) {
  const std::wstring blank(length_of(edit), L' ');
  ::SetWindowTextW(edit, blank.c_str());
  ::SendMessageW(edit, EM_EMPTYUNDOBUFFER, 0, 0);
  ::SetWindowTextW(edit, L"");
}

}  // namespace kigen::ui
