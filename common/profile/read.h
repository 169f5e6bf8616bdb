// From a parsed TOML table to a Profile; internal to this folder (toml++ stays out of the public headers).
#pragma once

#include <optional>
#include <string>

#include "common/profile/profile.h"
#include "common/toml/report.h"
#include "common/toml/table_reader.h"

namespace kigen::profile {

inline constexpr toml_file::Codes kCodes{
    .syntax = ErrorCode::ProfileSyntax,
    .unknown_key = ErrorCode::ProfileUnknownKey,
    .missing_key = ErrorCode::ProfileMissingKey,
    .wrong_type = ErrorCode::ProfileBadValue,
    .bad_value = ErrorCode::ProfileBadValue,
    .duplicate = ErrorCode::ProfileDuplicateId,
};

inline constexpr toml_file::TextRule kNameRule{.max_bytes = 200};

/// The key that makes a file an override of another profile.
inline constexpr std::string_view kOverrides = "overrides";

/// Validates the whole table; nothing when it has an error (report tells all of them).
[[nodiscard]] std::optional<Profile> read_profile(const toml::table& table, toml_file::Report& report);

/// Lays an override's keys over `base`: tables key by key, everything else replaced. Nodes keep their file and line.
/// Faults of the override's own (an "id", nested too deep) go to `report`.
void merge_override(toml::table& base, toml::table&& over, toml_file::Report& report);

/// {ja, en}, both demanded.
bool read_text_pair(toml_file::TableReader& reader, std::string_view key, toml_file::Need need, Text& to);

// The sections; each asks the root reader for its keys and fills its part of the profile.
void read_credentials(toml_file::TableReader& root, Profile& profile);
void read_key_and_token(toml_file::TableReader& root, toml_file::Report& report, Profile& profile);
void read_roots(toml_file::TableReader& root, toml_file::Report& report, Profile& profile);
void read_preflight(toml_file::TableReader& root, toml_file::Report& report, Profile& profile);
void read_errors(toml_file::TableReader& root, Profile& profile);

/// Adds a warning: valid, but the operator has to set it before it is of use.
void warn_not_set(toml_file::TableReader& reader, toml_file::Report& report, std::string_view key);

}  // namespace kigen::profile
