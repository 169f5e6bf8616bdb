#include "service/inventory/scan_reader.h"

#include <algorithm>
#include <array>
#include <bit>

#include "service/inventory/file_name.h"

namespace kigen::inventory {
namespace {

constexpr std::size_t kStampBatch = 256;
constexpr std::size_t kHelpFrom = 256;
constexpr std::size_t kFilesPerBatch = 64;
constexpr std::size_t kBatchesAhead = 8;
constexpr char kKeySeparator = '/';

}  // namespace

std::uint64_t name_hash(const db::SipKey& key, std::string_view relative) {
  const std::uint64_t hash = db::sip_hash(key, relative);
  return hash == 0 ? 1 : hash;
}

std::uint64_t stamp_hash(const db::SipKey& key, const FileStamp& stamp) {
  if (!stamp.settled) return 0;
  const std::array<std::uint64_t, 4> words{stamp.size, std::bit_cast<std::uint64_t>(stamp.modified),
                                           std::bit_cast<std::uint64_t>(stamp.changed), stamp.identity};
  const auto* bytes = static_cast<const std::uint8_t*>(static_cast<const void*>(words.data()));
  const std::uint64_t hash = db::sip_hash(key, std::span(bytes, sizeof words));
  return hash == 0 ? 1 : hash;
}

std::optional<ReadFile> read_one(const Folder& folder, const std::string& name, const std::string& relative,
                                 const db::SipKey& key, FileBytes& buffer, std::uint64_t& stamp) {
  ReadFile file;
  file.key = name_hash(key, relative);
  file.item = to_valid_utf8(relative);
  stamp = 0;
  const Status status = folder.read(name, x509::kMaxFileSize, buffer);
  if (!status) {
    if (status.error().code == ErrorCode::NotFound) return std::nullopt;
    Error error = status.error();
    error.args.erase("path");
    file.opened = false;
    file.contents.unreadable.push_back({"", std::move(error).with("file", file.item)});
    return file;
  }
  stamp = stamp_hash(key, buffer.stamp);
  file.contents = x509::read_certificate_file(buffer.bytes, file.item);
  return file;
}

/// One folder on the way down: two batches, so that one is listed while the other's stamps are taken.
struct ScanReader::Level {
  Folder& folder;
  const std::string& prefix;
  int depth;
  StampBatch listed, compared;
  std::vector<std::string> folders;
};

ScanReader::ScanReader(std::string path, const db::SipKey& key, Manifest manifest)
    : path_(std::move(path)),
      key_(key),
      manifest_(std::move(manifest)),
      visited_(manifest_.entries().size()),
      pool_(manifest_.entries().size() >= kHelpFrom) {
  outcome_.entries.reserve(manifest_.entries().size());
  thread_ = std::thread([this] { run(); });
}

ScanReader::~ScanReader() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  writable_.notify_all();
  thread_.join();
}

ScanReader::Next ScanReader::next(std::chrono::steady_clock::time_point deadline, std::vector<ReadFile>& batch) {
  std::unique_lock lock(mutex_);
  if (!readable_.wait_until(lock, deadline, [this] { return !queue_.empty() || done_; })) return Next::Later;
  if (queue_.empty()) return Next::End;
  batch = std::move(queue_.front());
  queue_.pop_front();
  lock.unlock();
  writable_.notify_one();
  return Next::Batch;
}

void ScanReader::run() noexcept {
  try {
    auto folder = Folder::open(path_);
    if (folder) {
      walk(**folder, std::string{}, 0);
      finish();
    } else {
      outcome_.unavailable = folder.error();
    }
  } catch (const std::exception& failure) {
    outcome_.unavailable = Error(ErrorCode::SourceUnavailable, failure.what()).with("path", path_);
  }
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  readable_.notify_one();
}

void ScanReader::walk(Folder& folder, const std::string& prefix, int depth) {
  Level level{folder, prefix, depth, {}, {}, {}};
  const Status listed = folder.list([&](const FolderEntry& entry) {
    if (++entries_seen_ > kMaxFolderEntries) {
      note_incomplete(Error(ErrorCode::SourceUnavailable, "more entries than a folder source may have")
                          .with("path", path_)
                          .with("limit", std::to_string(kMaxFolderEntries)));
      return false;
    }
    take(level, entry);
    return !stopped();
  });
  compare(level);
  settle(level);
  if (!listed) {
    if (depth == 0) {
      outcome_.unavailable = listed.error();
    } else {
      note_incomplete(listed.error());
    }
  }
  for (const std::string& name : level.folders) enter(folder, name, prefix, depth);
}

