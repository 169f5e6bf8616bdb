#include "installer/wizard/model/pages/consent_view.h"

#include <algorithm>

#include "common/base/hex.h"
#include "common/text/dates.h"
#include "common/text/enrol_text.h"
#include "common/text/phrase.h"
#include "common/text/tray_text.h"

namespace kigen::wizard {
namespace {

template <typename Question>
const Question* question_of(const State& state) {
  return state.run.question ? std::get_if<Question>(&*state.run.question) : nullptr;
}

std::string sent_thing(const Context& context, const State& state, const std::string& id) {
  if (id == "certificate")
    return text::consent_certificate(
        context.language, state.certificate ? text::harmless(state.certificate->summary.identifier) : std::string());
  if (state.profile)
    for (const auto& credential : state.profile->credentials)
      if (credential.id == id) return text::harmless(in_language(context, credential.label));
  return text::harmless(id);
}

ThumbprintRow thumbprint_row(const Context& context, std::string_view algorithm, const std::string& received,
                             const std::string& pinned) {
  const text::Language language = context.language;
  ThumbprintRow row{text::root_received(language, algorithm),
                    grouped_hex(received),
                    text::root_pinned(language, algorithm),
                    grouped_hex(pinned),
                    {},
                    Mark::Info};
  if (pinned.empty()) {
    row.pinned = text::root_not_pinned(language);
  } else {
    const bool same = row.received == row.pinned;
    row.verdict = same ? text::root_same(language) : text::root_different(language);
    row.mark = same ? Mark::Ok : Mark::Failed;
  }
  return row;
}

}  // namespace

std::vector<Line> consent_lines(const Context& context, const State& state) {
  const auto* question = question_of<renewal::ConsentQuestion>(state);
  if (!question) return {};
  const text::Language language = context.language;
  std::vector<Line> lines{{Line::Kind::Heading, {}, text::consent_site(language)},
                          {Line::Kind::Headline, {}, text::harmless(question->site)},
                          {Line::Kind::Heading, {}, text::consent_sends(language)}};
  for (const auto& id : question->sends) lines.push_back({Line::Kind::Text, {}, "• " + sent_thing(context, state, id)});
  lines.push_back({Line::Kind::Text, {}, "• " + text::consent_request(language)});
  lines.push_back({Line::Kind::Heading, {}, text::consent_nothing_before(language)});
  lines.push_back({Line::Kind::Text, {}, text::consent_check(language)});
  return lines;
}

std::string grouped_hex(std::string_view hex) {
  constexpr std::size_t kGroup = 8;
  std::string grouped;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    if (i > 0 && i % kGroup == 0) grouped += ' ';
    const char c = hex[i];
    grouped += c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return grouped;
}

std::vector<Line> root_lines(const Context& context, const State& state) {
  const auto* question = question_of<renewal::RootQuestion>(state);
  if (!question) return {};
  const text::Language language = context.language;
  const CertificateRecord& root = question->certificate;
  const auto date = [&context](Instant instant) {
    return text::long_date(context.language, instant, *context.calendar);
  };
  return {{Line::Kind::Field, text::root_name(language), text::harmless(question->name)},
          {Line::Kind::Field, text::root_subject(language), text::harmless(root.subject)},
          {Line::Kind::Field, text::root_valid(language),
           text::validity_range(language, date(root.not_before), date(root.not_after))},
          {Line::Kind::Field, text::root_store(language),
           question->store == "machine" ? text::root_store_machine(language) : text::root_store_user(language)}};
}

std::vector<ThumbprintRow> root_thumbprints(const Context& context, const State& state) {
  const auto* question = question_of<renewal::RootQuestion>(state);
  if (!question) return {};
  return {thumbprint_row(context, "SHA-1", to_hex(question->certificate.sha1), question->pinned_sha1),
          thumbprint_row(context, "SHA-256", to_hex(question->certificate.sha256), question->pinned_sha256)};
}

std::string root_advice(const Context& context) {
  return text::root_windows_asks(context.language);
}

}  // namespace kigen::wizard
