// Reads a folder ahead of the database: a thread that walks it, skips what the manifest knows, opens and parses the
// rest, and hands it over in batches through a bounded queue. A second thread helps with the stamps of a rescan.
//
// Threads: next() and outcome() on the database thread. Ownership: owns its threads; the destructor stops and joins
// them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/x509/certificate_file.h"
#include "db/sip_hash.h"
#include "service/inventory/folder_files.h"
#include "service/inventory/manifest.h"
#include "service/inventory/stamp_pool.h"

namespace kigen::inventory {

inline constexpr int kMaxFolderDepth = 8;
inline constexpr std::size_t kMaxFolderEntries = 1'000'000;

/// A file that was read because it is new or changed.
struct ReadFile {
  std::uint64_t key = 0;
  std::string item;  ///< UTF-8, relative to the source
  x509::FileContents contents;
  bool opened = true;  ///< false: `contents` has the reason alone, and nothing is known of its certificates
};

/// Keyed hash of a relative name; never 0.
[[nodiscard]] std::uint64_t name_hash(const db::SipKey& key, std::string_view relative);
/// Keyed hash of a file's state; 0 when a later change of it might not show.
[[nodiscard]] std::uint64_t stamp_hash(const db::SipKey& key, const FileStamp& stamp);
/// Opens and parses one file; nothing when it is no regular file (any more). `stamp` is its manifest stamp.
[[nodiscard]] std::optional<ReadFile> read_one(const Folder& folder, const std::string& name,
                                               const std::string& relative, const db::SipKey& key, FileBytes& buffer,
                                               std::uint64_t& stamp);

class ScanReader {
 public:
  struct Outcome {
    std::int64_t files = 0;
    std::int64_t parsed = 0;
    std::optional<Error> unavailable;  ///< of the folder itself
    std::optional<Error> incomplete;   ///< of a part of it
    std::vector<ManifestEntry> entries;
    std::vector<std::uint64_t> vanished;  ///< keys; empty when unavailable or incomplete
  };

  ScanReader(std::string path, const db::SipKey& key, Manifest manifest);
  ~ScanReader();
  ScanReader(const ScanReader&) = delete;
  ScanReader& operator=(const ScanReader&) = delete;

  enum class Next { Batch, Later, End };
  /// Waits until `deadline` at the longest.
  [[nodiscard]] Next next(std::chrono::steady_clock::time_point deadline, std::vector<ReadFile>& batch);
  /// After End.
  [[nodiscard]] Outcome& outcome() { return outcome_; }

 private:
  struct Level;

  void run() noexcept;
  void walk(Folder& folder, const std::string& prefix, int depth);
  void take(Level& level, const FolderEntry& entry);
  void compare(Level& level);
  void settle(Level& level);
  void enter(const Folder& folder, const std::string& name, const std::string& prefix, int depth);
  void read(const Level& level, const StampTask& task);
  void hand_over();
  void note_incomplete(Error error);
  void finish();
  [[nodiscard]] bool stopped();

  std::string path_;
  db::SipKey key_;
  Manifest manifest_;
  std::vector<bool> visited_;
  StampPool pool_;
  Outcome outcome_;
  FileBytes buffer_;
  std::vector<ReadFile> batch_;
  std::size_t entries_seen_ = 0;

  std::mutex mutex_;
  std::condition_variable readable_, writable_;
  std::deque<std::vector<ReadFile>> queue_;  ///< under mutex_
  bool done_ = false;                        ///< under mutex_
  bool stop_ = false;                        ///< under mutex_
  std::thread thread_;
};

}  // namespace kigen::inventory
