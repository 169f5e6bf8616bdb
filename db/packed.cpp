#include "db/packed.h"

#include <charconv>

#include "db/failure.h"

namespace kigen::db {
namespace {

void append(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

}  // namespace

std::string pack(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) append(out, text);
  return out;
}

std::string pack(const Arguments& arguments) {
  std::string out;
  for (const auto& [key, value] : arguments) {
    append(out, key);
    append(out, value);
  }
  return out;
}

std::string pack_errors(const std::vector<Error>& errors) {
  std::string out;
  for (const Error& error : errors) {
    append(out, std::to_string(static_cast<int>(error.code)));
    append(out, pack(error.args));
    append(out, error.detail);
  }
  return out;
}

std::vector<std::string> unpack(std::string_view packed) {
  std::vector<std::string> texts;
  while (!packed.empty()) {
    std::size_t length = 0;
    const char* end = packed.data() + packed.size();
    const auto [stop, problem] = std::from_chars(packed.data(), end, length);
    if (problem != std::errc{} || stop == end || *stop != ':' || length > static_cast<std::size_t>(end - stop) - 1) {
      throw_corrupt("a packed list is malformed");
    }
    texts.emplace_back(stop + 1, length);
    packed.remove_prefix(static_cast<std::size_t>(stop - packed.data()) + 1 + length);
  }
  return texts;
}

Arguments unpack_arguments(std::string_view packed) {
  const std::vector<std::string> texts = unpack(packed);
  if (texts.size() % 2 != 0) throw_corrupt("packed arguments are malformed");
  Arguments arguments;
  for (std::size_t i = 0; i < texts.size(); i += 2) arguments.insert_or_assign(texts[i], texts[i + 1]);
  return arguments;
}

std::vector<Error> unpack_errors(std::string_view packed) {
  const std::vector<std::string> texts = unpack(packed);
  if (texts.size() % 3 != 0) throw_corrupt("packed errors are malformed");
  std::vector<Error> errors;
  for (std::size_t i = 0; i < texts.size(); i += 3) {
    int number = 0;
    std::from_chars(texts[i].data(), texts[i].data() + texts[i].size(), number);
    Error error(error_code_from_number(number).value_or(ErrorCode::Internal), texts[i + 2]);
    error.args = unpack_arguments(texts[i + 1]);
    errors.push_back(std::move(error));
  }
  return errors;
}

}  // namespace kigen::db
