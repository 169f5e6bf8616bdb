#include "common/text/errors.h"

#include <fmt/format.h>

#include <charconv>

#include "common/text/error_texts.h"

namespace kigen::text {
namespace {

const ErrorPatterns* find(ErrorCode code) {
  for (const auto table : error_tables()) {
    for (const ErrorPatterns& entry : table) {
      if (entry.code == code) return &entry;
    }
  }
  return nullptr;
}

// The error behind a summary: argument "cause", a code.
const ErrorPatterns* cause_of(const Error& error) {
  constexpr std::string_view kPrefix = "KGN-";
  const auto given = error.args.find("cause");
  if (given == error.args.end() || !given->second.starts_with(kPrefix)) return nullptr;
  int number = 0;
  const std::string_view digits = std::string_view(given->second).substr(kPrefix.size());
  const auto [stop, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const auto code = error_code_from_number(number);
  const bool whole = problem == std::errc{} && stop == digits.data() + digits.size();
  return whole && code && *code != error.code ? find(*code) : nullptr;
}

}  // namespace

std::array<std::span<const ErrorPatterns>, 6> error_tables() noexcept {
  return {general_error_patterns(), certificate_error_patterns(), service_error_patterns(),
          network_error_patterns(), enrolment_error_patterns(),   key_error_patterns()};
}

ErrorText error_text(Language language, const Error& error) {
  const ErrorPatterns* entry = find(error.code);
  // A number that only a newer service knows reads as our own mistake would: with its code, to be reported.
  if (entry == nullptr) entry = find(ErrorCode::Internal);
  if (entry == nullptr) return {};
  const Context context{.language = language, .words = reason_words()};
  ErrorText text{fill(entry->title.in(language), error.args, context),
                 fill(entry->cause.in(language), error.args, context),
                 fill(entry->remedy.in(language), error.args, context)};
  const ErrorPatterns* cause = cause_of(error);
  if (cause == nullptr) return text;
  // One title and code for all of them, and what happened in the words of the one it was.
  const bool japanese = language == Language::Japanese;
  text.cause = fmt::format("{}{}{}", fill(cause->title.in(language), error.args, context), japanese ? "。" : ". ",
                           fill(cause->cause.in(language), error.args, context));
  text.remedy = fill(cause->remedy.in(language), error.args, context);
  return text;
}

std::string error_code_text(const Error& error) {
  const auto ra_code = error.args.find("ra_code");
  if (ra_code == error.args.end() || ra_code->second.empty()) return kgn(error.code);
  return fmt::format("{} · {}", kgn(error.code), harmless(ra_code->second));
}

std::string error_paragraph(Language language, const Error& error) {
  const ErrorText text = error_text(language, error);
  if (language == Language::Japanese) {
    return fmt::format("{}：{}。{}{}", error_code_text(error), text.title, text.cause, text.remedy);
  }
  return fmt::format("{}: {}. {} {}", error_code_text(error), text.title, text.cause, text.remedy);
}

}  // namespace kigen::text
