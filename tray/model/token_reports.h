// What the service is told of the user's tokens after each look at them: the content of those that are inserted, that
// others were pulled, and which libraries could not be used. Nothing is said twice on a connection, and one report is
// under way at a time. Pure; the shell looks and sends.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "common/ipc/messages.h"
#include "tray/model/report_flow.h"

namespace kigen::tray {

/// One inserted token, as it was seen.
struct SeenToken {
  std::string serial, label;
  std::string module;                   ///< the library that serves it
  std::optional<StoreContent> content;  ///< nothing: it is there, but could not be read
};
/// What one look found. Errors of libraries carry {module}.
struct TokenSight {
  bool any_module = false;  ///< a library for tokens is on this PC
  std::vector<SeenToken> tokens;
  std::vector<Error> faults;
};

/// A certificate of a token before anything is known of its key. Private keys hide until the PIN is given, and some
/// tokens hide the public ones too.
struct TokenItem {
  StoreItem item;
  bool is_ca = false;
};
/// Where no key of the whole token can be seen, every certificate that is no authority's is taken to have one: better
/// a warning too many than none.
[[nodiscard]] std::vector<StoreItem> with_keys(std::vector<TokenItem> items);

class TokenReports {
 public:
  /// `own`: the sources of this user, as the service has them now. The report to send now, if any; so below.
  [[nodiscard]] std::optional<ipc::ReportParams> connected(const std::vector<ipc::SourceState>& own);
  void disconnected();
  [[nodiscard]] std::optional<ipc::ReportParams> saw(TokenSight sight);
  [[nodiscard]] std::optional<ipc::ReportParams> answered(const ipc::ReportResult& result);
  /// The report under way was refused: it rests until there is news or a new connection.
  [[nodiscard]] std::optional<ipc::ReportParams> failed();
  /// The last look showed something else than the one before.
  [[nodiscard]] bool news() const noexcept { return news_; }

 private:
  struct Told {
    bool present = false;
    std::string fingerprint;  ///< of what was reported on this connection; "" when nothing was
  };
  void plan();
  void plan_pulled();
  void plan_drivers();
  [[nodiscard]] bool may_be_there(const std::string& serial) const;
  [[nodiscard]] std::optional<ipc::ReportParams> next();
  [[nodiscard]] std::optional<ipc::ReportParams> begin_drivers();
  [[nodiscard]] std::optional<ipc::ReportParams> begin_token(const std::string& serial);
  [[nodiscard]] ipc::ReportParams addressed(ipc::ReportParams part) const;

  TokenSight sight_;
  bool seen_ = false;
  bool news_ = false;
  bool connected_ = false;
  std::map<std::string, std::string> module_of_;  ///< by serial: who served it when it was last seen
  std::map<std::string, Told> told_;              ///< by serial
  std::optional<std::string> told_drivers_;       ///< fingerprint of the faults
  bool drivers_known_ = false;                    ///< the service has heard of libraries

  std::deque<std::string> waiting_;    ///< sources that are to be reported
  std::optional<std::string> source_;  ///< under way
  std::string label_;                  ///< its token's
  ReportFlow flow_;
};

}  // namespace kigen::tray
