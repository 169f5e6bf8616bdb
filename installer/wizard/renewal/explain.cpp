#include "installer/wizard/renewal/explain.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "common/est/problem_error.h"

namespace kigen::renewal {
namespace {

std::string_view case_of(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::NoRenewableCertificate:
      return "no_certificate";
    case ErrorCode::AlreadyIssued:
      return "already_issued";
    case ErrorCode::RaSystemError:
      return "server_error";
    case ErrorCode::CertificateNotObtained:
      return "not_obtained";
    case ErrorCode::NewCertificateNotAccepted:
      return "verification";
    case ErrorCode::TokenDriverMissing:
      return "driver_missing";
    case ErrorCode::TokenNotFound:
      return "no_token";
    case ErrorCode::SeveralTokens:
      return "several_tokens";
    case ErrorCode::TokenNotRegistered:
      return "token_unregistered";
    case ErrorCode::TokenHoldsCertificate:
      return "token_holds_certificate";
    case ErrorCode::StoragePinWrong:
      return "storage_pin";
    case ErrorCode::PinWrong:
      return "pin";
    case ErrorCode::TokenLocked:
      return "token_locked";
    case ErrorCode::TokenReadTimedOut:
      return "token_timeout";
    default:
      return {};
  }
}

std::optional<int> read_number(const std::string& text) {
  int number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<std::size_t> line_of(const profile::Profile& profile, std::string_view when) {
  const auto found = std::find_if(profile.errors.begin(), profile.errors.end(),
                                  [&](const auto& one) { return !when.empty() && one.when == when; });
  if (found == profile.errors.end()) return std::nullopt;
  return static_cast<std::size_t>(found - profile.errors.begin());
}

}  // namespace

Told explain(Error error, const std::optional<est::Problem>& refusal, const profile::Profile& profile) {
  std::vector<est::ReasonMapping> lines;
  lines.reserve(profile.errors.size());
  for (const auto& one : profile.errors) lines.push_back({one.code, one.when, one.kigen_code});
  est::Explained explained = est::explain(std::move(error), refusal, lines);
  if (!explained.mapping) explained.mapping = line_of(profile, case_of(explained.error.code));
  Told told;
  told.error = std::move(explained.error);
  if (explained.mapping) {
    const profile::ErrorMapping& line = profile.errors[*explained.mapping];
    told.hint = line.hint;
    if (!told.error.args.contains("ra_code") && !line.code.empty()) told.error.with("ra_code", line.code);
  }
  const auto code = told.error.args.find("ra_code");
  if (code != told.error.args.end()) told.ra_code = code->second;
  const auto left = told.error.args.find("tries_left");
  if (left != told.error.args.end()) told.tries_left = read_number(left->second);
  if (refusal) {
    told.until = refusal->until;
    told.tries_left = refusal->tries_left;
  }
  return told;
}

}  // namespace kigen::renewal
