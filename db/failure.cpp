#include "db/failure.h"

#include <sqlite3.h>

#include <cerrno>

namespace kigen::db {
namespace {

// POSIX says why a write failed only through errno; SQLite keeps it. On Windows the numbers are GetLastError's.
bool is_no_space(int system_error) {
#ifdef _WIN32
  constexpr int kErrorHandleDiskFull = 39;
  constexpr int kErrorDiskFull = 112;
  return system_error == kErrorHandleDiskFull || system_error == kErrorDiskFull;
#else
  return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
#endif
}

// What the system said of the last failure on the database file or its log; 0 when it is not known.
int system_error_of(sqlite3* connection) {
  if (connection == nullptr) return 0;
  const int general = ::sqlite3_system_errno(connection);
  if (general != 0) return general;
  int number = 0;
  sqlite3_file* log = nullptr;
  ::sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (log != nullptr && log->pMethods != nullptr) log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number);
  if (number == 0) ::sqlite3_file_control(connection, "main", SQLITE_FCNTL_LAST_ERRNO, &number);
  return number;
}

ErrorCode code_of_io_error(int extended, int system_error) {
  if (is_no_space(system_error)) return ErrorCode::DiskFull;
  switch (extended) {
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_CORRUPTFS:
    case SQLITE_IOERR_DATA:
      return ErrorCode::DatabaseCorrupt;
    default:
      return ErrorCode::DatabaseFailed;
  }
}

ErrorCode code_of(int extended, int system_error) {
  switch (extended & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::DatabaseCorrupt;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return ErrorCode::DatabaseReadOnly;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::DatabaseBusy;
    case SQLITE_FULL:
      return ErrorCode::DiskFull;
    case SQLITE_CANTOPEN:
      return is_no_space(system_error) ? ErrorCode::DiskFull : ErrorCode::DatabaseFailed;
    case SQLITE_IOERR:
      return code_of_io_error(extended, system_error);
    default:
      return ErrorCode::DatabaseFailed;
  }
}

}  // namespace

Error sqlite_error(int code, sqlite3* connection, const std::string& path) {
  const bool of_the_system = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
  const int system_error = of_the_system ? system_error_of(connection) : 0;
  std::string detail = ::sqlite3_errstr(code);
  if (connection != nullptr && (::sqlite3_errcode(connection) & 0xff) == (code & 0xff)) {
    detail = ::sqlite3_errmsg(connection);
  }
  detail += " (SQLite " + std::to_string(code);
  if (system_error != 0) detail += ", system " + std::to_string(system_error);
  detail += ")";
  return Error(code_of(code, system_error), std::move(detail)).with("path", path);
}

void throw_sqlite(int code, sqlite3* connection, const std::string& path) {
  throw Failure(sqlite_error(code, connection, path));
}

void throw_corrupt(const std::string& what) {
  throw Failure(Error(ErrorCode::DatabaseCorrupt, what));
}

}  // namespace kigen::db
