// What the MSI's custom action does besides installing files: how the service manager treats the service, the data
// folder, the event source. The wanted configuration is plain data; only applying it is Windows.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace kigen::host {

struct ServiceConfiguration {
  bool delayed_auto_start = true;
  std::vector<std::chrono::milliseconds> restart_after{std::chrono::seconds{1}, std::chrono::seconds{10},
                                                       std::chrono::seconds{60}};
  std::chrono::seconds failure_reset{std::chrono::hours{24}};
  bool restart_after_error_exit = true;  ///< also when it stopped by itself with an exit code, not only after a crash
  std::chrono::milliseconds preshutdown_timeout{10'000};
  bool unrestricted_service_sid = true;
  std::vector<std::string> privileges;
  std::string security_descriptor;  ///< SDDL of the service object
  std::string description_ja;
  std::string description_en;
};
[[nodiscard]] ServiceConfiguration wanted_configuration();

/// Does not stop at the first failure; what Windows (or Wine) refused is on standard error. 0, or 1 when something that
/// security depends on could not be done. Called elevated: kigen-service.exe --install-config / --uninstall-config.
[[nodiscard]] int install_configuration(const std::filesystem::path& data_folder);
/// Removes the event source; with `remove_data` the data folder as well.
[[nodiscard]] int uninstall_configuration(const std::filesystem::path& data_folder, bool remove_data);

}  // namespace kigen::host
