#include "installer/wizard/silent/report.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "common/base/hex.h"
#include "common/text/errors.h"
#include "installer/wizard/silent/exit_code.h"

namespace kigen::silent {
namespace {

namespace json = boost::json;
using text::Language;

json::value text_of(std::string_view text) {
  return json::string(text.data(), text.size());
}

json::value instant_or_null(const std::optional<Instant>& instant) {
  return instant ? text_of(to_rfc3339(*instant)) : json::value(nullptr);
}

json::object error_object(const Error& error, Language language) {
  json::object args;
  for (const auto& [key, value] : error.args) args[key] = value;
  const auto words = text::error_text(language, error);
  return {{"code", static_cast<int>(error.code)},
          {"kgn", kgn(error.code)},
          {"name", text_of(name(error.code))},
          {"args", std::move(args)},
          {"detail", error.detail},
          {"title", words.title},
          {"cause", words.cause},
          {"remedy", words.remedy}};
}

json::value certificate_or_null(const std::optional<CertificateRecord>& record) {
  if (!record) return nullptr;
  return json::object{{"thumbprint_sha256", to_hex(record->sha256)},
                      {"thumbprint_sha1", to_hex(record->sha1)},
                      {"subject", record->subject},
                      {"issuer", record->issuer},
                      {"serial", record->serial},
                      {"not_before", to_rfc3339(record->not_before)},
                      {"not_after", to_rfc3339(record->not_after)}};
}

std::string_view aftermath_word(renewal::Aftermath aftermath) {
  if (aftermath == renewal::Aftermath::Resumable) return "resumable";
  return aftermath == renewal::Aftermath::Stored ? "stored" : "nothing";
}

json::array notes_of(const std::vector<Error>& notes, Language language) {
  json::array out;
  for (const Error& note : notes) out.push_back(error_object(note, language));
  return out;
}

void add_success(json::object& out, const renewal::Success& success, Language language) {
  out["job"] = success.job_id;
  out["certificate"] = certificate_or_null(success.certificate);
  out["replaced"] = certificate_or_null(success.replaced);
  out["friendly_name"] = success.friendly_name;
  out["where"] = success.where;
  out["token_serial"] = success.token_serial;
  out["pin_unchanged"] = success.pin_unchanged;
  out["proof"] = success.proof == renewal::Success::Proof::Page ? "page" : "local";
  out["ssl_state_cleared"] = success.ssl_state_cleared;
  out["error"] = nullptr;
  out["notes"] = notes_of(success.notes, language);
}

void add_failure(json::object& out, const renewal::Failure& failure, Language language) {
  out["job"] = failure.job_id;
  out["step"] = text_of(renewal::name(failure.step));
  out["aftermath"] = text_of(aftermath_word(failure.aftermath));
  out["error"] = error_object(failure.error, language);
  out["ra_code"] = failure.ra_code;
  out["hint"] = language == Language::Japanese ? failure.hint.ja : failure.hint.en;
  out["until"] = instant_or_null(failure.until);
  out["tries_left"] = failure.tries_left ? json::value(*failure.tries_left) : json::value(nullptr);
  out["next_attempt"] = instant_or_null(failure.next_attempt);
  out["notes"] = notes_of(failure.notes, language);
}

}  // namespace

std::string_view result_word(const Report& report) noexcept {
  if (report.outcome.success) return report.kind == renewal::Kind::Issue ? "issued" : "renewed";
  if (!report.outcome.failure) return "failed";
  const ErrorCode code = report.outcome.failure->error.code;
  if (code == ErrorCode::RenewalWaiting) return "waiting";
  return code == ErrorCode::Cancelled ? "cancelled" : "failed";
}

std::string to_json(const Report& report, Language language) {
  json::object out;
  out["result"] = text_of(result_word(report));
  out["exit_code"] = static_cast<int>(exit_code_of(report.outcome));
  out["kind"] = report.kind == renewal::Kind::Issue ? "issue" : "renew";
  out["profile"] = report.profile;
  out["started"] = to_rfc3339(report.started);
  out["ended"] = to_rfc3339(report.ended);
  if (report.outcome.success) add_success(out, *report.outcome.success, language);
  if (report.outcome.failure) add_failure(out, *report.outcome.failure, language);
  return json::serialize(out) + "\n";
}

std::string to_text(const Report& report, Language language) {
  std::string out;
  const auto& outcome = report.outcome;
  if (outcome.success) {
    const auto& certificate = outcome.success->certificate;
    out =
        fmt::format("{}: {}\n  {}\n  {} .. {}\n", result_word(report), outcome.success->friendly_name,
                    to_hex(certificate.sha256), to_rfc3339(certificate.not_before), to_rfc3339(certificate.not_after));
    for (const Error& note : outcome.success->notes) out += text::error_paragraph(language, note) + "\n";
  }
  if (outcome.failure) {
    out = text::error_paragraph(language, outcome.failure->error) + "\n";
    const auto& hint = language == Language::Japanese ? outcome.failure->hint.ja : outcome.failure->hint.en;
    if (!hint.empty()) out += hint + "\n";
    for (const Error& note : outcome.failure->notes) out += text::error_paragraph(language, note) + "\n";
  }
  return out;
}

Report report_of(Error error, const std::string& profile, renewal::Kind kind, Instant now) {
  Report report{.profile = profile, .kind = kind, .started = now, .ended = now, .outcome = {}};
  report.outcome.failure.emplace().error = std::move(error);
  return report;
}

std::string pin_json(std::string_view result, const PinReport& report, Language language) {
  json::object out;
  out["result"] = text_of(report.error ? "failed" : result);
  out["exit_code"] = static_cast<int>(report.error ? exit_code_of(report.error->code) : kDone);
  out["token_serial"] = report.serial;
  out["token_label"] = report.label;
  out["error"] = report.error ? json::value(error_object(*report.error, language)) : json::value(nullptr);
  out["ra_code"] = report.ra_code;
  out["hint"] = language == Language::Japanese ? report.hint.ja : report.hint.en;
  out["tries_left"] = report.tries_left ? json::value(*report.tries_left) : json::value(nullptr);
  return json::serialize(out) + "\n";
}

std::string jobs_json(std::string_view result, const std::vector<renewal::OpenJob>& jobs) {
  json::array list;
  for (const auto& job : jobs) {
    list.push_back(json::object{{"job", job.id},
                                {"kind", job.kind == renewal::Kind::Issue ? "issue" : "renew"},
                                {"profile", job.profile},
                                {"old", job.old ? to_hex(*job.old) : std::string()},
                                {"started", to_rfc3339(job.started)},
                                {"next", text_of(renewal::name(job.next))},
                                {"stored", job.stored},
                                {"not_before", instant_or_null(job.not_before)},
                                {"token_serial", job.token_serial},
                                {"token_label", job.token_label}});
  }
  return json::serialize(json::object{
             {"result", text_of(result)}, {"exit_code", static_cast<int>(kDone)}, {"jobs", std::move(list)}}) +
         "\n";
}

}  // namespace kigen::silent
