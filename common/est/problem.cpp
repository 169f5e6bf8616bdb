#include "common/est/problem.h"

#include <boost/json/parse.hpp>

#include <algorithm>

#include "common/est/clean_text.h"

namespace kigen::est {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxTitle = 200, kMaxDetail = 1000, kMaxToken = 64;
constexpr std::string_view kTypePrefix = "urn:kigen:ra:";

std::string_view text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

std::optional<std::int64_t> integer_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  const std::int64_t* number = value == nullptr ? nullptr : value->if_int64();
  return number == nullptr ? std::nullopt : std::optional(*number);
}

// One of our words, or "": lower-case letters, digits and '_'.
std::string reason_word(std::string_view text) {
  const bool word = std::all_of(text.begin(), text.end(),
                                [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  return word && text.size() <= kMaxToken ? std::string(text) : std::string();
}

std::string code_of(const json::object& object) {
  if (const auto number = integer_of(object, "code")) return std::to_string(*number);
  return clean_token(text_of(object, "code"), kMaxToken);
}

Problem from_object(const json::object& object, int status) {
  Problem out;
  out.status = status;
  out.type = clean_token(text_of(object, "type"), kMaxTitle);
  out.title = clean_text(text_of(object, "title"), kMaxTitle);
  out.detail = clean_text(text_of(object, "detail"), kMaxDetail);
  out.reason = reason_word(text_of(object, "reason"));
  if (out.reason.empty() && out.type.starts_with(kTypePrefix)) {
    out.reason = reason_word(std::string_view(out.type).substr(kTypePrefix.size()));
  }
  out.code = code_of(object);
  out.until = from_rfc3339(text_of(object, "until"));
  const auto tries = integer_of(object, "tries_left");
  if (tries && *tries >= 0 && *tries <= 99) out.tries_left = static_cast<int>(*tries);
  return out;
}

}  // namespace

std::optional<Problem> read_problem(std::string_view body, int status) {
  if (body.size() > kMaxProblemSize) return std::nullopt;
  json::parse_options options;
  options.max_depth = 8;
  boost::system::error_code failed;
  const json::value document = json::parse(json::string_view(body.data(), body.size()), failed, {}, options);
  const json::object* object = failed ? nullptr : document.if_object();
  if (object == nullptr) return std::nullopt;
  return from_object(*object, status);
}

}  // namespace kigen::est
