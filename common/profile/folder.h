// The files of a profile folder, each looked at far enough to know what it is; internal to this folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/diagnostic.h"
#include "common/profile/load.h"
#include "common/toml/report.h"

namespace kigen::profile {

/// One file. `id` is the profile's own id or, of an override, that of the profile it changes.
struct Candidate {
  enum class Kind { Refused, Profile, Override };
  Kind kind = Kind::Refused;
  std::string file;
  std::string text;
  std::string id;
  std::uint32_t id_line = 0, id_column = 0;
  std::optional<Profile> profile;       ///< Kind::Profile
  std::vector<Diagnostic> diagnostics;  ///< why it was refused, and warnings
};

struct Folder {
  std::vector<std::filesystem::path> files;  ///< by name
  std::vector<Diagnostic> diagnostics;
};

/// *.toml, no hidden ones, at most kMaxProfileFiles.
[[nodiscard]] Folder list_profile_files(const std::filesystem::path& folder);

[[nodiscard]] Candidate read_candidate(const std::filesystem::path& path);

/// Validates `over` laid over `base`; a diagnostic names the file whose line it is.
[[nodiscard]] Loaded parse_override(std::string_view base, const std::string& base_file, std::string_view over,
                                    const std::string& over_file);

/// The override's "overrides" names no profile.
[[nodiscard]] Diagnostic unknown_base(const Candidate& over);

}  // namespace kigen::profile
