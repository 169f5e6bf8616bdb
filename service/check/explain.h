// Why a certificate has its status, and what happens next and when: reasons, rendered by common/text/reasons.h.
//
// Each `why` carries not_before, not_after (RFC 3339), days (local dates left, negative when past) and, where a profile
// matches, profile, profile_ja and profile_en:
//   valid_until             the renewal window is not open yet
//   in_window, due_today    due; due_today on the last day
//   expired_in_grace        expired, its RA still renews it until `until`
//   expired_no_profile      expired, and nothing tells what its RA allows
//   lapsed, lapsed_no_profile
//   not_yet_valid
//   superseded_by           `thumbprint` of the newer one ("superseded" when that is not known)
//   gone
// Each next step holds at its `at`; soonest first, those without a time last:
//   becomes_valid, window_opens (reminders_begin without a profile), expires, renewable_until, lapses,
//   reminder_at_check       the warning stands, and again at each regular check
//   returns_after_close, returns_after_snooze
//   lapsed_reminder         no time: the warning of a lapsed one stands until it is closed
//   renew_now               no time: it can be renewed at once
//   renews_unattended       Kigen renews it without asking; renewing_now, renews_at_sign_in: no time
//   warns_from              from then the user is warned, if it has not been renewed
//   plug_in_token           no time: the key is on a token (`serial`, `label`) that is not inserted
//   token_needs_pin         no time: it is on a token, so it is not renewed without asking
//   closed_for_good, apply_anew, no_profile, no_private_key, key_elsewhere, nothing_superseded, nothing_gone: no time
// Pure: any thread, nothing owned.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/reason.h"
#include "service/check/warnings.h"

namespace kigen::check {

/// Of the matching profile; empty strings without one.
struct ProfileFacts {
  std::string id;
  std::string name_ja, name_en;
};

/// What the service means to do without asking (service/app/renewals.h).
struct UnattendedFacts {
  Instant at{};
  bool under_way = false;
  bool waits_for_user = false;
  bool calm = false;  ///< no warning stands
  Instant warns{};
};

/// The token on which the certificate lies.
struct TokenFacts {
  std::string serial, label;
  bool present = true;  ///< inserted now
};

struct ExplainInput {
  Subject subject;
  bool has_private_key = false;
  std::string superseded_by;  ///< SHA-256 thumbprint, lower-case hex; "" when unknown or not superseded
  ProfileFacts profile;
  std::optional<Quiet> quiet;  ///< of the user who asks
  Instant next_check{};
  std::optional<UnattendedFacts> unattended;
  std::optional<TokenFacts> token;
};

struct Explained {
  Reason why;
  std::vector<NextStep> next;
};

[[nodiscard]] Explained explain(const ExplainInput& input, Instant now, const LocalCalendar& calendar);

}  // namespace kigen::check
