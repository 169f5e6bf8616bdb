// Reads one profile file with full validation: every fault of the file is told, with line, key and reason.
// Pure but for load_profile, which reads the file. No shared state: call from any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/diagnostic.h"
#include "common/profile/profile.h"

namespace kigen::profile {

inline constexpr std::size_t kMaxProfileBytes = 256U << 10;

/// `profile` is set exactly when no diagnostic is an error. Warnings (KGN-1306, what the operator still has to set)
/// come beside a profile.
struct Loaded {
  std::optional<Profile> profile;
  std::vector<Diagnostic> diagnostics;
};

/// `file` names the text in diagnostics. An override file (see profile_set.h) is no profile: use lint_profile for
/// either.
[[nodiscard]] Loaded parse_profile(std::string_view text, const std::string& file);

/// Reads at most kMaxProfileBytes; a file that cannot be read or is larger gives one diagnostic.
[[nodiscard]] Loaded load_profile(const std::filesystem::path& path);

/// For `kigenctl profile lint`: a profile as load_profile does; an override ("overrides = …") is checked on top of its
/// base from the folder `shipped`. The result's `file` is the base's, its `override_file` is `path`.
[[nodiscard]] Loaded lint_profile(const std::filesystem::path& path, const std::filesystem::path& shipped);

}  // namespace kigen::profile
