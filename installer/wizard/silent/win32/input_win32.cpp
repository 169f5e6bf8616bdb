#include <windows.h>

#include <memory>

#include "common/platform/win32/utf.h"
#include "installer/wizard/silent/input.h"

namespace kigen::silent {

Result<Lines> read_standard_input() {
  const HANDLE input = ::GetStdHandle(STD_INPUT_HANDLE);
  if (input == nullptr || input == INVALID_HANDLE_VALUE) return Lines{};  // started without one
  const auto block = std::make_unique<char[]>(kMaxInput + 1);
  std::size_t size = 0;
  DWORD error = ERROR_SUCCESS;
  while (size <= kMaxInput) {
    DWORD got = 0;
    if (::ReadFile(input, block.get() + size, static_cast<DWORD>(kMaxInput + 1 - size), &got, nullptr) == 0) {
      error = ::GetLastError();
      break;
    }
    if (got == 0) break;
    size += got;
  }
  const bool ended = error == ERROR_SUCCESS || error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF;
  auto lines =
      !ended ? Result<Lines>(
                   Error(ErrorCode::FileNotReadable, platform::describe_windows_error(error)).with("path", "stdin"))
      : size > kMaxInput
          ? Result<Lines>(Error(ErrorCode::InvalidArgument).with("argument", "stdin").with("reason", "too_long"))
          : parse_lines({block.get(), size});
  wipe(block.get(), size);
  return lines;
}

}  // namespace kigen::silent
