#include "common/est/multipart.h"

#include <algorithm>
#include <optional>

#include "common/est/answer_error.h"

namespace kigen::est {
namespace {

// The next line without its end; `rest` goes on behind it.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view without_last_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

enum class Line { Text, Delimiter, Close };
Line kind_of(std::string_view line, std::string_view delimiter) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  if (!line.starts_with(delimiter)) return Line::Text;
  line.remove_prefix(delimiter.size());
  if (line.empty()) return Line::Delimiter;
  return line == "--" ? Line::Close : Line::Text;
}

std::string delimiter_of(std::string_view body, const MediaType& type) {
  const std::string boundary = type.parameter("boundary");
  if (!boundary.empty()) return "--" + boundary;
  while (!body.empty()) {
    const std::string_view line = take_line(body);
    // A PEM line would be taken for a delimiter too.
    if (line.size() > 2 && line.starts_with("--") && !line.starts_with("-----BEGIN ")) return std::string(line);
  }
  return {};
}

// Headers end at the first empty line. They are not looked at: servers mislabel parts, but their bytes do not lie.
std::string_view without_header(std::string_view part) {
  while (!part.empty() && !take_line(part).empty()) {
  }
  return part;
}

}  // namespace

Result<std::vector<std::string_view>> split_multipart(std::string_view body, const MediaType& type) {
  const std::string delimiter = delimiter_of(body, type);
  if (delimiter.empty()) return unreadable("multipart", "no boundary");
  std::vector<std::string_view> parts;
  std::optional<std::string_view> open;  // from behind the delimiter line on
  std::string_view rest = body;
  Line kind = Line::Text;
  while (!rest.empty() && kind != Line::Close) {
    const std::string_view before = rest;
    kind = kind_of(take_line(rest), delimiter);
    if (kind == Line::Text) continue;
    if (open) {
      if (parts.size() == kMaxParts) return unreadable("too_many", "more than 8 parts");
      const auto size = static_cast<std::size_t>(before.data() - open->data());
      parts.push_back(without_header(without_last_line_end(open->substr(0, size))));
    }
    open = rest;
  }
  if (kind != Line::Close && open && !open->empty() && parts.size() < kMaxParts) parts.push_back(without_header(*open));
  if (parts.empty()) return unreadable("multipart", "no parts");
  return parts;
}

}  // namespace kigen::est
