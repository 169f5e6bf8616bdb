// The journal: one file per job in <user folder>/journal, replaced atomically and flushed with each write, so that a
// crash at any moment leaves the entry before or the entry after, never half of one.
//
// One thread at a time within a process; two processes may use the folder at once (each job is under its own lock).
// Layout: <id>.json entries · <id>.given-up entries of tokens that were not there · attempts/ · lock-<subject> ·
// <id>.json.unreadable-<random> set aside.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "installer/wizard/renewal/attempt.h"
#include "installer/wizard/renewal/entry.h"
#include "installer/wizard/renewal/process_lock.h"

namespace kigen::renewal {

/// What a job is about, one at a time each: the old certificate's thumbprint in hex, or "issue-<profile id>".
[[nodiscard]] std::string subject_of(Kind kind, const std::optional<Sha256>& old, const std::string& profile);
[[nodiscard]] inline std::string subject_of(const Entry& entry) {
  return subject_of(entry.kind, entry.old, entry.profile);
}

class Journal {
 public:
  /// `folder` is made when it is first written to.
  explicit Journal(std::filesystem::path folder) : folder_(std::move(folder)) {}

  struct Contents {
    bool complete = true;        ///< false when the folder itself could not be read to its end
    std::vector<Entry> entries;  ///< oldest first
    std::vector<std::string>
        other;                  ///< ids of files that are left alone: written by a newer version, or not readable now
    std::vector<Error> faults;  ///< JournalUnreadable {path, reason, set_aside}, FileNotReadable …
  };
  /// Hostile and damaged files are moved aside under a new name and told; one of a newer version stays as it is.
  [[nodiscard]] Contents load() const;

  [[nodiscard]] Status write(const Entry& entry) const;
  /// Success also when there is none. Given up or not.
  [[nodiscard]] Status remove(const std::string& id) const;
  /// No job any more, but what it left on its token is remembered until the token is seen again.
  [[nodiscard]] Status give_up(const Entry& entry) const;
  /// Those given up on this token, as they were last written; unreadable ones are left out.
  [[nodiscard]] std::vector<Entry> given_up(std::string_view token_serial) const;
  /// RenewalRunning {subject} while another process works on it.
  [[nodiscard]] Result<std::unique_ptr<ProcessLock>> lock(const std::string& subject) const;
  [[nodiscard]] AttemptFiles attempts() const { return AttemptFiles(folder_ / "attempts"); }
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

 private:
  [[nodiscard]] std::filesystem::path path_of(const std::string& id) const;
  [[nodiscard]] std::filesystem::path given_up_path(const std::string& id) const;
  std::filesystem::path folder_;
};

}  // namespace kigen::renewal
