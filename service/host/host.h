// The host runs an Engine as a Windows service or in a console, with the same code: it owns the io_context and its one
// thread, tells the service manager the truth about the state, and turns the system's events into calls of the Engine.
//
// Everything of the Engine is called on the io_context's thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "common/base/error.h"
#include "service/host/event_log.h"

namespace boost::asio {
class io_context;
}

namespace kigen::host {

/// What the host drives. The Engine is made and destroyed on the io_context's thread.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Called once. Exactly one of the two is called once, now or later: `on_ready` when the pipe answers, `on_failed`
  /// when it never will; after on_failed the host destroys the Engine without stop(). Long work belongs on a pool:
  /// while the thread is free, the host tells the service manager that the start goes on.
  virtual void start(std::function<void()> on_ready, std::function<void(Error)> on_failed) = 0;

  /// Windows woke up from sleep.
  virtual void on_resume() = 0;
  /// The wall clock or the time zone was set.
  virtual void on_time_change() = 0;
  /// Somebody signed in or out, locked or unlocked.
  virtual void on_session_change() = 0;
  /// Read the settings again (SIGHUP, SERVICE_CONTROL_PARAMCHANGE).
  virtual void on_reload() = 0;

  /// Called at most once, possibly while the start still goes on (then neither of start's two needs to be called).
  /// `on_stopped` is called once everything is closed; the host ends the process when that takes more than five
  /// seconds.
  virtual void stop(std::function<void()> on_stopped) = 0;
};

struct EngineContext {
  boost::asio::io_context& io;
  EventLog& events;
  /// For an error after the start that the Engine cannot live with: the host stops it and exits with this error's code.
  std::function<void(Error)> fail;
};
using EngineFactory = std::function<std::unique_ptr<Engine>(const EngineContext&)>;

struct HostOptions {
  bool console = false;  ///< false: started by the service manager (Windows only)
  std::chrono::milliseconds stop_limit{5000};
  std::chrono::milliseconds start_limit{std::chrono::minutes{10}};
};

/// Runs until the Engine has stopped. The process's exit code: 0; 1 when the start failed or the Engine gave up.
[[nodiscard]] int run_host(const HostOptions& options, const EngineFactory& make_engine);

}  // namespace kigen::host
