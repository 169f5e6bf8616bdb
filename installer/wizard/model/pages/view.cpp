#include "installer/wizard/model/pages/view.h"

#include "common/profile/matcher.h"
#include "common/text/dates.h"
#include "common/text/phrase.h"

namespace kigen::wizard {

Mark mark_of_status(std::string_view status) noexcept {
  if (status == "valid") return Mark::Ok;
  if (status == "due") return Mark::Due;
  if (status == "expired") return Mark::Expired;
  if (status == "lapsed") return Mark::Lapsed;
  if (status == "not_yet_valid") return Mark::Waiting;
  return status.empty() ? Mark::Info : Mark::Other;
}

std::string in_language(const Context& context, const profile::Text& text) {
  return context.language == text::Language::Japanese ? text.ja : text.en;
}

std::string service_name(const Context& context, const profile::ProfilePtr& profile) {
  return profile ? in_language(context, profile->name) : std::string();
}

std::string short_issuer(std::string_view issuer) {
  return text::harmless(profile::identifier(issuer));
}

std::string date_and_days(const Context& context, Instant instant) {
  const std::string date = text::long_date(context.language, instant, *context.calendar);
  const std::string days = text::relative_days(context.language, days_between(*context.calendar, context.now, instant));
  return context.language == text::Language::Japanese ? date + "（" + days + "）" : date + " (" + days + ")";
}

void add_lines(std::vector<Line>& lines, const std::string& text) {
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string line = text::harmless(text.substr(start, end - start));
    if (!line.empty()) lines.push_back({Line::Kind::Text, {}, line});
    start = end + 1;
  }
}

std::string as_text(const std::vector<Line>& lines) {
  std::string all;
  for (const Line& line : lines) {
    if (!all.empty() && line.kind == Line::Kind::Heading) all += "\r\n";
    all += line.kind == Line::Kind::Field ? line.label + ": " + line.text : line.text;
    all += "\r\n";
  }
  return all;
}

}  // namespace kigen::wizard
