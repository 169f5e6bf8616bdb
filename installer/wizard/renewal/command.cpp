#include "installer/wizard/renewal/command.h"

namespace kigen::renewal {
namespace {

constexpr std::size_t kMaxLine = 8191;
constexpr std::size_t kMaxWords = 64;
constexpr std::size_t kShownOutput = 2000;

Error bad(std::string_view reason) {
  return Error(ErrorCode::InvalidArgument).with("reason", std::string(reason));
}

}  // namespace

Result<std::vector<std::string>> parse_command_line(std::string_view line) {
  if (line.size() > kMaxLine || line.find('\0') != std::string_view::npos) return bad("command_line");
  std::vector<std::string> words;
  bool in_word = false, quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (!quoted && (c == ' ' || c == '\t')) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    const bool escaped = quoted && c == '\\' && i + 1 < line.size() && line[i + 1] == '"';
    if (escaped) {
      words.back() += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else {
      words.back() += c;
    }
  }
  if (quoted || words.empty() || words.size() > kMaxWords || words.front().empty()) return bad("command_line");
  return words;
}

Error command_error(const Command& command, std::string_view reason, const std::string& output, int exit_code) {
  const std::size_t from = output.size() > kShownOutput ? output.size() - kShownOutput : 0;
  Error error(ErrorCode::CommandFailed, output.substr(from));
  error.with("command", command.line).with("reason", std::string(reason));
  if (reason == "exit_code") error.with("code", std::to_string(exit_code));
  return error;
}

}  // namespace kigen::renewal
