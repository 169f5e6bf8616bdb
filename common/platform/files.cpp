#include "common/platform/files.h"

#include <system_error>

#include "common/platform/atomic_names.h"
#include "common/platform/paths.h"
#include "common/platform/random.h"

namespace kigen::platform {
namespace {

constexpr std::string_view kSuffix = ".kigen-new";
constexpr std::size_t kRandomDigits = 16;

}  // namespace

std::filesystem::path new_name_beside(const std::filesystem::path& path) {
  return path.parent_path() / from_utf8("." + random_hex(kRandomDigits / 2) + std::string(kSuffix));
}

bool is_left_over_name(std::string_view file_name) {
  if (file_name.size() != 1 + kRandomDigits + kSuffix.size() || file_name.front() != '.') return false;
  return file_name.ends_with(kSuffix) &&
         file_name.substr(1, kRandomDigits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::size_t remove_left_over_writes(const std::filesystem::path& folder) noexcept {
  std::size_t removed = 0;
  try {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      std::error_code one;
      if (!is_left_over_name(to_utf8(entry->path().filename())) || entry->is_directory(one)) continue;
      if (std::filesystem::remove(entry->path(), one)) ++removed;
    }
  } catch (const std::exception&) {
    // Out of memory, or a name that no encoding describes: what is left over stays where it is, and blocks nothing.
  }
  return removed;
}

}  // namespace kigen::platform
