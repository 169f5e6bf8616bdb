#include "tray/model/warning_view.h"

#include "common/ipc/token_source.h"
#include "common/text/phrase.h"
#include "common/text/tray_text.h"
#include "tray/model/words.h"

namespace kigen::tray {
namespace {

std::string until_words(const Context& context, const ipc::CertificateSummary& item) {
  const bool can = item.renewable && item.renewable_until;
  return can ? long_date(context, *item.renewable_until) : std::string();
}

// The balloon has no room for until when it can be renewed.
std::string balloon_title_of(const Context& context, const ipc::CertificateSummary& item, const std::string& headline) {
  if (item.status != "expired") return headline;
  return text::headline_expired(context.language, certificate_words(context, item), -item.days_left, "");
}

std::string headline_of(const Context& context, const ipc::CertificateSummary& item) {
  const std::string what = certificate_words(context, item);
  if (item.status == "lapsed") return text::headline_lapsed(context.language, what, -item.days_left);
  if (item.status == "expired") {
    return text::headline_expired(context.language, what, -item.days_left, until_words(context, item));
  }
  return text::headline_due(context.language, what, item.days_left);
}

std::string meaning_of(const Context& context, const ipc::CertificateSummary& item) {
  const std::string date = long_date(context, item.not_after);
  const std::string consequence = context.profiles->consequence(item.profile, context.language);
  if (item.status == "lapsed") return text::meaning_lapsed(context.language, date, consequence);
  if (item.status == "expired") return text::meaning_expired(context.language, date, consequence);
  return text::meaning_due(context.language, date, consequence);
}

// The renewal needs a token that is not there.
std::optional<std::string> missing_token(const ipc::CertificateSummary& item) {
  return item.renewable && !item.token_present ? ipc::token_serial(item.source) : std::nullopt;
}

std::string advice_of(const Context& context, const ipc::CertificateSummary& item) {
  if (const auto serial = missing_token(item)) {
    return text::advice_plug_in_token(context.language, text::harmless(item.token_label), text::harmless(*serial));
  }
  if (item.renewable) return {};
  const std::string issuer = short_name(item.issuer);
  if (item.profile.empty()) return text::advice_no_profile(context.language, issuer);
  return text::advice_lapsed(context.language, context.profiles->support(item.profile, context.language), issuer);
}

WarningRow row_of(const Context& context, const ipc::CertificateSummary& item, int number) {
  WarningRow row;
  row.thumbprint = item.thumbprint_sha256;
  row.mark = mark_of_status(item.status);
  const std::string profile = context.profiles->name(item.profile, context.language);
  const std::string name = name_of(item);
  row.title = profile.empty() ? name : profile + " · " + name;
  if (item.status == "lapsed") {
    row.detail = text::row_lapsed(context.language, -item.days_left);
  } else if (item.status == "expired") {
    row.detail = text::row_expired(context.language, -item.days_left, until_words(context, item));
  } else {
    row.detail = text::row_due(context.language, item.days_left, long_date(context, item.not_after));
  }
  if (const auto serial = missing_token(item)) {
    row.detail += text::row_token_missing(context.language, text::harmless(*serial));
  }
  if (!item.renewable) return row;
  row.button = text::button_renew_row(context.language, number);
  row.button_name = text::renew_row_name(context.language, row.title);
  return row;
}

}  // namespace

WarningView warning_view(const Context& context, const ipc::WarningList& list,
                         const std::optional<Instant>& next_check) {
  const ipc::CertificateSummary& first = list.items.front();
  WarningView view;
  view.icon = first.status == "due" ? IconState::Due : IconState::Expired;
  view.thumbprint = first.thumbprint_sha256;
  view.headline = headline_of(context, first);
  view.meaning = meaning_of(context, first);
  view.advice = advice_of(context, first);
  const std::string label = context.profiles->identifier_label(first.profile, context.language);
  view.identifier_label =
      text::identifier_label(context.language, label.empty() ? text::name_label(context.language) : label);
  view.identifier = name_of(first);
  view.renewable = first.renewable;
  for (std::size_t i = 1; i < list.items.size(); ++i) {
    view.others.push_back(row_of(context, list.items[i], static_cast<int>(i)));
  }
  const auto others = static_cast<std::int64_t>(view.others.size());
  if (others > 0) view.others_heading = text::others_heading(context.language, others);
  view.remind_next_check =
      text::remind_next_check(context.language, next_check ? when_soon(context, *next_check) : std::string());
  view.balloon_title = shorten(balloon_title_of(context, first, view.headline), 63);
  view.balloon_text = view.meaning;
  if (others > 0) view.balloon_text += "\n" + text::balloon_more(context.language, others);
  view.balloon_text = shorten(view.balloon_text, 255);
  return view;
}

}  // namespace kigen::tray
