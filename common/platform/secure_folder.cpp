#include "common/platform/secure_folder.h"

#include <fmt/format.h>

#include <array>

namespace kigen::platform {
namespace {

constexpr std::string_view kSystem = "S-1-5-18";
constexpr std::string_view kAdministrators = "S-1-5-32-544";
constexpr std::string_view kTrustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

}  // namespace

std::string data_folder_sddl(std::string_view service_sid) {
  // 0x1301bf is "modify": read, write, execute and delete, but neither the owner nor the permissions.
  return fmt::format("O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;{})", service_sid);
}

FolderVerdict judge_folder(const FolderFacts& facts, std::string_view service_sid) {
  if (!facts.exists) return FolderVerdict::Create;
  if (facts.is_reparse_point || !facts.is_folder) return FolderVerdict::Refuse;
  if (facts.owner_sid.empty()) return FolderVerdict::SetAside;
  // The account that configures (SYSTEM, from the MSI) may have made the folder itself.
  const std::array trusted{kSystem, kAdministrators, kTrustedInstaller, service_sid, std::string_view(facts.own_sid)};
  for (const std::string_view sid : trusted) {
    if (facts.owner_sid == sid) return FolderVerdict::Secure;
  }
  return FolderVerdict::SetAside;
}

}  // namespace kigen::platform
