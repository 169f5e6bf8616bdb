// What a silent run does with tokens beside the job itself. Private to this folder; waits for tokens, one thread.
#pragma once

#include <stop_token>
#include <vector>

#include "common/keys/personal_store.h"
#include "installer/wizard/silent/context.h"
#include "installer/wizard/silent/input.h"

namespace kigen::silent {

/// Where the certificate goes, by profile and command line.
[[nodiscard]] bool is_on_token(const Context& context);
/// Those of the tokens that are inserted, or of the one that --token names. Errors of TokenDesk::search; TokenNotFound.
[[nodiscard]] Result<std::vector<keys::StoredCertificate>> certificates_on_tokens(const Context& context,
                                                                                  const std::stop_token& stop);
/// "token.new_pin" by the profile's rules. InvalidArgument {argument "stdin", id, reason "missing", "length",
/// "characters"}; never the PIN itself.
[[nodiscard]] Result<Secret> read_new_pin(const profile::Token& rules, const Lines& lines);

/// --change-pin and --unblock; the exit code.
[[nodiscard]] int change_pin(const Context& context, const std::stop_token& stop);

}  // namespace kigen::silent
