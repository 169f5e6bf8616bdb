#include "service/host/host_runner.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <exception>
#include <optional>
#include <utility>

#include "kigen_version.h"
#include "service/host/stop_watchdog.h"

namespace kigen::host {
namespace asio = boost::asio;

struct HostRunner::State {
  using Call = void (Engine::*)();
  static constexpr std::array<Call, 4> kCalls{&Engine::on_resume, &Engine::on_time_change, &Engine::on_session_change,
                                              &Engine::on_reload};

  State(const HostOptions& host_options, EventLog& event_log, Hooks host_hooks)
      : options(host_options),
        events(event_log),
        hooks(std::move(host_hooks)),
        ticker(io),
        watchdog(options.stop_limit, [this] { overdue(); }) {}

  HostStatus run(const EngineFactory& make_engine) {
    asio::post(io, [this, &make_engine] { start(make_engine); });
    const auto work = asio::make_work_guard(io);
    // One by one, so that nothing runs after the Engine is gone: on Windows stop() lets what is queued run first.
    while (status.state != HostState::Stopped) run_one();
    engine.reset();
    watchdog.disarm();
    return status;
  }

  // A wall: what a handler throws ends the service in order, and never the process.
  void run_one() {
    try {
      io.run_one();
    } catch (const std::exception& thrown) {
      broken(thrown.what());
    } catch (...) {
      broken("an exception of an unknown type");
    }
  }

  void broken(const char* what) {
    const Error error(ErrorCode::Internal, what);
    events.report(EventId::InternalError, error);
    fail(error);
  }

  void start(const EngineFactory& make_engine) {
    hooks.report(status);
    started = std::chrono::steady_clock::now();
    tick();
    engine = make_engine(EngineContext{
        io, events, [this](Error error) { asio::post(io, [this, said = std::move(error)] { fail(said); }); }});
    engine->start([this] { asio::post(io, [this] { happened(HostEvent::Ready); }); },
                  [this](Error error) { asio::post(io, [this, said = std::move(error)] { fail(said); }); });
  }

  void tick() {
    ticker.expires_after(std::chrono::seconds{1});
    ticker.async_wait([this](const boost::system::error_code& error) {
      const bool pending = status.state == HostState::Starting || status.state == HostState::Stopping;
      if (error || !pending) return;
      if (status.state == HostState::Starting && std::chrono::steady_clock::now() - started > options.start_limit) {
        events.report(EventId::ServiceStartFailed, Error(ErrorCode::TimedOut));
        happened(HostEvent::StartOverdue);
        return;
      }
      happened(HostEvent::Tick);
      tick();
    });
  }

  void fail(const Error& error) {
    if (status.state == HostState::Starting) events.report(EventId::ServiceStartFailed, error);
    if (status.state == HostState::Running) events.report(EventId::ServiceGaveUp, error);
    happened(HostEvent::Failed, error.code);
  }

  void happened(HostEvent event, ErrorCode error = ErrorCode::Internal) {
    const HostStep next = step(status, event, error);
    if (next.action != HostAction::None) watchdog.arm();
    // The service manager may end the process right after "stopped": everything is closed before it hears that.
    if (next.action == HostAction::Finish) engine.reset();
    const HostState before = std::exchange(status, next.status).state;
    if (before == HostState::Starting && status.state == HostState::Running) {
      events.report(EventId::ServiceStarted, {kVersion});
    }
    if (next.action == HostAction::Finish && status.error == ErrorCode{}) events.report(EventId::ServiceStopped);
    if (next.report) hooks.report(status);
    if (next.action == HostAction::StopEngine) stop_engine();
    if (status.state == HostState::Running) deliver();
  }

  void stop_engine() {
    tick();
    if (!engine) return happened(HostEvent::EngineStopped);
    engine->stop([this] { asio::post(io, [this] { happened(HostEvent::EngineStopped); }); });
  }

  // On the watchdog's thread: the io_context's own does not answer any more, so the status is only read.
  void overdue() {
    const Error error(ErrorCode::TimedOut, "the stop took too long");
    events.report(EventId::ServiceStopForced, error);
    HostStatus last;
    last.state = HostState::Stopping;
    hooks.report(step(last, HostEvent::StopOverdue).status);
    hooks.abandon();
  }

  void tell(std::size_t call) {
    asio::post(io, [this, call] {
      waiting[call] = true;
      if (status.state == HostState::Running) deliver();
    });
  }

  void deliver() {
    for (std::size_t i = 0; i < kCalls.size(); ++i) {
      if (engine && std::exchange(waiting[i], false)) ((*engine).*kCalls[i])();
    }
  }

  const HostOptions options;
  EventLog& events;
  const Hooks hooks;
  asio::io_context io{1};
  asio::steady_timer ticker;
  HostStatus status;
  std::unique_ptr<Engine> engine;
  std::chrono::steady_clock::time_point started;
  std::array<bool, kCalls.size()> waiting{};
  StopWatchdog watchdog;
};

HostRunner::HostRunner(const HostOptions& options, EventLog& events, Hooks hooks)
    : state_(std::make_unique<State>(options, events, std::move(hooks))) {}
HostRunner::~HostRunner() = default;

asio::io_context& HostRunner::io() noexcept {
  return state_->io;
}
HostStatus HostRunner::run(const EngineFactory& make_engine) {
  return state_->run(make_engine);
}

void HostRunner::request_stop() {
  state_->watchdog.arm();
  asio::post(state_->io, [state = state_.get()] { state->happened(HostEvent::StopRequested); });
}

void HostRunner::resume() {
  state_->tell(0);
}
void HostRunner::time_change() {
  state_->tell(1);
}
void HostRunner::session_change() {
  state_->tell(2);
}
void HostRunner::reload() {
  state_->tell(3);
}

}  // namespace kigen::host
