// The tray program: a hidden window that owns the icon, the connection and the windows, and carries out what the models
// decide. Everything runs on the UI thread except what Worker and AsyncClient do. One object a process.
#pragma once

#include <memory>
#include <string>

#include "common/ipc/async_client.h"
#include "common/platform/local_calendar.h"
#include "common/ui/win32/error_window.h"
#include "common/ui/win32/window.h"
#include "tray/model/renewal_flow.h"
#include "tray/model/session.h"
#include "tray/tokens/token_reporter.h"
#include "tray/win32/about_window.h"
#include "tray/win32/actions.h"
#include "tray/win32/executor.h"
#include "tray/win32/interval_window.h"
#include "tray/win32/main_window.h"
#include "tray/win32/options.h"
#include "tray/win32/silent_wizard.h"
#include "tray/win32/store_reporter.h"
#include "tray/win32/token_devices.h"
#include "tray/win32/tray_icon.h"
#include "tray/win32/warning_window.h"
#include "tray/win32/worker.h"

namespace kigen::tray {

class App final : public ui::Window, public Actions {
 public:
  explicit App(const Options& options);
  ~App() override;
  /// False when Windows refuses the hidden window.
  [[nodiscard]] bool start();

 protected:
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;
  void on_command(int id, int code) override { (void)code, run(id); }

 private:
  // Actions
  void run(int command) override;
  void start_wizard(const std::string& thumbprint, const std::string& profile) override;
  void list(const std::string& cursor, Listed done) override;
  void explain(const std::string& thumbprint_sha256, Explained done) override;
  void notices(Noticed done) override;
  void mark_read(std::vector<std::int64_t> ids, std::function<void()> done) override;
  void set_interval(int hours, std::function<void(Status)> done) override;

  void connect();
  void connected(const ipc::HelloResult& server);
  void disconnected(std::chrono::milliseconds retry_in);
  void pushed(const ipc::Push& push);
  void take_status(const ipc::StatusResult& status);
  void load_profiles();
  void send_report(ipc::ReportParams part);
  void start_tokens();
  void send_token_report(ipc::ReportParams report);
  void tell_tokens(const ipc::StatusResult& status);
  void tell_tokens(const ipc::ProfilesResult& profiles);
  void check_now();
  void act(const WarningActions& actions);
  void act_on(const WarningAction& action);
  void answered_warning(const Result<ipc::WarningList>& list);
  void launch(const std::string& thumbprint, const std::string& profile);
  void renew_unattended(const std::optional<StartRenewal>& renewal);
  void renewal_ended(const StartRenewal& renewal, const Result<DWORD>& code);
  void wizard_failed(const Error& error, const std::string& thumbprint, const std::string& profile);
  void open_main();
  void tray_event(UINT event, POINT point);
  void tray_menu(POINT point);
  void use_language(int command);
  void refresh_all(bool reload);
  void follow_day();
  LRESULT system_event(UINT message, WPARAM wparam, LPARAM lparam);

  Options options_;
  SystemClock clock_;
  std::unique_ptr<LocalCalendar> calendar_;
  Session session_;
  UINT task_bar_created_ = 0;
  UINT tokens_changed_ = 0;
  std::chrono::local_days shown_day_{};
  bool profiles_known_ = false;
  std::optional<ipc::WarningList> early_warnings_;  ///< came before the names of the profiles
  std::shared_ptr<Executor> executor_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<TrayIcon> icon_;
  RenewalFlow renewals_;
  std::unique_ptr<SilentWizard> silent_wizard_;
  std::unique_ptr<StoreReporter> reporter_;
  std::unique_ptr<TokenDevices> devices_;
  std::unique_ptr<TokenReporter> tokens_;
  bool tokens_told_ = false;  ///< which tokens this connection's service knows
  std::unique_ptr<WarningWindow> warning_;
  std::unique_ptr<MainWindow> main_;
  std::unique_ptr<IntervalWindow> interval_;
  std::unique_ptr<AboutWindow> about_;
  std::unique_ptr<ui::ErrorWindow> error_;
  std::unique_ptr<ipc::AsyncClient> client_;
};

}  // namespace kigen::tray
