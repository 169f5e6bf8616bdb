// Rows of the small tables as plain data.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/certificate.h"
#include "common/base/error.h"
#include "common/base/time.h"

namespace kigen::db {

/// Rows asked for at once by who reads a table to its end.
inline constexpr std::int64_t kPage = 1000;

using Arguments = std::map<std::string, std::string, std::less<>>;

struct CheckRunRow {
  std::int64_t id = 0;  ///< given by the database
  Instant started{};
  std::int64_t duration_ms = 0;
  std::string trigger;
  std::int64_t total = 0, due = 0, expired = 0, lapsed = 0, unreadable = 0;
  std::vector<Error> errors;
};

struct NoticeRow {
  std::int64_t id = 0;  ///< given by the database; never used again
  Instant at{};
  std::string severity;  ///< "info", "warning", "error"
  std::string owner;     ///< SID or "machine"
  std::string code;      ///< of the Reason
  Arguments args;
  std::optional<Sha256> certificate;
  bool read = false;  ///< by the user who asked
};

enum class QuietKind : std::uint8_t { Closed = 0, Snoozed = 1 };

struct QuietRow {
  std::string owner;  ///< SID
  Sha256 certificate{};
  Instant set_at{};
  Instant until{};  ///< 9999-12-31 when for good
  QuietKind kind = QuietKind::Closed;
  std::optional<Instant> anchor;  ///< a second beginning, after the clock was set back (service/check/warnings.h)
};

enum class AttemptKind : std::uint8_t { Issue = 0, Renew = 1 };

/// AttemptRow::result while the new certificate is stored, or about to be, and its proof is open.
inline constexpr int kAttemptStored = -1;

/// One try of a user's wizard that has ended, or has come as far as kAttemptStored.
struct AttemptRow {
  std::int64_t id = 0;                ///< given by the database
  std::string owner;                  ///< SID, or "machine"
  std::optional<Sha256> certificate;  ///< that was to be renewed; none for an issue
  AttemptKind kind = AttemptKind::Renew;
  bool unattended = false;
  Instant started{};
  Instant ended{};
  int result = 0;  ///< 0 when it was good, kAttemptStored, else the number of the KGN code
  std::string ra_code;
  std::optional<Instant> next_attempt;    ///< the RA asked not to be tried before
  std::optional<Sha256> new_certificate;  ///< that came of it
};

/// When a certificate is to be renewed without asking (service/renewal/plan.h).
struct RenewalRow {
  std::string owner;  ///< SID
  Sha256 certificate{};
  Instant at{};
  std::int64_t missed = 0;
  std::int64_t failures = 0;
  std::optional<Instant> begun;
};

}  // namespace kigen::db
