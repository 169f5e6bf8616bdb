// The language that the user chose for Kigen's windows: HKEY_CURRENT_USER\Software\Kigen, value "Language" ("ja",
// "en"); without it Windows' own. The wizard reads the same value.
#pragma once

#include <optional>

#include "common/text/language.h"

namespace kigen::ui {

/// Nothing: the user did not choose.
[[nodiscard]] std::optional<text::Language> chosen_language();
void choose_language(std::optional<text::Language> language);
/// The administrator's setting ui.language ("auto", "ja", "en") as the service tells it: for users who did not choose.
void set_default_language(std::optional<text::Language> language);
/// What the windows are to speak now.
[[nodiscard]] text::Language window_language();

}  // namespace kigen::ui
