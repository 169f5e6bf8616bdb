// What the demo RA remembers, in one SQLite file: CA keys, account states, issued certificates. It survives a restart
// with the same --data folder, and another process (--issue) may write beside a running server.
//
// One thread at a time. Failures are db::Failure.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/base/time.h"
#include "db/connection.h"
#include "db/statement.h"
#include "tests/demo_ra/openssl.h"
#include "tests/demo_ra/rules.h"
#include "tests/demo_ra/tokens.h"

namespace kigen::demo_ra {

struct IssuedRecord {
  std::string serial, label, user;
  std::string key;  ///< key_id()
  Instant not_before{}, not_after{};
  Bytes der;
  bool superseded = false;
  std::string how;  ///< "simpleenroll", "simplereenroll", "serverkeygen", "issue"
};

class Store {
 public:
  explicit Store(const std::filesystem::path& file);

  /// Texts by name (PEM of CAs and keys); "" when absent.
  [[nodiscard]] std::string text(const std::string& name);
  void set_text(const std::string& name, const std::string& value);

  [[nodiscard]] AccountState state(const Account& account, Instant now);
  void set_state(const Account& account, const AccountState& state);

  /// The account's earlier certificates become superseded.
  void add(const IssuedRecord& record);
  [[nodiscard]] std::optional<IssuedRecord> by_serial(const std::string& serial);
  /// The newest that was issued to the account for this key.
  [[nodiscard]] std::optional<IssuedRecord> by_key(const Account& account, const std::string& key);
  [[nodiscard]] std::vector<IssuedRecord> issued();

  /// Serials are compared without regard to case.
  [[nodiscard]] std::optional<HandedOut> token(const std::string& serial);
  [[nodiscard]] std::vector<HandedOut> tokens();
  /// Its state is also the one that reset() gives it again.
  void put(const HandedOut& token);
  void set_holds(const std::string& serial, bool holds_certificate);
  void remove_token(const std::string& serial);

  /// Accounts and tokens as at the start; certificates issued so far are forgotten, the CAs stay.
  void reset();

 private:
  [[nodiscard]] static IssuedRecord read(db::Rows& rows);
  [[nodiscard]] static HandedOut read_token(db::Rows& rows);

  db::Connection connection_;
  db::Statement get_text_, put_text_, get_state_, put_state_, supersede_, add_, by_serial_, by_key_, all_;
  db::Statement get_token_, all_tokens_, put_token_, hold_token_, remove_token_;
};

}  // namespace kigen::demo_ra
