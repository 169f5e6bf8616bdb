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

}  // namespace kigen::db
