#include <unistd.h>

#include <cerrno>
#include <memory>

#include "installer/wizard/silent/input.h"

namespace kigen::silent {

Result<Lines> read_standard_input() {
  const auto block = std::make_unique<char[]>(kMaxInput + 1);
  std::size_t size = 0;
  int error = 0;
  while (size <= kMaxInput) {
    const ssize_t got = ::read(STDIN_FILENO, block.get() + size, kMaxInput + 1 - size);
    error = got < 0 ? errno : 0;
    if (got < 0 && error == EINTR) continue;
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  auto lines =
      error != 0 ? Result<Lines>(Error(ErrorCode::FileNotReadable, describe_errno(error)).with("path", "stdin"))
      : size > kMaxInput
          ? Result<Lines>(Error(ErrorCode::InvalidArgument).with("argument", "stdin").with("reason", "too_long"))
          : parse_lines({block.get(), size});
  wipe(block.get(), size);
  return lines;
}

}  // namespace kigen::silent
