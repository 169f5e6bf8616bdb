// The codes of faults in kigen.toml and in a policy file. Private to common/settings.
#pragma once

#include "common/base/error_code.h"
#include "common/toml/report.h"

namespace kigen::settings {

inline constexpr toml_file::Codes kFileCodes{
    .syntax = ErrorCode::SettingsSyntax,
    .unknown_key = ErrorCode::SettingUnknown,
    .missing_key = ErrorCode::SettingMissing,
    .wrong_type = ErrorCode::SettingType,
    .bad_value = ErrorCode::SettingRange,
    .duplicate = ErrorCode::SettingDuplicate,
};

}  // namespace kigen::settings
