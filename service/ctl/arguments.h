// The command line as UTF-8, without the program's own name.
#pragma once

#include <string>
#include <vector>

namespace kigen::ctl {

/// Windows: from the wide command line, whatever the code page. Elsewhere: argv.
[[nodiscard]] std::vector<std::string> command_line(int argc, char** argv);

}  // namespace kigen::ctl
