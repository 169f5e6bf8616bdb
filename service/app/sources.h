// Keeps the inventory true to its sources: folders are watched and scanned, the machine's store is watched and read,
// users' stores come over the pipe.
//
// Threads: the io thread; the work itself is done on the database thread in short steps, so that requests are served in
// between. One job at a time. Ownership: owns its watchers; the Context, the DatabaseThread and the Inventory outlive
// it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/settings/settings.h"
#include "service/app/context.h"
#include "service/app/database_thread.h"
#include "service/inventory/folder_scan.h"
#include "service/inventory/folder_watcher.h"
#include "service/inventory/inventory.h"

namespace kigen::app {

class MachineStore;

/// What the sources ask of the rest of the service. All on the io thread.
class SourcesListener {
 public:
  virtual ~SourcesListener() = default;
  /// Something changed that a check could answer differently for.
  virtual void on_inventory_changed() = 0;
  virtual void on_source_error(const std::string& source, const Error& error) = 0;
  virtual void on_source_available(const std::string& source) = 0;
  virtual void on_scan_progress(std::int64_t done, std::int64_t total) = 0;
};

class Sources {
 public:
  Sources(const Context& context, DatabaseThread& database, inventory::Inventory& store, SourcesListener& listener);
  ~Sources();

  /// Takes the folders of these settings: new ones are watched and scanned, dropped ones leave the inventory.
  void configure(const settings::Settings& settings);
  /// Looks at everything again; `done` when all of it was looked at.
  void refresh(std::function<void()> done);
  /// No new work; what runs ends with the DatabaseThread.
  void stop();

  [[nodiscard]] bool is_scanning() const { return busy_; }
  [[nodiscard]] bool is_watching(const std::string& folder) const;

 private:
  struct Folder {
    std::unique_ptr<inventory::FolderWatcher> watcher;
    bool available = true;
  };
  struct Job {
    enum class Kind { Scan, Files, Store, Remove, Barrier } kind = Kind::Scan;
    std::string folder;
    std::vector<std::string> files;
    std::function<void()> done;  // Barrier
  };

  /// A scan begins, runs and ends on the database thread: what is left of it in a queue never outlives the inventory.
  struct Scan {
    std::unique_ptr<inventory::FolderScan> running;
  };

  void watch(const std::string& path, Folder& folder);
  void on_folder_change(const std::string& path, inventory::FolderChange change);
  void enqueue(Job job);
  void next();
  void finish_job();
  void start_scan(const std::string& folder);
  void step_scan(const std::string& folder);
  void end_scan();
  void scan_files(const std::string& folder, std::vector<std::string> files);
  void read_machine_store();
  void remove(const std::string& folder);
  void take_result(const std::string& folder, const inventory::ScanResult& result);
  void take_error(const std::string& source, const Error& error);

  const Context& context_;
  DatabaseThread& database_;
  inventory::Inventory& store_;
  SourcesListener& listener_;
  std::map<std::string, Folder> folders_;
  std::unique_ptr<MachineStore> machine_;
  bool machine_available_ = true;
  std::deque<Job> jobs_;
  bool busy_ = false;
  bool stopped_ = false;
  std::shared_ptr<Scan> scan_;  // the one that runs
};

}  // namespace kigen::app
