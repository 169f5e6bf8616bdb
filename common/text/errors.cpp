#include "common/text/errors.h"

#include <fmt/format.h>

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
  return {fill(entry->title.in(language), error.args, context), fill(entry->cause.in(language), error.args, context),
          fill(entry->remedy.in(language), error.args, context)};
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
