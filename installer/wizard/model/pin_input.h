// The PINs that one types to set a new one: which fields there are, which rules hold, and whether the button may work
// (E8, E10). What was typed is folded as credentials are (credential_input.h) and stays in Secrets. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/keys/pkcs11/token.h"
#include "common/profile/profile.h"
#include "installer/wizard/model/credential_input.h"

namespace kigen::wizard {

enum class PinField { Current, Puk, Next, Again };

/// Of a new PIN: what the profile says, within what the token says of itself.
struct PinRules {
  int least = 4;
  int most = 64;
  std::string characters = "printable";
};
/// `profile` may be null: then the token's own rules.
[[nodiscard]] PinRules pin_rules(const profile::Profile* profile, const keys::pkcs11::TokenInfo& token);

struct PinEntry {
  PinField field{};
  profile::Credential rule;  ///< what read_credential() goes by
  Reading reading;
};

/// The fields of one page. Move-only.
struct PinForm {
  PinRules rules;
  bool pin_pad = false;  ///< all is typed on the reader: there are no fields
  std::vector<PinEntry> fields;
};

enum class PinTask { Set, Change, Unblock };
/// Fields in the order of the page: what proves that one may (Current, Puk; none for Set), Next, Again.
[[nodiscard]] PinForm make_pin_form(PinTask task, const PinRules& rules, const keys::pkcs11::TokenInfo& token);
/// One field, for the question of a job: the PIN as it is.
[[nodiscard]] profile::Credential present_pin_rule(const keys::pkcs11::TokenInfo& token);

void type_pin(PinForm& form, std::size_t field, std::string_view text);
/// Empties the field that was refused, and those that belong to it.
void forget_pin(PinForm& form, PinField field);
[[nodiscard]] const PinEntry* pin_entry(const PinForm& form, PinField field) noexcept;

enum class PinRule { Length, Characters, Different, Same };
enum class Held { NotYet, Yes, No };
struct PinRuleState {
  PinRule rule{};
  Held held = Held::NotYet;
  friend bool operator==(const PinRuleState&, const PinRuleState&) = default;
};
/// Those of the new PIN, in the order in which they are listed. Different only where there is a present one.
[[nodiscard]] std::vector<PinRuleState> pin_rule_states(const PinForm& form);
/// All rules hold and every field can be used.
[[nodiscard]] bool pin_form_holds(const PinForm& form);

}  // namespace kigen::wizard
