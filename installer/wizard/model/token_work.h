// What the wizard knows of the tokens that are inserted, and which of them the work at hand is for (T1, E3, T8). Plain
// values and pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/error.h"
#include "common/ipc/messages.h"
#include "common/profile/profile_set.h"
#include "installer/wizard/model/pin_input.h"
#include "installer/wizard/renewal/token_desk.h"

namespace kigen::wizard {

struct State;

/// The work with a token beside a job.
struct TokenWork {
  bool searching = false;
  bool searched = false;                   ///< a search has ended: what follows is its result
  std::vector<renewal::FoundToken> found;  ///< as they were then
  std::vector<Error> faults;               ///< modules and tokens that could not be read
  std::optional<Error> error;              ///< the search as a whole failed
  std::string serial;                      ///< of the token that the user went on with; "" before
  bool asking_holder = false;              ///< the RA is asked whose it is
  std::optional<renewal::TokenHolder> holder;
  bool setting_pin = false;                         ///< a new PIN is on its way to the token
  bool pin_is_users = false;                        ///< it was set in this run of the wizard
  int wrong_pins = 0;                               ///< in this run of the wizard, on this token
  std::optional<keys::pkcs11::TokenInfo> at_first;  ///< its flags before the first of them
  PinForm form;
  std::string show_when_found;  ///< SHA-256 of the certificate that the user wants to see, until a search has it
};

/// What the page of the token says.
enum class TokenVerdict {
  Searching,
  Stopped,     ///< the user did not want to wait
  NoDriver,    ///< no module of the profile is on this PC (T1, B5)
  TimedOut,    ///< the only one does not answer (T8)
  Unreadable,  ///< its software failed
  None,        ///< nothing is inserted, or Windows does not know it yet (E2)
  Other,       ///< a renewal: its token is not among those that are
  Several,     ///< E3
  Locked,      ///< E11
  NotLocked,   ///< to be unblocked, and it is not locked: it may be done all the same
  NotReady,    ///< the token has no user PIN
  Ready,
};
[[nodiscard]] TokenVerdict token_verdict(const State& state);
/// The token that the verdict is about: the one the work is for. Null before there is one.
[[nodiscard]] const renewal::FoundToken* token_at_hand(const State& state);
/// The tokens that the page lists: all that were found.
[[nodiscard]] const renewal::FoundToken* find_token(const TokenWork& work, std::string_view serial);

/// The serial number of the token that the chosen certificate lives on; "" when it is in the PC.
[[nodiscard]] std::string serial_of_certificate(const State& state);
/// The certificate lives on a token that is not inserted: as the last search saw it, or the service before one.
[[nodiscard]] bool token_away(const State& state, const ipc::CertificateSummary& item);

/// The certificate itself can be shown: Windows has it, or a token that is inserted, as far as is known. Not while it
/// is being fetched from there.
[[nodiscard]] bool can_show_certificate(const State& state, std::string_view thumbprint);

/// One profile that stands for all of them: every module that one of them or the vendors' drivers have.
[[nodiscard]] profile::ProfilePtr profile_of_all_tokens(const std::vector<profile::ProfilePtr>& profiles);
/// Whose rules hold for a token that no job has a profile for: that of a certificate on it; the only one whose modules
/// and serial numbers fit. Null when that is not certain.
[[nodiscard]] profile::ProfilePtr profile_of_token(const State& state, const renewal::FoundToken& token);
/// A locked token of this profile may be given a new PIN with the PUK.
[[nodiscard]] bool may_unblock(const State& state, const renewal::FoundToken& token);
/// Some profile allows it at all.
[[nodiscard]] bool any_unblocks(const State& state);

/// Tries left before the PIN locks, as far as is known.
[[nodiscard]] std::optional<int> pin_tries_left(const State& state);

/// What the profile says of this error beside Kigen's own words; null when nothing.
[[nodiscard]] const profile::ErrorMapping* known_error(const profile::Profile& profile, ErrorCode code);

}  // namespace kigen::wizard
