// The part of App that carries out WarningFlow's actions and starts the wizard.
#include <variant>

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "kigen_version.h"
#include "tray/icons/icons.h"
#include "tray/ids.h"
#include "tray/win32/app.h"
#include "tray/win32/screen.h"
#include "tray/win32/wizard.h"

namespace kigen::tray {
namespace {

constexpr UINT kScreenLook = 10'000;

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace

void App::act(const WarningActions& actions) {
  for (const WarningAction& action : actions) act_on(action);
}

void App::act_on(const WarningAction& action) {
  std::visit(Overloaded{
                 [this](const OpenWarning&) {
                   warning_->open();
                   const WarningView& view = warning_->view();
                   icon_->balloon(view.balloon_title, view.balloon_text, view.icon);
                 },
                 [this](const RefreshWarning&) { warning_->refresh(); },
                 [this](const HideWarning&) { warning_->hide(); },
                 [this](const WatchScreen& watch) {
                   if (watch.on) {
                     ::SetTimer(hwnd(), ids::kScreenTimer, kScreenLook, nullptr);
                   } else {
                     ::KillTimer(hwnd(), ids::kScreenTimer);
                   }
                 },
                 [this](const SendSnooze& snooze) {
                   client_->call(ipc::kSnooze, {snooze.thumbprints, snooze.until},
                                 [this](const Result<ipc::WarningList>& list) { answered_warning(list); });
                 },
                 [this](const LaunchWizard& wizard) { launch(wizard.thumbprint, wizard.profile); },
                 [this](const SendWizardStarted& started) {
                   client_->call(ipc::kWizardStarted, {started.thumbprint},
                                 [this](const Result<ipc::WarningList>& list) { answered_warning(list); });
                 },
             },
             action);
}

void App::answered_warning(const Result<ipc::WarningList>& list) {
  act(session_.warnings.answered(list ? &*list : nullptr, screen_free()));
}

void App::start_wizard(const std::string& thumbprint, const std::string& profile) {
  launch(thumbprint, profile);
}

void App::launch(const std::string& thumbprint, const std::string& profile) {
  worker_->post([this, executor = executor_, thumbprint, profile] {
    Status status = tray::start_wizard(thumbprint, profile);
    executor->post([this, status = std::move(status), thumbprint, profile] {
      if (!thumbprint.empty()) act(session_.warnings.wizard_launched(thumbprint, status.has_value()));
      if (!status) wizard_failed(status.error(), thumbprint, profile);
    });
  });
}

void App::renew_unattended(const std::optional<StartRenewal>& renewal) {
  if (!renewal) return;
  silent_wizard_->start(renewal->thumbprint, renewal->profile,
                        [this, renewal = *renewal](const Result<DWORD>& code) { renewal_ended(renewal, code); });
}

// The wizard itself reports how it went; one that never ran cannot. The next one comes when the service asks for it.
void App::renewal_ended(const StartRenewal& renewal, const Result<DWORD>& code) {
  if (!code) {
    const Instant now = clock_.now();
    client_->call(ipc::kAttemptReport,
                  {.thumbprint = renewal.thumbprint,
                   .kind = "renew",
                   .unattended = true,
                   .started = now,
                   .ended = now,
                   .result = kgn(code.error().code),
                   .next_attempt = now + std::chrono::minutes(30)},
                  [](const Result<ipc::AttemptResult>&) {});
  } else if (*code == 0) {
    const text::Language language = session_.language;
    const std::string profile = session_.profiles.name(renewal.profile, language);
    const std::string what = text::certificate_of(language, profile, renewal.profile);
    icon_->balloon(text::balloon_renewed_title(language), text::balloon_renewed(language, what), IconState::Fine);
  }
  main_->refresh(true);
  renew_unattended(renewals_.ended());
}

void App::wizard_failed(const Error& error, const std::string& thumbprint, const std::string& profile) {
  const std::string title = text::window_title(session_.language, text::wizard_window(session_.language), kVersion);
  error_->open(session_.language, platform::to_wide(title), error, KIGEN_MARK_EXPIRED,
               [this, thumbprint, profile] { launch(thumbprint, profile); });
}

}  // namespace kigen::tray
