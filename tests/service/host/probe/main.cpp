// A service with a small Engine, for the tests of the host: kigen-host-probe [--console]
// [--slow|--fail|--give-up|--hang|--throw]
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdio>
#include <stdexcept>
#include <string_view>

#include "service/host/host.h"

namespace kigen::host {
namespace {

class Probe final : public Engine {
 public:
  Probe(const EngineContext& context, std::string_view mode) : context_(context), mode_(mode), timer_(context.io) {}
  ~Probe() override { say("destroyed"); }

  void start(std::function<void()> on_ready, std::function<void(Error)> on_failed) override {
    if (mode_ == "--fail") return on_failed(Error(ErrorCode::DatabaseNewer, "by request"));
    if (mode_ == "--throw") throw std::runtime_error("by request");
    if (mode_ != "--slow") return on_ready();
    timer_.expires_after(std::chrono::milliseconds{2500});
    timer_.async_wait([on_ready](const boost::system::error_code&) { on_ready(); });
  }
  void on_resume() override { say("resume"); }
  void on_time_change() override { say("time change"); }
  void on_session_change() override { say("session change"); }
  void on_reload() override {
    say("reload");
    if (mode_ == "--give-up") context_.fail(Error(ErrorCode::DatabaseFailed, "by request"));
  }
  void stop(std::function<void()> on_stopped) override {
    say("stop");
    if (mode_ != "--hang") on_stopped();
  }

 private:
  static void say(const char* what) { std::fprintf(stderr, "probe: %s\n", what); }

  EngineContext context_;
  std::string_view mode_;
  boost::asio::steady_timer timer_;
};

}  // namespace
}  // namespace kigen::host

int main(int argc, char** argv) {
  kigen::host::HostOptions options;
  std::string_view mode;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--console") {
      options.console = true;
    } else {
      mode = argument;
    }
  }
  options.stop_limit = std::chrono::milliseconds{1000};
  return kigen::host::run_host(options, [mode](const kigen::host::EngineContext& context) {
    return std::make_unique<kigen::host::Probe>(context, mode);
  });
}
