// What a silent run tells: one JSON document (SILENT.md lists its fields) or some lines of text. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/time.h"
#include "common/text/language.h"
#include "installer/wizard/renewal/job.h"

namespace kigen::silent {

struct Report {
  std::string profile;
  renewal::Kind kind = renewal::Kind::Renew;
  Instant started{}, ended{};
  renewal::Outcome outcome;
};

/// "issued", "renewed", "waiting", "cancelled", "failed".
[[nodiscard]] std::string_view result_word(const Report& report) noexcept;
[[nodiscard]] std::string to_json(const Report& report, text::Language language);
[[nodiscard]] std::string to_text(const Report& report, text::Language language);

/// What went wrong before there was a job: the same document, with what is known.
[[nodiscard]] Report report_of(Error error, const std::string& profile, renewal::Kind kind, Instant now);

/// How a change of a token's PIN went, --change-pin and --unblock.
struct PinReport {
  std::string serial, label;
  std::optional<Error> error;
  std::string ra_code;
  profile::Text hint;
  std::optional<int> tries_left;
};
[[nodiscard]] std::string pin_json(std::string_view result, const PinReport& report, text::Language language);

/// {"result":"done"|"nothing", "jobs":[…]} of --abandon, and of --resume when there is nothing.
[[nodiscard]] std::string jobs_json(std::string_view result, const std::vector<renewal::OpenJob>& jobs);

}  // namespace kigen::silent
