// The whole service in this process, over its real pipe and database, with a clock that the test sets.
#include "service/app/engine.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "common/ipc/client.h"
#include "tests/service/inventory/workshop.h"

namespace kigen::app {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

// Far ahead, so that no timer of the real clock comes in between; events stand in for it.
const Instant kStart = *from_rfc3339("2040-03-01T03:00:00Z");

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
    auto connected = ipc::Client::connect(
        {.endpoint = ipc::parse_endpoint("unix:" + (folder_.path() / "pipe").string()).value(), .client = "test"});
    ASSERT_TRUE(connected);
    client_.emplace(std::move(*connected));
    // What the start found was checked: nothing more comes by itself.
    until([this] { return !runs().empty() && runs().front().due + runs().front().expired == 1; });
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

TEST_F(EngineTest, WarnsAtTheStartAndAgainAtTheNextCheck) {
  EXPECT_EQ(status().state, "due");
  EXPECT_EQ(status().next_check, kStart + 24h);
  close_warning();
  at(kStart + 1h, &Engine::on_session_change);
  EXPECT_EQ(standing(), 0U);
  at(kStart + 24h, &Engine::on_resume);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, MakesUpOneCheckForAllDeadlinesItSleptOver) {
  close_warning();
  const auto before = runs().size();
  at(kStart + 5 * 24h + 7h, &Engine::on_resume);
  EXPECT_EQ(runs().size(), before + 1);
  EXPECT_EQ(status().next_check, kStart + 6 * 24h + 7h);
  EXPECT_EQ(standing(), 1U);
  EXPECT_EQ(status().most_urgent->days_left, 5);
}

TEST_F(EngineTest, RepeatsNothingWhenTheClockIsSetByMinutesOrHours) {
  close_warning();
  for (const auto step : {10min, -10min, 60min, -180min, 180min}) {
    at(clock_.now() + step, &Engine::on_time_change);
    EXPECT_EQ(standing(), 0U);
  }
}

TEST_F(EngineTest, MissesNothingWhenTheClockWasYearsBackForAWhile) {
  close_warning();
  at(kStart - 2 * 365 * 24h, &Engine::on_time_change);
  EXPECT_LE(status().next_check, clock_.now() + 24h);
  at(kStart + 2min, &Engine::on_time_change);
  EXPECT_LE(status().next_check, clock_.now() + 24h);
  at(kStart + 48h, &Engine::on_resume);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, TellsWhatExpiredWhenTheClockJumpsForwardByYears) {
  at(kStart + 3 * 365 * 24h, &Engine::on_time_change);
  EXPECT_EQ(status().expired + status().due, 0);  // lapsed long ago: nobody is bothered any more
  at(kStart + 1h, &Engine::on_time_change);
  EXPECT_EQ(status().due, 1);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, KeepsDeadlineAndClosedWarningsOverARestart) {
  close_warning();
  clock_.set(kStart + 3h);
  stop();
  start();
  EXPECT_EQ(standing(), 0U);
  EXPECT_EQ(status().next_check, kStart + 24h);
  at(kStart + 24h + 1min, &Engine::on_resume);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, BringsAClosedWarningForwardWithAShorterInterval) {
  close_warning();
  EXPECT_EQ(client_->call(ipc::kSettingsSet, {.key = "check.interval_hours", .value = "2"}).value().value, "2");
  until([this] { return status().next_check == kStart + 2h; });
  at(kStart + 2h + 1s, &Engine::on_resume);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, ShowsAgainWhatWasClosedWhenTheUserAsksForACheck) {
  close_warning();
  EXPECT_EQ(client_->call(ipc::kCheckRun).value().trigger, "on_demand");
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, GivesEachNewsOnce) {
  const auto notices = [this] { return client_->call(ipc::kNoticesList).value().items; };
  ASSERT_EQ(notices().size(), 1U);
  EXPECT_EQ(notices()[0].reason.code, "notice_due");
  at(kStart + 24h, &Engine::on_resume);
  EXPECT_EQ(notices().size(), 1U);
  at(kStart + 11 * 24h, &Engine::on_resume);
  ASSERT_EQ(notices().size(), 2U);
  EXPECT_EQ(notices()[0].reason.code, "notice_expired");
  stop();
  start();
  EXPECT_EQ(notices().size(), 2U);
}

TEST_F(EngineTest, StopsWarningOnceARenewedCertificateIsThere) {
  ASSERT_EQ(standing(), 1U);
  const auto der = inventory::testing::make_certificate(
      {.name = "due.pem", .not_before = kStart - 1h, .not_after = kStart + std::chrono::days{400}, .serial = 2});
  inventory::testing::write(certificates() / "new.pem", inventory::testing::to_pem(der));
  until([this] { return standing() == 0; });
  EXPECT_EQ(status().state, "fine");
  const auto all = client_->call(ipc::kList).value().items;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].status, "superseded");
}

