// The whole service in this process, over its real pipe and database, with a clock that the test sets.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "common/base/base64.h"
#include "common/base/hex.h"
#include "common/ipc/client.h"
#include "service/app/engine.h"
#include "tests/service/inventory/workshop.h"

namespace kigen::app {

using namespace std::chrono_literals;
namespace asio = boost::asio;

// Far ahead, so that no timer of the real clock comes in between; events stand in for it.
inline const Instant kStart = *from_rfc3339("2040-03-01T03:00:00Z");

/// The profile "web", unattended, but for where its key is.
inline constexpr const char* kWebProfile = R"(id = "web"
unattended = true
[name]
ja = "手続き"
en = "Web"
[support]
ja = "窓口"
en = "Desk"
[consequence]
ja = "申告"
en = "file"
[identifier_label]
ja = "名前"
en = "Name"
[match]
issuer_cn = ["Test CA"]
[window]
days_before = 28
[enroll]
protocol = "est"
base_url = "https://ra.example.jp/"
)";

/// A certificate that is due 20 days after kStart, as a tray reports it.
struct Held {
  std::string thumbprint;
  std::string der_base64;
};
inline Held made(const std::string& name, int serial) {
  const auto der = inventory::testing::make_certificate({.name = name,
                                                         .not_before = kStart - std::chrono::days{345},
                                                         .not_after = kStart + std::chrono::days{20},
                                                         .serial = serial});
  return {to_hex(inventory::testing::thumbprint(der)), to_base64(der)};
}

class SetClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return from_unix(seconds_); }
  void set(Instant instant) { seconds_ = to_unix(instant); }

 private:
  std::atomic<std::int64_t> seconds_{to_unix(kStart)};
};

class Events final : public host::EventLog {
 public:
  void report(host::EventId id, std::span<const std::string> args) noexcept override {
    (void)id;
    (void)args;
  }
};

class EngineTest : public testing::Test {
 protected:
  void SetUp() override {
    put("due.pem", kStart + std::chrono::days{10});
    write_settings("");
    start();
  }
  void TearDown() override { stop(); }

  void put(const std::string& name, Instant not_after, int serial = 1) {
    const auto der = inventory::testing::make_certificate(
        {.name = name, .not_before = kStart - std::chrono::days{200}, .not_after = not_after, .serial = serial});
    inventory::testing::write(certificates() / name, inventory::testing::to_pem(der));
  }
  void write_settings(const std::string& more) {
    inventory::testing::write(data() / "kigen.toml",
                              more + "\n[[source]]\nkind = \"folder\"\npath = \"" + certificates().string() + "\"\n");
  }
  void write_profile(const std::string& key_section) {
    make(data() / "profiles");
    inventory::testing::write(data() / "profiles" / "web.toml", kWebProfile + key_section);
  }
  [[nodiscard]] std::filesystem::path data() const { return make(folder_.path() / "data"); }
  [[nodiscard]] std::filesystem::path certificates() const { return make(folder_.path() / "certificates"); }
  static std::filesystem::path make(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    return folder;
  }

  void start() {
    io_ = std::make_unique<asio::io_context>(1);
    guard_.emplace(io_->get_executor());
    thread_ = std::thread([this] { io_->run(); });
    std::promise<Status> ready;
    asio::post(*io_, [&] {
      engine_ = std::make_unique<Engine>(
          host::EngineContext{*io_, events_, [](const Error&) {}},
          EngineOptions{.data_folder = data(),
                        .shipped_profiles = folder_.path() / "none",
                        .endpoint = ipc::parse_endpoint("unix:" + (folder_.path() / "pipe").string()).value(),
                        .clock = &clock_,
                        .calendar = &calendar_,
                        .log = &log_});
      engine_->start([&] { ready.set_value({}); }, [&](const Error& error) { ready.set_value(error); });
    });
    const Status started = ready.get_future().get();
    ASSERT_TRUE(started) << to_log_line(started.error());
    client_.emplace(connect("test"));
    // What the start found was checked: nothing more comes by itself.
    until([this] { return !runs().empty() && runs().front().due + runs().front().expired >= 1; });
  }
  ipc::Client connect(const std::string& name) {
    return ipc::Client::connect(
               {.endpoint = ipc::parse_endpoint("unix:" + (folder_.path() / "pipe").string()).value(), .client = name})
        .value();
  }
  void stop() {
    client_.reset();
    std::promise<void> stopped;
    asio::post(*io_, [&] { engine_->stop([&] { stopped.set_value(); }); });
    stopped.get_future().get();
    std::promise<void> gone;
    asio::post(*io_, [&] {
      engine_.reset();
      gone.set_value();
    });
    gone.get_future().get();
    guard_.reset();
    thread_.join();
    io_.reset();
  }

  ipc::StatusResult status() { return client_->call(ipc::kStatus).value(); }
  std::vector<ipc::CheckRun> runs() { return client_->call(ipc::kCheckHistory, {.limit = 100}).value().runs; }
  std::size_t standing() { return client_->call(ipc::kWarningsGet).value().items.size(); }
  void close_warning() {
    const auto shown = client_->call(ipc::kWarningsGet).value();
    ASSERT_EQ(shown.items.size(), 1U);
    const auto left = client_->call(ipc::kSnooze, {.thumbprints = {shown.items[0].thumbprint_sha256}}).value();
    EXPECT_TRUE(left.items.empty());
  }
  /// The clock is set or has run, and the service is told by `event`; returns when the check it causes was recorded.
  void at(Instant now, void (Engine::*event)()) {
    const auto before = runs().front().id;
    clock_.set(now);
    asio::post(*io_, [this, event] { (engine_.get()->*event)(); });
    until([&] { return runs().front().id > before; });
  }
  template <class Condition>
  void until(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!condition()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "the condition did not come true";
      std::this_thread::sleep_for(2ms);
    }
  }

  inventory::testing::TemporaryFolder folder_;
  SetClock clock_;
  FixedOffsetCalendar calendar_{std::chrono::hours{9}};
  platform::Log log_;
  Events events_;
  std::unique_ptr<asio::io_context> io_;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> guard_;
  std::thread thread_;
  std::unique_ptr<Engine> engine_;
  std::optional<ipc::Client> client_;
};

}  // namespace kigen::app
