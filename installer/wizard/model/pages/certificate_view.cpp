#include "installer/wizard/model/pages/certificate_view.h"

#include "common/text/dates.h"
#include "common/text/errors.h"
#include "common/text/phrase.h"
#include "common/text/token_text.h"
#include "common/text/tray_text.h"
#include "common/text/wizard_text.h"
#include "installer/wizard/model/pages/choose_view.h"

namespace kigen::wizard {
namespace {

std::string headline(const Context& context, const State& state) {
  const auto& item = state.certificate->summary;
  const std::string what =
      text::certificate_of(context.language, service_name(context, state.profile), text::harmless(item.identifier));
  if (item.status == "lapsed") return text::headline_lapsed(context.language, what, -item.days_left);
  if (item.not_after <= context.now) {
    const auto closes = renewal_closes(state);
    const std::string until = closes ? text::long_date(context.language, *closes, *context.calendar) : "";
    return text::headline_expired(context.language, what, -item.days_left, until);
  }
  return text::headline_due(context.language, what, item.days_left);
}

std::string name_of_identifier(const Context& context, const State& state) {
  const std::string label = state.profile ? in_language(context, state.profile->identifier_label) : std::string();
  return label.empty() ? text::name_label(context.language) : label;
}

}  // namespace

std::vector<Line> certificate_lines(const Context& context, const State& state) {
  const text::Language language = context.language;
  std::vector<Line> lines;
  const auto field = [&lines](std::string label, std::string value) {
    if (!value.empty()) lines.push_back({Line::Kind::Field, std::move(label), std::move(value)});
  };
  if (!state.certificate_loaded || !state.loaded) return {{Line::Kind::Text, {}, text::wizard_looking(language)}};
  if (!state.certificate && state.token.searching) return {{Line::Kind::Text, {}, text::wizard_looking(language)}};
  if (!state.certificate)
    return {{Line::Kind::Headline, {}, text::wizard_not_found(language, text::harmless(state.thumbprint))}};
  const ipc::CertificateDetail& detail = *state.certificate;
  const ipc::CertificateSummary& item = detail.summary;
  lines.push_back({Line::Kind::Heading, {}, headline(context, state)});
  field(name_of_identifier(context, state), text::harmless(item.identifier));
  field(text::wizard_belongs_to(language), service_name(context, state.profile));
  field(text::wizard_until(language), date_and_days(context, item.not_after));
  field(text::column_place(language), place_words(context, state, item));
  if (!item.status.empty()) field(text::details_status(language), text::status_word(language, item.status));
  if (state.found.service_missing) lines.push_back({Line::Kind::Text, {}, text::wizard_service_missing(language)});
  lines.push_back({Line::Kind::Heading, {}, text::wizard_account_heading(language)});
  lines.push_back({Line::Kind::Text, {}, text::wizard_account(language, state.found.account.name)});
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

std::string account_notice(const Context& context, const State& state) {
  const Account& account = state.found.account;
  if (!state.found.notes.empty()) return text::error_paragraph(context.language, state.found.notes.front());
  if (!account.signed_in.empty()) return text::wizard_account_other(context.language, account.name, account.signed_in);
  if (account.elevated) return text::wizard_account_elevated(context.language, account.name);
  return {};
}

std::string certificate_notice(const Context& context, const State& state) {
  if (!state.loaded || !state.certificate) return {};
  std::string obstacle = obstacle_text(context, state, obstacle_to_renew(state, context.now));
  if (!obstacle.empty()) return obstacle;
  const std::string serial = serial_of_certificate(state);
  if (!serial.empty() && token_away(state, state.certificate->summary))
    return text::token_away_notice(context.language, text::harmless(serial));
  return account_notice(context, state);
}

}  // namespace kigen::wizard
