// The command line of `kigen-wizard --silent`. Pure; no credential is ever on it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/net/proxy.h"
#include "common/text/language.h"

namespace kigen::silent {

struct Arguments {
  std::string profile;
  std::string renew;  ///< thumbprint, SHA-256 or SHA-1, or its beginning; "" chooses the one that is due
  std::string job;    ///< with --resume: which one; "" any of this profile
  std::string token;  ///< the serial of the token that the certificate goes to; "" the PC, or the only token
  bool change_pin = false;
  bool unblock = false;
  bool last_try = false;  ///< a wrong PIN may lock the token
  bool issue = false;
  bool resume = false;   ///< only go on with what was interrupted
  bool abandon = false;  ///< take back what was interrupted
  bool json = false;
  bool accept_pinned_roots = false;
  bool unattended = false;  ///< the tray starts it: nobody asked, nobody watches
  bool now = false;         ///< a person asked: the back-off does not hold it back
  net::ProxySetting proxy;
  std::optional<std::chrono::seconds> wait;  ///< how long to sit through "ask again later"
  std::string subject_name;
  std::string folder;    ///< the user's folder; "" for the system's
  std::string issuers;   ///< shipped profiles; "" for those beside the program
  std::string profiles;  ///< the administrator's; "" for the data folder's
  std::string connect;   ///< the service's endpoint; "" for the default, "none" for no report
  std::optional<text::Language> language;
  bool help = false, version = false;
};

/// `words`: without the program's own name. InvalidArgument {argument, reason: "unknown", "value", "missing",
/// "combination"}.
[[nodiscard]] Result<Arguments> read_arguments(const std::vector<std::string>& words);

/// True when the words ask for this mode: --silent is among them.
[[nodiscard]] bool is_silent(const std::vector<std::string>& words);

/// "system", "none", "host:port", "[v6]:port".
[[nodiscard]] std::optional<net::ProxySetting> parse_proxy(const std::string& text);

}  // namespace kigen::silent
