#include "installer/wizard/silent/token_run.h"

#include <algorithm>

#include "common/text/errors.h"
#include "installer/wizard/model/credential_input.h"
#include "installer/wizard/renewal/explain.h"
#include "installer/wizard/renewal/token_desk.h"
#include "installer/wizard/silent/console.h"
#include "installer/wizard/silent/exit_code.h"
#include "installer/wizard/silent/report.h"

namespace kigen::silent {
namespace {

Error not_fitting(std::string_view id, std::string_view reason) {
  return Error(ErrorCode::InvalidArgument)
      .with("argument", "stdin")
      .with("id", std::string(id))
      .with("reason", std::string(reason));
}

Result<Secret> taken(Lines& lines, const std::string& id) {
  const auto line = lines.find(id);
  if (line == lines.end()) return not_fitting(id, "missing");
  return std::move(line->second);
}

Result<keys::pkcs11::TokenInfo> the_token(const Context& context, renewal::TokenDesk& desk,
                                          const std::stop_token& stop) {
  const auto search = desk.search(context.profile.get(), stop);
  if (!search) return search.error();
  const std::string& serial = context.arguments.token;
  std::vector<keys::pkcs11::TokenInfo> fitting;
  for (const auto& one : search->tokens) {
    if (serial.empty() || one.info.serial == serial) fitting.push_back(one.info);
  }
  if (fitting.size() > 1) return Error(ErrorCode::SeveralTokens).with("count", std::to_string(fitting.size()));
  if (!fitting.empty()) return std::move(fitting.front());
  if (!search->faults.empty()) return search->faults.front();
  Error missing(ErrorCode::TokenNotFound);
  if (!serial.empty()) missing.with("serial", serial);
  return missing;
}

struct Pins {
  Secret current, next;  ///< empty for a reader with a pad
};
Status change_with(renewal::TokenDesk& desk, const keys::pkcs11::TokenInfo& token, const Context& context,
                   const Pins& pins, const std::stop_token& stop) {
  const auto* const profile = context.profile.get();
  if (context.arguments.unblock) return desk.unblock(token, profile, pins.current, pins.next, stop);
  return desk.change_pin(token, profile, pins.current, pins.next, stop);
}

Status change(const Context& context, PinReport& report, const std::stop_token& stop) {
  const bool unblock = context.arguments.unblock;
  if (!context.profile->token) return Error(ErrorCode::KeyProviderMissing).with("provider", "pkcs11");
  auto lines = read_standard_input();
  if (!lines) return lines.error();
  const auto desk = renewal::make_token_desk(context.parts.token_workers);
  const auto token = the_token(context, *desk, stop);
  if (!token) return token.error();
  report.serial = token->serial;
  report.label = token->label;
  if (token->pin_pad) return change_with(*desk, *token, context, {}, stop);
  auto next = read_new_pin(*context.profile->token, *lines);
  if (!next) return next.error();
  auto current = taken(*lines, unblock ? "token.puk" : "token.pin");
  if (!current) return current.error();
  const bool last = unblock ? token->puk_final_try : token->pin_final_try;
  if (last && !context.arguments.last_try) {
    return Error(ErrorCode::Cancelled, "the last try wants --last-try").with("tries_left", "1");
  }
  return change_with(*desk, *token, context, {*std::move(current), *std::move(next)}, stop);
}

}  // namespace

bool is_on_token(const Context& context) {
  return context.profile->key.where == "token" || !context.arguments.token.empty();
}

Result<std::vector<keys::StoredCertificate>> certificates_on_tokens(const Context& context,
                                                                    const std::stop_token& stop) {
  const auto desk = renewal::make_token_desk(context.parts.token_workers);
  const auto search = desk->search(context.profile.get(), stop);
  if (!search) return search.error();
  const std::string& serial = context.arguments.token;
  std::vector<keys::StoredCertificate> all;
  bool any = false;
  for (const auto& token : search->tokens) {
    if (!serial.empty() && token.info.serial != serial) continue;
    any = true;
    for (const auto& one : token.content.certificates) {
      keys::StoredCertificate stored{.der = one.der, .friendly_name = one.label, .key = {}};
      if (one.has_key) stored.key = keys::KeyReference{"pkcs11", {}};
      all.push_back(std::move(stored));
    }
  }
  if (any) return all;
  if (!search->faults.empty()) return search->faults.front();
  Error missing(ErrorCode::TokenNotFound);
  if (!serial.empty()) missing.with("serial", serial);
  return missing;
}

Result<Secret> read_new_pin(const profile::Token& rules, const Lines& lines) {
  constexpr std::string_view kId = "token.new_pin";
  const auto line = lines.find(kId);
  if (line == lines.end()) return not_fitting(kId, "missing");
  profile::Credential field;
  field.secret = true;
  field.characters = rules.pin_characters;
  field.min_length = rules.pin_min;
  field.max_length = rules.pin_max;
  auto reading = wizard::read_credential(field, line->second.view());
  if (reading.complaint == wizard::Complaint::None) return std::move(reading.value);
  using wizard::Complaint;
  const bool length = reading.complaint == Complaint::Empty || reading.complaint == Complaint::TooShort ||
                      reading.complaint == Complaint::TooLong;
  return not_fitting(kId, length ? "length" : "characters")
      .with("min", std::to_string(rules.pin_min))
      .with("max", std::to_string(rules.pin_max));
}

int change_pin(const Context& context, const std::stop_token& stop) {
  PinReport report;
  if (const Status done = change(context, report, stop); !done) {
    auto told = renewal::explain(done.error(), std::nullopt, *context.profile);
    report.error = std::move(told.error);
    report.ra_code = std::move(told.ra_code);
    report.hint = std::move(told.hint);
    report.tries_left = told.tries_left;
  }
  const std::string_view word = context.arguments.unblock ? "unblocked" : "changed";
  if (context.arguments.json) {
    write_out(pin_json(word, report, context.language));
  } else if (report.error) {
    write_err(text::error_paragraph(context.language, *report.error) + "\n");
  } else {
    write_out(std::string(word) + ": " + report.label + " " + report.serial + "\n");
  }
  return report.error ? exit_code_of(report.error->code) : kDone;
}

}  // namespace kigen::silent
