#include "common/est/problem_error.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kigen::est {
namespace {

struct Default {
  std::string_view reason;
  ErrorCode code;
};
constexpr std::array kDefaults{
    Default{"network", ErrorCode::RaUnreachable},
    Default{"no_certificate", ErrorCode::NoRenewableCertificate},
    Default{"authentication", ErrorCode::CredentialsWrong},
    Default{"code1", ErrorCode::Code1Wrong},
    Default{"code2", ErrorCode::Code2Wrong},
    Default{"locked", ErrorCode::AccountLocked},
    Default{"already_issued", ErrorCode::AlreadyIssued},
    Default{"not_issued", ErrorCode::NotIssuedOrCollected},
    Default{"server_error", ErrorCode::RaSystemError},
    Default{"not_obtained", ErrorCode::CertificateNotObtained},
    Default{"verification", ErrorCode::NewCertificateNotAccepted},
    Default{"driver_missing", ErrorCode::TokenDriverMissing},
    Default{"no_token", ErrorCode::TokenNotFound},
    Default{"several_tokens", ErrorCode::SeveralTokens},
    Default{"token_unregistered", ErrorCode::TokenNotRegistered},
    Default{"token_holds_certificate", ErrorCode::TokenHoldsCertificate},
    Default{"storage_pin", ErrorCode::StoragePinWrong},
    Default{"pin", ErrorCode::PinWrong},
    Default{"token_locked", ErrorCode::TokenLocked},
    Default{"token_timeout", ErrorCode::TokenReadTimedOut},
};

std::optional<ErrorCode> default_of(std::string_view reason) {
  const auto* found =
      std::find_if(kDefaults.begin(), kDefaults.end(), [&](const Default& one) { return one.reason == reason; });
  return found == kDefaults.end() ? std::nullopt : std::optional(found->code);
}

ErrorCode code_of_status(int status) {
  if (status == 401) return ErrorCode::CredentialsWrong;
  if (status == 423) return ErrorCode::AccountLocked;
  return status >= 500 && status <= 599 ? ErrorCode::RaSystemError : ErrorCode::RaRefused;
}

template <class Holds>
std::optional<std::size_t> first(std::span<const ReasonMapping> mappings, Holds holds) {
  for (std::size_t i = 0; i < mappings.size(); ++i) {
    if (error_code_from_number(mappings[i].kigen_code) && holds(mappings[i])) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> line_of(const Problem& problem, std::span<const ReasonMapping> mappings) {
  using Line = ReasonMapping;
  if (problem.reason.empty()) {
    if (problem.code.empty()) return std::nullopt;
    return first(mappings, [&](const Line& one) { return one.code == problem.code; });
  }
  const auto both = [&](const Line& one) { return one.when == problem.reason && one.code == problem.code; };
  const auto general = [&](const Line& one) { return one.when == problem.reason && one.code.empty(); };
  const auto any = [&](const Line& one) { return one.when == problem.reason; };
  if (const auto found = first(mappings, both)) return found;
  if (const auto found = first(mappings, general)) return found;
  return first(mappings, any);
}

void add_args(Error& error, const Problem& problem) {
  error.with("status", std::to_string(problem.status));
  if (!problem.reason.empty()) error.with("reason", problem.reason);
  if (!problem.code.empty()) error.with("ra_code", problem.code);
  if (problem.tries_left) error.with("tries_left", std::to_string(*problem.tries_left));
  if (problem.until) error.with("unlocks_at", to_rfc3339(*problem.until));
  const std::string& text = problem.detail.empty() ? problem.title : problem.detail;
  if (!text.empty()) error.with("ra_text", text);
}

Explained explain_refusal(Error failure, const Problem& problem, std::span<const ReasonMapping> mappings) {
  Explained out{.error = std::move(failure), .mapping = line_of(problem, mappings)};
  add_args(out.error, problem);
  const std::optional<ErrorCode> by_reason = default_of(problem.reason);
  out.error.code = by_reason ? *by_reason : code_of_status(problem.status);
  if (out.mapping) {
    const ReasonMapping& line = mappings[*out.mapping];
    out.error.code = *error_code_from_number(line.kigen_code);
    if (problem.code.empty() && !line.code.empty()) out.error.with("ra_code", line.code);
  }
  return out;
}

}  // namespace

namespace {

bool is_for_the_user(ErrorCode code) noexcept {
  return code == ErrorCode::ProxyLoginNeeded || code == ErrorCode::ProxyLoginWrong ||
         code == ErrorCode::ProxySettingUnusable;
}

Explained explain_network(Error failure, std::span<const ReasonMapping> mappings) {
  Explained out{.error = std::move(failure), .mapping = std::nullopt};
  out.mapping = first(mappings, [](const ReasonMapping& one) { return one.when == "network"; });
  if (out.mapping && !mappings[*out.mapping].code.empty()) out.error.with("ra_code", mappings[*out.mapping].code);
  if (is_for_the_user(out.error.code) || out.error.code == ErrorCode::RaUnreachable) return out;
  out.error.with("cause", kgn(out.error.code));
  out.error.code = out.mapping ? *error_code_from_number(mappings[*out.mapping].kigen_code) : ErrorCode::RaUnreachable;
  return out;
}

}  // namespace

std::string_view network_case(ErrorCode code) noexcept {
  constexpr std::array kNetwork{
      ErrorCode::RaUnreachable,    ErrorCode::HostNameNotFound, ErrorCode::HostUnreachable,     ErrorCode::HostTimedOut,
      ErrorCode::ConnectionLost,   ErrorCode::TlsFailed,        ErrorCode::ProxyUnreachable,    ErrorCode::ProxyRefused,
      ErrorCode::ProxyLoginNeeded, ErrorCode::ProxyLoginWrong,  ErrorCode::ProxySettingUnusable};
  return std::find(kNetwork.begin(), kNetwork.end(), code) == kNetwork.end() ? std::string_view() : "network";
}

Explained explain(Error failure, const std::optional<Problem>& refusal, std::span<const ReasonMapping> mappings) {
  if (refusal) return explain_refusal(std::move(failure), *refusal, mappings);
  Explained out{.error = std::move(failure), .mapping = std::nullopt};
  if (out.error.code == ErrorCode::RaRefused) {
    const auto status = out.error.args.find("status");
    if (status != out.error.args.end() && status->second == "401") out.error.code = ErrorCode::CredentialsWrong;
    if (status != out.error.args.end() && status->second == "423") out.error.code = ErrorCode::AccountLocked;
    return out;
  }
  if (network_case(out.error.code).empty()) return out;
  return explain_network(std::move(out.error), mappings);
}

}  // namespace kigen::est
