#include "common/settings/policy_file.h"

namespace kigen::settings {

std::unique_ptr<PolicySource> make_policy_source(const std::filesystem::path& data_folder) {
  return std::make_unique<FilePolicySource>(data_folder / "policy.toml");
}

}  // namespace kigen::settings
