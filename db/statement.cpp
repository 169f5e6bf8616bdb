#include "db/statement.h"

#include <sqlite3.h>

#include "db/connection.h"
#include "db/failure.h"

namespace kigen::db {

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const noexcept {
  ::sqlite3_finalize(statement);
}

void Statement::start() {
  if (handle_) return;
  sqlite3_stmt* raw = nullptr;
  const int result = ::sqlite3_prepare_v3(connection_.get(), sql_, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  handle_.reset(raw);
  if (result == SQLITE_OK) return;
  Error error = sqlite_error(result, connection_.get(), connection_.path());
  if (result == SQLITE_ERROR) error.code = ErrorCode::DatabaseCorrupt;
  throw Failure(std::move(error));
}

bool Statement::step() {
  const int result = ::sqlite3_step(handle_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  Error error = sqlite_error(result, connection_.get(), connection_.path());
  reset();
  throw Failure(std::move(error));
}

void Statement::finish() {
  while (step()) {
  }
  reset();
}

void Statement::reset() noexcept {
  ::sqlite3_reset(handle_.get());
}

void Statement::bind_integer(int index, std::int64_t value) {
  ::sqlite3_bind_int64(handle_.get(), index, value);
}
void Statement::bind_null(int index) {
  ::sqlite3_bind_null(handle_.get(), index);
}

void Statement::bind_text(int index, std::string_view value, bool copy) {
  // A null pointer would bind NULL, not "".
  const char* data = value.data() == nullptr ? "" : value.data();
  const int result = ::sqlite3_bind_text64(handle_.get(), index, data, value.size(),
                                           copy ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8);
  if (result != SQLITE_OK) throw_sqlite(result, connection_.get(), connection_.path());
}

void Statement::bind_blob(int index, Blob value, bool copy) {
  const void* data = value.empty() ? static_cast<const void*>("") : value.data();
  const int result =
      ::sqlite3_bind_blob64(handle_.get(), index, data, value.size(), copy ? SQLITE_TRANSIENT : SQLITE_STATIC);
  if (result != SQLITE_OK) throw_sqlite(result, connection_.get(), connection_.path());
}

Rows::~Rows() {
  if (statement_ != nullptr) statement_->reset();
}

bool Rows::next() {
  return statement_->step();
}

bool Rows::is_null(int column) const {
  return ::sqlite3_column_type(statement_->handle_.get(), column) == SQLITE_NULL;
}

std::int64_t Rows::integer(int column) const {
  return ::sqlite3_column_int64(statement_->handle_.get(), column);
}

std::string_view Rows::view(int column) const {
  sqlite3_stmt* handle = statement_->handle_.get();
  const auto* data = static_cast<const char*>(static_cast<const void*>(::sqlite3_column_text(handle, column)));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(::sqlite3_column_bytes(handle, column))};
}

Blob Rows::blob(int column) const {
  sqlite3_stmt* handle = statement_->handle_.get();
  const auto* data = static_cast<const std::uint8_t*>(::sqlite3_column_blob(handle, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(::sqlite3_column_bytes(handle, column))};
}

std::optional<Instant> Rows::optional_instant(int column) const {
  if (is_null(column)) return std::nullopt;
  return instant(column);
}

std::optional<std::int64_t> Rows::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

}  // namespace kigen::db
