#include "service/app/sources.h"

#include <boost/asio/io_context.hpp>

#include "service/app/machine_store.h"

namespace kigen::app {
namespace {

// Long enough to be worth the way there and back, short enough that a request in between does not notice.
constexpr std::chrono::milliseconds kScanStep{20};
constexpr std::string_view kMachineSource = "LocalMachine\\My";

}  // namespace

Sources::Sources(const Context& context, DatabaseThread& database, inventory::Inventory& store,
                 SourcesListener& listener)
    : context_(context), database_(database), store_(store), listener_(listener) {}

Sources::~Sources() = default;

void Sources::configure(const settings::Settings& settings) {
  if (settings.boolean("inventory.local_machine") && !machine_) {
    machine_ = MachineStore::open(context_.io, [this] { enqueue({.kind = Job::Kind::Store}); });
    if (machine_) enqueue({.kind = Job::Kind::Store});
  } else if (!settings.boolean("inventory.local_machine") && machine_) {
    machine_.reset();
    enqueue({.kind = Job::Kind::Remove, .folder = std::string(kMachineSource)});
  }
  std::map<std::string, Folder> wanted;
  for (const auto& source : settings.folders()) {
    const auto known = folders_.find(source.path);
    if (known != folders_.end()) {
      wanted.insert(folders_.extract(known));
      continue;
    }
    Folder& folder = wanted[source.path];
    // Watched first, scanned then: nothing that changes in between is missed.
    watch(source.path, folder);
    enqueue({.kind = Job::Kind::Scan, .folder = source.path});
  }
  folders_.swap(wanted);
  for (const auto& [path, folder] : wanted) {
    if (!folders_.contains(path)) enqueue({.kind = Job::Kind::Remove, .folder = path});
  }
}

void Sources::watch(const std::string& path, Folder& folder) {
  auto watcher = inventory::FolderWatcher::start(
      context_.io, path, [this, path](inventory::FolderChange change) { on_folder_change(path, std::move(change)); });
  if (watcher) {
    folder.watcher = std::move(*watcher);
  } else {
    folder.watcher.reset();
    context_.log.write(platform::LogLevel::Warning, "the folder is looked at with each check only", watcher.error());
  }
}

bool Sources::is_watching(const std::string& folder) const {
  const auto found = folders_.find(folder);
  return found != folders_.end() && found->second.watcher != nullptr;
}

void Sources::on_folder_change(const std::string& path, inventory::FolderChange change) {
  if (change.rescan) {
    enqueue({.kind = Job::Kind::Scan, .folder = path});
  } else {
    enqueue({.kind = Job::Kind::Files, .folder = path, .files = std::move(change.paths)});
  }
}

void Sources::refresh(std::function<void()> done) {
  for (auto& [path, folder] : folders_) {
    if (!folder.watcher) watch(path, folder);
    enqueue({.kind = Job::Kind::Scan, .folder = path});
  }
  if (machine_) enqueue({.kind = Job::Kind::Store});
  enqueue({.kind = Job::Kind::Barrier, .done = std::move(done)});
}

void Sources::stop() {
  stopped_ = true;
  jobs_.clear();
  folders_.clear();
  machine_.reset();
  end_scan();
}

void Sources::enqueue(Job job) {
  if (stopped_) return;
  // The same look twice in the queue is one look.
  if (job.kind == Job::Kind::Scan || job.kind == Job::Kind::Store) {
    for (const Job& waiting : jobs_) {
      if (waiting.kind == job.kind && waiting.folder == job.folder) return;
    }
  }
  jobs_.push_back(std::move(job));
  if (!busy_) next();
}

void Sources::next() {
  if (stopped_ || jobs_.empty()) {
    busy_ = false;
    return;
  }
  busy_ = true;
  Job job = std::move(jobs_.front());
  jobs_.pop_front();
  switch (job.kind) {
    case Job::Kind::Scan:
      return start_scan(job.folder);
    case Job::Kind::Files:
      return scan_files(job.folder, std::move(job.files));
    case Job::Kind::Store:
      return read_machine_store();
    case Job::Kind::Remove:
      return remove(job.folder);
    case Job::Kind::Barrier:
      if (job.done) job.done();
      return finish_job();
  }
}

void Sources::finish_job() {
  next();
}

void Sources::start_scan(const std::string& folder) {
  if (!folders_.contains(folder)) return finish_job();
  const Instant now = context_.clock.now();
  scan_ = std::make_shared<Scan>();
  database_.run(
      [this, scan = scan_, folder, now]() -> Status {
        auto started = store_.start_scan(folder, now);
        if (!started) return started.error();
        scan->running = std::move(*started);
        return {};
      },
      [this, folder](const Status& started) {
        if (started) return step_scan(folder);
        take_error(folder, started.error());
        finish_job();
      });
}

void Sources::end_scan() {
  if (!scan_) return;
  database_.run([scan = std::move(scan_)] { return scan->running.reset(), true; }, [](bool) {});
}

void Sources::step_scan(const std::string& folder) {
  struct Outcome {
    Result<bool> complete;
    inventory::ScanResult so_far;
  };
  database_.run(
      [scan = scan_] {
        Outcome outcome{scan->running->step(kScanStep), {}};
        outcome.so_far = scan->running->result();
        return outcome;
      },
      [this, folder](Outcome outcome) {
        if (outcome.complete && !*outcome.complete && !stopped_) {
          listener_.on_scan_progress(outcome.so_far.parsed, outcome.so_far.files);
          return step_scan(folder);
        }
        end_scan();
        if (outcome.complete) {
          take_result(folder, outcome.so_far);
        } else {
          take_error(folder, outcome.complete.error());
        }
        finish_job();
      });
}

void Sources::scan_files(const std::string& folder, std::vector<std::string> files) {
  if (!folders_.contains(folder)) return finish_job();
  const Instant now = context_.clock.now();
  database_.run([this, folder, files = std::move(files), now] { return store_.scan_files(folder, files, now); },
                [this, folder](const Result<inventory::ScanResult>& result) {
                  if (result) {
                    take_result(folder, *result);
                  } else {
                    take_error(folder, result.error());
                  }
                  finish_job();
                });
}

void Sources::read_machine_store() {
  if (!machine_) return finish_job();
  const Instant now = context_.clock.now();
  const std::string source(kMachineSource);
  // Read on the database thread: a few milliseconds that must not hold up the io thread.
  database_.run(
      [this, now, source]() -> Result<bool> {
        const auto snapshot = app::read_machine_store();
        if (!snapshot) {
          const Status noted = store_.source_failed(inventory::SourceKind::MachineStore, source,
                                                    std::string(inventory::kMachineOwner), snapshot.error());
          return noted ? snapshot.error() : noted.error();
        }
        const auto applied = store_.apply_snapshot(*snapshot, now);
        if (!applied) return applied.error();
        return applied->changed;
      },
      [this, source](const Result<bool>& changed) {
        if (!changed) {
          machine_available_ = false;
          take_error(source, changed.error());
        } else {
          if (!machine_available_) listener_.on_source_available(source);
          machine_available_ = true;
          if (*changed) listener_.on_inventory_changed();
        }
        finish_job();
      });
}

void Sources::remove(const std::string& folder) {
  const Instant now = context_.clock.now();
  const auto kind = folder == kMachineSource ? inventory::SourceKind::MachineStore : inventory::SourceKind::Folder;
  database_.run([this, folder, kind,
                 now] { return store_.remove_source(kind, folder, std::string(inventory::kMachineOwner), now); },
                [this, folder](const Status& removed) {
                  if (!removed) {
                    take_error(folder, removed.error());
                  } else {
                    listener_.on_inventory_changed();
                  }
                  finish_job();
                });
}

void Sources::take_result(const std::string& folder, const inventory::ScanResult& result) {
  const auto found = folders_.find(folder);
  if (found == folders_.end()) return;
  const auto& trouble = result.unavailable ? result.unavailable : result.incomplete;
  if (trouble && found->second.available) listener_.on_source_error(folder, *trouble);
  if (!trouble && !found->second.available) listener_.on_source_available(folder);
  found->second.available = !trouble;
  if (result.changed) listener_.on_inventory_changed();
}

void Sources::take_error(const std::string& source, const Error& error) {
  listener_.on_source_error(source, error);
}

}  // namespace kigen::app
