// What pages are made of: texts, lines and marks, in one language. Pure values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/time.h"
#include "common/profile/profile.h"
#include "common/text/language.h"
#include "installer/wizard/model/state.h"

namespace kigen::wizard {

struct Context {
  text::Language language = text::Language::English;
  Instant now{};
  const LocalCalendar* calendar = nullptr;
  std::string_view version;
};

struct Line {
  enum class Kind { Headline, Heading, Field, Text };
  Kind kind = Kind::Text;
  std::string label;  ///< Field only
  std::string text;
  friend bool operator==(const Line&, const Line&) = default;
};

/// The shapes beside words, in the order of the lists' marks.
enum class Mark { Ok, Due, Expired, Lapsed, Waiting, Other, Failed, Info };
[[nodiscard]] Mark mark_of_status(std::string_view status) noexcept;

[[nodiscard]] std::string in_language(const Context& context, const profile::Text& text);
/// The profile's name; "" without one.
[[nodiscard]] std::string service_name(const Context& context, const profile::ProfilePtr& profile);
/// What names an issuer: its common name, else all of it.
[[nodiscard]] std::string short_issuer(std::string_view issuer);
/// "Wednesday, 2 December 2026 (in 12 days)".
[[nodiscard]] std::string date_and_days(const Context& context, Instant instant);
/// Lines of the profile's own words: one Line a line of the text.
void add_lines(std::vector<Line>& lines, const std::string& text);
/// As text for the clipboard: one line each, "label: value", lines end with CR LF.
[[nodiscard]] std::string as_text(const std::vector<Line>& lines);

}  // namespace kigen::wizard
