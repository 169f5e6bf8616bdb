// kigenctl without its process: arguments in, text out, exit code back.
#pragma once

#include <string>
#include <vector>

#include "service/ctl/context.h"

namespace kigen::ctl {

/// `arguments` are without the program's name, UTF-8.
[[nodiscard]] int run(std::vector<std::string> arguments, const Environment& environment);

}  // namespace kigen::ctl
