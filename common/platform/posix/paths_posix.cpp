#include <cstdlib>
#include <system_error>

#include "common/platform/paths.h"

namespace kigen::platform {

std::filesystem::path default_data_folder() {
  return {};
}

std::filesystem::path program_folder() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path() : program.parent_path();
}

std::filesystem::path installed_user_folder() {
  const char* state = std::getenv("XDG_STATE_HOME");  // NOLINT(concurrency-mt-unsafe): nobody sets the environment
  if (state != nullptr && *state == '/') {
    return std::filesystem::path(state) / "kigen";
  }
  const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe): nothing here sets the environment
  if (home == nullptr || *home == '\0') return {};
  return std::filesystem::path(home) / ".local" / "state" / "kigen";
}

}  // namespace kigen::platform
