// A small copy of the settings that were set at run time, beside the daily backups: what was set since the last backup
// must survive damage of the database too. A checksum tells a damaged copy; the file is whole or not there.
// Blocking; one thread at a time.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "common/base/result.h"

namespace kigen::inventory {

using SettingsMap = std::map<std::string, std::string>;

[[nodiscard]] Status write_settings_copy(const std::filesystem::path& folder, const SettingsMap& settings);
/// Nothing when there is no copy, or it is damaged.
[[nodiscard]] std::optional<SettingsMap> read_settings_copy(const std::filesystem::path& folder);

}  // namespace kigen::inventory
