// The command line of kigen-demo-ra.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/base/time.h"
#include "tests/demo_ra/overrides.h"
#include "tests/demo_ra/switches.h"
#include "tests/demo_ra/tokens.h"

namespace kigen::demo_ra {

struct IssueOrder {
  std::string label, user;
  int days = 12;
};

struct Options {
  bool list = false, json = false;
  std::filesystem::path data;  ///< empty: a temporary folder
  std::uint16_t port = 0;      ///< of the first label; the others follow it. 0 any
  std::uint16_t admin_port = 0;
  std::vector<std::string> hosts;  ///< names in the server certificate; the first one is what profiles say
  std::optional<Instant> clock;
  std::vector<Switch> switches;
  std::filesystem::path write_profiles;
  ProfileChoices profiles;        ///< what the written profiles say beside the places
  std::vector<HandedOut> tokens;  ///< handed out beside the known ones
  std::vector<IssueOrder> issue;
  std::filesystem::path out;  ///< where --issue puts its files
  std::string password = "kigen";
  bool no_serve = false;
  bool until_eof = false;
};

/// Nothing when the program is to end with `exit_code`: help, version, or a fault that was told on standard error.
[[nodiscard]] std::optional<Options> read_options(int argc, char** argv, int& exit_code);

/// "PROFILE:USER[:days=N]".
[[nodiscard]] std::optional<IssueOrder> parse_issue(const std::string& text);

}  // namespace kigen::demo_ra
