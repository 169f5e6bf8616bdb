#include "tray/win32/app.h"

#include <wtsapi32.h>

#include <utility>

#include "common/platform/token_notice.h"
#include "common/ui/win32/language_setting.h"
#include "kigen_version.h"
#include "tray/ids.h"
#include "tray/win32/chain.h"
#include "tray/win32/screen.h"

namespace kigen::tray {

App::App(const Options& options) : options_(options), calendar_(platform::system_calendar()) {
  session_.clock = &clock_;
  session_.calendar = calendar_.get();
  session_.language = ui::window_language();
}

App::~App() {
  // First nobody posts any more, then what they would have reached goes.
  client_.reset();
  reporter_.reset();
  devices_.reset();
  tokens_.reset();
  if (executor_) executor_->close();
  worker_.reset();
}

bool App::start() {
  task_bar_created_ = ::RegisterWindowMessageW(L"TaskbarCreated");
  tokens_changed_ = platform::tokens_changed_message();
  ui::Look look;
  look.class_name = ids::kHostClass;
  look.style = WS_OVERLAPPED;
  look.icon = 0;
  if (!create(look, L"Kigen", nullptr)) return false;
  // Explorer may run with other rights than this program (UIPI).
  ::ChangeWindowMessageFilterEx(hwnd(), task_bar_created_, MSGFLT_ALLOW, nullptr);
  ::WTSRegisterSessionNotification(hwnd(), NOTIFY_FOR_THIS_SESSION);
  executor_ = std::make_shared<Executor>(hwnd(), ids::kRunMessage);
  worker_ = std::make_unique<Worker>();
  silent_wizard_ = std::make_unique<SilentWizard>(*worker_, executor_);
  icon_ = std::make_unique<TrayIcon>(hwnd());
  icon_->show(session_.icon());
  WarningWindow::Events events;
  events.renew = [this](const std::string& thumbprint) { act(session_.warnings.renew(thumbprint)); };
  events.details = [this](const std::string& thumbprint) {
    open_main();
    main_->show_certificate(thumbprint);
  };
  events.snooze = [this](const std::string& until) { act(session_.warnings.snoozed(until)); };
  warning_ = std::make_unique<WarningWindow>(session_, std::move(events));
  main_ = std::make_unique<MainWindow>(session_, static_cast<Actions&>(*this));
  interval_ = std::make_unique<IntervalWindow>(session_, static_cast<Actions&>(*this));
  about_ = std::make_unique<AboutWindow>(session_);
  error_ = std::make_unique<ui::ErrorWindow>();
  reporter_ = std::make_unique<StoreReporter>(*worker_, executor_,
                                              [this](ipc::ReportParams part) { send_report(std::move(part)); });
  reporter_->start();
  start_tokens();
  connect();
  follow_day();
  return true;
}

void App::connect() {
  ipc::ClientOptions options;
  options.endpoint = options_.endpoint;
  options.client = "tray";
  options.version = kVersion;
  options.accept_console_server = options_.console_server;
  ipc::AsyncClientEvents events;
  events.connected = [this](const ipc::HelloResult& server) { connected(server); };
  events.disconnected = [this](const Error&, std::chrono::milliseconds retry_in) { disconnected(retry_in); };
  events.pushed = [this](const ipc::Push& push) { pushed(push); };
  client_ = std::make_unique<ipc::AsyncClient>(
      std::move(options), [executor = executor_](std::function<void()> work) { executor->post(std::move(work)); },
      std::move(events));
  client_->start();
}

void App::connected(const ipc::HelloResult& server) {
  session_.connection = {true, true, std::chrono::seconds(0)};
  session_.server = server;
  load_profiles();
  reporter_->connected();
}

void App::disconnected(std::chrono::milliseconds retry_in) {
  session_.connection = {false, true, std::chrono::duration_cast<std::chrono::seconds>(retry_in)};
  tokens_->disconnected();
  tokens_told_ = false;
  session_.warnings.disconnected();
  renewals_.disconnected();
  profiles_known_ = false;
  early_warnings_.reset();
  if (session_.check.running()) session_.check.failed(Error(ErrorCode::PipeUnavailable));
  reporter_->disconnected();
  refresh_all(false);
}

void App::pushed(const ipc::Push& push) {
  if (const auto* warnings = std::get_if<ipc::WarningList>(&push)) {
    if (profiles_known_) {
      act(session_.warnings.pushed(*warnings, screen_free()));
    } else {
      early_warnings_ = *warnings;
    }
  } else if (const auto* status = std::get_if<ipc::StatusResult>(&push)) {
    take_status(*status);
  } else if (const auto* progress = std::get_if<ipc::CheckProgress>(&push)) {
    session_.check.progressed(*progress);
    main_->refresh_check();
  } else if (const auto* unread = std::get_if<ipc::UnreadResult>(&push)) {
    if (session_.status) session_.status->unread_notices = unread->unread;
    main_->refresh_notices();
  } else if (const auto* renewals = std::get_if<ipc::RenewalList>(&push)) {
    renew_unattended(renewals_.pushed(*renewals));
  }
}

void App::take_status(const ipc::StatusResult& status) {
  session_.status = status;
  ui::set_default_language(status.ui_language == "ja"   ? std::optional(text::Language::Japanese)
                           : status.ui_language == "en" ? std::optional(text::Language::English)
                                                        : std::nullopt);
  session_.language = ui::window_language();
  tell_tokens(status);
  load_profiles();
}

// Profiles may be changed while the service runs: they are read again with each status, before anything is shown with
// their names.
void App::load_profiles() {
  client_->call(ipc::kProfiles, {}, [this](Result<ipc::ProfilesResult> profiles) {
    if (profiles) session_.profiles = Profiles(*profiles);
    if (profiles) tell_tokens(*profiles);
    profiles_known_ = true;
    refresh_all(true);
    if (const auto early = std::exchange(early_warnings_, std::nullopt)) {
      act(session_.warnings.pushed(*early, screen_free()));
    }
  });
}

void App::refresh_all(bool reload) {
  icon_->show(session_.icon());
  main_->refresh(reload);
  interval_->refresh();
  about_->refresh();
  warning_->refresh();
}

void App::send_report(ipc::ReportParams part) {
  client_->call(ipc::kReport, part, [this](Result<ipc::ReportResult> answer) {
    if (answer) {
      reporter_->answered(*answer);
    } else {
      reporter_->failed();
    }
  });
}

void App::check_now() {
  if (session_.check.running()) return;
  tokens_->user_asked();
  session_.check.started();
  main_->refresh_check();
  client_->call(ipc::kCheckRun, {}, [this](Result<ipc::CheckRun> run) {
    if (run) {
      session_.check.finished(*run);
    } else {
      session_.check.failed(run.error());
    }
    main_->refresh(true);
  });
}

void App::run(int command) {
  switch (command) {
    case ids::kOpenMain:
      return open_main();
    case ids::kCheckNow:
      return check_now();
    case ids::kChangeInterval:
      return interval_->open(main_->hwnd());
    case ids::kStartWizard:
      return start_wizard("", "");
    case ids::kAbout:
      return about_->open(main_->hwnd());
    case ids::kExit:
      return ::PostQuitMessage(0);
    case ids::kLanguageSystem:
    case ids::kLanguageJapanese:
    case ids::kLanguageEnglish:
      return use_language(command);
    default:
      return;
  }
}

void App::open_main() {
  client_->reconnect_now();
  main_->open();
}

void App::use_language(int command) {
  if (command == ids::kLanguageSystem) ui::choose_language(std::nullopt);
  if (command == ids::kLanguageJapanese) ui::choose_language(text::Language::Japanese);
  if (command == ids::kLanguageEnglish) ui::choose_language(text::Language::English);
  session_.language = ui::window_language();
  refresh_all(false);
}

void App::list(const std::string& cursor, Listed done) {
  ipc::ListParams params;
  params.cursor = cursor;
  params.limit = 1000;
  client_->call(ipc::kList, params, std::move(done));
}

void App::explain(const std::string& thumbprint_sha256, Explained done) {
  client_->call(ipc::kExplain, {thumbprint_sha256}, [this, done](Result<ipc::Explanation> answer) {
    if (!answer) return done(std::move(answer), std::nullopt);
    bool in_user_store = false;
    for (const ipc::Place& place : answer->certificate.places) {
      in_user_store = in_user_store || (!place.gone && place.source == "CurrentUser\\My");
    }
    if (!in_user_store) return done(std::move(answer), std::nullopt);
    auto explanation = std::make_shared<ipc::Explanation>(std::move(*answer));
    worker_->post([executor = executor_, explanation, done] {
      auto chain = build_chain(explanation->certificate.summary.thumbprint_sha1);
      executor->post([explanation, chain = std::move(chain), done] { done(std::move(*explanation), chain); });
    });
  });
}

void App::notices(Noticed done) {
  ipc::NoticesParams params;
  params.limit = 1000;
  client_->call(ipc::kNoticesList, params, std::move(done));
}

void App::mark_read(std::vector<std::int64_t> ids, std::function<void()> done) {
  ipc::NoticesReadParams params;
  params.all = ids.empty();
  params.ids = std::move(ids);
  client_->call(ipc::kNoticesRead, params, [this, done = std::move(done)](Result<ipc::UnreadResult> answer) {
    if (answer && session_.status) session_.status->unread_notices = answer->unread;
    main_->refresh(false);
    done();
  });
}

void App::set_interval(int hours, std::function<void(Status)> done) {
  client_->call(ipc::kSettingsSet, {"check.interval_hours", std::to_string(hours)},
                [this, hours, done = std::move(done)](Result<ipc::SettingValue> answer) {
                  if (!answer) return done(answer.error());
                  if (session_.status) session_.status->interval_hours = hours;
                  done(Status());
                });
}

}  // namespace kigen::tray
