#include "common/ipc/json_writer.h"

#include <charconv>

namespace kigen::ipc {

void write(std::string& out, std::int64_t value) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  out.append(digits, end);
}

void write(std::string& out, const std::map<std::string, std::string, std::less<>>& values) {
  char separator = '{';
  for (const auto& [key, value] : values) {
    out += separator;
    append_json_string(out, key);
    out += ':';
    append_json_string(out, value);
    separator = ',';
  }
  if (separator == '{') out += '{';
  out += '}';
}

void write(std::string& out, const Error& error) {
  out += "{\"code\":";
  write(out, std::int64_t{static_cast<std::uint16_t>(error.code)});
  out += ",\"kgn\":\"" + kgn(error.code) + "\",\"name\":\"";
  out += name(error.code);
  out += "\",\"args\":";
  write(out, error.args);
  out += ",\"detail\":";
  append_json_string(out, error.detail);
  out += '}';
}

}  // namespace kigen::ipc
