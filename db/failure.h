// How a failing statement leaves a transaction: inside db/ and behind the inventory's wall, an SQLite error is thrown,
// so that every transaction on the way rolls back; at the wall it becomes a Result again. Never let it cross a public
// header of service/.
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "common/base/error.h"

struct sqlite3;

namespace kigen::db {

class Failure final : public std::exception {
 public:
  explicit Failure(Error error) : error_(std::move(error)), text_(to_log_line(error_)) {}
  [[nodiscard]] const Error& error() const noexcept { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

 private:
  Error error_;
  std::string text_;
};

/// The Error of SQLite's result `code` (extended), with SQLite's own words; `connection` may be null.
[[nodiscard]] Error sqlite_error(int code, sqlite3* connection, const std::string& path);
[[noreturn]] void throw_sqlite(int code, sqlite3* connection, const std::string& path);
/// A row that no version of Kigen wrote.
[[noreturn]] void throw_corrupt(const std::string& what);

}  // namespace kigen::db
