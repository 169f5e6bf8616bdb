#include "installer/wizard/renewal/attempt.h"
#include "installer/wizard/renewal/json_fields.h"

namespace kigen::renewal {
namespace {

constexpr std::string_view kAttemptFormat = "kigen_attempt";
constexpr int kAttemptVersion = 1;
constexpr std::size_t kMaxText = 128;
constexpr std::size_t kMaxLongText = 4096;
constexpr std::size_t kMaxArgText = 1024;
constexpr std::size_t kMaxArgs = 32;

boost::json::value error_or_null(const std::optional<Error>& error) {
  if (!error) return nullptr;
  boost::json::object args;
  for (const auto& [key, value] : error->args) args[key] = value.substr(0, kMaxArgText);
  boost::json::object out;
  out["code"] = static_cast<int>(error->code);
  out["args"] = std::move(args);
  out["detail"] = error->detail.substr(0, kMaxLongText);
  return out;
}

std::optional<Error> read_error(FieldReader& fields, const boost::json::object& body) {
  const auto* value = body.if_contains("error");
  if (value != nullptr && value->is_null()) return std::nullopt;
  if (value == nullptr || !value->is_object()) {
    fields.fail("error");
    return std::nullopt;
  }
  FieldReader inner(value->get_object());
  const auto code = error_code_from_number(inner.integer("code", 1, 9999));
  Error error(code.value_or(ErrorCode::Internal), inner.text("detail", kMaxLongText));
  const auto* args = value->get_object().if_contains("args");
  if (!code || !inner.good() || args == nullptr || !args->is_object() || args->get_object().size() > kMaxArgs) {
    fields.fail("error");
    return std::nullopt;
  }
  for (const auto& [key, one] : args->get_object()) {
    if (!one.is_string() || one.get_string().size() > kMaxArgText) {
      fields.fail("error");
      return std::nullopt;
    }
    error.with(std::string(key), std::string(one.get_string()));
  }
  return error;
}

}  // namespace

std::string to_json(const AttemptRecord& record) {
  boost::json::object body;
  body["subject"] = record.subject;
  body["profile"] = record.profile;
  body["unattended"] = record.unattended;
  body["started"] = to_rfc3339(record.started);
  body["ended"] = to_rfc3339(record.ended);
  body["result"] = record.result;
  body["job"] = record.job;
  body["error"] = error_or_null(record.error);
  body["ra_code"] = record.ra_code.substr(0, kMaxText);
  body["failures"] = record.failures;
  body["next_attempt"] = record.next_attempt ? boost::json::value(boost::json::string(to_rfc3339(*record.next_attempt)))
                                             : boost::json::value(nullptr);
  body["renewed_by"] = record.renewed_by;
  return seal(kAttemptFormat, kAttemptVersion, body);
}

Result<AttemptRecord> attempt_from_json(std::string_view text) {
  const auto body = unseal(kAttemptFormat, kAttemptVersion, text, kMaxAttemptBytes);
  if (!body) return body.error();
  FieldReader fields(*body);
  AttemptRecord record;
  record.subject = fields.text("subject", kMaxText);
  record.profile = fields.text("profile", kMaxText);
  record.unattended = fields.boolean("unattended");
  record.started = fields.instant("started");
  record.ended = fields.instant("ended");
  record.result = fields.text("result", kMaxText);
  record.job = fields.text("job", kMaxText);
  record.error = read_error(fields, *body);
  record.ra_code = fields.text("ra_code", kMaxText);
  record.failures = fields.integer("failures", 0, 1'000'000);
  record.next_attempt = fields.optional_instant("next_attempt");
  record.renewed_by = fields.text("renewed_by", kMaxText);
  if (!fields.good()) return fields.error();
  return record;
}

}  // namespace kigen::renewal