TEST_F(EngineTest, ExplainsWhyAndWhatComesNext) {
  const auto all = client_->call(ipc::kList).value().items;
  const auto explained = client_->call(ipc::kExplain, {.thumbprint = all[0].thumbprint_sha256}).value();
  EXPECT_EQ(explained.certificate.summary.status, "due");
  EXPECT_FALSE(explained.why.code.empty());
  ASSERT_FALSE(explained.next.empty());
  EXPECT_TRUE(explained.next[0].at.has_value());
}

ipc::AttemptParams failed_attempt(const std::string& thumbprint, Instant ended) {
  return {.thumbprint = thumbprint,
          .kind = "renew",
          .started = ended - 5s,
          .ended = ended,
          .result = "KGN-2102",
          .ra_code = "550"};
}

TEST_F(EngineTest, TellsTheLastAttemptOfACertificateAndHowManyFailed) {
  const std::string thumbprint = client_->call(ipc::kList).value().items[0].thumbprint_sha256;
  ASSERT_FALSE(client_->call(ipc::kExplain, {.thumbprint = thumbprint}).value().last);
  EXPECT_EQ(client_->call(ipc::kAttemptReport, failed_attempt(thumbprint, kStart - 60s)).value().failed_attempts, 1);
  EXPECT_EQ(client_->call(ipc::kAttemptReport, failed_attempt(thumbprint, kStart)).value().failed_attempts, 2);
  auto explained = client_->call(ipc::kExplain, {.thumbprint = thumbprint}).value();
  ASSERT_TRUE(explained.certificate.last_attempt);
  EXPECT_EQ(explained.certificate.last_attempt->ended, kStart);
  EXPECT_EQ(explained.certificate.last_attempt->ra_code, "550");
  EXPECT_EQ(explained.certificate.failed_attempts, 2);
  ASSERT_TRUE(explained.last);
  EXPECT_EQ(explained.last->code, "attempt_failed");
  EXPECT_EQ(explained.last->args.at("kgn"), "KGN-2102");

  auto good = failed_attempt(thumbprint, kStart);
  good.result = "ok";
  good.new_thumbprint = std::string(64, 'b');
  EXPECT_EQ(client_->call(ipc::kAttemptReport, good).value().failed_attempts, 0);
  explained = client_->call(ipc::kExplain, {.thumbprint = thumbprint}).value();
  EXPECT_EQ(explained.last->code, "attempt_good");
  EXPECT_EQ(client_->call(ipc::kGet, {.thumbprint = thumbprint}).value().last_attempt->new_thumbprint,
            good.new_thumbprint);
}

TEST_F(EngineTest, KeepsAttemptsOverARestart) {
  const std::string thumbprint = client_->call(ipc::kList).value().items[0].thumbprint_sha256;
  ASSERT_TRUE(client_->call(ipc::kAttemptReport, failed_attempt(thumbprint, kStart)));
  stop();
  start();
  EXPECT_EQ(client_->call(ipc::kGet, {.thumbprint = thumbprint}).value().failed_attempts, 1);
}

}  // namespace
}  // namespace kigen::app
