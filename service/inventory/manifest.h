// What a folder held when it was read: for each file a hash of its name and a stamp of its state (size, times,
// identity). A rescan compares stamps and opens only what differs. 16 bytes a file; in memory only while a scan runs.
//
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace kigen::inventory {

struct ManifestEntry {
  std::uint64_t key = 0;    ///< keyed hash of the relative name; 0: nothing
  std::uint64_t stamp = 0;  ///< keyed hash of the file's state; 0: read it again at the next scan

  friend bool operator==(const ManifestEntry&, const ManifestEntry&) = default;
};

inline constexpr std::size_t kEntriesPerChunk = 2048;

using ManifestChunks = std::vector<std::vector<std::uint8_t>>;

class Manifest {
 public:
  Manifest() = default;
  explicit Manifest(const ManifestChunks& chunks);

  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// The entry's index. Names mostly come in the order of the last scan: the next one is tried first.
  [[nodiscard]] std::optional<std::size_t> find(std::uint64_t key);
  [[nodiscard]] std::vector<ManifestEntry>& entries() { return entries_; }
  [[nodiscard]] const std::vector<ManifestEntry>& entries() const { return entries_; }

  [[nodiscard]] static ManifestChunks to_chunks(const std::vector<ManifestEntry>& entries);

 private:
  std::vector<ManifestEntry> entries_;
  std::unordered_map<std::uint64_t, std::size_t> index_;  ///< made when the order was not kept
  std::size_t next_ = 0;
};

}  // namespace kigen::inventory
