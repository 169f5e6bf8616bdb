// The small tables of the service's own records: meta, settings, check runs, notices with their read marks, quiet
// times.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/rows.h"
#include "db/statement.h"

namespace kigen::db {

/// A table of texts by key.
class KeyValueTable {
 public:
  KeyValueTable(Connection& connection, const char* get, const char* put, const char* remove, const char* all);
  [[nodiscard]] std::optional<std::string> get(std::string_view key);
  void put(std::string_view key, std::string_view value);
  void remove(std::string_view key);
  [[nodiscard]] std::map<std::string, std::string> all();

 private:
  Statement get_, put_, remove_, all_;
};

class MetaTable : public KeyValueTable {
 public:
  explicit MetaTable(Connection& connection);
};

class SettingsTable : public KeyValueTable {
 public:
  explicit SettingsTable(Connection& connection);
};

class CheckRunsTable {
 public:
  explicit CheckRunsTable(Connection& connection);
  std::int64_t insert(const CheckRunRow& row);
  [[nodiscard]] std::vector<CheckRunRow> newest(std::int64_t limit);
  void keep_newest(std::int64_t count);

 private:
  Connection& connection_;
  Statement insert_, newest_, keep_;
};

class NoticesTable {
 public:
  explicit NoticesTable(Connection& connection);
  std::int64_t insert(const NoticeRow& row);
  /// Notices of `reader` and of the machine, or with `all` of everybody; newest first. Read marks are the reader's.
  [[nodiscard]] std::vector<NoticeRow> newest(std::string_view reader, bool all, bool unread_only, std::int64_t limit);
  [[nodiscard]] std::int64_t count_unread(std::string_view reader, bool all);
  void mark_read(std::string_view reader, bool all, std::int64_t id);
  void mark_all_read(std::string_view reader, bool all);
  void keep_newest(std::int64_t count);

 private:
  Connection& connection_;
  Statement insert_, newest_, unread_, mark_, mark_all_, keep_;
};

class QuietTable {
 public:
  explicit QuietTable(Connection& connection);
  void put(const QuietRow& row);
  [[nodiscard]] std::vector<QuietRow> all();
  void remove(std::string_view owner, const Sha256& certificate);
  void remove_ended(Instant before);

 private:
  Statement put_, all_, remove_, remove_ended_;
};

}  // namespace kigen::db
