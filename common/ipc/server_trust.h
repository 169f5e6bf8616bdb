// Whether a client may talk to the process that serves the pipe: a pure decision, so that it can be tested where the
// system calls behind it cannot.
//
// A program that creates \\.\pipe\Kigen before the service does would receive every report (CVE-2024-4877 and its
// kind). The pipe's server process must therefore be the one that the service manager names for the service "Kigen".
// Wine answers both questions with stubs (a pipe's server process is always 1), so there, and only there, a server
// whose process cannot be named is accepted: nobody relies on Wine as a security boundary.
#pragma once

#include <cstdint>
#include <optional>

#include "common/base/result.h"
#include "common/ipc/endpoint.h"

namespace kigen::ipc {

struct ServerFacts {
  bool default_endpoint = true;
  bool accept_console_server = false;                ///< a developer asked for it on the command line
  std::optional<std::uint32_t> pipe_server_process;  ///< GetNamedPipeServerProcessId
  std::optional<std::uint32_t> service_process;      ///< QueryServiceStatusEx; nothing when unknown, 0 when not running
  bool wine = false;
};

/// Ok or PipeServerNotTrusted with {"reason"}: "no_pipe_process", "service_not_running" or "other_process".
[[nodiscard]] Status trust_server(const ServerFacts& facts);

}  // namespace kigen::ipc
