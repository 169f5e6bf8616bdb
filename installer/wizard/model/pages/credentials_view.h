// The credential fields: what each takes, and how the entry stands, in words.
#pragma once

#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

/// "letters and digits": which characters a field takes.
[[nodiscard]] std::string characters_text(text::Language language, const std::string& characters);
/// The sentence above the fields.
[[nodiscard]] std::string credentials_intro(const Context& context, const State& state);
[[nodiscard]] std::string field_label(const Context& context, const Field& field, std::size_t number);

struct FieldHint {
  Mark mark = Mark::Info;  ///< Ok, Failed, or Info while more is to come
  std::string text;
};
[[nodiscard]] FieldHint field_hint(const Context& context, const Field& field);

}  // namespace kigen::wizard
