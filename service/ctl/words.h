// Small pieces that several commands print alike.
#pragma once

#include <string>

#include "common/ipc/messages.h"
#include "service/ctl/context.h"

namespace kigen::ctl {

/// "label: value" in the language's own punctuation, with its line end.
[[nodiscard]] std::string labelled(text::Language language, std::string_view label, std::string_view value);
/// The name by which a person knows the certificate.
[[nodiscard]] std::string name_of(const ipc::CertificateSummary& certificate);
/// A source as it is shown; tokens in words, by their serial number.
[[nodiscard]] std::string source_word(text::Language language, const std::string& source, bool token_present);
[[nodiscard]] std::string owner_word(text::Language language, const std::string& owner);
[[nodiscard]] std::string setting_line(text::Language language, const ipc::SettingValue& setting);

}  // namespace kigen::ctl
