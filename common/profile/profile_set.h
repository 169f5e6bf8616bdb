// All profiles of a machine: the shipped folder under the administrator's folder. A wrong file is refused alone.
// Immutable values; load and reload read the disk and may run on any thread.
//
// In the administrator's folder a file is either a whole profile, which replaces the shipped one of the same id, or an
// override: `overrides = "customs-filing"` and only the keys that differ, for instance
//     overrides = "customs-filing"
//     [enroll]
//     base_url = "https://ra.example.jp/"
// Tables are merged key by key, lists are replaced, and the outcome is validated as a whole.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "common/base/diagnostic.h"
#include "common/profile/profile.h"

namespace kigen::profile {

inline constexpr std::size_t kMaxProfileFiles = 1000;  ///< per folder

using ProfilePtr = std::shared_ptr<const Profile>;

struct ProfileSet {
  std::vector<ProfilePtr> profiles;  ///< by id
  std::vector<Diagnostic> diagnostics;

  /// Null when there is none.
  [[nodiscard]] ProfilePtr find(std::string_view id) const;
};

/// Reads *.toml of both folders (not their subfolders). A missing administrator's folder is no fault. Ids that occur
/// twice within one folder: both files are refused, each diagnostic naming the other (KGN-1305).
[[nodiscard]] ProfileSet load_profiles(const std::filesystem::path& shipped,
                                       const std::filesystem::path& administrator);

/// As load_profiles; but a file that is wrong now and stood behind a profile of `previous` keeps that profile.
[[nodiscard]] ProfileSet reload_profiles(const std::filesystem::path& shipped,
                                         const std::filesystem::path& administrator, const ProfileSet& previous);

}  // namespace kigen::profile
