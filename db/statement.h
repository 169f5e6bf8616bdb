// A prepared statement: prepared at its first use, then kept.
//
// Threads: as its Connection. Ownership: refers to the Connection.
// Failures are thrown (failure.h). A statement of ours that does not compile means that the schema is not ours:
// corrupt.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "common/base/time.h"

struct sqlite3_stmt;

namespace kigen::db {

class Connection;
class Statement;

using Blob = std::span<const std::uint8_t>;

/// The rows of one run; ends the run when it goes.
class Rows {
 public:
  explicit Rows(Statement& statement) : statement_(&statement) {}
  Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  [[nodiscard]] bool next();
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] bool boolean(int column) const { return integer(column) != 0; }
  /// Valid until next().
  [[nodiscard]] std::string_view view(int column) const;
  [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }
  /// Valid until next().
  [[nodiscard]] Blob blob(int column) const;
  [[nodiscard]] Instant instant(int column) const { return from_unix(integer(column)); }
  [[nodiscard]] std::optional<Instant> optional_instant(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;

 private:
  Statement* statement_;
};

class Statement {
 public:
  /// `sql` must be a literal.
  Statement(Connection& connection, const char* sql) : connection_(connection), sql_(sql) {}

  /// Runs to the end; for statements without rows.
  template <class... Values>
  void run(const Values&... values) {
    start();
    int index = 0;
    (bind(++index, values, false), ...);
    finish();
  }
  /// Values are copied: the rows may outlive them.
  template <class... Values>
  [[nodiscard]] Rows query(const Values&... values) {
    start();
    int index = 0;
    (bind(++index, values, true), ...);
    return Rows(*this);
  }
  [[nodiscard]] const char* sql() const noexcept { return sql_; }

 private:
  friend class Rows;
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const noexcept;
  };

  void start();
  void finish();
  void reset() noexcept;
  [[nodiscard]] bool step();

  void bind_integer(int index, std::int64_t value);
  void bind_text(int index, std::string_view value, bool copy);
  void bind_blob(int index, Blob value, bool copy);
  void bind_null(int index);

  template <class Value>
  void bind(int index, const Value& value, bool copy) {
    if constexpr (std::is_same_v<Value, Instant>) {
      bind_integer(index, to_unix(value));
    } else if constexpr (std::is_integral_v<Value> || std::is_enum_v<Value>) {
      bind_integer(index, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
      bind_text(index, value, copy);
    } else {
      bind_blob(index, Blob(value), copy);
    }
  }
  template <class Value>
  void bind(int index, const std::optional<Value>& value, bool copy) {
    if (value) {
      bind(index, *value, copy);
    } else {
      bind_null(index);
    }
  }

  Connection& connection_;
  const char* sql_;
  std::unique_ptr<sqlite3_stmt, Finalizer> handle_;
};

}  // namespace kigen::db
