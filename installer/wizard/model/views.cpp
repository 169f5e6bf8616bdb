#include "installer/wizard/model/views.h"

#include "common/net/endpoint_text.h"
#include "common/profile/matcher.h"
#include "common/text/dates.h"
#include "common/text/errors.h"
#include "common/text/phrase.h"
#include "common/text/tray_text.h"
#include "common/text/wizard_text.h"

namespace kigen::wizard {
namespace {

std::string step_name(text::Language language, Page page) {
  switch (page) {
    case Page::Choose:
      return text::wizard_step_choose(language);
    case Page::Certificate:
      return text::wizard_step_certificate(language);
    case Page::Connections:
      return text::wizard_step_connections(language);
    case Page::Summary:
      return text::wizard_step_summary(language);
  }
  return {};
}

std::string in_language(text::Language language, const std::string& ja, const std::string& en) {
  return language == text::Language::Japanese ? ja : en;
}

std::string profile_name(const Context& context, const State& state) {
  if (state.profile) return in_language(context.language, state.profile->name_ja, state.profile->name_en);
  if (state.profile_file)
    return in_language(context.language, state.profile_file->name.ja, state.profile_file->name.en);
  return {};
}

std::string support(const Context& context, const State& state) {
  if (state.profile) return in_language(context.language, state.profile->support_ja, state.profile->support_en);
  if (!state.profile_file) return {};
  return in_language(context.language, state.profile_file->support.ja, state.profile_file->support.en);
}

std::string identifier_label(const Context& context, const State& state) {
  std::string label;
  if (state.profile) {
    label = in_language(context.language, state.profile->identifier_label_ja, state.profile->identifier_label_en);
  } else if (state.profile_file) {
    label =
        in_language(context.language, state.profile_file->identifier_label.ja, state.profile_file->identifier_label.en);
  }
  return label.empty() ? text::name_label(context.language) : label;
}

/// What names an issuer: its common name, else all of it.
std::string short_issuer(const ipc::CertificateSummary& item) {
  return text::harmless(profile::identifier(item.issuer));
}

std::string headline(const Context& context, const State& state) {
  const auto& item = state.certificate->summary;
  const std::string what =
      text::certificate_of(context.language, profile_name(context, state), text::harmless(item.identifier));
  if (item.status == "lapsed") return text::headline_lapsed(context.language, what, -item.days_left);
  if (item.not_after <= context.now) {
    const std::string until =
        item.renewable_until ? text::long_date(context.language, *item.renewable_until, *context.calendar) : "";
    return text::headline_expired(context.language, what, -item.days_left, until);
  }
  return text::headline_due(context.language, what, item.days_left);
}

/// "Wednesday, 2 December 2026 (in 12 days)"; the word "status" where the service says it.
std::string expiry(const Context& context, const ipc::CertificateSummary& item) {
  const std::string date = text::long_date(context.language, item.not_after, *context.calendar);
  const std::string days = text::relative_days(context.language, item.days_left);
  return context.language == text::Language::Japanese ? date + "（" + days + "）" : date + " (" + days + ")";
}

bool belongs_to_machine(const State& state) {
  return state.certificate && state.certificate->summary.owner == "machine";
}

std::int64_t seconds(std::chrono::milliseconds duration) {
  return std::chrono::round<std::chrono::seconds>(duration).count();
}

std::string host_detail(text::Language language, const net::HostResult& result) {
  if (!result.error) return text::wizard_host_reached_detail(language, result.connected, result.elapsed.count());
  const Error& error = *result.error;
  std::string words;
  switch (error.code) {
    case ErrorCode::HostNameNotFound:
      words = text::wizard_name_not_found_detail(language);
      break;
    case ErrorCode::HostUnreachable:
      words = text::wizard_refused_detail(language);
      break;
    case ErrorCode::HostTimedOut: {
      const auto step = error.args.find("step");
      const bool name = step != error.args.end() && step->second == "name";
      words = name ? text::wizard_name_timed_out_detail(language, seconds(result.elapsed))
                   : text::wizard_timed_out_detail(language, seconds(result.elapsed));
      break;
    }
    case ErrorCode::Cancelled:
      return {};
    default:
      words = text::error_text(language, error).title;
  }
  return words + " · " + kgn(error.code);
}

std::string status_and_days(const Context& context, const ipc::CertificateSummary& item) {
  if (item.status.empty()) return text::relative_days(context.language, item.days_left);
  return text::status_word(context.language, item.status);
}

}  // namespace

std::vector<Step> steps(const Context& context, const State& state) {
  std::vector<Step> result;
  const std::size_t now = position(state);
  for (const Page page : pages(state)) {
    const std::size_t number = result.size();
    const auto when = number < now ? Step::When::Before : number == now ? Step::When::Now : Step::When::After;
    result.push_back({step_name(context.language, page), when});
  }
  return result;
}

std::string purpose(const Context& context, const State& state) {
  switch (state.page) {
    case Page::Choose:
      return text::wizard_purpose_choose(context.language);
    case Page::Certificate:
      return text::wizard_purpose_certificate(context.language);
    case Page::Connections:
      return text::wizard_purpose_connections(context.language);
    case Page::Summary:
      return text::wizard_purpose_summary(context.language);
  }
  return {};
}

Mark mark_of_status(std::string_view status) noexcept {
  if (status == "valid") return Mark::Ok;
  if (status == "due") return Mark::Due;
  if (status == "expired") return Mark::Expired;
  if (status == "lapsed") return Mark::Lapsed;
  if (status == "not_yet_valid") return Mark::Waiting;
  return status.empty() ? Mark::Info : Mark::Other;
}

std::vector<std::string> choice_cells(const Context& context, const State& state, const ipc::CertificateSummary& item) {
  (void)state;
  const bool machine = item.owner == "machine";
  return {text::harmless(item.identifier), short_issuer(item),
          text::short_date(context.language, item.not_after, context.now, *context.calendar),
          status_and_days(context, item),
          machine ? text::place_machine_store(context.language) : text::place_user_store(context.language)};
}

std::string choose_empty(const Context& context, const State& state) {
  if (!state.list_loaded) return text::wizard_looking(context.language);
  return state.certificates.empty() ? text::wizard_choose_empty_all(context.language)
                                    : text::wizard_choose_empty(context.language);
}

std::vector<Line> certificate_lines(const Context& context, const State& state) {
  const text::Language language = context.language;
  std::vector<Line> lines;
  const auto field = [&lines](std::string label, std::string value) {
    if (!value.empty()) lines.push_back({Line::Kind::Field, std::move(label), std::move(value)});
  };
  if (!state.certificate_loaded) return {{Line::Kind::Text, {}, text::wizard_looking(language)}};
  if (!state.certificate)
    return {{Line::Kind::Headline, {}, text::wizard_not_found(language, text::harmless(state.thumbprint))}};
  const ipc::CertificateDetail& detail = *state.certificate;
  const ipc::CertificateSummary& item = detail.summary;
  lines.push_back({Line::Kind::Headline, {}, headline(context, state)});
  field(identifier_label(context, state), text::harmless(item.identifier));
  field(text::wizard_belongs_to(language), profile_name(context, state));
  field(text::wizard_until(language), expiry(context, item));
  if (!item.status.empty()) field(text::details_status(language), text::status_word(language, item.status));
  if (item.profile.empty()) lines.push_back({Line::Kind::Text, {}, text::wizard_no_profile(language)});
  if (state.service_missing) lines.push_back({Line::Kind::Text, {}, text::wizard_service_missing(language)});
  lines.push_back({Line::Kind::Heading, {}, text::wizard_account_heading(language)});
  lines.push_back({Line::Kind::Text,
                   {},
                   belongs_to_machine(state) ? text::wizard_account_machine(language)
                                             : text::wizard_account(language, state.account.name)});
  lines.push_back({Line::Kind::Heading, {}, text::details_content(language)});
  field(text::details_issued_to(language), text::harmless(item.subject));
  field(text::details_issued_by(language), text::harmless(item.issuer));
  field(text::details_validity(language),
        text::validity_range(language, text::long_date(language, item.not_before, *context.calendar),
                             text::long_date(language, item.not_after, *context.calendar)));
  field(text::details_serial(language), item.serial);
  field(text::details_key(language), text::key_words(language, detail.key_algorithm, detail.key_bits));
  field(text::details_private_key(language), text::private_key_there(language, item.has_private_key));
  field(text::details_thumbprint(language, "SHA-1"), item.thumbprint_sha1);
  return lines;
}

std::string account_warning(const Context& context, const State& state) {
  if (!state.certificate || belongs_to_machine(state)) return {};
  if (!state.account.signed_in.empty())
    return text::wizard_account_other(context.language, state.account.name, state.account.signed_in);
  if (state.account.elevated) return text::wizard_account_elevated(context.language, state.account.name);
  return {};
}

HostCells host_cells(const Context& context, const HostRow& row, std::int64_t limit_seconds) {
  const text::Language language = context.language;
  HostCells cells{Mark::Waiting, {}, row.host.host, std::to_string(row.host.port) + " (TCP)", {}};
  switch (row.state) {
    case HostRow::State::Testing:
      cells.result = text::wizard_host_waiting(language);
      cells.detail = text::wizard_host_testing_detail(language, limit_seconds);
      return cells;
    case HostRow::State::Reached:
      cells.mark = Mark::Ok;
      cells.result = text::wizard_host_reached(language);
      break;
    case HostRow::State::Failed:
      cells.mark = Mark::Failed;
      cells.result = text::wizard_host_failed(language);
      break;
    case HostRow::State::Stopped:
      cells.mark = Mark::Other;
      cells.result = text::wizard_host_stopped(language);
      break;
  }
  cells.detail = host_detail(language, row.result);
  return cells;
}

std::string connections_headline(const Context& context, const State& state) {
  const Tally counts = tally(state);
  if (counts.count == 0) return text::wizard_no_hosts(context.language);
  if (state.testing) return text::wizard_testing(context.language, counts.done, counts.count);
  if (counts.failed > 0) return text::wizard_some_failed(context.language, counts.failed, counts.count);
  if (counts.stopped > 0) return text::wizard_test_stopped(context.language);
  return text::wizard_all_reached(context.language, counts.count);
}

std::vector<Line> firewall_lines(const Context& context, const State& state) {
  const auto failed = failed_hosts(state);
  if (failed.empty()) return {};
  std::vector<Line> lines{{Line::Kind::Heading, {}, text::wizard_firewall_needed(context.language)}};
  for (const auto& host : failed)
    lines.push_back({Line::Kind::Text,
                     {},
                     "• " + text::wizard_firewall_line(context.language, host.host, std::to_string(host.port))});
  lines.push_back({Line::Kind::Text, {}, text::wizard_firewall_proxy(context.language)});
  return lines;
}

std::string connection_report(const Context& context, const State& state, std::string_view version) {
  std::string report = "Kigen " + std::string(version) + "  " + to_rfc3339(context.now) + "\r\n";
  report += connections_headline(context, state) + "\r\n";
  for (const auto& row : state.hosts) {
    const HostCells cells = host_cells(context, row, 0);
    report += net::to_text(row.host) + "\tTCP\t" + cells.result + '\t' + cells.detail;
    if (row.result.error && !row.result.error->detail.empty())
      report += '\t' + text::harmless(row.result.error->detail);
    report += "\r\n";
  }
  for (const Line& line : firewall_lines(context, state)) report += line.text + "\r\n";
  return report;
}

Mark summary_mark(const State& state) {
  const Tally counts = tally(state);
  if (state.certificate && state.certificate->summary.status == "lapsed") return Mark::Lapsed;
  if (counts.failed > 0 || counts.stopped > 0 || (counts.count > 0 && !state.tested)) return Mark::Due;
  return counts.count > 0 ? Mark::Ok : Mark::Info;
}

namespace {

std::string connections_in_short(const Context& context, const State& state) {
  const Tally counts = tally(state);
  if (counts.count == 0) return text::wizard_connections_none(context.language);
  if (counts.failed > 0) return text::wizard_connections_some(context.language, counts.failed, counts.count);
  if (counts.reached < counts.count) return text::wizard_connections_untested(context.language);
  return text::wizard_connections_all(context.language, counts.count);
}

std::string summary_headline(const Context& context, const State& state) {
  const Mark mark = summary_mark(state);
  if (mark == Mark::Ok) return text::wizard_ready(context.language);
  if (mark == Mark::Due) return text::wizard_not_ready(context.language);
  return text::wizard_checked_only(context.language);
}

std::vector<std::string> to_prepare(const Context& context, const State& state) {
  const text::Language language = context.language;
  std::vector<std::string> list;
  if (!belongs_to_machine(state)) list.push_back(text::wizard_prepare_account(language, state.account.name));
  if (state.profile_file) {
    if (state.profile_file->key.where == "token") list.push_back(text::wizard_prepare_token(language));
    for (const auto& credential : state.profile_file->credentials)
      if (credential.used_for != "issue")
        list.push_back(
            text::wizard_prepare_credential(language, in_language(language, credential.label.ja, credential.label.en)));
  }
  if (!failed_hosts(state).empty()) list.push_back(text::wizard_prepare_firewall(language));
  return list;
}

void add_what_to_do(const Context& context, const State& state, std::vector<Line>& lines) {
  const auto& item = state.certificate->summary;
  if (item.status == "lapsed") {
    lines.push_back({Line::Kind::Text, {}, text::wizard_prepare_lapsed(context.language)});
    return;
  }
  const Instant last = item.renewable_until.value_or(item.not_after);
  if (last > context.now)
    lines.push_back(
        {Line::Kind::Text,
         {},
         text::wizard_renew_before(context.language, text::long_date(context.language, last, *context.calendar))});
  for (const auto& thing : to_prepare(context, state)) lines.push_back({Line::Kind::Text, {}, "• " + thing});
}

}  // namespace

std::vector<Line> summary_lines(const Context& context, const State& state, std::string_view version) {
  const text::Language language = context.language;
  if (!state.certificate) return {};
  const auto& item = state.certificate->summary;
  std::vector<Line> lines{
      {Line::Kind::Headline, {}, summary_headline(context, state)},
      {Line::Kind::Text, {}, text::wizard_nothing_changed(language, version)},
      {Line::Kind::Heading, {}, text::wizard_checked(language)},
      {Line::Kind::Field, text::wizard_certificate_label(language), text::harmless(item.identifier)},
      {Line::Kind::Field, text::wizard_until(language), expiry(context, item)},
      {Line::Kind::Field, text::wizard_connections_label(language), connections_in_short(context, state)},
      {Line::Kind::Heading, {}, text::wizard_prepare(language)}};
  add_what_to_do(context, state, lines);
  lines.push_back({Line::Kind::Heading, {}, text::wizard_contact(language)});
  const std::string ask = support(context, state);
  lines.push_back(
      {Line::Kind::Text, {}, ask.empty() ? text::wizard_contact_unknown(language, short_issuer(item)) : ask});
  return lines;
}

}  // namespace kigen::wizard
