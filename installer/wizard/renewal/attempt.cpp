#include "installer/wizard/renewal/attempt.h"

#include <algorithm>
#include <system_error>

#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/profile/rules.h"

namespace kigen::renewal {
namespace {

constexpr std::string_view kSuffix = ".json";
constexpr std::size_t kMaxRecords = 1000;

// A subject names a file: nothing but what it can be.
bool is_subject(std::string_view subject) {
  constexpr std::string_view kIssue = "issue-";
  if (subject.starts_with(kIssue)) return profile::is_id(subject.substr(kIssue.size()));
  return subject.size() == 64 && subject.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Status AttemptFiles::write(const AttemptRecord& record) const {
  if (!is_subject(record.subject)) return Error(ErrorCode::InvalidArgument, "attempt of " + record.subject);
  if (Status made = platform::ensure_folder(folder_); !made) return made;
  return platform::write_file_atomically(folder_ / (record.subject + std::string(kSuffix)), to_json(record));
}

Result<std::optional<AttemptRecord>> AttemptFiles::read(const std::string& subject) const {
  if (!is_subject(subject)) return Error(ErrorCode::InvalidArgument, "attempt of " + subject);
  const auto path = folder_ / (subject + std::string(kSuffix));
  const auto text = platform::read_file(path, kMaxAttemptBytes);
  if (!text && text.error().code == ErrorCode::NotFound) return std::optional<AttemptRecord>();
  if (!text) return text.error();
  auto record = attempt_from_json(*text);
  if (!record) return Error(record.error()).with("path", platform::to_utf8(path));
  return std::optional<AttemptRecord>(*std::move(record));
}

std::vector<AttemptRecord> AttemptFiles::all() const {
  std::vector<AttemptRecord> records;
  std::error_code error;
  for (std::filesystem::directory_iterator file(folder_, error), end; !error && file != end; file.increment(error)) {
    const std::string name = platform::to_utf8(file->path().filename());
    if (!name.ends_with(kSuffix) || records.size() >= kMaxRecords) continue;
    const std::string subject = name.substr(0, name.size() - kSuffix.size());
    if (!is_subject(subject)) continue;
    if (auto record = read(subject); record && *record) records.push_back(**std::move(record));
  }
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.subject < b.subject; });
  return records;
}

}  // namespace kigen::renewal
