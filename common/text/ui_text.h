// Labels that every Kigen window shares, in Japanese and English. "&" marks the access key. Pure: any thread.
#pragma once

#include <string>

#include "common/text/language.h"

namespace kigen::text {

[[nodiscard]] std::string error_why(Language language);
[[nodiscard]] std::string error_what_to_do(Language language);
[[nodiscard]] std::string error_copy(Language language);
[[nodiscard]] std::string error_try_again(Language language);
[[nodiscard]] std::string close_button(Language language);
[[nodiscard]] std::string back_button(Language language);
[[nodiscard]] std::string next_button(Language language);
[[nodiscard]] std::string cancel_button(Language language);
[[nodiscard]] std::string help_button(Language language);
[[nodiscard]] std::string ok_button(Language language);
[[nodiscard]] std::string finish_button(Language language);
/// What a screen reader says of the steps at the left: "Step 2 of 4: Details".
[[nodiscard]] std::string step_position(Language language, int step, int steps, const std::string& name);

}  // namespace kigen::text
