#include "common/platform/paths.h"

namespace kigen::platform {

std::string to_utf8(const std::filesystem::path& path) {
  const std::u8string text = path.u8string();
  return std::string(text.begin(), text.end());
}

std::filesystem::path from_utf8(std::string_view utf8) {
  return std::filesystem::path(std::u8string(utf8.begin(), utf8.end()));
}

std::filesystem::path shipped_profiles_folder() {
  const std::filesystem::path folder = program_folder();
  return folder.empty() ? folder : folder / "issuers";
}

}  // namespace kigen::platform
