// The service itself: puts the parts together, starts and stops them in order, and keeps the check clock.
//
// The main path: a source changes (sources) → the inventory takes it → a check decides (checker, service/check) → what
// stands on each user's screen is made anew (boards) → and pushed over the pipe (service/pipe) to the tray.
//
// Threads: the io thread, except what it hands to the DatabaseThread. Ownership: owns every part.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/ipc/endpoint.h"
#include "common/platform/wall_timer.h"
#include "service/app/boards.h"
#include "service/app/checker.h"
#include "service/app/configuration.h"
#include "service/app/context.h"
#include "service/app/database_thread.h"
#include "service/app/renewals.h"
#include "service/app/sources.h"
#include "service/check/schedule.h"
#include "service/host/host.h"
#include "service/pipe/server.h"

namespace kigen::app {

class Api;

struct EngineOptions {
  std::filesystem::path data_folder;
  std::filesystem::path shipped_profiles;
  ipc::Endpoint endpoint;
  const Clock* clock = nullptr;             ///< not owned
  const LocalCalendar* calendar = nullptr;  ///< not owned; thread-safe
  platform::Log* log = nullptr;             ///< not owned
  std::function<void()> on_zone_change;     ///< called when the time or its zone was set, before anything is decided
};

class Engine final : public host::Engine,
                     public SourcesListener,
                     public CheckerHost,
                     public BoardsHost,
                     public RenewalsHost {
 public:
  Engine(const host::EngineContext& host, EngineOptions options);
  ~Engine() override;

  void start(std::function<void()> on_ready, std::function<void(Error)> on_failed) override;
  void on_resume() override { happened(check::Trigger::Resume); }
  void on_time_change() override;
  void on_session_change() override { happened(check::Trigger::SessionChange); }
  void on_reload() override;
  void stop(std::function<void()> on_stopped) override;

 private:
  friend class Api;
  struct Opened;

  void opened(Result<Opened> opened, std::function<void()> on_ready, std::function<void(Error)> on_failed);
  void begin_work();
  void happened(check::Trigger trigger, Checker::Done done = {});
  void apply(const check::ScheduleStep& step, Checker::Done done = {});
  void persist_deadline();
  void arm();
  void woke(const Result<platform::WallWake>& wake);
  void configuration_changed(ConfigurationChange change);
  void interval_set();
  void configure_log();
  void rematch();
  /// Looks whether an error of the inventory is damage that was set aside, and acts on it.
  void watch_incident(const Error& error);
  void set_aside(const Error& incident);
  void add_problem(const std::string& subject, const Error& error);
  void clear_problem(const std::string& subject);
  void add_notice(std::string severity, const Error& error);
  void daily_upkeep();
  /// A setting was set: its copy is written soon, once for all that change until then.
  void copy_settings_soon();
  void report_check(const CheckOutcome& outcome);

  // SourcesListener
  void on_inventory_changed() override;
  void on_source_error(const std::string& source, const Error& error) override;
  void on_source_available(const std::string& source) override;
  void on_scan_progress(std::int64_t done, std::int64_t total) override;
  // CheckerHost, BoardsHost and RenewalsHost
  [[nodiscard]] View view() const override { return configuration_.view(); }
  void on_checked(CheckOutcome outcome) override;
  void on_check_failed(const Error& error) override;
  void on_check_progress(const ipc::CheckProgress& progress) override;
  [[nodiscard]] Instant next_check() const override;
  [[nodiscard]] const std::optional<ipc::CheckRun>& last_check() const override { return last_check_; }
  [[nodiscard]] std::vector<Error> problems() const override;
  [[nodiscard]] bool is_watching(const std::string& folder) const override;
  [[nodiscard]] bool is_scanning() const override;
  [[nodiscard]] Unattended unattended(const std::string& sid) const override { return renewals_->unattended(sid); }
  [[nodiscard]] bool is_signed_in(const std::string& sid) const override { return boards_->has_tray(sid); }
  void on_renewals_changed() override;
  void on_wake_changed() override { arm(); }
  void push(pipe::ConnectionId connection, const ipc::Push& message) override;

  EngineOptions options_;
  std::function<void(Error)> fail_;
  Context context_;
  Configuration configuration_;
  std::unique_ptr<inventory::Inventory> inventory_;
  std::unique_ptr<Sources> sources_;
  std::unique_ptr<Checker> checker_;
  std::unique_ptr<Boards> boards_;
  std::unique_ptr<Renewals> renewals_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<pipe::Server> server_;
  check::Schedule schedule_;
  platform::WallTimer timer_;
  boost::asio::steady_timer copy_timer_;
  bool copy_pending_ = false;
  Instant armed_for_{};
  std::optional<ipc::CheckRun> last_check_;
  std::map<std::string, Error> problems_;  // by subject, for as long as they stand
  bool stopping_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
  /// Last, so that it ends first: what it runs refers to everything above.
  std::unique_ptr<DatabaseThread> database_;
};

}  // namespace kigen::app
