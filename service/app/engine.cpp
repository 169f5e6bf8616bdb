#include "service/app/engine.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <utility>

#include "common/platform/files.h"
#include "common/platform/random.h"
#include "kigen_version.h"
#include "service/app/api.h"

namespace kigen::app {

/// What the database thread brings back from opening.
struct Engine::Opened {
  std::unique_ptr<inventory::Inventory> inventory;
  std::optional<Error> incident;
  settings::Values runtime;
  std::optional<Instant> next_check;
  std::vector<db::QuietRow> quiet;
  std::vector<db::CheckRunRow> checks;
};

namespace {

settings::Values to_values(std::map<std::string, std::string> map) {
  return {std::make_move_iterator(map.begin()), std::make_move_iterator(map.end())};
}

}  // namespace

Engine::Engine(const host::EngineContext& host, EngineOptions options)
    : options_(std::move(options)),
      fail_(host.fail),
      context_{host.io,       *options_.clock, *options_.calendar,
               *options_.log, host.events,     platform::DataFolder(options_.data_folder)},
      configuration_(context_, options_.shipped_profiles),
      timer_(host.io),
      database_(std::make_unique<DatabaseThread>(host.io)) {}

Engine::~Engine() {
  // The inventory lives and ends on the database thread.
  if (database_ && inventory_) {
    database_->run_last([store = std::move(inventory_)]() mutable { return store.reset(), true; }, [](bool) {});
  }
}

void Engine::start(std::function<void()> on_ready, std::function<void(Error)> on_failed) {
  for (const auto& folder : {context_.data.root(), context_.data.profiles(), context_.data.backup()}) {
    if (Status made = platform::ensure_folder(folder); !made) {
      return on_failed(
          Error(ErrorCode::DataFolderUnusable, to_log_line(made.error())).with("path", platform::to_utf8(folder)));
    }
  }
  configuration_.load();
  inventory::Options open;
  open.data_folder = context_.data.root();
  open.matcher = configuration_.matcher();
  open.on_damage = [this, alive = std::weak_ptr<int>(alive_)] {
    // From the thread of the background check: to the io thread, and from there to the database's.
    boost::asio::post(context_.io, [this, alive] {
      if (alive.expired() || stopping_ || !inventory_) return;
      database_->run([this] { return inventory_->settle_health(); },
                     [this](const Status& health) {
                       if (!health) watch_incident(health.error());
                     });
    });
  };
  database_->run(
      [open = std::move(open), now = context_.clock.now()]() mutable -> Result<Opened> {
        auto inventory = inventory::Inventory::open(std::move(open), now);
        if (!inventory) return inventory.error();
        Opened opened;
        opened.inventory = std::move(*inventory);
        opened.incident = opened.inventory->take_incident();
        auto& ledger = opened.inventory->ledger();
        if (auto values = ledger.settings()) opened.runtime = to_values(std::move(*values));
        if (const auto deadline = ledger.next_check()) opened.next_check = *deadline;
        if (auto quiet = ledger.quiet()) opened.quiet = std::move(*quiet);
        if (auto checks = ledger.checks(1)) opened.checks = std::move(*checks);
        return opened;
      },
      [this, on_ready = std::move(on_ready), on_failed = std::move(on_failed)](Result<Opened> opened) mutable {
        this->opened(std::move(opened), std::move(on_ready), std::move(on_failed));
      });
}

void Engine::opened(Result<Opened> opened, std::function<void()> on_ready, std::function<void(Error)> on_failed) {
  if (!opened) {
    const bool newer = opened.error().code == ErrorCode::DatabaseNewer;
    if (newer) context_.events.report(host::EventId::DatabaseNewer, opened.error());
    return on_failed(opened.error());
  }
  inventory_ = std::move(opened->inventory);
  configuration_.take_runtime(std::move(opened->runtime));
  configure_log();
  schedule_ = {.next_check = opened->next_check, .interval_hours = configuration_.current().check_interval_hours()};
  if (!opened->checks.empty()) last_check_ = to_message(opened->checks.front());
  sources_ = std::make_unique<Sources>(context_, *database_, *inventory_, *this);
  checker_ = std::make_unique<Checker>(context_, *database_, *inventory_, *sources_, *this);
  boards_ = std::make_unique<Boards>(context_, *database_, *inventory_, *this);
  boards_->load_quiet(opened->quiet);
  api_ = std::make_unique<Api>(*this);
  server_ = std::make_unique<pipe::Server>(
      context_.io, *api_,
      pipe::ServerOptions{.endpoint = options_.endpoint, .version = kVersion, .instance = platform::random_hex()});
  if (Status listening = server_->listen(); !listening) {
    if (listening.error().code == ErrorCode::PipeUnavailable) {
      context_.events.report(host::EventId::PipeTaken, listening.error());
    }
    return on_failed(listening.error());
  }
  if (opened->incident) set_aside(*opened->incident);
  on_ready();
  begin_work();
}

void Engine::begin_work() {
  context_.events.report(host::EventId::ServiceStarted, {kVersion});
  context_.log.info(fmt::format("Kigen {} answers on {}", kVersion, ipc::to_string(options_.endpoint)));
  configuration_.watch([this](ConfigurationChange change) { configuration_changed(change); });
  rematch();  // the profiles may be others than at the last stop
  sources_->configure(configuration_.current());
  happened(check::Trigger::Start);
}

void Engine::stop(std::function<void()> on_stopped) {
  stopping_ = true;
  timer_.cancel();
  if (server_) server_->stop();
  if (boards_) boards_->stop();
  if (sources_) sources_->stop();
  if (!inventory_) return on_stopped();
  context_.events.report(host::EventId::ServiceStopped);
  // Behind everything that was accepted; the database is closed when it is told.
  database_->run_last([this] { return inventory_.reset(), true; },
                      [on_stopped = std::move(on_stopped)](bool) { on_stopped(); });
}

// --- The check clock -------------------------------------------------------------------------------------------------

void Engine::happened(check::Trigger trigger, Checker::Done done) {
  if (stopping_ || !checker_) return;
  const auto step = check::on_event(schedule_, trigger, context_.clock.now());
  apply(step, std::move(done));
}

void Engine::apply(const check::ScheduleStep& step, Checker::Done done) {
  schedule_ = step.schedule;
  // The deadline is on the disk before the check runs: a crash in between repeats nothing.
  if (step.persist) persist_deadline();
  if (step.run) {
    checker_->request(*step.run, std::move(done));
  } else {
    boards_->invalidate();
  }
  arm();
}

void Engine::persist_deadline() {
  database_->run([this, at = next_check()] { return inventory_->ledger().set_next_check(at); },
                 [this](const Status& stored) {
                   if (!stored) watch_incident(stored.error());
                 });
}

void Engine::arm() {
  if (stopping_ || !boards_) return;
  const Instant wake =
      check::wake_at(schedule_, context_.clock.now(), boards_->earliest_return(), boards_->earliest_transition());
  if (wake == armed_for_) return;
  armed_for_ = wake;
  timer_.wait(wake, [this](const Result<platform::WallWake>& woken) { woke(woken); });
}

void Engine::woke(const Result<platform::WallWake>& wake) {
  if (wake && *wake == platform::WallWake::Cancelled) return;
  armed_for_ = {};
  if (stopping_) return;
  if (!wake) context_.log.write(platform::LogLevel::Error, "the check clock", wake.error());
  if (wake && *wake == platform::WallWake::ClockChanged) return on_time_change();
  happened(check::Trigger::Interval);
}

void Engine::on_time_change() {
  if (options_.on_zone_change) options_.on_zone_change();
  armed_for_ = {};
  happened(check::Trigger::TimeChange);
}

Instant Engine::next_check() const {
  return schedule_.next_check.value_or(context_.clock.now());
}

// --- Configuration ---------------------------------------------------------------------------------------------------

void Engine::on_reload() {
  configuration_.reload();
}

void Engine::configure_log() {
  const auto& settings = configuration_.current();
  platform::LogSettings log;
  log.file = context_.data.log_file();
  log.max_bytes = static_cast<std::size_t>(settings.integer("log.max_size_mib")) << 20;
  log.old_files = static_cast<std::size_t>(settings.integer("log.files"));
  const std::string& level = settings.word("log.level");
  log.level = level == "debug"     ? platform::LogLevel::Debug
              : level == "warning" ? platform::LogLevel::Warning
              : level == "error"   ? platform::LogLevel::Error
                                   : platform::LogLevel::Info;
  context_.log.configure(log);
}

void Engine::configuration_changed(ConfigurationChange change) {
  if (stopping_) return;
  if (change.settings) {
    configure_log();
    sources_->configure(configuration_.current());
    interval_set();
  }
  if (change.profiles) rematch();
  if (change.settings || change.profiles) {
    happened(check::Trigger::SourceChange);
  } else if (change.problems) {
    boards_->invalidate();
  }
}

void Engine::interval_set() {
  const int hours = configuration_.current().check_interval_hours();
  if (hours == schedule_.interval_hours) return;
  const auto step = check::on_interval_set(schedule_, hours, context_.clock.now());
  apply(step);
  boards_->bring_forward(next_check());
}

void Engine::rematch() {
  database_->run([this, matcher = configuration_.matcher()] { return inventory_->rematch_all(matcher); },
                 [this](const Result<std::int64_t>& changed) {
                   if (!changed) return watch_incident(changed.error());
                   if (*changed > 0) on_inventory_changed();
                 });
}

// --- What the parts report -------------------------------------------------------------------------------------------

void Engine::on_inventory_changed() {
  happened(check::Trigger::SourceChange);
}

void Engine::on_source_error(const std::string& source, const Error& error) {
  watch_incident(error);
  context_.log.write(platform::LogLevel::Warning, source, error);
  context_.events.report(host::EventId::SourceUnavailable, {source, to_log_line(error)});
  add_problem("source " + source, error);
}

void Engine::on_source_available(const std::string& source) {
  context_.events.report(host::EventId::SourceAvailable, {source});
  clear_problem("source " + source);
}

void Engine::on_scan_progress(std::int64_t done, std::int64_t total) {
  checker_->on_scan_progress(done, total);
}

void Engine::on_check_progress(const ipc::CheckProgress& progress) {
  boards_->push_progress(progress);
}

void Engine::on_checked(CheckOutcome outcome) {
  clear_problem("check");
  last_check_ = to_message(outcome.run);
  report_check(outcome);
  boards_->set_attention(std::move(outcome.attention));
  daily_upkeep();
  arm();
}

void Engine::on_check_failed(const Error& error) {
  context_.log.write(platform::LogLevel::Error, "the check failed", error);
  watch_incident(error);
  if (error.code != ErrorCode::DatabaseSetAside) add_problem("check", error);
}

void Engine::report_check(const CheckOutcome& outcome) {
  const auto& run = outcome.run;
  context_.log.info(fmt::format("check {} ({}): {} certificates, {} due, {} expired, {} lapsed, {} unreadable, {} ms",
                                run.id, run.trigger, run.total, run.due, run.expired, run.lapsed, run.unreadable,
                                run.duration_ms));
  for (const auto& notice : outcome.told) {
    const auto argument = [&notice](std::string_view key) {
      const auto found = notice.args.find(key);
      return found == notice.args.end() ? std::string{} : found->second;
    };
    const auto id = notice.code == "notice_expired"  ? host::EventId::CertificateExpired
                    : notice.code == "notice_lapsed" ? host::EventId::CertificateLapsed
                                                     : host::EventId::CertificateDue;
    context_.events.report(id, {argument("name"), argument("not_after"), argument("days"), notice.owner});
  }
  if (outcome.untold > 0) context_.events.report(host::EventId::MoreCertificates, {std::to_string(outcome.untold)});
}

void Engine::daily_upkeep() {
  database_->run(
      [this, now = context_.clock.now()]() -> Status {
        if (const auto pruned = inventory_->prune(now); !pruned) return pruned.error();
        return inventory_->backup_daily(now);
      },
      [this](const Status& kept) {
        if (kept) return clear_problem("backup");
        watch_incident(kept.error());
        if (problems_.contains("backup")) return;  // told when it began
        context_.log.write(platform::LogLevel::Warning, "backup", kept.error());
        context_.events.report(host::EventId::BackupFailed, kept.error());
        add_problem("backup", kept.error());
      });
}

void Engine::watch_incident(const Error& error) {
  if (error.code == ErrorCode::DatabaseSetAside) return set_aside(error);
  if (error.code == ErrorCode::DiskFull) {
    if (!problems_.contains("disk")) context_.events.report(host::EventId::DiskFull, error);
    add_problem("disk", error);
  } else if (error.code == ErrorCode::DatabaseReadOnly || error.code == ErrorCode::DatabaseFailed) {
    if (!problems_.contains("database")) context_.events.report(host::EventId::DatabaseFailed, error);
    add_problem("database", error);
  }
}

// The database was damaged and set aside; a new one is open and empty. Say so, and fill it again.
void Engine::set_aside(const Error& incident) {
  context_.log.write(platform::LogLevel::Error, "the database", incident);
  const auto argument = [&incident](std::string_view key) {
    const auto found = incident.args.find(key);
    return found == incident.args.end() ? std::string{} : found->second;
  };
  context_.events.report(host::EventId::DatabaseSetAside, {argument("path"), to_log_line(incident)});
  add_problem("database_set_aside", incident);
  add_notice("error", incident);
  if (!sources_) return;
  // The new database holds nothing that trays reported: they report it again when they connect again.
  for (const auto connection : boards_->subscribers()) server_->close(connection);
  sources_->refresh([] {});
  persist_deadline();
}

void Engine::add_problem(const std::string& subject, const Error& error) {
  problems_.insert_or_assign(subject, error);
  if (boards_) boards_->invalidate();
}

void Engine::clear_problem(const std::string& subject) {
  if (subject == "check") {
    problems_.erase("disk");
    problems_.erase("database");
  }
  if (problems_.erase(subject) > 0 && boards_) boards_->invalidate();
}

std::vector<Error> Engine::problems() const {
  std::vector<Error> all;
  for (const auto& [subject, error] : problems_) all.push_back(error);
  for (auto& error : configuration_.problems()) all.push_back(std::move(error));
  return all;
}

void Engine::add_notice(std::string severity, const Error& error) {
  db::NoticeRow notice;
  notice.at = context_.clock.now();
  notice.severity = std::move(severity);
  notice.owner = inventory::kMachineOwner;
  notice.code = "error";
  notice.args = error.args;
  notice.args["kgn"] = kgn(error.code);
  database_->run([this, notice = std::move(notice)] { return inventory_->ledger().add_notice(notice); },
                 [this](const Result<std::int64_t>& added) {
                   if (!added) context_.log.write(platform::LogLevel::Warning, "a notice was not kept", added.error());
                   if (boards_) boards_->invalidate();
                 });
}

bool Engine::is_watching(const std::string& folder) const {
  return sources_ && sources_->is_watching(folder);
}
bool Engine::is_scanning() const {
  return sources_ && sources_->is_scanning();
}

void Engine::push(pipe::ConnectionId connection, const ipc::Push& message) {
  if (server_ && !stopping_) server_->push(connection, message);
}

}  // namespace kigen::app
