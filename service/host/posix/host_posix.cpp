#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "service/host/host.h"
#include "service/host/host_runner.h"

namespace kigen::host {
namespace {

class Signals {
 public:
  explicit Signals(HostRunner& runner) : runner_(runner), signals_(runner.io(), SIGTERM, SIGINT, SIGHUP) { listen(); }

 private:
  void listen() {
    signals_.async_wait([this](const boost::system::error_code& error, int number) {
      if (error) return;
      if (number == SIGHUP) runner_.reload();
      if (number != SIGHUP) runner_.request_stop();
      listen();
    });
  }

  HostRunner& runner_;
  boost::asio::signal_set signals_;
};

}  // namespace

int run_host(const HostOptions& options, const EngineFactory& make_engine) {
  if (!options.console) {
    std::fputs("there is no service manager here: give --console\n", stderr);
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  const std::unique_ptr<EventLog> events = open_event_log();
  HostRunner runner(options, *events, {[](const HostStatus&) {}, [] { ::_exit(1); }});
  const Signals signals(runner);
  return runner.run(make_engine).error == ErrorCode{} ? 0 : 1;
}

}  // namespace kigen::host
