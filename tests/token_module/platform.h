// What the test module needs of the system: libraries, the environment, locks and waiting for a change of a folder.
//
// Threads: a FolderWait waits on one thread and is interrupted from any; everything else is free of state.
// Ownership: a FolderLock and a FolderWait own their handles.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace kigen::test_token {

/// An exported function of a library that stays loaded until the process ends; null when there is none, with the
/// system's reason in `reason`.
[[nodiscard]] void* library_function(const std::filesystem::path& library, const char* name, std::string& reason);

[[nodiscard]] unsigned long process_id();
[[nodiscard]] std::string environment(const char* name);
void set_environment(const char* name, const std::string& value);

/// Adds one line in one write, so that lines of several processes do not mix.
void append_line(const std::filesystem::path& file, const std::string& line);

/// Mutual exclusion of processes over the state of one control folder (FOLDER/state/lock); the folder is made.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

/// Waits until a file of a folder comes, goes or is renamed; not those of its sub-folders. Changes after construction
/// count, those during the time between two waits too.
class FolderWait {
 public:
  explicit FolderWait(const std::filesystem::path& folder);
  ~FolderWait();
  FolderWait(const FolderWait&) = delete;
  FolderWait& operator=(const FolderWait&) = delete;

  /// False when it was interrupted.
  [[nodiscard]] bool wait();
  /// Ends this and every later wait.
  void interrupt();

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace kigen::test_token
