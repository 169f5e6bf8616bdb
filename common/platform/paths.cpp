#include "common/platform/paths.h"

#include <system_error>

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

std::filesystem::path portable_folder() {
  const std::filesystem::path folder = program_folder();
  std::error_code error;
  const bool marked = !folder.empty() && std::filesystem::is_regular_file(folder / "portable.ini", error);
  return marked ? folder / "data" : std::filesystem::path();
}

std::filesystem::path user_folder() {
  std::filesystem::path portable = portable_folder();
  return portable.empty() ? installed_user_folder() : portable;
}

std::filesystem::path own_profiles_folder() {
  const std::filesystem::path portable = portable_folder();
  return DataFolder(portable.empty() ? default_data_folder() : portable).profiles();
}

}  // namespace kigen::platform
