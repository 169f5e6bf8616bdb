#include "service/check/explain.h"

#include <algorithm>
#include <utility>

namespace kigen::check {
namespace {

using std::chrono::seconds;

std::string why_code(const ExplainInput& input, CertificateStatus status, std::int64_t days) {
  const bool known = input.subject.facts.has_profile;
  switch (status) {
    case CertificateStatus::Valid:
      return "valid_until";
    case CertificateStatus::Due:
      return days <= 0 ? "due_today" : "in_window";
    case CertificateStatus::Expired:
      return known ? "expired_in_grace" : "expired_no_profile";
    case CertificateStatus::Lapsed:
      return known ? "lapsed" : "lapsed_no_profile";
    case CertificateStatus::NotYetValid:
      return "not_yet_valid";
    case CertificateStatus::Superseded:
      return input.superseded_by.empty() ? "superseded" : "superseded_by";
    case CertificateStatus::Gone:
      return "gone";
  }
  return "valid_until";
}

void add_profile(Reason& reason, const ProfileFacts& profile) {
  if (profile.id.empty()) return;
  reason.with("profile", profile.id).with("profile_ja", profile.name_ja).with("profile_en", profile.name_en);
}

Reason why(const ExplainInput& input, CertificateStatus status, Instant now, const LocalCalendar& calendar) {
  const Facts& facts = input.subject.facts;
  const std::int64_t days = days_left(facts, now, calendar);
  Reason reason{why_code(input, status, days), {}};
  reason.with("not_before", to_rfc3339(facts.not_before))
      .with("not_after", to_rfc3339(facts.not_after))
      .with("days", std::to_string(days));
  if (const auto until = renewable_until(facts, calendar)) reason.with("until", to_rfc3339(*until));
  if (status == CertificateStatus::Superseded && !input.superseded_by.empty()) {
    reason.with("thumbprint", input.superseded_by);
  }
  add_profile(reason, input.profile);
  return reason;
}

// Collects the steps of one explanation.
class Steps {
 public:
  Steps(const ExplainInput& input, Instant now, const LocalCalendar& calendar)
      : input_(input), facts_(input.subject.facts), now_(now), calendar_(calendar) {}

  std::vector<NextStep> of(CertificateStatus status) {
    switch (status) {
      case CertificateStatus::NotYetValid:
        add("becomes_valid", facts_.not_before);
        add("expires", facts_.not_after);
        break;
      case CertificateStatus::Valid:
        if (!add_unattended()) {
          add(facts_.has_profile ? "window_opens" : "reminders_begin", window_opens(facts_, calendar_));
        }
        add("expires", facts_.not_after);
        add_token(false);
        add_obstacles();
        break;
      case CertificateStatus::Due:
        add("expires", facts_.not_after);
        add_renewal();
        break;
      case CertificateStatus::Expired:
        add_renewal();
        break;
      case CertificateStatus::Lapsed:
        add_warning();
        add("apply_anew");
        break;
      case CertificateStatus::Superseded:
        add("nothing_superseded");
        break;
      case CertificateStatus::Gone:
        add("nothing_gone");
        break;
    }
    std::ranges::stable_sort(steps_, [](const NextStep& a, const NextStep& b) {
      return a.at && b.at ? *a.at < *b.at : a.at.has_value() && !b.at.has_value();
    });
    return std::move(steps_);
  }

 private:
  void add(std::string code, std::optional<Instant> at = std::nullopt) {
    NextStep step{{std::move(code), {}}, at};
    add_profile(step.reason, input_.profile);
    steps_.push_back(std::move(step));
  }

  /// True when nobody needs to be warned before.
  bool add_unattended() {
    const auto& planned = input_.unattended;
    if (!planned) return false;
    if (planned->under_way) {
      add("renewing_now");
    } else if (planned->waits_for_user) {
      add("renews_at_sign_in");
    } else {
      add("renews_unattended", planned->at);
    }
    if (planned->calm) add("warns_from", planned->warns);
    return planned->calm;
  }

  void add_renewal() {
    if (!add_unattended()) add_warning();
    if (const auto until = renewable_until(facts_, calendar_)) {
      if (*until != facts_.not_after) add("renewable_until", *until);
      if (input_.has_private_key) add_renew_now();
    }
    if (facts_.has_profile && grace_ends(facts_, calendar_) > facts_.not_after) {
      add("lapses", grace_ends(facts_, calendar_) + seconds{1});
    }
    add_obstacles();
  }

  void add_renew_now() {
    add_token(true);
    if (!input_.token || input_.token->present) add("renew_now");
  }

  void add_token(bool renewable) {
    if (!input_.token || !facts_.has_profile) return;
    if (renewable && !input_.token->present) {
      add("plug_in_token");
      steps_.back().reason.with("serial", input_.token->serial);
      if (!input_.token->label.empty()) steps_.back().reason.with("label", input_.token->label);
    }
    add("token_needs_pin");
  }

  void add_obstacles() {
    if (!facts_.has_profile) add("no_profile");
    if (!input_.has_private_key) add(input_.subject.actionable ? "key_elsewhere" : "no_private_key");
  }

  void add_warning() {
    if (!wants_attention(input_.subject, now_, calendar_)) return;
    const Standing standing_now = standing(input_.subject, input_.quiet, now_, calendar_);
    if (standing_now.stands && status_of(facts_, now_, calendar_) == CertificateStatus::Lapsed) {
      add("lapsed_reminder");
    } else if (standing_now.stands) {
      add("reminder_at_check", input_.next_check);
    } else if (!standing_now.returns_at) {
      add("closed_for_good");
    } else {
      const bool closed = input_.quiet->kind == QuietKind::Closed;
      add(closed ? "returns_after_close" : "returns_after_snooze", standing_now.returns_at);
    }
  }

  const ExplainInput& input_;
  const Facts& facts_;
  Instant now_;
  const LocalCalendar& calendar_;
  std::vector<NextStep> steps_;
};

}  // namespace

Explained explain(const ExplainInput& input, Instant now, const LocalCalendar& calendar) {
  const CertificateStatus status = status_of(input.subject.facts, now, calendar);
  return {why(input, status, now, calendar), Steps(input, now, calendar).of(status)};
}

}  // namespace kigen::check
