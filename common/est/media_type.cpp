#include "common/est/media_type.h"

#include <algorithm>
#include <array>

namespace kigen::est {
namespace {

constexpr std::size_t kMaxParameters = 16, kMaxText = 1024;

bool is_space(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Takes the value of a parameter off `rest`: a quoted string or what stands before the next ';'.
std::string take_value(std::string_view& rest) {
  std::string out;
  if (!rest.starts_with('"')) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    out = trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    return out;
  }
  std::size_t at = 1;
  for (; at < rest.size() && rest[at] != '"'; ++at) {
    if (rest[at] == '\\' && at + 1 < rest.size()) ++at;
    out += rest[at];
  }
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return out;
}

}  // namespace

std::string MediaType::parameter(const std::string& lower_case_name) const {
  const auto found = parameters.find(lower_case_name);
  return found == parameters.end() ? std::string() : found->second;
}

MediaType read_media_type(std::string_view text) {
  std::string_view rest = text.substr(0, kMaxText);
  MediaType out;
  const std::size_t end = std::min(rest.find(';'), rest.size());
  out.name = lower(trimmed(rest.substr(0, end)));
  rest.remove_prefix(end);
  while (out.parameters.size() < kMaxParameters) {
    const std::size_t start = rest.find(';');
    if (start == std::string_view::npos) break;
    rest = trimmed(rest.substr(start + 1));
    const std::size_t equals = rest.find_first_of("=;");
    if (equals == std::string_view::npos) break;
    if (rest[equals] == ';') continue;
    std::string name = lower(trimmed(rest.substr(0, equals)));
    rest = trimmed(rest.substr(equals + 1));
    std::string value = take_value(rest);
    out.parameters.emplace(std::move(name), std::move(value));
  }
  return out;
}

bool may_be_est(const MediaType& type) {
  constexpr std::array<std::string_view, 5> kForeignTrees{"text/html", "text/xml", "text/css", "text/javascript",
                                                          "application/xhtml"};
  constexpr std::array<std::string_view, 4> kForeignFamilies{"image/", "audio/", "video/", "font/"};
  const auto starts = [&type](std::string_view prefix) { return type.name.starts_with(prefix); };
  return !std::any_of(kForeignTrees.begin(), kForeignTrees.end(), starts) &&
         !std::any_of(kForeignFamilies.begin(), kForeignFamilies.end(), starts) && !type.name.ends_with("json") &&
         !type.name.ends_with("xml");
}

}  // namespace kigen::est
