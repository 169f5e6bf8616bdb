// Whose token it is, as the RA says (profile token.holder_url). Private to this folder; waits, on the engine's thread.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "common/net/http.h"
#include "common/profile/profile.h"
#include "installer/wizard/renewal/engine.h"

namespace kigen::renewal {

struct HolderAnswer {
  std::string name;  ///< cleaned, at most kMaxHolderName octets
  bool holds_certificate = false;
};
inline constexpr std::size_t kMaxHolderName = 256;

/// "{serial}" replaced by the serial, percent-encoded as one segment.
[[nodiscard]] Result<net::Url> holder_url(const profile::Token& token, std::string_view serial);
/// Reads the answer. TokenNotRegistered {serial} for a 404, or a refusal with that reason; AnswerUnreadable, RaRefused
/// {status}, RaSystemError {status}.
[[nodiscard]] Result<HolderAnswer> read_holder(const net::Response& response, const std::string& serial);
/// Asks and reads. `get`: EngineParts::get.
[[nodiscard]] Result<HolderAnswer> ask_holder(const profile::Token& token, const std::string& serial,
                                              net::ConnectOptions options, const GetOnce& get,
                                              const std::stop_token& stop);

}  // namespace kigen::renewal
