// Runs a profile's pre- and post-renewal commands as the user, with a time limit and bounded output (X11).
//
// Blocking; any thread. The command line is one of a program with its arguments, no shell: parse_command_line() says
// how words are quoted. The child gets no standard input, this user's environment and the given variables.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace kigen::renewal {

struct Command {
  std::string line;
  std::map<std::string, std::string> variables;  ///< KIGEN_…
  std::chrono::milliseconds limit{120'000};
  std::size_t max_output = std::size_t{64} << 10;  ///< what is beyond is read and dropped
};

struct CommandResult {
  int exit_code = 0;
  std::string output;  ///< standard output and error, in the order they came
  bool truncated = false;
};

/// Words apart by spaces; "…" keeps spaces, \" inside quotes is a quote, any other \ itself. InvalidArgument for an
/// open quote or no word at all. At most 64 words of 8,191 octets in all.
[[nodiscard]] Result<std::vector<std::string>> parse_command_line(std::string_view line);

class CommandRunner {
 public:
  virtual ~CommandRunner() = default;
  /// CommandFailed {command, reason: "not_started", "time_limit", "exit_code", "cancelled", code} with the end of the
  /// output as detail. A child that runs out of time is ended with all that it started.
  [[nodiscard]] virtual Result<CommandResult> run(const Command& command, std::stop_token stop) = 0;
};
[[nodiscard]] std::unique_ptr<CommandRunner> make_command_runner();

/// Shared by the implementations: what a run that ended unwell is as an error.
[[nodiscard]] Error command_error(const Command& command, std::string_view reason, const std::string& output,
                                  int exit_code = 0);

}  // namespace kigen::renewal
