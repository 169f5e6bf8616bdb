// A service with certificates of every status, for windows to stand on: real pipe, real messages, no database. What a
// client does (snooze, read, interval, report) changes it as the real one would. On the server's thread.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "service/pipe/service_api.h"

namespace kigen::tray::stand {

enum class Scene { Fine, One, Several, Expired, Lapsed, Unknown, Empty, Locked };
[[nodiscard]] Scene scene_from_name(const std::string& name);

class StandService final : public pipe::ServiceApi {
 public:
  using Push = std::function<void(pipe::ConnectionId, const ipc::Push&)>;
  StandService(Scene scene, Push push);

  void set_scene(Scene scene);
  /// As a check does: closed warnings stand again.
  void check();
  [[nodiscard]] const std::vector<ipc::ReportParams>& reports() const noexcept { return reports_; }
  [[nodiscard]] const std::vector<ipc::SnoozeParams>& snoozes() const noexcept { return snoozes_; }
  [[nodiscard]] const std::vector<std::string>& wizards() const noexcept { return wizards_; }
  [[nodiscard]] const std::vector<ipc::AttemptParams>& attempts() const noexcept { return attempts_; }
  [[nodiscard]] std::size_t subscribers() const noexcept { return subscribed_.size(); }
  /// Asks the subscribed trays to renew this without asking.
  void ask_to_renew(const std::string& thumbprint, const std::string& profile, Instant since);
  [[nodiscard]] int interval() const noexcept { return interval_; }

  void disconnected(pipe::ConnectionId connection) override;
  void status(const pipe::Caller& caller, pipe::Reply<ipc::StatusResult> reply) override;
  void list(const pipe::Caller& caller, ipc::ListParams params, pipe::Reply<ipc::ListResult> reply) override;
  void get(const pipe::Caller& caller, ipc::ThumbprintParams params,
           pipe::Reply<ipc::CertificateDetail> reply) override;
  void explain(const pipe::Caller& caller, ipc::ThumbprintParams params, pipe::Reply<ipc::Explanation> reply) override;
  void run_check(const pipe::Caller& caller, pipe::Reply<ipc::CheckRun> reply) override;
  void check_history(const pipe::Caller& caller, ipc::HistoryParams params,
                     pipe::Reply<ipc::HistoryResult> reply) override;
  void report(const pipe::Caller& caller, ipc::ReportParams params, pipe::Reply<ipc::ReportResult> reply) override;
  void get_settings(const pipe::Caller& caller, pipe::Reply<ipc::SettingsResult> reply) override;
  void set_setting(const pipe::Caller& caller, ipc::SettingSetParams params,
                   pipe::Reply<ipc::SettingValue> reply) override;
  void reset_setting(const pipe::Caller& caller, ipc::SettingKeyParams params,
                     pipe::Reply<ipc::SettingValue> reply) override;
  void list_notices(const pipe::Caller& caller, ipc::NoticesParams params,
                    pipe::Reply<ipc::NoticesResult> reply) override;
  void read_notices(const pipe::Caller& caller, ipc::NoticesReadParams params,
                    pipe::Reply<ipc::UnreadResult> reply) override;
  void get_warnings(const pipe::Caller& caller, pipe::Reply<ipc::WarningList> reply) override;
  void snooze(const pipe::Caller& caller, ipc::SnoozeParams params, pipe::Reply<ipc::WarningList> reply) override;
  void wizard_started(const pipe::Caller& caller, ipc::ThumbprintParams params,
                      pipe::Reply<ipc::WarningList> reply) override;
  void report_attempt(const pipe::Caller& caller, ipc::AttemptParams params,
                      pipe::Reply<ipc::AttemptResult> reply) override;
  void list_profiles(const pipe::Caller& caller, pipe::Reply<ipc::ProfilesResult> reply) override;
  void doctor(const pipe::Caller& caller, pipe::Reply<ipc::DoctorResult> reply) override;
  void subscribe(const pipe::Caller& caller, pipe::Reply<ipc::StatusResult> reply) override;

 private:
  [[nodiscard]] ipc::StatusResult status_now() const;
  [[nodiscard]] ipc::WarningList warnings_now() const;
  [[nodiscard]] const ipc::CertificateSummary* find(const std::string& thumbprint) const;
  [[nodiscard]] ipc::CertificateDetail detail_of(const ipc::CertificateSummary& item) const;
  void push_all(const ipc::Push& message);
  void push_state();

  Scene scene_;
  Push push_;
  std::vector<ipc::CertificateSummary> certificates_;
  std::vector<ipc::UnreadableItem> unreadable_;
  std::vector<ipc::Notice> notices_;
  std::set<std::string> quiet_;
  std::set<std::string> known_;  ///< hashes reported with content
  std::set<pipe::ConnectionId> subscribed_;
  std::vector<ipc::ReportParams> reports_;
  std::vector<ipc::SnoozeParams> snoozes_;
  std::vector<std::string> wizards_;
  std::vector<ipc::AttemptParams> attempts_;
  int interval_ = 24;
  std::int64_t checks_ = 1;
};

/// The certificates of a scene, most urgent first.
[[nodiscard]] std::vector<ipc::CertificateSummary> certificates_of(Scene scene, Instant now);
[[nodiscard]] std::vector<ipc::ProfileInfo> stand_profiles();

}  // namespace kigen::tray::stand
