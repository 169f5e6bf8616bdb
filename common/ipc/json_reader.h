// Reads messages from parsed JSON, strictly, and remembers where it failed. Private to common/ipc.
#pragma once

#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/ipc/message_fields.h"

namespace kigen::ipc {

/// What was wrong: the path is put together from the inside out while the reading unwinds.
struct ReadFailure {
  std::string path;
  std::string expected;

  bool fail(std::string what) {
    expected = std::move(what);
    return false;
  }
  void inside(std::string_view field) {
    std::string longer(field);
    if (!path.empty() && path.front() != '[') longer += '.';
    path = longer + path;
  }
};

using Json = boost::json::value;

inline std::string_view view(const boost::json::string& text) noexcept {
  return {text.data(), text.size()};
}

bool read(const Json& json, bool& out, const Bounds& bounds, ReadFailure& failure);
bool read(const Json& json, std::int64_t& out, const Bounds& bounds, ReadFailure& failure);
bool read(const Json& json, std::string& out, const Bounds& bounds, ReadFailure& failure);
bool read(const Json& json, Instant& out, const Bounds& bounds, ReadFailure& failure);
bool read(const Json& json, Error& out, const Bounds& bounds, ReadFailure& failure);
bool read(const Json& json, std::map<std::string, std::string, std::less<>>& out, const Bounds& bounds,
          ReadFailure& failure);

template <class T>
concept Readable = requires {
  sizeof(Fields<T>);
};

template <Readable T>
bool read(const Json& json, T& message, const Bounds& bounds, ReadFailure& failure);
template <class T>
bool read(const Json& json, std::optional<T>& out, const Bounds& bounds, ReadFailure& failure);
template <class T>
bool read(const Json& json, std::vector<T>& out, const Bounds& bounds, ReadFailure& failure);

template <std::same_as<int> T>
bool read(const Json& json, T& out, Bounds bounds, ReadFailure& failure) {
  bounds.low = std::max<std::int64_t>(bounds.low, std::numeric_limits<int>::min());
  bounds.high = std::min<std::int64_t>(bounds.high, std::numeric_limits<int>::max());
  std::int64_t wide = 0;
  if (!read(json, wide, bounds, failure)) return false;
  out = static_cast<int>(wide);
  return true;
}

template <Readable T>
bool read(const Json& json, T& message, const Bounds&, ReadFailure& failure) {
  const auto* object = json.if_object();
  if (object == nullptr) return failure.fail("an object");
  bool good = true;
  Fields<T>::each(
      [&](std::string_view name, auto& member, const Bounds& bounds = {}) {
        if (!good) return;
        const Json* field = object->if_contains({name.data(), name.size()});
        if (field == nullptr) {
          good = !bounds.required || failure.fail("to be present");
        } else {
          good = read(*field, member, bounds, failure);
        }
        if (!good) failure.inside(name);
      },
      message);
  return good;
}

template <class T>
bool read(const Json& json, std::optional<T>& out, const Bounds& bounds, ReadFailure& failure) {
  if (json.is_null()) {
    out.reset();
    return true;
  }
  return read(json, out.emplace(), bounds, failure);
}

template <class T>
bool read(const Json& json, std::vector<T>& out, const Bounds& bounds, ReadFailure& failure) {
  const auto* array = json.if_array();
  if (array == nullptr) return failure.fail("an array");
  if (array->size() > kMaxListItems) return failure.fail(fmt::format("at most {} elements", kMaxListItems));
  out.clear();
  out.reserve(array->size());
  for (const Json& element : *array) {
    if (!read(element, out.emplace_back(), bounds, failure)) {
      failure.inside(fmt::format("[{}]", out.size() - 1));
      return false;
    }
  }
  return true;
}

}  // namespace kigen::ipc
