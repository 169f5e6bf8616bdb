// Drives Kigen's windows from another process: finds them by class, reads their texts, presses their buttons, and waits
// with a deadline. Control ids are those of tray/ids.h. One thread.
#pragma once

#include <windows.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace kigen::tray::driver {

inline constexpr std::chrono::seconds kPatience{20};

/// True as soon as `condition` holds; false when it did not within the limit.
[[nodiscard]] bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds limit = kPatience);

/// The visible top-level window of this class; null when there is none.
[[nodiscard]] HWND find_window(const wchar_t* window_class);
/// Also a hidden one (the tray's host).
[[nodiscard]] HWND find_any_window(const wchar_t* window_class);
/// Waits for a visible window; null after kPatience.
[[nodiscard]] HWND wait_for_window(const wchar_t* window_class);
[[nodiscard]] bool wait_until_gone(const wchar_t* window_class);

/// The control with this id anywhere inside `window`; null when there is none.
[[nodiscard]] HWND control(HWND window, int id);
/// UTF-8, across processes.
[[nodiscard]] std::string text(HWND window);
[[nodiscard]] std::string control_text(HWND window, int id);
void set_text(HWND window, int id, const std::wstring& value);
/// Presses a button as a click does; does not wait for what it starts.
void press(HWND window, int id);
void command(HWND window, int id);
[[nodiscard]] int list_rows(HWND window, int id);
/// Texts of every control inside `window`, for messages of failed tests.
[[nodiscard]] std::string describe(HWND window);

/// A program that ends with this object.
class Program {
 public:
  explicit Program(const std::wstring& command_line);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  [[nodiscard]] bool running() const;
  /// True when it ended by itself within the limit.
  [[nodiscard]] bool wait_for_end(std::chrono::milliseconds limit = kPatience) const;
  [[nodiscard]] DWORD exit_code() const;

 private:
  PROCESS_INFORMATION process_{};
};

/// The folder of this test program, where kigen-tray.exe lies too.
[[nodiscard]] std::wstring own_folder();

}  // namespace kigen::tray::driver
