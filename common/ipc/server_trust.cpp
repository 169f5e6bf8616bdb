#include "common/ipc/server_trust.h"

namespace kigen::ipc {
namespace {

// What Wine's stub answers for every pipe.
constexpr std::uint32_t kWineStubProcess = 1;

Error distrust(const char* reason) {
  return Error(ErrorCode::PipeServerNotTrusted).with("reason", reason);
}

}  // namespace

Status trust_server(const ServerFacts& facts) {
  // Only for an endpoint of the developer's own: the installed service's name is always checked.
  if (facts.accept_console_server && !facts.default_endpoint) return {};
  const bool stubs = facts.wine && facts.pipe_server_process.value_or(kWineStubProcess) == kWineStubProcess;
  if (stubs) return {};
  if (!facts.pipe_server_process || *facts.pipe_server_process == 0) return distrust("no_pipe_process");
  if (!facts.service_process || *facts.service_process == 0) return distrust("service_not_running");
  if (*facts.service_process != *facts.pipe_server_process) return distrust("other_process");
  return {};
}

}  // namespace kigen::ipc
