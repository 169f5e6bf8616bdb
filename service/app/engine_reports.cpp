// The part of Engine that takes in what its parts report: checks, faults and damage, and whom to tell.
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <utility>

#include "service/app/engine.h"

namespace kigen::app {
namespace {

/// The copy of the settings is written at most once in this time.
constexpr std::chrono::seconds kCopyPace{2};

}  // namespace

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
  renewals_->set_attention(outcome.attention);
  boards_->set_attention(std::move(outcome.attention));
  daily_upkeep();
  arm();
}

void Engine::on_renewals_changed() {
  if (stopping_) return;
  boards_->invalidate();
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

void Engine::copy_settings_soon() {
  if (std::exchange(copy_pending_, true)) return;
  copy_timer_.expires_after(kCopyPace);
  copy_timer_.async_wait([this, alive = std::weak_ptr<int>(alive_)](const boost::system::error_code& error) {
    if (error || alive.expired() || stopping_ || !std::exchange(copy_pending_, false)) return;
    database_->run([this] { return inventory_->copy_settings(); },
                   [this](const Status& copied) {
                     if (copied) return;
                     context_.log.write(platform::LogLevel::Warning, "the settings were not copied", copied.error());
                   });
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
