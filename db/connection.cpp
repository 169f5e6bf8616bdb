#include "db/connection.h"

#include <sqlite3.h>

#include "db/failure.h"

namespace kigen::db {
namespace {

constexpr int kBusyTimeoutMs = 2000;

// SQLite's URI form is the only way to say "immutable".
std::string to_uri(const std::string& path) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string uri = "file:";
#ifdef _WIN32
  uri += "///";
#endif
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || c == '?' || c == '#' || byte < 0x20) {
      uri += '%';
      uri += kDigits[byte >> 4U];
      uri += kDigits[byte & 15U];
    } else {
      uri += c == '\\' ? '/' : c;
    }
  }
  return uri + "?immutable=1";
}

int flags_of(OpenMode mode) {
  switch (mode) {
    case OpenMode::ReadWrite:
      return SQLITE_OPEN_READWRITE;
    case OpenMode::Create:
    case OpenMode::Plain:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case OpenMode::ReadOnly:
      return SQLITE_OPEN_READONLY;
    case OpenMode::Immutable:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  }
  return SQLITE_OPEN_READONLY;
}

}  // namespace

std::string utf8(const std::filesystem::path& path) {
  const std::u8string text = path.u8string();
  return {text.begin(), text.end()};
}

void Connection::Closer::operator()(sqlite3* handle) const noexcept {
  ::sqlite3_close_v2(handle);
}

Connection::Connection(const std::filesystem::path& path, OpenMode mode) : path_(utf8(path)) {
  sqlite3* raw = nullptr;
  const std::string name = mode == OpenMode::Immutable ? to_uri(path_) : path_;
  const int opened =
      ::sqlite3_open_v2(name.c_str(), &raw, flags_of(mode) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  handle_.reset(raw);
  if (opened != SQLITE_OK) throw_sqlite(opened, raw, path_);
  configure(mode);
}

void Connection::configure(OpenMode mode) {
  ::sqlite3_busy_timeout(get(), kBusyTimeoutMs);
  // A hostile file must not run code of its own through its schema.
  ::sqlite3_db_config(get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  ::sqlite3_db_config(get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  ::sqlite3_db_config(get(), SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  set_cache_kib(kCacheKib);
  switch (mode) {
    case OpenMode::ReadWrite:
    case OpenMode::Create:
      if (scalar("PRAGMA journal_mode=WAL") != "wal") {
        throw Failure(Error(ErrorCode::DatabaseFailed, "no write-ahead log").with("path", path_));
      }
      execute("PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=4194304;");
      return;
    case OpenMode::Plain:
      execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;");
      return;
    case OpenMode::ReadOnly:
    case OpenMode::Immutable:
      return;
  }
}

void Connection::execute(const std::string& sql) {
  const int result = ::sqlite3_exec(get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) throw_sqlite(result, get(), path_);
}

std::string Connection::scalar(const std::string& sql) {
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const noexcept { ::sqlite3_finalize(statement); }
  };
  sqlite3_stmt* raw = nullptr;
  const int prepared = ::sqlite3_prepare_v2(get(), sql.c_str(), -1, &raw, nullptr);
  const std::unique_ptr<sqlite3_stmt, Finalizer> statement(raw);
  if (prepared != SQLITE_OK) throw_sqlite(prepared, get(), path_);
  const int stepped = ::sqlite3_step(raw);
  if (stepped == SQLITE_DONE) return {};
  if (stepped != SQLITE_ROW) throw_sqlite(stepped, get(), path_);
  const unsigned char* text = ::sqlite3_column_text(raw, 0);
  const auto length = static_cast<std::size_t>(::sqlite3_column_bytes(raw, 0));
  return text == nullptr ? std::string{} : std::string(text, text + length);
}

void Connection::set_cache_kib(int kib) {
  execute("PRAGMA cache_size=-" + std::to_string(kib));
  ::sqlite3_db_release_memory(get());
}

void Connection::checkpoint(bool truncate) {
  const int result = ::sqlite3_wal_checkpoint_v2(
      get(), nullptr, truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (result != SQLITE_OK && (result & 0xff) != SQLITE_BUSY) throw_sqlite(result, get(), path_);
}

void Connection::interrupt() noexcept {
  ::sqlite3_interrupt(get());
}

std::string Connection::check(bool full) {
  std::string finding;
  try {
    finding = scalar(full ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)");
  } catch (const Failure& failure) {
    // Damage deep enough makes the check itself fail; what it failed with is the finding.
    if (failure.error().code != ErrorCode::DatabaseCorrupt) throw;
    finding = failure.error().detail;
  }
  return finding == "ok" ? std::string{} : finding;
}

}  // namespace kigen::db
