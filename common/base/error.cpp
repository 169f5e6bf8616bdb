#include "common/base/error.h"

#include <fmt/format.h>

#include <system_error>

namespace kigen {

std::string to_log_line(const Error& error) {
  std::string line = fmt::format("{} {}", kgn(error.code), name(error.code));
  for (const auto& [key, value] : error.args) line += fmt::format(" {}={}", key, value);
  if (!error.detail.empty()) line += ": " + error.detail;
  return line;
}

std::string describe_errno(int number) {
  return fmt::format("{} (errno {})", std::generic_category().message(number), number);
}

}  // namespace kigen
