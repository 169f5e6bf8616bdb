#include "service/ctl/arguments.h"

namespace kigen::ctl {

std::vector<std::string> command_line(int argc, char** argv) {
  return argc > 1 ? std::vector<std::string>(argv + 1, argv + argc) : std::vector<std::string>{};
}

}  // namespace kigen::ctl
