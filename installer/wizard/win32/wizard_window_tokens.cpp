// The part of the wizard's window that carries out what the flow wants done with tokens.
#include <utility>

#include "installer/wizard/win32/own_store.h"
#include "installer/wizard/win32/wizard_window.h"

namespace kigen::wizard {

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
  withdraw_login();
}
void WizardWindow::act(AskHolder& action) {
  engine_->holder(action.profile, action.token, action.proxy, [this](Result<renewal::TokenHolder> holder) {
    withdraw_login();
    perform(flow_.holder_known(std::move(holder), context().now));
  });
}
void WizardWindow::act(SetTokenPin& action) {
  engine_->set_pin(std::move(action), [this](const Status& status) { perform(flow_.pin_set(status)); });
}

void WizardWindow::act(OpenSite& action) {
  parts_.open_site(action.url);
}

}  // namespace kigen::wizard
