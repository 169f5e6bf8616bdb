#include "installer/wizard/model/pages/result_view.h"

#include <algorithm>
#include <utility>

#include "common/text/dates.h"
#include "common/text/enrol_text.h"
#include "common/text/errors.h"
#include "common/text/phrase.h"
#include "common/text/token_text.h"
#include "common/text/tray_text.h"
#include "installer/wizard/model/pages/frame_view.h"

namespace kigen::wizard {
namespace {

std::string period(const Context& context, Instant from, Instant until) {
  constexpr std::int64_t kDaysOfTwoMonths = 60;
  constexpr std::int64_t kDaysOfTwoYears = 720;
  const std::int64_t days = days_between(*context.calendar, from, until);
  if (days < kDaysOfTwoMonths) return text::period_days(context.language, days);
  if (days < kDaysOfTwoYears) return text::period_months(context.language, (days * 12 + 182) / 365);
  return text::period_years(context.language, (days + 182) / 365);
}

void add_field(std::vector<Line>& lines, std::string label, std::string value) {
  if (!value.empty()) lines.push_back({Line::Kind::Field, std::move(label), std::move(value)});
}

void add_heading(std::vector<Line>& lines, std::string text) {
  lines.push_back({Line::Kind::Heading, {}, std::move(text)});
}

void add_note(std::vector<Line>& lines, const Context& context, const Error& error) {
  const text::ErrorText words = text::error_text(context.language, error);
  lines.push_back({Line::Kind::Text, {}, "• " + words.title + " (" + text::error_code_text(error) + ")"});
  lines.push_back(
      {Line::Kind::Text, {}, words.cause + (context.language == text::Language::Japanese ? "" : " ") + words.remedy});
}

void add_content(std::vector<Line>& lines, const Context& context, const CertificateRecord& certificate,
                 const std::vector<std::string>& chain) {
  const text::Language language = context.language;
  add_heading(lines, text::result_content(language));
  add_field(lines, text::details_issued_to(language), text::harmless(certificate.subject));
  add_field(lines, text::details_issued_by(language), text::harmless(certificate.issuer));
  std::string path;
  for (auto name = chain.rbegin(); name != chain.rend(); ++name)
    path += (path.empty() ? "" : " › ") + text::harmless(*name);
  add_field(lines, text::result_chain(language), path);
  add_field(lines, text::details_validity(language),
            text::validity_range(language, text::long_date(language, certificate.not_before, *context.calendar),
                                 text::long_date(language, certificate.not_after, *context.calendar)));
  add_field(lines, text::result_status(language), text::result_good(language));
}

void add_stored(std::vector<Line>& lines, const Context& context, const renewal::Success& success) {
  const text::Language language = context.language;
  add_heading(lines, text::result_stored(language));
  const bool user = success.where == "CurrentUser\\My" || success.where.empty();
  const bool on_token = !success.token_serial.empty();
  if (on_token) {
    add_field(lines, text::result_token(language),
              text::token_name(language, text::harmless(success.where), text::harmless(success.token_serial)));
    add_field(lines, text::result_pin(language),
              success.pin_unchanged ? text::result_pin_unchanged(language) : text::result_pin_set(language));
  } else {
    add_field(lines, text::root_store(language),
              user ? text::result_where_user(language) : text::harmless(success.where));
  }
  add_field(lines, text::result_friendly_name(language), text::harmless(success.friendly_name));
  if (success.replaced)
    add_field(lines, text::result_replaced(language),
              text::result_replaced_kept(language,
                                         text::long_date(language, success.replaced->not_after, *context.calendar)));
  add_field(lines, text::result_proof(language),
            success.proof == renewal::Success::Proof::Page ? text::result_proof_page(language)
                                                           : text::result_proof_local(language));
  if (success.ssl_state_cleared) lines.push_back({Line::Kind::Text, {}, text::result_ssl_cleared(language)});
}

// That the certificate was not accepted at first is over: what was done about it stands beside the proof.
void add_notes_of(std::vector<Line>& lines, const Context& context, const renewal::Success& success) {
  bool first = true;
  for (const Error& note : success.notes) {
    if (note.code == ErrorCode::NewCertificateNotAccepted) continue;
    if (std::exchange(first, false)) add_heading(lines, text::result_notes(context.language));
    add_note(lines, context, note);
  }
}

}  // namespace

namespace {

// The end of a change of the PIN (E10), and of an unblocking.
std::vector<Line> pin_lines(const Context& context, const State& state) {
  const text::Language language = context.language;
  std::vector<Line> lines{{Line::Kind::Headline, {}, result_headline(context, state)}};
  const renewal::FoundToken* token = find_token(state.token, state.token.serial);
  const std::string label = token ? text::harmless(token->info.label) : std::string();
  add_field(lines, text::result_token(language), text::token_name(language, label, text::harmless(state.token.serial)));
  lines.push_back({Line::Kind::Text, {}, text::result_use_new_pin(language)});
  lines.push_back({Line::Kind::Text, {}, text::result_certificates_stay(language)});
  if (state.interrupted)
    lines.push_back({Line::Kind::Text, {}, text::result_go_on(language, state.interrupted->task == Task::Issue)});
  return lines;
}

}  // namespace

std::string result_headline(const Context& context, const State& state) {
  if (state.task == Task::ChangePin) return text::result_pin_changed(context.language);
  if (state.task == Task::Unblock) return text::result_unblocked(context.language);
  if (!state.success) return {};
  const CertificateRecord& certificate = state.success->certificate;
  return text::result_valid_until(context.language,
                                  text::long_date(context.language, certificate.not_after, *context.calendar),
                                  period(context, certificate.not_before, certificate.not_after));
}

std::vector<Line> result_lines(const Context& context, const State& state, const std::vector<std::string>& chain) {
  if (is_pin_task(state.task)) return pin_lines(context, state);
  if (!state.success) return {};
  const renewal::Success& success = *state.success;
  const text::Language language = context.language;
  std::vector<Line> lines{{Line::Kind::Headline, {}, result_headline(context, state)}};
  add_heading(lines, text::result_next(language));
  lines.push_back({Line::Kind::Text, {}, text::result_close_browsers(language)});
  if (!success.token_serial.empty()) lines.push_back({Line::Kind::Text, {}, text::result_replug(language)});
  if (!success.friendly_name.empty())
    lines.push_back({Line::Kind::Text, {}, text::result_pick(language, text::harmless(success.friendly_name))});
  add_notes_of(lines, context, success);
  add_stored(lines, context, success);
  add_content(lines, context, success.certificate, chain);
  return lines;
}

std::string failure_codes(const State& state) {
  if (!state.failure) return {};
  Error error = state.failure->error;
  if (!state.failure->ra_code.empty()) error.with("ra_code", state.failure->ra_code);
  return text::error_code_text(error);
}

namespace {

void add_times(std::vector<Line>& lines, const Context& context, const renewal::Failure& failure) {
  const text::Language language = context.language;
  if (failure.tries_left)
    add_field(lines, text::failure_tries(language), text::failure_tries_left(language, *failure.tries_left));
  if (failure.until)
    add_field(lines,
              failure.error.code == ErrorCode::AccountLocked ? text::failure_until(language)
                                                             : text::failure_ask_again_at(language),
              text::moment(language, *failure.until, context.now, *context.calendar));
}

// What has been taken back is not worth a word.
std::string what_is_left(const Context& context, const State& state) {
  if (state.failure->aftermath != renewal::Aftermath::Nothing)
    return what_stays_text(context, state, state.failure->aftermath);
  const text::Language language = context.language;
  if (is_pin_task(state.task))
    return text::purpose_pin_failed(language) + (language == text::Language::Japanese ? "。" : ".");
  const std::string old = old_goes_on(context, state);
  return old.empty() ? text::left_nothing(language)
                     : text::left_nothing(language) + (language == text::Language::Japanese ? "" : " ") + old;
}

// An error that a person made or chose has no long story: the title stands at the top of the page.
void add_story(std::vector<Line>& lines, const Context& context, const renewal::Failure& failure) {
  if (failure.error.code == ErrorCode::Cancelled) return;
  const text::Language language = context.language;
  Error error = failure.error;
  // These have lines of their own.
  if (failure.tries_left) error.args.erase("tries_left");
  if (failure.until) error.args.erase("unlocks_at");
  const text::ErrorText words = text::error_text(language, error);
  add_heading(lines, text::failure_why(language));
  lines.push_back({Line::Kind::Text, {}, words.cause});
  add_heading(lines, text::failure_what_to_do(language));
  lines.push_back({Line::Kind::Text, {}, words.remedy});
}

// Whoever is asked for help needs its serial number (E9).
void add_token(std::vector<Line>& lines, const Context& context, const State& state) {
  std::string serial = state.token.serial;
  if (serial.empty())
    if (const auto named = state.failure->error.args.find("serial"); named != state.failure->error.args.end())
      serial = named->second;
  const bool about_token = state.failure_of != Origin::Job || needs_token(state);
  if (!about_token || serial.empty()) return;
  const renewal::FoundToken* token = find_token(state.token, serial);
  const std::string label = token ? text::harmless(token->info.label) : std::string();
  add_field(lines, text::result_token(context.language),
            text::token_name(context.language, label, text::harmless(serial)));
}

}  // namespace

std::vector<Line> failure_lines(const Context& context, const State& state) {
  if (!state.failure) return {};
  const renewal::Failure& failure = *state.failure;
  const text::Language language = context.language;
  std::vector<Line> lines;
  add_times(lines, context, failure);
  add_token(lines, context, state);
  add_story(lines, context, failure);
  const std::string hint = in_language(context, failure.hint);
  if (!hint.empty()) {
    add_heading(lines, text::failure_hint(language));
    add_lines(lines, hint);
  }
  add_heading(lines, text::failure_what_stays(language));
  lines.push_back({Line::Kind::Text, {}, what_is_left(context, state)});
  for (const Error& note : failure.notes)
    if (note.code != failure.error.code) add_note(lines, context, note);
  const std::string support = state.profile ? in_language(context, state.profile->support) : std::string();
  if (!support.empty() && failure.error.code != ErrorCode::Cancelled) {
    add_heading(lines, text::failure_support(language));
    add_lines(lines, support);
  }
  return lines;
}

std::string failure_report(const Context& context, const State& state) {
  if (!state.failure) return {};
  const renewal::Failure& failure = *state.failure;
  const text::Language language = context.language;
  std::string report = "Kigen " + std::string(context.version) + "  " + to_rfc3339(context.now) + "\r\n";
  report += failure_codes(state);
  const auto cause = failure.error.args.find("cause");
  if (cause != failure.error.args.end()) report += " (" + text::harmless(cause->second) + ")";
  report += "  " + purpose(context, state) + "\r\n";
  std::vector<Line> facts;
  add_field(facts, text::failure_where(language), text::step_text(language, renewal::name(failure.step)));
  if (state.profile) add_field(facts, text::column_profile(language), state.profile->id);
  if (state.certificate)
    add_field(facts, text::details_thumbprint(language, "SHA-1"), state.certificate->summary.thumbprint_sha1);
  report += as_text(facts) + as_text(failure_lines(context, state));
  if (!failure.error.detail.empty()) report += text::harmless(failure.error.detail) + "\r\n";
  return report;
}

}  // namespace kigen::wizard
