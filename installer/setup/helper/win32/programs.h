// Programs that run from the installation folder: the installer cannot replace or remove what is running.
//
// Single-threaded. Nothing outside the given folder is ever touched, nor is the calling process.
#pragma once

#include <chrono>
#include <string>

namespace kigen::setup {

/// Asks the programs of this session to end, as Windows does before a restart (WM_QUERYENDSESSION, WM_ENDSESSION with
/// ENDSESSION_CLOSEAPP; then WM_CLOSE), and waits for them. True when none is left.
[[nodiscard]] bool ask_programs_to_end(const std::wstring& folder, std::chrono::milliseconds patience);

/// Ends what is still running, in every session. True when none is left.
[[nodiscard]] bool end_programs(const std::wstring& folder, std::chrono::milliseconds patience);

}  // namespace kigen::setup
