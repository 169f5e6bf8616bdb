// Takes the stamps of a batch of files with two threads: a rescan is nothing but stamps, and each is a call to the
// system.
//
// Threads: start() and finish() on one thread. Ownership: owns its helper, which exists only when `helped`.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "service/inventory/folder_files.h"

namespace kigen::inventory {

struct StampTask {
  std::size_t name = 0;  ///< where it starts in StampBatch::names
  std::uint64_t key = 0;
  std::optional<std::size_t> known;  ///< index in the manifest
  std::optional<FileStamp> stamp;
};

/// Some files of one folder.
struct StampBatch {
  std::string names;  ///< each ends with a zero
  std::vector<StampTask> tasks;

  [[nodiscard]] const char* name_of(const StampTask& task) const { return names.data() + task.name; }
  void clear() {
    names.clear();
    tasks.clear();
  }
};

class StampPool {
 public:
  explicit StampPool(bool helped);
  ~StampPool();
  StampPool(const StampPool&) = delete;
  StampPool& operator=(const StampPool&) = delete;

  /// Starts on `batch`; both must stay until finish().
  void start(const Folder& folder, StampBatch& batch);
  /// Works on what is left, and waits for the helper.
  void finish();
  [[nodiscard]] bool busy() const { return batch_ != nullptr; }

 private:
  void work(const Folder& folder, StampBatch& batch);
  void help();

  const Folder* folder_ = nullptr;
  StampBatch* batch_ = nullptr;
  std::atomic<std::size_t> next_{0};

  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false;   ///< under mutex_
  bool helping_ = false;  ///< under mutex_
  bool stop_ = false;     ///< under mutex_
  std::thread helper_;
};

}  // namespace kigen::inventory
