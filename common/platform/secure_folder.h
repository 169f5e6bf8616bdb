// Who may touch the data folder: decided here as testable values, applied on Windows only.
// SYSTEM and Administrators have full control, the service's own account may modify, nobody else anything: users get
// everything through the pipe. Any thread; applying needs an elevated process.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace kigen::platform {

/// SID of NT SERVICE\Kigen: S-1-5-80 and SHA-1 of the upper-cased UTF-16LE name, as five little-endian words.
inline constexpr char kServiceSid[] = "S-1-5-80-2663414361-698872539-76275922-1554495662-3383873207";

/// The data folder's security descriptor (SDDL): owner Administrators, a protected DACL that children inherit.
[[nodiscard]] std::string data_folder_sddl(std::string_view service_sid = kServiceSid);

/// What is to be done with what stands at the data folder's path before the descriptor is put on.
enum class FolderVerdict {
  Create,    ///< nothing is there
  Secure,    ///< a folder of a trusted owner: keep the content, put the descriptor on
  SetAside,  ///< somebody else made it: lock it, rename it, create a fresh one (its content is not to be trusted)
  Refuse,    ///< a link, a junction or a file: whoever made it wants the descriptor to land elsewhere
};
struct FolderFacts {
  bool exists = false;
  bool is_folder = false;
  bool is_reparse_point = false;
  std::string owner_sid;
  std::string own_sid;  ///< the account that applies the descriptor
};
[[nodiscard]] FolderVerdict judge_folder(const FolderFacts& facts, std::string_view service_sid = kServiceSid);

struct SecuredFolder {
  std::filesystem::path set_aside;  ///< where an untrusted folder was moved; empty when there was none
};
/// Makes or takes over the data folder and its sub-folders. DataFolderUnusable with {"path"}. Posix: mode 0700.
[[nodiscard]] Result<SecuredFolder> secure_data_folder(const std::filesystem::path& root);

}  // namespace kigen::platform
