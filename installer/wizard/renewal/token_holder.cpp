#include "installer/wizard/renewal/token_holder.h"

#include <algorithm>

#include "common/est/clean_text.h"
#include "common/est/problem.h"
#include "common/est/problem_error.h"
#include "common/net/percent_encoding.h"
#include "installer/wizard/renewal/json_fields.h"

namespace kigen::renewal {
namespace {

constexpr std::string_view kPlace = "{serial}";
constexpr std::size_t kMaxAnswer = std::size_t{16} << 10;

Error unreadable(std::string_view member) {
  return Error(ErrorCode::AnswerUnreadable, "member " + std::string(member)).with("reason", "holder");
}

Error refused(const net::Response& response, const std::string& serial) {
  constexpr int kNotFound = 404, kServerFault = 500;
  const auto problem = est::read_problem(response.body, response.status);
  Error error(response.status >= kServerFault ? ErrorCode::RaSystemError : ErrorCode::RaRefused);
  error.with("status", std::to_string(response.status));
  if (problem && !problem->reason.empty()) error = est::explain(std::move(error), problem, {}).error;
  if (response.status == kNotFound && error.code == ErrorCode::RaRefused) error.code = ErrorCode::TokenNotRegistered;
  error.with("serial", serial);
  return error;
}

}  // namespace

Result<net::Url> holder_url(const profile::Token& token, std::string_view serial) {
  std::string text = token.holder_url;
  const std::string segment = net::percent_encoded(serial);
  for (std::size_t at = text.find(kPlace); at != std::string::npos; at = text.find(kPlace, at + segment.size())) {
    text.replace(at, kPlace.size(), segment);
  }
  return net::parse_url(text);
}

Result<HolderAnswer> read_holder(const net::Response& response, const std::string& serial) {
  constexpr int kOk = 200;
  if (response.status != kOk) return refused(response, serial);
  const auto value = response.body.size() <= kMaxAnswer ? parse_bounded(response.body) : std::nullopt;
  if (!value || !value->is_object()) return unreadable("");
  const auto& object = value->get_object();
  const auto* const name = object.if_contains("name");
  const auto* const state = object.if_contains("state");
  if (name == nullptr || !name->is_string()) return unreadable("name");
  if (state == nullptr || !state->is_string()) return unreadable("state");
  const std::string_view word(state->get_string());
  if (word != "ready" && word != "holds_certificate") return unreadable("state");
  return HolderAnswer{est::clean_text(std::string_view(name->get_string()), kMaxHolderName),
                      word == "holds_certificate"};
}

Result<HolderAnswer> ask_holder(const profile::Token& token, const std::string& serial, net::ConnectOptions options,
                                const GetOnce& get, const std::stop_token& stop) {
  const auto url = holder_url(token, serial);
  if (!url) return url.error();
  options.limits.body_bytes = kMaxAnswer;
  const auto response = get(*url, options, stop);
  if (!response) return response.error();
  return read_holder(*response, serial);
}

}  // namespace kigen::renewal
