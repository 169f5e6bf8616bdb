// Inventory::scan_files: the few files that a watcher named.
#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "service/inventory/file_name.h"
#include "service/inventory/folder_places.h"
#include "service/inventory/inventory.h"
#include "service/inventory/scan_reader.h"
#include "service/inventory/store.h"

namespace kigen::inventory {
namespace {

#ifdef _WIN32
constexpr std::string_view kSeparators = "/\\";
#else
constexpr std::string_view kSeparators = "/";
#endif

// The components of `path` below `folder`; empty when it does not lie there.
std::vector<std::string> below(std::string_view folder, std::string_view path) {
  while (!folder.empty() && kSeparators.find(folder.back()) != std::string_view::npos) folder.remove_suffix(1);
  if (!path.starts_with(folder)) return {};
  path.remove_prefix(folder.size());
  if (path.empty() || kSeparators.find(path.front()) == std::string_view::npos) return {};
  std::vector<std::string> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of(kSeparators), path.size());
    const std::string_view part = path.substr(0, end);
    if (part == "." || part == "..") return {};
    if (!part.empty()) parts.emplace_back(part);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  if (parts.size() > static_cast<std::size_t>(kMaxFolderDepth) + 1) return {};
  return parts;
}

struct Change {
  std::uint64_t key = 0;
  std::uint64_t stamp = 0;
  std::optional<ReadFile> file;  ///< nothing: it is no longer there
};

std::optional<ReadFile> read_below(const Folder& root, const std::vector<std::string>& parts,
                                   const std::string& relative, const db::SipKey& key, std::uint64_t& stamp) {
  FileBytes buffer;
  const Folder* folder = &root;
  std::unique_ptr<Folder> held;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    auto next = folder->open_folder(parts[i]);
    if (!next) return std::nullopt;
    held = std::move(*next);
    folder = held.get();
  }
  return read_one(*folder, parts.back(), relative, key, buffer, stamp);
}

std::vector<Change> read_changes(const Folder& root, const std::string& folder, const std::vector<std::string>& paths,
                                 const db::SipKey& key) {
  std::vector<Change> changes;
  for (const std::string& path : paths) {
    const std::vector<std::string> parts = below(folder, path);
    if (parts.empty() || !x509::is_candidate(parts.back())) continue;
    std::string relative;
    for (const std::string& part : parts) relative += relative.empty() ? part : '/' + part;
    Change change;
    change.key = name_hash(key, relative);
    change.file = read_below(root, parts, relative, key, change.stamp);
    changes.push_back(std::move(change));
  }
  return changes;
}

void update_entries(std::vector<ManifestEntry>& entries, const std::vector<Change>& changes) {
  std::unordered_map<std::uint64_t, const Change*> wanted;
  for (const Change& change : changes) wanted[change.key] = &change;
  for (ManifestEntry& entry : entries) {
    const auto found = wanted.find(entry.key);
    if (found == wanted.end()) continue;
    entry = found->second->file ? ManifestEntry{entry.key, found->second->stamp} : ManifestEntry{};
    wanted.erase(found);
  }
  for (const auto& [key, change] : wanted) {
    if (change->file) entries.push_back({key, change->stamp});
  }
}

ScanResult apply(Store& store, db::Database& database, std::int64_t source_id, const std::vector<Change>& changes,
                 Instant now) {
  ScanResult result;
  FolderPlaces places(store, database, source_id, false, now);
  for (const Change& change : changes) {
    if (change.file) {
      places.apply(*change.file);
      ++result.parsed;
    } else {
      result.gone += places.vanish(change.key);
    }
  }
  const ManifestChunks before = database.manifest.chunks(source_id);
  Manifest manifest(before);
  update_entries(manifest.entries(), changes);
  save_manifest(database, source_id, before, Manifest::to_chunks(manifest.entries()));
  result.files = result.parsed;
  result.changed = places.changed();
  if (result.changed) store.touch();
  return result;
}

}  // namespace

Result<ScanResult> Inventory::scan_files(const std::string& folder, const std::vector<std::string>& paths,
                                         Instant now) {
  store_->note_time(now);
  if (store_->scanning) return Error(ErrorCode::DatabaseBusy, "a folder is being scanned");
  const auto source_id = store_->catalog().find_source(SourceKind::Folder, to_valid_utf8(folder), db::kMachineOwnerId);
  // What was never scanned as a whole has no manifest that one file could be added to.
  if (!source_id || !store_->catalog().source(*source_id).last_scan) return scan_folder(folder, now);
  const auto root = Folder::open(folder);
  if (!root) return scan_folder(folder, now);
  const auto key = store_->read([](db::Database& database) { return database.name_key(); });
  if (!key) return key.error();
  const std::vector<Change> changes = read_changes(**root, folder, paths, *key);
  if (changes.empty()) return ScanResult{};
  return store_->write([&](db::Database& database) { return apply(*store_, database, *source_id, changes, now); });
}

}  // namespace kigen::inventory
