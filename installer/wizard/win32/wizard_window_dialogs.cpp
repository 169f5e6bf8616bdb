// The part of the wizard's window that asks and shows in windows of their own. Only one of them stands at a time: each
// disables this window, and would give it back while another one still waits for its answer.
#include <windows.h>

#include <algorithm>
#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/enrol_text.h"
#include "common/text/tray_text.h"
#include "icons.h"
#include "installer/wizard/model/pages/frame_view.h"
#include "installer/wizard/win32/certificate_dialog.h"
#include "installer/wizard/win32/own_store.h"
#include "installer/wizard/win32/wizard_window.h"
#include "kigen_version.h"

namespace kigen::wizard {

using platform::to_wide;

void WizardWindow::when_free(std::function<void()> ask) {
  waiting_.push_back(std::move(ask));
  ask_next();
}

void WizardWindow::ask_next() {
  if (waiting_.empty() || !exists() || !::IsWindowEnabled(hwnd())) return;
  const auto ask = std::move(waiting_.front());
  waiting_.pop_front();
  ask();
}

// What was asked for the job has no addressee any more.
void WizardWindow::withdraw_questions() {
  withdraw_login();
  pin_.withdraw();
  for (ui::QuestionDialog* dialog : {&question_, &last_try_, &plug_in_})
    if (dialog->exists()) dialog->dismiss();
}

void WizardWindow::withdraw_login() {
  waiting_.clear();
  login_.withdraw();
}

void WizardWindow::act(AskLogin& action) {
  if (!action.question.again && parts_.logins) {
    if (auto kept = parts_.logins->load(action.question.proxy))
      return perform(flow_.login_given(TypedLogin{kept->user, std::move(kept->password), false}));
  }
  when_free([this, question = action.question] {
    login_.open(hwnd(), language_, question,
                [this](std::optional<TypedLogin> login) { perform(flow_.login_given(std::move(login))); });
  });
}

void WizardWindow::act(AskToCancel& action) {
  const CancelWords words = cancel_words(context(), flow_.state(), action.stays);
  when_free([this, asked = dialog_words(
                       {text::cancel_title(language_), words.question, words.stays, words.stop, words.go_on})] {
    question_.ask(hwnd(), asked, [this](bool stop) {
      if (stop) perform(flow_.cancel_confirmed());
    });
  });
}

void WizardWindow::act(ShowProxySettings&) {
  when_free([this] {
    proxy_.open(hwnd(), language_, flow_.state().proxy, flow_.state().proxy_login,
                [this](net::ProxySetting setting, TypedLogin login) {
                  perform(flow_.proxy_chosen(std::move(setting), std::move(login)));
                });
  });
}

void WizardWindow::act(AskPin& action) {
  when_free([this, question = action.question] {
    pin_.open(hwnd(), context(), question,
              [this](std::optional<Secret> pin) { perform(flow_.pin_given(std::move(pin))); });
  });
}

ui::QuestionDialog::Words WizardWindow::dialog_words(const DialogWords& words) const {
  return {to_wide(text::window_title(language_, words.title, kVersion)),
          to_wide(words.question),
          to_wide(words.detail),
          to_wide(words.yes),
          to_wide(words.no),
          KIGEN_MARK_DUE};
}

void WizardWindow::act(AskLastTry& action) {
  when_free([this, words = dialog_words(last_try_words(context(), action.label, action.serial, action.puk))] {
    last_try_.ask(hwnd(), words, [this](bool yes) { perform(flow_.last_try_answered(yes)); });
  });
}

void WizardWindow::act(AskToken& action) {
  ui::QuestionDialog::Words words = dialog_words(plug_in_words(context(), action.question));
  words.icon = KIGEN_MARK_INFO;
  words.yes_is_default = true;
  when_free([this, words = std::move(words)] {
    plug_in_.ask(hwnd(), words, [this](bool yes) { perform(flow_.token_answered(yes)); });
  });
}

bool WizardWindow::show_if_here() {
  const State& now = flow_.state();
  const auto item =
      std::ranges::find(now.found.certificates, now.thumbprint, &ipc::CertificateSummary::thumbprint_sha256);
  if (item == now.found.certificates.end()) return false;
  const auto der = certificate_on_token(now.token.found, *item);
  // A driver may show what is on its token in the user's store.
  return der ? show_certificate(hwnd(), *der) : show_stored_certificate(hwnd(), item->thumbprint_sha1);
}

void WizardWindow::show_chosen_certificate() {
  if (!show_if_here()) perform(flow_.fetch_certificate());
}

void WizardWindow::act(ShowCertificate&) {
  when_free([this] { (void)show_if_here(); });
}

void WizardWindow::show_new_certificate() {
  const auto& success = flow_.state().success;
  if (success && !success->chain.empty()) show_certificate(hwnd(), success->chain.front());
}

}  // namespace kigen::wizard
