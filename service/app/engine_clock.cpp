// The part of Engine that keeps the check clock and puts new settings and profiles in force.
#include "service/app/engine.h"

namespace kigen::app {

void Engine::happened(check::Trigger trigger, Checker::Done done) {
  if (stopping_ || !checker_) return;
  const auto step = check::on_event(schedule_, trigger, context_.clock.now());
  apply(step, std::move(done));
}

void Engine::apply(const check::ScheduleStep& step, Checker::Done done) {
  schedule_ = step.schedule;
  // The deadline is on the disk before the check runs: a crash in between repeats nothing.
  if (step.persist) persist_deadline();
  renewals_->advance();
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
  auto returns = boards_->earliest_return();
  if (const auto renews = renewals_->earliest_wake(); renews && (!returns || *renews < *returns)) returns = renews;
  const Instant wake = check::wake_at(schedule_, context_.clock.now(), returns, boards_->earliest_transition());
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
  // The analyzer does not see that a std::function frees what it holds:
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks)
}

}  // namespace kigen::app
