// Runs checks: asks the inventory what wants attention, records the run, and tells what is new as notices and events.
//
// Threads: the io thread; the questions are asked on the database thread. One check at a time; triggers that come
// meanwhile are one further check. Ownership: refers to the parts it is given.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "service/app/attention.h"
#include "service/app/context.h"
#include "service/app/database_thread.h"
#include "service/app/sources.h"
#include "service/check/schedule.h"
#include "service/inventory/inventory.h"

namespace kigen::app {

/// What was told already: each news of a certificate is given to its owner once, also over restarts.
/// Used on the database thread only.
class News;
class Told {
 public:
  /// Reads the notices that are kept, at the first check; later ones are remembered.
  [[nodiscard]] Status load(inventory::Inventory& store);
  void forget() { loaded_ = false; }

 private:
  friend class News;
  /// Certificate, owner, code, days of the reminder.
  using Key = std::tuple<Sha256, std::string, std::string, std::string>;
  std::set<Key> keys_;
  bool loaded_ = false;
};

/// What one check found. `told`: notices that it added, for the event log.
struct CheckOutcome {
  db::CheckRunRow run;
  Attention attention;
  std::vector<db::NoticeRow> told;
  std::int64_t untold = 0;  ///< beyond kMaxNoticesPerCheck
  View view;
};

/// One check, synchronous, on the database thread. Costs by what is due, not by what is stored.
[[nodiscard]] Result<CheckOutcome> run_check(inventory::Inventory& store, Told& told, const View& view,
                                             check::Trigger trigger, Instant now, std::vector<Error> errors);

class CheckerHost {
 public:
  virtual ~CheckerHost() = default;
  [[nodiscard]] virtual View view() const = 0;
  virtual void on_checked(CheckOutcome outcome) = 0;
  virtual void on_check_failed(const Error& error) = 0;
  virtual void on_check_progress(const ipc::CheckProgress& progress) = 0;
};

class Checker {
 public:
  using Done = std::function<void(Result<ipc::CheckRun>)>;

  Checker(const Context& context, DatabaseThread& database, inventory::Inventory& store, Sources& sources,
          CheckerHost& host);

  /// `done` gets a check that began after this call; it may be empty.
  void request(check::Trigger trigger, Done done);
  void on_scan_progress(std::int64_t done, std::int64_t total);

 private:
  struct Request {
    check::Trigger trigger;
    Done done;
  };
  void begin();
  void decide();
  void finish(Result<CheckOutcome> outcome);

  const Context& context_;
  DatabaseThread& database_;
  inventory::Inventory& store_;
  Sources& sources_;
  CheckerHost& host_;
  std::vector<Request> waiting_, current_;
  check::Trigger trigger_ = check::Trigger::Start;
  std::chrono::steady_clock::time_point began_;
  bool running_ = false;
  std::shared_ptr<Told> told_ = std::make_shared<Told>();
};

}  // namespace kigen::app
