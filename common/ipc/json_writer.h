// Writes messages as JSON text, field by field, straight into one buffer. Private to common/ipc.
#pragma once

#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/ipc/json_string.h"
#include "common/ipc/message_fields.h"

namespace kigen::ipc {

inline void write(std::string& out, bool value) {
  out += value ? "true" : "false";
}
inline void write(std::string& out, std::string_view value) {
  append_json_string(out, value);
}
inline void write(std::string& out, const std::string& value) {
  append_json_string(out, value);
}
inline void write(std::string& out, Instant value) {
  out += '"';
  out += to_rfc3339(value);
  out += '"';
}
void write(std::string& out, std::int64_t value);
void write(std::string& out, const Error& error);
void write(std::string& out, const std::map<std::string, std::string, std::less<>>& values);

template <class T>
concept Message = requires {
  sizeof(Fields<T>);
};

template <Message T>
void write(std::string& out, const T& message);
template <class T>
void write(std::string& out, const std::optional<T>& value);
template <class T>
void write(std::string& out, const std::vector<T>& values);

template <std::same_as<int> T>
void write(std::string& out, T value) {
  write(out, std::int64_t{value});
}

template <Message T>
void write(std::string& out, const T& message) {
  char separator = '{';
  Fields<T>::each(
      [&](std::string_view name, const auto& member, const auto&...) {
        out += separator;
        out += '"';
        out += name;
        out += "\":";
        write(out, member);
        separator = ',';
      },
      message);
  if (separator == '{') out += '{';
  out += '}';
}

template <class T>
void write(std::string& out, const std::optional<T>& value) {
  if (value) {
    write(out, *value);
  } else {
    out += "null";
  }
}

template <class T>
void write(std::string& out, const std::vector<T>& values) {
  out += '[';
  bool first = true;
  for (const T& value : values) {
    if (!first) out += ',';
    first = false;
    write(out, value);
  }
  out += ']';
}

}  // namespace kigen::ipc
