#include "common/ipc/json_reader.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

namespace kigen::ipc {
namespace {

constexpr std::size_t kMaxArguments = 64;

std::string_view view(boost::json::string_view text) {
  return {text.data(), text.size()};
}

bool allowed_word(std::string_view value, const std::string_view* words) {
  for (; !words->empty(); ++words) {
    if (*words == value) return true;
  }
  return false;
}

std::string list_words(const std::string_view* words) {
  std::string list = "one of";
  for (; !words->empty(); ++words) list.append(" ").append(*words);
  return list;
}

}  // namespace

bool read(const Json& json, bool& out, const Bounds&, ReadFailure& failure) {
  if (!json.is_bool()) return failure.fail("true or false");
  out = json.get_bool();
  return true;
}

bool read(const Json& json, std::int64_t& out, const Bounds& bounds, ReadFailure& failure) {
  if (!json.is_int64()) return failure.fail("an integer");
  const std::int64_t value = json.get_int64();
  if (value < bounds.low || value > bounds.high) {
    return failure.fail(fmt::format("an integer from {} to {}", bounds.low, bounds.high));
  }
  out = value;
  return true;
}

bool read(const Json& json, std::string& out, const Bounds& bounds, ReadFailure& failure) {
  const auto* text = json.if_string();
  if (text == nullptr) return failure.fail("a string");
  if (text->size() > bounds.max_bytes) {
    return failure.fail(fmt::format("a string of at most {} bytes", bounds.max_bytes));
  }
  if (bounds.words != nullptr && !allowed_word(view(*text), bounds.words))
    return failure.fail(list_words(bounds.words));
  out.assign(text->data(), text->size());
  return true;
}

bool read(const Json& json, Instant& out, const Bounds&, ReadFailure& failure) {
  const auto* text = json.if_string();
  const auto instant = text == nullptr ? std::nullopt : from_rfc3339(view(*text));
  if (!instant) return failure.fail("an RFC 3339 date and time");
  out = *instant;
  return true;
}

bool read(const Json& json, std::map<std::string, std::string, std::less<>>& out, const Bounds& bounds,
          ReadFailure& failure) {
  const auto* object = json.if_object();
  if (object == nullptr) return failure.fail("an object");
  if (object->size() > kMaxArguments) return failure.fail(fmt::format("at most {} members", kMaxArguments));
  out.clear();
  for (const auto& member : *object) {
    std::string value;
    if (!read(member.value(), value, bounds, failure)) {
      failure.inside(view(member.key()));
      return false;
    }
    out.insert_or_assign(std::string(view(member.key())), std::move(value));
  }
  return true;
}

bool read(const Json& json, Error& out, const Bounds&, ReadFailure& failure) {
  const auto* object = json.if_object();
  if (object == nullptr) return failure.fail("an object");
  const Json* code = object->if_contains("code");
  if (code == nullptr || !code->is_int64() || code->get_int64() < 0 || code->get_int64() > 65535) {
    failure.fail("a KGN number");
    failure.inside("code");
    return false;
  }
  const auto number = static_cast<int>(code->get_int64());
  Error error(error_code_from_number(number).value_or(ErrorCode::Internal));
  if (const Json* args = object->if_contains("args"); args != nullptr && !read(*args, error.args, {}, failure)) {
    failure.inside("args");
    return false;
  }
  if (const Json* detail = object->if_contains("detail");
      detail != nullptr && !read(*detail, error.detail, {}, failure)) {
    failure.inside("detail");
    return false;
  }
  // A newer peer may know codes that this program does not: the number stays visible.
  if (!error_code_from_number(number)) error.detail = fmt::format("KGN-{}: {}", number, error.detail);
  out = std::move(error);
  return true;
}

}  // namespace kigen::ipc
