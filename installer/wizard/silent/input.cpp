#include "installer/wizard/silent/input.h"

namespace kigen::silent {
namespace {

Error bad(std::string_view reason) {
  return Error(ErrorCode::InvalidArgument).with("argument", "stdin").with("reason", std::string(reason));
}

}  // namespace

Result<Lines> parse_lines(std::string_view text) {
  Lines lines;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // what some editors put in front of UTF-8
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0) return bad("line");
    if (lines.size() >= kMaxLines || equals > 64 || line.size() - equals - 1 > Secret::kMaxSize) return bad("too_long");
    const std::string id(line.substr(0, equals));
    if (!lines.emplace(id, Secret(line.substr(equals + 1))).second) return bad("duplicate").with("id", id);
  }
  return lines;
}

}  // namespace kigen::silent
