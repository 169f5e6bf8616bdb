// What is remembered of the last attempt for a certificate: when, how it ended, when the next one may follow. The tray,
// `kigenctl explain` and the back-off read it. Plain values; no secret.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/base/certificate.h"
#include "common/base/result.h"
#include "common/base/time.h"

namespace kigen::renewal {

inline constexpr std::size_t kMaxAttemptBytes = std::size_t{64} << 10;

struct AttemptRecord {
  std::string subject;  ///< SHA-256 thumbprint of the old certificate in hex, or "issue-<profile id>"
  std::string profile;
  bool unattended = false;  ///< nobody was asked
  Instant started{}, ended{};
  std::string result;                   ///< "renewed", "failed", "waiting", "cancelled"
  std::string job;                      ///< journal id while one stands, else ""
  std::optional<Error> error;           ///< nothing when renewed
  std::string ra_code;                  ///< "550" …, ""
  int failures = 0;                     ///< in a row, this one included; 0 when renewed
  std::optional<Instant> next_attempt;  ///< when an unattended attempt may follow; nothing when a person is needed
  std::string renewed_by;  ///< thumbprint of the proven new certificate: the old one is superseded by it; else ""
  /// Of one that is stored and whose proof is open; only told, never written: the journal knows it.
  std::string unproven;
  std::optional<ErrorCode> note;  ///< what went wrong beside a good renewal; only told

  friend bool operator==(const AttemptRecord&, const AttemptRecord&) = default;
};

/// Who is told of attempts beside the file: the service, over the pipe. Called on the engine's thread; a failure is
/// the sink's to log: the renewal does not depend on it.
class AttemptSink {
 public:
  virtual ~AttemptSink() = default;
  virtual void report(const AttemptRecord& record) = 0;
  /// A new certificate is about to be stored: `record.unproven` supersedes nothing until report() says that it is
  /// proven. `record.ended` is now.
  virtual void stored(const AttemptRecord& record) = 0;
};

/// The last record of each certificate, a file each in `folder`. One thread at a time.
class AttemptFiles {
 public:
  explicit AttemptFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] Status write(const AttemptRecord& record) const;
  /// Nothing when there is none. JournalUnreadable {path, reason}.
  [[nodiscard]] Result<std::optional<AttemptRecord>> read(const std::string& subject) const;
  /// All that can be read, for whoever reports them anew after the service was away.
  [[nodiscard]] std::vector<AttemptRecord> all() const;

 private:
  std::filesystem::path folder_;
};

[[nodiscard]] std::string to_json(const AttemptRecord& record);
[[nodiscard]] Result<AttemptRecord> attempt_from_json(std::string_view text);

}  // namespace kigen::renewal
