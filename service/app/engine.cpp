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
  std::vector<db::RenewalRow> renewals;
  db::SipKey machine{};
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
      copy_timer_(host.io),
      database_(std::make_unique<DatabaseThread>(host.io)) {}

Engine::~Engine() {
  if (sources_) sources_->stop();
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
        if (auto renewals = ledger.renewals()) opened.renewals = std::move(*renewals);
        if (const auto machine = ledger.machine_key()) opened.machine = *machine;
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
  renewals_ = std::make_unique<Renewals>(context_, *database_, *inventory_, *this);
  renewals_->load(opened->renewals, opened->machine);
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
  copy_timer_.cancel();
  if (std::exchange(copy_pending_, false)) {
    database_->run([this] { return inventory_->copy_settings(); }, [](const Status&) {});
  }
  context_.events.report(host::EventId::ServiceStopped);
  // Behind everything that was accepted; the database is closed when it is told.
  database_->run_last([this] { return inventory_.reset(), true; },
                      [on_stopped = std::move(on_stopped)](bool) { on_stopped(); });
}

}  // namespace kigen::app
