// Where the silent mode writes and how it is cancelled. UTF-8 in, whatever a console or pipe needs out.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace kigen::silent {

/// Windows: from the wide command line, whatever the code page. Elsewhere: argv. Without the program's own name.
[[nodiscard]] std::vector<std::string> command_line(int argc, char** argv);

void write_out(std::string_view text);
void write_err(std::string_view text);

/// Stops `source` on Ctrl+C, a closed console or a signal to end. Once a process; the source must outlive it.
void stop_on_interrupt(std::stop_source& source);

}  // namespace kigen::silent
