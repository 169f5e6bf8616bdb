// The page that sets a new PIN (for an issue, a change, or after a lock), and the question for a PIN that a job asks.
#pragma once

#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

struct PinRow {
  std::string label;
  bool secret = true;
};
struct PinRuleRow {
  Mark mark = Mark::Info;
  std::string text;
  std::string word;  ///< the mark in words
};

[[nodiscard]] std::string pin_intro(const Context& context, const State& state);
/// One a field of the form, in its order.
[[nodiscard]] std::vector<std::string> pin_labels(const Context& context, const State& state);
/// What is wrong with this field beyond the rules that are listed; "" when nothing is.
[[nodiscard]] std::string pin_field_notice(const Context& context, const PinEntry& entry);
[[nodiscard]] std::vector<PinRuleRow> pin_rules_shown(const Context& context, const State& state);
/// Tries left, a PIN on its way; "" when there is nothing to say.
[[nodiscard]] std::string pin_notice(const Context& context, const State& state);
[[nodiscard]] Mark pin_notice_mark(const State& state);

/// The dialog of a job's question.
struct PinWords {
  std::string title, question;
  std::string token;  ///< which one
  std::string again;  ///< "" the first time
  std::string tries;  ///< "" when nothing is known
  Mark tries_mark = Mark::Info;
  std::string hint;
  std::string ok, cancel;
};
[[nodiscard]] PinWords pin_words(const Context& context, const renewal::PinQuestion& question);

struct DialogWords {
  std::string title, question, detail, yes, no;
};
[[nodiscard]] DialogWords last_try_words(const Context& context, const std::string& label, const std::string& serial,
                                         bool puk);
[[nodiscard]] DialogWords plug_in_words(const Context& context, const renewal::TokenQuestion& question);

}  // namespace kigen::wizard
