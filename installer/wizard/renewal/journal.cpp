#include "installer/wizard/renewal/journal.h"

#include <algorithm>
#include <system_error>

#include "common/base/hex.h"
#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/platform/random.h"

namespace kigen::renewal {
namespace {

constexpr std::string_view kSuffix = ".json";
constexpr std::string_view kGivenUp = ".given-up";
constexpr std::size_t kMaxEntries = 1000;  // what is over is not read, and not touched

// Under a name that no earlier one has: what is set aside is never overwritten.
Error set_aside(const std::filesystem::path& path, Error why) {
  auto target = path;
  target += platform::from_utf8(".unreadable-" + platform::random_hex(4));
  std::error_code error;
  std::filesystem::rename(path, target, error);
  why.with("path", platform::to_utf8(path));
  if (!error) why.with("set_aside", platform::to_utf8(target));
  return why;
}

bool is_reason(const Error& error, std::string_view reason) {
  const auto found = error.args.find("reason");
  return found != error.args.end() && found->second == reason;
}

/// Ids of the job files with this suffix, in order.
std::vector<std::string> ids_in(const std::filesystem::path& folder, std::string_view suffix, std::error_code& error) {
  std::vector<std::string> ids;
  for (std::filesystem::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    const std::string name = platform::to_utf8(file->path().filename());
    const std::string id = name.ends_with(suffix) ? name.substr(0, name.size() - suffix.size()) : std::string();
    if (is_job_id(id)) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void load_one(const std::filesystem::path& path, const std::string& id, Journal::Contents& contents) {
  const auto text = platform::read_file(path, kMaxEntryBytes);
  if (!text && text.error().code == ErrorCode::NotFound) return;  // finished in this moment by another process
  if (!text && text.error().code != ErrorCode::FileTooLarge) {
    contents.other.push_back(id);
    contents.faults.push_back(text.error());
    return;
  }
  auto entry = text ? entry_from_json(*text)
                    : Result<Entry>(Error(ErrorCode::JournalUnreadable, text.error().detail).with("reason", "size"));
  if (entry && entry->id != id) {
    entry = Error(ErrorCode::JournalUnreadable, "the file's name says another job").with("reason", "content");
  }
  if (entry) {
    contents.entries.push_back(*std::move(entry));
  } else if (is_reason(entry.error(), "newer")) {
    contents.other.push_back(id);
    contents.faults.push_back(Error(entry.error()).with("path", platform::to_utf8(path)));
  } else {
    contents.faults.push_back(set_aside(path, entry.error()));
  }
}

}  // namespace

std::string subject_of(Kind kind, const std::optional<Sha256>& old, const std::string& profile) {
  return kind == Kind::Renew && old ? to_hex(*old) : "issue-" + profile;
}

std::filesystem::path Journal::path_of(const std::string& id) const {
  return folder_ / (id + std::string(kSuffix));
}

std::filesystem::path Journal::given_up_path(const std::string& id) const {
  return folder_ / (id + std::string(kGivenUp));
}

Journal::Contents Journal::load() const {
  Contents contents;
  std::error_code error;
  std::vector<std::string> ids = ids_in(folder_, kSuffix, error);
  if (error && error != std::errc::no_such_file_or_directory) {
    contents.complete = false;
    contents.faults.push_back(
        platform::file_error(folder_, static_cast<unsigned long>(error.value()), ErrorCode::FileNotReadable));
  }
  if (ids.size() > kMaxEntries) {
    contents.other.assign(ids.begin() + kMaxEntries, ids.end());
    ids.resize(kMaxEntries);
  }
  for (const std::string& id : ids) load_one(path_of(id), id, contents);
  std::stable_sort(contents.entries.begin(), contents.entries.end(),
                   [](const Entry& a, const Entry& b) { return a.started < b.started; });
  return contents;
}

Status Journal::write(const Entry& entry) const {
  const auto text = to_json(entry);
  if (!text) return text.error();
  if (Status made = platform::ensure_folder(folder_); !made) return made;
  return platform::write_file_atomically(path_of(entry.id), *text);
}

Status Journal::remove(const std::string& id) const {
  if (!is_job_id(id)) return Error(ErrorCode::InvalidArgument, "journal id " + id);
  for (const auto& path : {path_of(id), given_up_path(id)}) {
    std::error_code error;
    std::filesystem::remove(path, error);
    if (error) {
      return platform::file_error(path, static_cast<unsigned long>(error.value()), ErrorCode::FileNotWritable);
    }
  }
  return {};
}

Status Journal::give_up(const Entry& entry) const {
  std::error_code error;
  std::filesystem::rename(path_of(entry.id), given_up_path(entry.id), error);
  if (error) {
    return platform::file_error(path_of(entry.id), static_cast<unsigned long>(error.value()),
                                ErrorCode::FileNotWritable);
  }
  return {};
}

std::vector<Entry> Journal::given_up(std::string_view token_serial) const {
  std::vector<Entry> found;
  std::error_code error;
  std::vector<std::string> ids = ids_in(folder_, kGivenUp, error);
  ids.resize(std::min(ids.size(), kMaxEntries));
  for (const std::string& id : ids) {
    const auto text = platform::read_file(given_up_path(id), kMaxEntryBytes);
    auto entry = text ? entry_from_json(*text) : Result<Entry>(text.error());
    if (entry && entry->id == id && entry->token_serial == token_serial) found.push_back(*std::move(entry));
  }
  return found;
}

Result<std::unique_ptr<ProcessLock>> Journal::lock(const std::string& subject) const {
  if (Status made = platform::ensure_folder(folder_); !made) return made.error();
  auto lock = take_lock(folder_ / ("lock-" + subject));
  if (!lock && lock.error().code == ErrorCode::RenewalRunning) return Error(lock.error()).with("subject", subject);
  return lock;
}

}  // namespace kigen::renewal
