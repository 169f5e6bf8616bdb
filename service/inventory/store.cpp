#include "service/inventory/store.h"

#include "service/inventory/placing.h"
#include "service/inventory/settings_copy.h"

namespace kigen::inventory {
namespace {

constexpr int kBulkCacheKib = 8 * 1024;

}  // namespace

Store::~Store() {
  stop_check();
  if (database_) {
    const Status flushed = guarded([&] { end_bulk(); });
    if (flushed && catalog_.is_dirty()) (void)write([](db::Database&) {});
  }
  bulk_.reset();
}

Status Store::open(Instant now) {
  now_ = now;
  const Status opened = guarded([&] {
    database_ = std::make_unique<db::Database>(file(), backup_folder());
    catalog_.load(*database_);
    if (!database_->checked()) start_check();
  });
  // Damage at the start is told by take_incident(): the service must come up.
  if (!opened && opened.error().code != ErrorCode::DatabaseSetAside) return opened.error();
  return {};
}

db::Database& Store::database() {
  if (damage_) recover();
  if (!database_) {
    database_ = std::make_unique<db::Database>(file(), backup_folder());
    catalog_.load(*database_);
  }
  return *database_;
}

void Store::begin_bulk() {
  db::Database& open = database();
  if (bulk_) return;
  open.connection.set_cache_kib(kBulkCacheKib);
  bulk_.emplace(open.connection);
}

void Store::end_bulk() {
  if (!bulk_) return;
  finish(*bulk_);
  bulk_.reset();
  database_->connection.set_cache_kib(db::kCacheKib);
}

void Store::finish(db::Transaction& transaction) {
  settle_families(*this, *database_);
  catalog_.flush(*database_);
  transaction.commit();
}

Error Store::handle(Error error) {
  bulk_.reset();
  pending_.clear();
  families_.clear();
  ++generation_;
  if (error.code == ErrorCode::DatabaseCorrupt) damage_ = error.detail;
  try {
    if (damage_) {
      recover();
      return *incident_;
    }
    if (database_) {
      database_->connection.set_cache_kib(db::kCacheKib);
      catalog_.load(*database_);
    }
  } catch (const db::Failure& failure) {
    if (failure.error().code == ErrorCode::DatabaseCorrupt) damage_ = failure.error().detail;
    return failure.error();
  }
  return error;
}

void Store::recover() {
  stop_check();
  bulk_.reset();
  database_.reset();
  db::Recovery recovery = db::recover(file(), backup_folder(), *damage_, now_);
  database_ = std::move(recovery.database);
  restore_settings();
  incident_ = std::move(recovery.incident);
  damage_.reset();
  catalog_.load(*database_);
  ++generation_;
  ++epoch_;
}

// The copy is written after every change: it is never older than what a backup holds.
void Store::restore_settings() {
  const auto copy = read_settings_copy(backup_folder());
  if (!copy) return;
  db::Transaction transaction(database_->connection);
  for (const auto& [key, value] : database_->settings.all()) {
    if (!copy->contains(key)) database_->settings.remove(key);
  }
  for (const auto& [key, value] : *copy) database_->settings.put(key, value);
  transaction.commit();
}

void Store::start_check() {
  check_stopped_ = false;
  check_thread_ = std::thread([this, path = file()] {
    std::string finding;
    try {
      db::Connection connection(path, db::OpenMode::ReadOnly);
      {
        const std::lock_guard lock(check_mutex_);
        if (check_stopped_) return;
        checking_ = &connection;
      }
      try {
        finding = connection.check(true);
      } catch (const db::Failure&) {
        // Interrupted, or another fault that the database thread will meet as well.
      }
      const std::lock_guard lock(check_mutex_);
      checking_ = nullptr;
      if (check_stopped_) return;
      check_finding_ = finding;
    } catch (const db::Failure& failure) {
      if (failure.error().code != ErrorCode::DatabaseCorrupt) return;
      const std::lock_guard lock(check_mutex_);
      finding = check_finding_ = failure.error().detail;
    }
    if (!finding.empty() && options_.on_damage) options_.on_damage();
  });
}

void Store::stop_check() {
  {
    const std::lock_guard lock(check_mutex_);
    check_stopped_ = true;
    if (checking_ != nullptr) checking_->interrupt();
  }
  if (check_thread_.joinable()) check_thread_.join();
}

Status Store::settle_health() {
  std::string finding;
  {
    const std::lock_guard lock(check_mutex_);
    finding = std::exchange(check_finding_, std::string{});
  }
  if (finding.empty()) return {};
  return guarded([&] { db::throw_corrupt(finding); });
}

}  // namespace kigen::inventory
