// What the pipe asks of the service: one method per request of PROTOCOL.md, already parsed and bounded.
//
// Threads: every call comes on the server's io_context thread, and every Reply must be called on it, exactly once, now
// or later. A Reply owns nothing of the connection: calling it after the client is gone does nothing. A connection's
// next request is handed over only after the Reply to the one before. The dispatcher has already checked `may_set` for
// settings; visibility (`may_see`) is the implementation's.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/ipc/methods.h"

namespace kigen::pipe {

using ConnectionId = std::uint64_t;

/// Who asks: taken from the connection itself (impersonation, SO_PEERCRED), never from what a message says.
struct Caller {
  std::string sid;   ///< "S-1-5-21-…"; "uid:1000" on a Unix socket
  std::string name;  ///< "DOMAIN\\user"; for people, never for decisions
  bool administrator = false;
  std::string client;  ///< what the client calls itself in `hello`: "tray", "ctl" …
  ConnectionId connection = 0;
};

template <class T>
using Reply = std::function<void(Result<T>)>;

/// The owner of what belongs to the machine rather than to a user.
inline constexpr std::string_view kMachineOwner = "machine";

/// Own and the machine's; an administrator sees everybody's.
[[nodiscard]] bool may_see(const Caller& caller, std::string_view owner) noexcept;
/// Administrators everything; everybody else "check.interval_hours" and "ui.*".
[[nodiscard]] bool may_set(const Caller& caller, std::string_view setting_key) noexcept;

class ServiceApi {
 public:
  virtual ~ServiceApi() = default;

  /// After a good `hello`; and once when that connection is gone, for whatever reason.
  virtual void connected(const Caller& caller) { (void)caller; }
  virtual void disconnected(ConnectionId connection) { (void)connection; }

  virtual void status(const Caller& caller, Reply<ipc::StatusResult> reply) = 0;
  virtual void list(const Caller& caller, ipc::ListParams params, Reply<ipc::ListResult> reply) = 0;
  virtual void get(const Caller& caller, ipc::ThumbprintParams params, Reply<ipc::CertificateDetail> reply) = 0;
  virtual void explain(const Caller& caller, ipc::ThumbprintParams params, Reply<ipc::Explanation> reply) = 0;
  virtual void run_check(const Caller& caller, Reply<ipc::CheckRun> reply) = 0;
  virtual void check_history(const Caller& caller, ipc::HistoryParams params, Reply<ipc::HistoryResult> reply) = 0;
  virtual void report(const Caller& caller, ipc::ReportParams params, Reply<ipc::ReportResult> reply) = 0;
  virtual void get_settings(const Caller& caller, Reply<ipc::SettingsResult> reply) = 0;
  virtual void set_setting(const Caller& caller, ipc::SettingSetParams params, Reply<ipc::SettingValue> reply) = 0;
  virtual void reset_setting(const Caller& caller, ipc::SettingKeyParams params, Reply<ipc::SettingValue> reply) = 0;
  virtual void list_notices(const Caller& caller, ipc::NoticesParams params, Reply<ipc::NoticesResult> reply) = 0;
  virtual void read_notices(const Caller& caller, ipc::NoticesReadParams params, Reply<ipc::UnreadResult> reply) = 0;
  virtual void get_warnings(const Caller& caller, Reply<ipc::WarningList> reply) = 0;
  virtual void snooze(const Caller& caller, ipc::SnoozeParams params, Reply<ipc::WarningList> reply) = 0;
  virtual void wizard_started(const Caller& caller, ipc::ThumbprintParams params, Reply<ipc::WarningList> reply) = 0;
  /// Refuses with NotFound what is not the caller's own.
  virtual void report_attempt(const Caller& caller, ipc::AttemptParams params, Reply<ipc::AttemptResult> reply) = 0;
  virtual void list_profiles(const Caller& caller, Reply<ipc::ProfilesResult> reply) = 0;
  virtual void doctor(const Caller& caller, Reply<ipc::DoctorResult> reply) = 0;
  /// From now on the implementation may push to `caller.connection` (Server::push).
  virtual void subscribe(const Caller& caller, Reply<ipc::StatusResult> reply) = 0;
};

}  // namespace kigen::pipe
