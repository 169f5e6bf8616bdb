#include <cstdio>

#include "common/platform/secure_folder.h"
#include "service/host/service_setup.h"

namespace kigen::host {

int install_configuration(const std::filesystem::path& data_folder) {
  const auto secured = platform::secure_data_folder(data_folder);
  if (secured) return 0;
  std::fprintf(stderr, "data folder: %s\n", to_log_line(secured.error()).c_str());
  return 1;
}

int uninstall_configuration(const std::filesystem::path& data_folder, bool remove_data) {
  std::error_code error;
  if (remove_data) std::filesystem::remove_all(data_folder, error);
  if (!error) return 0;
  std::fprintf(stderr, "data folder: %s\n", error.message().c_str());
  return 1;
}

}  // namespace kigen::host
