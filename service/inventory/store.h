// The open database behind the inventory: transactions, the catalogue, damage and the wall at which Failures become
// Results.
//
// Threads: the database thread; the background integrity check runs on a thread of its own with a connection of its
// own.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "common/base/result.h"
#include "db/database.h"
#include "db/failure.h"
#include "db/transaction.h"
#include "service/inventory/catalog.h"
#include "service/inventory/inventory.h"

namespace kigen::inventory {

/// The parts of one snapshot that came so far.
struct PendingSnapshot {
  std::uint64_t session = 0;
  std::size_t items = 0;
  std::unordered_map<std::int64_t, bool> seen;  ///< certificate id → has a private key
  std::unordered_set<std::int64_t> unreadable;  ///< item keys
};

class Store {
 public:
  explicit Store(Options options) : options_(std::move(options)) {}
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Throws nothing; damage is recovered from.
  [[nodiscard]] Status open(Instant now);

  /// Runs `work(database)`; its result, or what it failed with.
  template <class Work>
  auto read(Work&& work) {
    return guarded([&] { return work(database()); });
  }
  /// The same inside a write transaction; on the disk when it returns a value.
  template <class Work>
  auto write(Work&& work) {
    return guarded([&] {
      end_bulk();
      db::Transaction transaction(database().connection);
      if constexpr (std::is_void_v<decltype(work(database()))>) {
        work(database());
        finish(transaction);
      } else {
        auto value = work(database());
        finish(transaction);
        return value;
      }
    });
  }
  /// The same inside the long transaction of a folder scan, which ends with end_bulk() or the next write().
  template <class Work>
  auto bulk(Work&& work) {
    return guarded([&] {
      begin_bulk();
      return work(database());
    });
  }
  [[nodiscard]] Status commit_bulk() {
    return guarded([&] { end_bulk(); });
  }
  /// Another number after each recovery from damage: ids of before mean nothing any more.
  [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
  /// True while a FolderScan is under way.
  bool scanning = false;

  [[nodiscard]] Catalog& catalog() { return catalog_; }
  [[nodiscard]] const Options& options() const { return options_; }
  void set_matcher(Matcher matcher) { options_.matcher = std::move(matcher); }
  [[nodiscard]] std::unordered_map<std::int64_t, PendingSnapshot>& pending() { return pending_; }
  /// Families whose superseding must be decided anew before the transaction ends.
  [[nodiscard]] std::unordered_set<std::uint64_t>& families() { return families_; }

  /// The last answer of Inventory::count_before.
  struct CountBefore {
    std::uint64_t generation = 0;
    Instant instant{};
    std::int64_t count = 0;
  };
  [[nodiscard]] CountBefore& count_before() { return count_before_; }

  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  void touch() { ++generation_; }
  /// The time that the caller passed last: it names a damaged file.
  void note_time(Instant now) { now_ = now; }

  [[nodiscard]] std::optional<Error> take_incident() { return std::exchange(incident_, std::nullopt); }
  [[nodiscard]] Status settle_health();
  [[nodiscard]] std::filesystem::path backup_folder() const { return options_.data_folder / "backup"; }

 private:
  template <class Work>
  auto guarded(Work&& work) -> Result<std::invoke_result_t<Work>> {
    using Value = std::invoke_result_t<Work>;
    try {
      if constexpr (std::is_void_v<Value>) {
        work();
        return Status();
      } else {
        return work();
      }
    } catch (const db::Failure& failure) {
      return handle(failure.error());
    }
  }

  [[nodiscard]] db::Database& database();
  [[nodiscard]] std::filesystem::path file() const { return options_.data_folder / "kigen.db"; }
  void begin_bulk();
  void end_bulk();
  void finish(db::Transaction& transaction);
  /// Undoes what memory holds of a failed transaction; on damage recovers, and gives DatabaseSetAside instead.
  [[nodiscard]] Error handle(Error error);
  void recover();
  void restore_settings();
  void start_check();
  void stop_check();

  Options options_;
  Instant now_{};
  std::unique_ptr<db::Database> database_;
  std::optional<db::Transaction> bulk_;
  Catalog catalog_;
  std::unordered_map<std::int64_t, PendingSnapshot> pending_;
  std::unordered_set<std::uint64_t> families_;
  std::uint64_t generation_ = 1;
  std::uint64_t epoch_ = 1;
  CountBefore count_before_;
  std::optional<Error> incident_;
  std::optional<std::string> damage_;  ///< found, but not recovered from yet

  std::thread check_thread_;
  std::mutex check_mutex_;
  db::Connection* checking_ = nullptr;  ///< under check_mutex_
  bool check_stopped_ = false;          ///< under check_mutex_
  std::string check_finding_;           ///< under check_mutex_
};

}  // namespace kigen::inventory
