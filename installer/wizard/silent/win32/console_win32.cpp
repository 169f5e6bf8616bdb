#include <windows.h>

#include <shellapi.h>

#include <algorithm>

#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"
#include "installer/wizard/silent/console.h"

namespace kigen::silent {
namespace {

std::stop_source* interrupted = nullptr;

BOOL WINAPI on_control(DWORD /*what*/) {
  if (interrupted != nullptr) interrupted->request_stop();
  return TRUE;
}

// A program with windows has no console of its own: it writes where it was told to, or to the console it was started
// from.
HANDLE standard(DWORD which) {
  HANDLE handle = ::GetStdHandle(which);
  if (handle != nullptr && handle != INVALID_HANDLE_VALUE) return handle;
  ::AttachConsole(ATTACH_PARENT_PROCESS);
  return ::GetStdHandle(which);
}

void write_to(DWORD which, std::string_view text) {
  const HANDLE handle = standard(which);
  if (handle == nullptr || handle == INVALID_HANDLE_VALUE) return;
  DWORD mode = 0, written = 0;
  if (::GetConsoleMode(handle, &mode) != 0) {
    constexpr std::size_t kPiece = 8192;
    const std::wstring wide = platform::to_wide(text);
    for (std::size_t at = 0; at < wide.size(); at += kPiece) {
      const auto size = static_cast<DWORD>(std::min(kPiece, wide.size() - at));
      if (::WriteConsoleW(handle, wide.data() + at, size, &written, nullptr) == 0) return;
    }
    return;
  }
  while (!text.empty()) {
    const auto size = static_cast<DWORD>(std::min<std::size_t>(text.size(), 1U << 16));
    if (::WriteFile(handle, text.data(), size, &written, nullptr) == 0 || written == 0) return;
    text.remove_prefix(written);
  }
}

}  // namespace

std::vector<std::string> command_line(int, char**) {
  int count = 0;
  wchar_t** const words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
  const platform::UniqueLocal owner(words);
  std::vector<std::string> arguments;
  for (int i = 1; words != nullptr && i < count; ++i) arguments.push_back(platform::to_narrow(words[i]));
  return arguments;
}

void write_out(std::string_view text) {
  write_to(STD_OUTPUT_HANDLE, text);
}
void write_err(std::string_view text) {
  write_to(STD_ERROR_HANDLE, text);
}

void stop_on_interrupt(std::stop_source& source) {
  interrupted = &source;
  ::SetConsoleCtrlHandler(on_control, TRUE);
}

}  // namespace kigen::silent
