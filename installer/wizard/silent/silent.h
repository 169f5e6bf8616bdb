// `kigen-wizard --silent`: one job without a window, for administrators and scripts. SILENT.md documents it.
#pragma once

#include <string>
#include <vector>

namespace kigen::silent {

/// Reads standard input, runs the job, writes the report; the exit code. Never throws.
[[nodiscard]] int run_silent(const std::vector<std::string>& words) noexcept;

}  // namespace kigen::silent
