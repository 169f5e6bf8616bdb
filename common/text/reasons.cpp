#include "common/text/reasons.h"

#include <algorithm>
#include <charconv>

#include "common/text/error_texts.h"
#include "common/text/errors.h"
#include "common/text/reason_texts.h"

namespace kigen::text {
namespace {

const ReasonPattern* find(std::string_view code) noexcept {
  const auto patterns = reason_patterns();
  const auto found = std::ranges::find(patterns, code, &ReasonPattern::code);
  return found == patterns.end() ? nullptr : &*found;
}

// Some carry an Error: its number as "kgn" and its arguments beside it.
Error error_of(const Reason& reason) {
  const auto kgn = reason.args.find("kgn");
  const std::string_view digits = kgn == reason.args.end() ? std::string_view{} : std::string_view(kgn->second);
  int number = 0;
  if (digits.starts_with("KGN-")) std::from_chars(digits.data() + 4, digits.data() + digits.size(), number);
  Error error(error_code_from_number(number).value_or(ErrorCode::Internal));
  error.args = reason.args;
  return error;
}

std::string unknown_sentence(Language language, const Reason& reason) {
  std::string text = harmless(reason.code);
  std::ranges::replace(text, '_', ' ');
  const bool japanese = language == Language::Japanese;
  std::string arguments;
  for (const auto& [key, value] : reason.args) {
    if (!arguments.empty()) arguments += japanese ? "、" : ", ";
    arguments += harmless(key) + (japanese ? "：" : ": ") + harmless(value);
  }
  if (arguments.empty()) return text;
  return japanese ? text + "（" + arguments + "）" : text + " (" + arguments + ")";
}

}  // namespace

bool knows_reason(std::string_view code) noexcept {
  return code == "error" || find(code) != nullptr;
}

std::string reason_text(Language language, const Reason& reason, Instant now, const LocalCalendar& calendar) {
  if (reason.code == "error") return error_paragraph(language, error_of(reason));
  const ReasonPattern* pattern = find(reason.code);
  if (pattern == nullptr) return unknown_sentence(language, reason);
  const Context context{.language = language, .calendar = &calendar, .now = now, .words = reason_words()};
  if (!reason.args.contains("kgn")) return fill(pattern->text.in(language), reason.args, context);
  Reason named = reason;
  named.with("error", error_text(language, error_of(reason)).title);
  return fill(pattern->text.in(language), named.args, context);
}

std::string next_step_text(Language language, const NextStep& step, Instant now, const LocalCalendar& calendar) {
  Reason reason = step.reason;
  if (step.at) reason.with("at", to_rfc3339(*step.at));
  return reason_text(language, reason, now, calendar);
}

}  // namespace kigen::text
