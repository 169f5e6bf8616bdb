// The part of App that joins the tokens' reporter with the window's events and the connection.
#include <windows.h>

#include "tray/ids.h"
#include "tray/win32/app.h"

namespace kigen::tray {

void App::start_tokens() {
  keys::pkcs11::WorkerOptions options;
  options.program = keys::pkcs11::worker_program();
  TokenReporter::Shell shell;
  shell.back = [executor = executor_](std::function<void()> work) { executor->post(std::move(work)); };
  shell.wake_in = [this](std::chrono::milliseconds wait) {
    ::SetTimer(hwnd(), ids::kTokenTimer, static_cast<UINT>(wait.count()), nullptr);
  };
  shell.send = [this](ipc::ReportParams report) { send_token_report(std::move(report)); };
  tokens_ = std::make_unique<TokenReporter>(std::move(shell), std::move(options));
  devices_ = std::make_unique<TokenDevices>(hwnd());
}

void App::send_token_report(ipc::ReportParams report) {
  client_->call(ipc::kReport, report, [this](Result<ipc::ReportResult> answer) {
    if (answer) {
      tokens_->answered(*answer);
    } else {
      tokens_->failed();
    }
  });
}

// An administrator's status has everybody's sources.
void App::tell_tokens(const ipc::StatusResult& status) {
  if (tokens_told_ || !session_.server) return;
  tokens_told_ = true;
  std::vector<ipc::SourceState> own;
  for (const ipc::SourceState& source : status.sources) {
    if (source.owner == session_.server->user_sid) own.push_back(source);
  }
  tokens_->connected(own);
}

void App::tell_tokens(const ipc::ProfilesResult& profiles) {
  std::vector<std::string> modules;
  for (const ipc::ProfileInfo& profile : profiles.profiles) {
    modules.insert(modules.end(), profile.token_modules.begin(), profile.token_modules.end());
  }
  tokens_->profiles_known(std::move(modules));
}

}  // namespace kigen::tray