void ScanReader::take(Level& level, const FolderEntry& entry) {
  const bool candidate = x509::is_candidate(entry.name);
  if (entry.kind == EntryKind::Folder || (entry.kind == EntryKind::Unknown && !candidate)) {
    level.folders.emplace_back(entry.name);
    return;
  }
  if (entry.kind == EntryKind::Other || !candidate) return;
  StampTask task;
  task.key = level.prefix.empty() ? name_hash(key_, entry.name)
                                  : name_hash(key_, std::string(level.prefix).append(entry.name));
  task.known = manifest_.find(task.key);
  task.name = level.listed.names.size();
  task.stamp = entry.stamp;
  level.listed.names.append(entry.name).push_back('\0');
  level.listed.tasks.push_back(task);
  if (level.listed.tasks.size() >= kStampBatch) compare(level);
}

void ScanReader::compare(Level& level) {
  settle(level);
  std::swap(level.listed, level.compared);
  pool_.start(level.folder, level.compared);
}

void ScanReader::settle(Level& level) {
  if (!pool_.busy()) return;
  pool_.finish();
  for (const StampTask& task : level.compared.tasks) {
    if (!task.known) {
      read(level, task);
      continue;
    }
    if (!task.stamp) continue;  // no longer a file: it stays unvisited, hence vanished
    const ManifestEntry& entry = manifest_.entries()[*task.known];
    if (entry.stamp == 0 || stamp_hash(key_, *task.stamp) != entry.stamp) {
      read(level, task);
      continue;
    }
    visited_[*task.known] = true;
    outcome_.entries.push_back(entry);
    ++outcome_.files;
  }
  level.compared.clear();
}

void ScanReader::read(const Level& level, const StampTask& task) {
  std::uint64_t stamp = 0;
  const std::string name = level.compared.name_of(task);
  auto file = read_one(level.folder, name, level.prefix + name, key_, buffer_, stamp);
  if (!file) return;
  if (task.known) visited_[*task.known] = true;
  outcome_.entries.push_back({file->key, stamp});
  ++outcome_.files;
  ++outcome_.parsed;
  batch_.push_back(std::move(*file));
  if (batch_.size() >= kFilesPerBatch) hand_over();
}

void ScanReader::enter(const Folder& folder, const std::string& name, const std::string& prefix, int depth) {
  if (stopped() || entries_seen_ > kMaxFolderEntries) return;
  if (depth + 1 > kMaxFolderDepth) {
    note_incomplete(Error(ErrorCode::SourceUnavailable, "folders are nested deeper than a folder source may be")
                        .with("path", join_path(path_, to_valid_utf8(prefix + name)))
                        .with("limit", std::to_string(kMaxFolderDepth)));
    return;
  }
  auto sub = folder.open_folder(name);
  if (sub) {
    walk(**sub, prefix + name + kKeySeparator, depth + 1);
  } else if (sub.error().code != ErrorCode::NotFound) {
    note_incomplete(sub.error());
  }
}

void ScanReader::hand_over() {
  if (batch_.empty()) return;
  {
    std::unique_lock lock(mutex_);
    writable_.wait(lock, [this] { return stop_ || queue_.size() < kBatchesAhead; });
    if (!stop_) queue_.push_back(std::move(batch_));
  }
  readable_.notify_one();
  batch_.clear();
  batch_.reserve(kFilesPerBatch);
}

void ScanReader::note_incomplete(Error error) {
  if (!outcome_.incomplete) outcome_.incomplete = std::move(error);
}

void ScanReader::finish() {
  hand_over();
  if (outcome_.unavailable) return;
  for (std::size_t i = 0; i < visited_.size(); ++i) {
    const ManifestEntry& entry = manifest_.entries()[i];
    if (visited_[i] || entry.key == 0) continue;
    if (outcome_.incomplete) {
      // It may lie in the part that was not seen: still to be compared next time.
      outcome_.entries.push_back(entry);
    } else {
      outcome_.vanished.push_back(entry.key);
    }
  }
}

bool ScanReader::stopped() {
  const std::lock_guard lock(mutex_);
  return stop_;
}

}  // namespace kigen::inventory
