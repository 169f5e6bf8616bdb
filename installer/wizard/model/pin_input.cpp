#include "installer/wizard/model/pin_input.h"

#include <algorithm>

namespace kigen::wizard {
namespace {

constexpr int kLongestPin = 64;

profile::Credential secret_rule(int least, int most, std::string characters) {
  profile::Credential rule;
  rule.secret = true;
  rule.characters = std::move(characters);
  rule.min_length = least;
  rule.max_length = most;
  return rule;
}

const Reading& reading_of(const PinForm& form, PinField field) {
  static const Reading kNothing;
  const PinEntry* entry = pin_entry(form, field);
  return entry ? entry->reading : kNothing;
}

bool has_wrong_character(const Reading& reading) {
  return reading.complaint == Complaint::HalfWidthKatakana || reading.complaint == Complaint::Japanese ||
         reading.complaint == Complaint::Space || reading.complaint == Complaint::Character;
}

Held length_held(const PinForm& form) {
  const std::size_t length = reading_of(form, PinField::Next).length;
  if (length > static_cast<std::size_t>(form.rules.most)) return Held::No;
  return length < static_cast<std::size_t>(form.rules.least) ? Held::NotYet : Held::Yes;
}

Held characters_held(const PinForm& form) {
  const Reading& next = reading_of(form, PinField::Next);
  if (has_wrong_character(next)) return Held::No;
  return next.length == 0 ? Held::NotYet : Held::Yes;
}

Held same_held(const PinForm& form) {
  const Reading& next = reading_of(form, PinField::Next);
  const Reading& again = reading_of(form, PinField::Again);
  if (has_wrong_character(again) || again.length > next.length) return Held::No;
  if (again.length < next.length || next.length == 0) return Held::NotYet;
  return next.value.view() == again.value.view() ? Held::Yes : Held::No;
}

Held different_held(const PinForm& form) {
  const Reading& next = reading_of(form, PinField::Next);
  const Reading& current = reading_of(form, PinField::Current);
  if (next.length == 0 || current.length == 0) return Held::NotYet;
  return next.value.view() == current.value.view() ? Held::No : Held::Yes;
}

}  // namespace

PinRules pin_rules(const profile::Profile* profile, const keys::pkcs11::TokenInfo& token) {
  PinRules rules;
  if (profile && profile->token)
    rules = {profile->token->pin_min, profile->token->pin_max, profile->token->pin_characters};
  const int least = std::max(rules.least, token.pin_min);
  const int most = token.pin_max > 0 ? std::min(rules.most, token.pin_max) : rules.most;
  // A token that contradicts its profile decides for itself when the new PIN is set; nothing else would fit both.
  if (least <= most) {
    rules.least = least;
    rules.most = most;
  }
  return rules;
}

PinForm make_pin_form(PinTask task, const PinRules& rules, const keys::pkcs11::TokenInfo& token) {
  PinForm form;
  form.rules = rules;
  form.pin_pad = token.pin_pad;
  if (form.pin_pad) return form;
  if (task == PinTask::Change) form.fields.push_back({PinField::Current, present_pin_rule(token), {}});
  // A PUK has rules of its own, which no token tells.
  if (task == PinTask::Unblock) form.fields.push_back({PinField::Puk, secret_rule(1, kLongestPin, "printable"), {}});
  form.fields.push_back({PinField::Next, secret_rule(rules.least, rules.most, rules.characters), {}});
  form.fields.push_back({PinField::Again, secret_rule(rules.least, rules.most, rules.characters), {}});
  return form;
}

// What cannot be the PIN costs no try.
profile::Credential present_pin_rule(const keys::pkcs11::TokenInfo& token) {
  const int most = token.pin_max > 0 ? std::min(token.pin_max, kLongestPin) : kLongestPin;
  return secret_rule(std::clamp(token.pin_min, 1, most), most, "printable");
}

void type_pin(PinForm& form, std::size_t field, std::string_view text) {
  if (field < form.fields.size()) form.fields[field].reading = read_credential(form.fields[field].rule, text);
}

void forget_pin(PinForm& form, PinField field) {
  for (PinEntry& entry : form.fields) {
    const bool pair = field == PinField::Next && entry.field == PinField::Again;
    if (entry.field == field || pair) entry.reading = {};
  }
}

const PinEntry* pin_entry(const PinForm& form, PinField field) noexcept {
  const auto found = std::find_if(form.fields.begin(), form.fields.end(),
                                  [field](const PinEntry& entry) { return entry.field == field; });
  return found == form.fields.end() ? nullptr : &*found;
}

std::vector<PinRuleState> pin_rule_states(const PinForm& form) {
  std::vector<PinRuleState> states{{PinRule::Length, length_held(form)}, {PinRule::Characters, characters_held(form)}};
  if (pin_entry(form, PinField::Current)) states.push_back({PinRule::Different, different_held(form)});
  states.push_back({PinRule::Same, same_held(form)});
  return states;
}

bool pin_form_holds(const PinForm& form) {
  if (form.pin_pad) return true;
  const auto states = pin_rule_states(form);
  const bool rules =
      std::all_of(states.begin(), states.end(), [](const PinRuleState& state) { return state.held == Held::Yes; });
  return rules && std::all_of(form.fields.begin(), form.fields.end(),
                              [](const PinEntry& entry) { return entry.reading.complaint == Complaint::None; });
}

}  // namespace kigen::wizard
