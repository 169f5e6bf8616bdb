// The part of the wizard's window that carries out what the flow wants done with tokens.
#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/tray_text.h"
#include "icons.h"
#include "installer/wizard/win32/own_store.h"
#include "installer/wizard/win32/wizard_window.h"
#include "kigen_version.h"

namespace kigen::wizard {

using platform::to_wide;

void WizardWindow::act(SearchTokens& action) {
  engine_->search(action.profile, [this, run = action.run](Result<renewal::TokenSearch> search) {
    std::vector<ipc::CertificateDetail> certificates;
    const State& now = flow_.state();
    if (search) certificates = token_certificates(*search, now.found.profiles, context().now, *parts_.calendar);
    perform(flow_.tokens_found(run, std::move(search), std::move(certificates), context().now));
  });
}
void WizardWindow::act(StopSearch&) {
  engine_->stop_desk();
  login_.withdraw();
}
void WizardWindow::act(AskHolder& action) {
  engine_->holder(action.profile, action.token, action.proxy, [this](Result<renewal::TokenHolder> holder) {
    login_.withdraw();
    perform(flow_.holder_known(std::move(holder), context().now));
  });
}
void WizardWindow::act(SetTokenPin& action) {
  engine_->set_pin(std::move(action), [this](const Status& status) { perform(flow_.pin_set(status)); });
}

void WizardWindow::act(AskPin& action) {
  pin_.open(hwnd(), context(), action.question,
            [this](std::optional<Secret> pin) { perform(flow_.pin_given(std::move(pin))); });
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
  last_try_.ask(hwnd(), dialog_words(last_try_words(context(), action.label, action.serial, action.puk)),
                [this](bool yes) { perform(flow_.last_try_answered(yes)); });
}

void WizardWindow::act(AskToken& action) {
  ui::QuestionDialog::Words words = dialog_words(plug_in_words(context(), action.question));
  words.icon = KIGEN_MARK_INFO;
  words.yes_is_default = true;
  plug_in_.ask(hwnd(), std::move(words), [this](bool yes) { perform(flow_.token_answered(yes)); });
}

void WizardWindow::act(OpenSite& action) {
  parts_.open_site(action.url);
}

}  // namespace kigen::wizard
