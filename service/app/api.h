// Answers the pipe's requests from the parts of the Engine. No request waits for another connection's.
//
// Threads: the io thread; questions to the inventory go to the database thread and come back.
// Ownership: refers to the Engine, which owns it.
#pragma once

#include <memory>

#include "service/app/doctor.h"
#include "service/app/engine.h"
#include "service/pipe/service_api.h"

namespace kigen::app {

class Api final : public pipe::ServiceApi {
 public:
  explicit Api(Engine& engine) : engine_(engine), doctor_(engine.context_) {}

  void disconnected(pipe::ConnectionId connection) override { engine_.boards_->disconnected(connection); }

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
  struct Known;

  void look_up(const pipe::Caller& caller, ipc::ThumbprintParams params, pipe::Reply<Known> reply);
  /// Runs `work` on the database thread and answers with what it gives; damage found on the way is acted on.
  template <class T, class Work>
  void ask(Work work, pipe::Reply<T> reply);
  void reply_with_warnings(Result<Board> board, const pipe::Reply<ipc::WarningList>& reply);
  [[nodiscard]] ipc::SettingValue setting(const settings::Definition& definition) const;
  void after_setting(const std::string& key);

  Engine& engine_;
  Doctor doctor_;
};

}  // namespace kigen::app
