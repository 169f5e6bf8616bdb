// An expected failure as a value: a stable code, named arguments for its text, and a technical detail.
//
// Never put a secret (PIN, password, authentication code, key) into an argument or the detail: both are logged.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "common/base/error_code.h"

namespace kigen {

struct Error {
  ErrorCode code = ErrorCode::Internal;
  /// Arguments of the texts in common/text by name, such as {"path", "C:\\…"}: translated text never travels.
  std::map<std::string, std::string, std::less<>> args;
  /// For the log and "copy details": what the system said (errno, GetLastError, SQLite), untranslated.
  std::string detail;

  Error() = default;
  explicit Error(ErrorCode error_code, std::string technical_detail = {})
      : code(error_code), detail(std::move(technical_detail)) {}

  Error& with(std::string key, std::string value) & {
    args.insert_or_assign(std::move(key), std::move(value));
    return *this;
  }
  Error&& with(std::string key, std::string value) && {
    args.insert_or_assign(std::move(key), std::move(value));
    return std::move(*this);
  }

  friend bool operator==(const Error&, const Error&) = default;
};

/// One line for the log: "KGN-1001 FileNotReadable path=/x: Permission denied".
[[nodiscard]] std::string to_log_line(const Error& error);

/// "Permission denied (errno 13)" for an errno; take errno on the line after the call that failed.
[[nodiscard]] std::string describe_errno(int number);

}  // namespace kigen
