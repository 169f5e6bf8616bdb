// Drives one Engine on one io_context from start to stop and tells the outside the status. Windows' service, the
// consoles and the tests are shells around it.
//
// run() makes the calling thread the io_context's. The requests below come from any thread, before, during or after it.
#pragma once

#include <functional>
#include <memory>

#include "service/host/host.h"
#include "service/host/host_state.h"

namespace kigen::host {

class HostRunner {
 public:
  struct Hooks {
    /// Every status in its order; on the io_context's thread, except that of an overdue stop.
    std::function<void(const HostStatus&)> report;
    /// Ends the process at once.
    std::function<void()> abandon;
  };

  HostRunner(const HostOptions& options, EventLog& events, Hooks hooks);
  ~HostRunner();
  HostRunner(const HostRunner&) = delete;
  HostRunner& operator=(const HostRunner&) = delete;

  [[nodiscard]] boost::asio::io_context& io() noexcept;

  /// Until the Engine is stopped and destroyed; the last status.
  HostStatus run(const EngineFactory& make_engine);

  /// From here on the watchdog counts, even when the thread no longer takes events.
  void request_stop();
  // What happens before the Engine is ready reaches it then; the same thing twice reaches it once.
  void resume();
  void time_change();
  void session_change();
  void reload();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kigen::host
