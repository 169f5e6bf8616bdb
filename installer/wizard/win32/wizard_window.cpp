#include "installer/wizard/win32/wizard_window.h"

#include <windows.h>

#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/enrol_text.h"
#include "common/text/tray_text.h"
#include "common/text/ui_text.h"
#include "common/text/wizard_text.h"
#include "icons.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/model/pages/frame_view.h"
#include "installer/wizard/win32/certificate_dialog.h"
#include "installer/wizard/win32/host_limit.h"
#include "installer/wizard/win32/own_store.h"
#include "installer/wizard/win32/pages/choice_page.h"
#include "installer/wizard/win32/pages/connections_page.h"
#include "installer/wizard/win32/pages/credentials_page.h"
#include "installer/wizard/win32/pages/failure_page.h"
#include "installer/wizard/win32/pages/list_pages.h"
#include "installer/wizard/win32/pages/pin_page.h"
#include "installer/wizard/win32/pages/progress_page.h"
#include "installer/wizard/win32/pages/root_page.h"
#include "installer/wizard/win32/pages/text_pages.h"
#include "installer/wizard/win32/pages/token_page.h"
#include "kigen_version.h"

namespace kigen::wizard {

using platform::to_wide;

namespace {

constexpr UINT_PTR kDeviceTimer = 7;

}  // namespace

WizardWindow::WizardWindow(Flow::Start start, text::Language language, WizardParts parts)
    : parts_(std::move(parts)), language_(language), flow_(std::move(start)) {}

WizardWindow::~WizardWindow() {
  if (queue_) queue_->close();
}

bool WizardWindow::open() {
  ui::Look look;
  look.class_name = ids::kWindowClass;
  look.size = {880, 580};
  look.minimum = {680, 460};
  const std::string title = text::window_title(language_, text::wizard_title(language_), kVersion);
  if (!create_task(look, to_wide(title), language_)) return false;
  queue_ = std::make_shared<ui::UiQueue>(hwnd(), ids::kRunMessage);
  backend_ = parts_.make_backend(queue_);
  engine_ = std::make_unique<EngineThread>(parts_.make_engine, parts_.make_desk, queue_, engine_events());
  ui::center_on_monitor(hwnd(), nullptr);
  perform(flow_.begin());
  ::ShowWindow(hwnd(), SW_SHOWNORMAL);
  ::SetForegroundWindow(hwnd());
  return true;
}

Context WizardWindow::context() const {
  return {language_, parts_.clock->now(), parts_.calendar.get(), kVersion};
}

std::unique_ptr<PageWindow> WizardWindow::make_page(Page page) {
  switch (page) {
    case Page::Resume:
      return make_resume_page(*this);
    case Page::Start:
      return make_start_page(*this);
    case Page::Service:
      return std::make_unique<ServiceListPage>(*this);
    case Page::Choose:
      return std::make_unique<CertificateListPage>(*this);
    case Page::Certificate:
      return std::make_unique<CertificatePage>(*this);
    case Page::Place:
      return make_place_page(*this);
    case Page::Credentials:
      return std::make_unique<CredentialsPage>(*this);
    case Page::Token:
      return std::make_unique<TokenPage>(*this);
    case Page::Holder:
      return std::make_unique<HolderPage>(*this);
    case Page::NewPin:
    case Page::ChangePin:
    case Page::Unblock:
      return std::make_unique<PinPage>(*this);
    case Page::Connections:
      return std::make_unique<ConnectionsPage>(*this);
    case Page::Consent:
      return std::make_unique<ConsentPage>(*this);
    case Page::Root:
      return std::make_unique<RootPage>(*this);
    case Page::Progress:
      return std::make_unique<ProgressPage>(*this);
    case Page::Result:
      return std::make_unique<ResultPage>(*this);
    case Page::Failure:
      return std::make_unique<FailurePage>(*this);
  }
  return nullptr;
}

// A page's own button may have brought us here: it goes when the message is over.
void WizardWindow::change_page() {
  if (page_) {
    retired_.push_back(std::move(page_));
    queue_->post([this] { retired_.clear(); });
  }
  shown_ = flow_.state().page;
  page_ = make_page(shown_);
  if (!page_->open(hwnd())) return;
  adopt_page(page_->hwnd());
  page_->refresh();
  show_page(page_->hwnd());
  show_buttons();
  if (page_->take_focus()) return;
  for (const int id : {ids::kNext, ids::kCancel}) {
    const HWND button = ::GetDlgItem(hwnd(), id);
    if (!::IsWindowEnabled(button) || !::IsWindowVisible(button)) continue;
    ::SetFocus(button);
    return;
  }
}

void WizardWindow::show_state() {
  if (!exists()) return;
  if (!page_ || shown_ != flow_.state().page || page_->stale()) return change_page();
  page_->refresh();
  show_buttons();
}

void WizardWindow::show_buttons() {
  const State& now = flow_.state();
  Frame frame;
  for (const std::string& name : stage_names(context(), now)) frame.steps.push_back(to_wide(name));
  frame.step = present_stage(now);
  frame.heading = to_wide(purpose(context(), now));
  frame.back = flow_.can_go_back();
  frame.next = flow_.can_go_next(context().now);
  const bool closes = now.page == Page::Failure && remedies(now).front() == Remedy::Close;
  const bool ends = now.page == Page::Result && !now.interrupted;
  frame.cancel = !ends && !closes;
  if (now.page == Page::Failure || now.page == Page::Result) frame.cancel_text = to_wide(text::close_button(language_));
  frame.next_text = to_wide(next_text(context(), now));
  show_frame(std::move(frame));
}

void WizardWindow::perform(Actions actions) {
  for (Action& action : actions) {
    if (!exists()) return;
    std::visit([this](auto& each) { act(each); }, action);
  }
  show_state();
}

void WizardWindow::on_back() {
  perform(flow_.back());
}
void WizardWindow::on_next() {
  perform(flow_.next(context().now));
}
void WizardWindow::on_cancel() {
  perform(flow_.cancel());
}
void WizardWindow::on_help() {
  parts_.help(help_topic(flow_.state()));
}
void WizardWindow::on_page_command(int id, int code) {
  if (page_) page_->command(id, code);
}

void WizardWindow::act(LoadCatalogue&) {
  backend_->list([this](Listing listing) {
    engine_->open_jobs(
        [this, listing = std::move(listing)](std::vector<renewal::OpenJob> jobs, std::vector<Error> notes) {
          Catalogue catalogue;
          catalogue.service_missing = listing.service_missing;
          catalogue.certificates = listing.items;
          catalogue.profiles = listing.profiles;
          catalogue.jobs = std::move(jobs);
          catalogue.notes = std::move(notes);
          catalogue.account = listing.account;
          catalogue.proxy = parts_.kept_proxy();
          perform(flow_.loaded(std::move(catalogue), context().now));
        });
  });
}

void WizardWindow::act(LoadCertificate& action) {
  backend_->find(action.thumbprint,
                 [this, wanted = action.thumbprint](std::optional<ipc::CertificateDetail> certificate) {
                   flow_.certificate_loaded(wanted, std::move(certificate));
                   show_state();
                 });
}

void WizardWindow::act(TellStarted& action) {
  backend_->wizard_started(action.thumbprint);
}

void WizardWindow::act(TestHosts& action) {
  const unsigned run = action.run;
  backend_->test(
      std::move(action.hosts), std::move(action.profile), kHostLimit,
      [this, run](std::size_t index, const net::HostResult& result) {
        flow_.host_tested(run, index, result);
        show_state();
      },
      [this, run] {
        flow_.test_ended(run);
        show_state();
      });
}

void WizardWindow::act(StopTest&) {
  backend_->stop_test();
}

EngineThread::Events WizardWindow::engine_events() {
  EngineThread::Events events;
  events.event = [this](const renewal::Event& event) {
    flow_.job_event(event);
    show_state();
  };
  events.asked = [this](const renewal::Question& question) { perform(flow_.asked(question)); };
  events.finished = [this](renewal::Outcome outcome) {
    withdraw_questions();
    perform(flow_.finished(std::move(outcome), context().now));
  };
  return events;
}

void WizardWindow::act(RunJob& action) {
  engine_->run(std::move(action.job));
}
void WizardWindow::act(StopJob&) {
  engine_->stop();
  withdraw_questions();
}
// Also when the answer came by itself: the token that a dialog asked for was plugged in.
void WizardWindow::act(Reply& action) {
  if (plug_in_.exists()) plug_in_.dismiss();
  waiting_.clear();
  engine_->reply(std::move(action.answer));
}
void WizardWindow::act(Abandon& action) {
  engine_->abandon(action.job_id, [this](const Status& status) { perform(flow_.abandoned(status, context().now)); });
}

void WizardWindow::act(KeepLogin& action) {
  if (parts_.logins) (void)parts_.logins->save(action.proxy, action.login);
}
void WizardWindow::act(KeepProxy& action) {
  parts_.keep_proxy(action.setting);
}

void WizardWindow::act(Close&) {
  destroy();
}

std::vector<std::string> WizardWindow::chain_names() const {
  return flow_.state().success ? display_names(flow_.state().success->chain) : std::vector<std::string>();
}

LRESULT WizardWindow::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == ids::kRunMessage) {
    if (const auto queue = queue_) queue->run();
    return 0;
  }
  // The engine keeps its journal: what is under way goes on at the next start.
  if (message == WM_ENDSESSION && wparam != 0) {
    if (engine_) engine_->stop();
    destroy();
    return 0;
  }
  // A dialog gives its owner back when it ends, whoever's it is.
  if (message == WM_ENABLE && wparam != 0) queue_->post([this] { ask_next(); });
  // One token makes Windows tell of several devices, one after the other.
  if (message == WM_DEVICECHANGE) {
    constexpr UINT kDebounce = 700;
    ::SetTimer(hwnd(), kDeviceTimer, kDebounce, nullptr);
    return TRUE;
  }
  if (message == WM_TIMER && wparam == kDeviceTimer) {
    ::KillTimer(hwnd(), kDeviceTimer);
    perform(flow_.device_came());
    return 0;
  }
  return ui::TaskWindow::on_message(message, wparam, lparam);
}

void WizardWindow::on_destroy() {
  if (queue_) queue_->close();
  ::PostQuitMessage(0);
}

}  // namespace kigen::wizard
