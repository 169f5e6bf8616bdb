// The wizard's window: it shows the flow's state one page at a time, turns what the user does into the flow's events,
// and carries out what the flow wants done. UI thread only; the engine and the network work elsewhere.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/ui/win32/dialog.h"
#include "common/ui/win32/task_window.h"
#include "installer/wizard/model/flow.h"
#include "installer/wizard/win32/backend.h"
#include "installer/wizard/win32/engine_thread.h"
#include "installer/wizard/win32/pages/page.h"
#include "installer/wizard/win32/pin_window.h"
#include "installer/wizard/win32/proxy_window.h"

namespace kigen::wizard {

/// What the window stands on; tests replace single parts.
struct WizardParts {
  std::function<std::unique_ptr<Backend>(std::shared_ptr<ui::UiQueue>)> make_backend;
  EngineFactory make_engine;
  DeskFactory make_desk;
  std::shared_ptr<const Clock> clock;
  std::shared_ptr<const LocalCalendar> calendar;
  std::function<net::ProxySetting()> kept_proxy;
  std::function<void(const net::ProxySetting&)> keep_proxy;
  std::shared_ptr<net::ProxyLoginStore> logins;  ///< may be null: nothing is kept
  std::function<void(const std::string& topic)> help;
  std::function<void(const std::string& url)> open_site;
};

class WizardWindow final : public ui::TaskWindow, public Host {
 public:
  WizardWindow(Flow::Start start, text::Language language, WizardParts parts);
  ~WizardWindow() override;

  /// False when Windows refuses the window.
  bool open();
  [[nodiscard]] const State& state() const noexcept { return flow_.state(); }

 protected:
  void on_back() override;
  void on_next() override;
  void on_cancel() override;
  void on_help() override;
  void on_page_command(int id, int code) override;
  void on_destroy() override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  // Host
  [[nodiscard]] Context context() const override;
  [[nodiscard]] Flow& flow() override { return flow_; }
  void perform(Actions actions) override;
  void show_state() override;
  void show_buttons() override;
  void show_chosen_certificate() override;
  void show_new_certificate() override;
  [[nodiscard]] std::vector<std::string> chain_names() const override;

  void act(LoadCatalogue& action);
  void act(LoadCertificate& action);
  void act(TellStarted& action);
  void act(TestHosts& action);
  void act(StopTest& action);
  void act(RunJob& action);
  void act(StopJob& action);
  void act(Reply& action);
  void act(Abandon& action);
  void act(AskLogin& action);
  void act(KeepLogin& action);
  void act(KeepProxy& action);
  void act(AskToCancel& action);
  void act(ShowProxySettings& action);
  void act(SearchTokens& action);
  void act(StopSearch& action);
  void act(ShowCertificate& action);
  void act(AskHolder& action);
  void act(SetTokenPin& action);
  void act(AskPin& action);
  void act(AskLastTry& action);
  void act(AskToken& action);
  void act(OpenSite& action);
  void act(Close& action);

  [[nodiscard]] EngineThread::Events engine_events();
  [[nodiscard]] std::unique_ptr<PageWindow> make_page(Page page);
  [[nodiscard]] ui::QuestionDialog::Words dialog_words(const DialogWords& words) const;
  void change_page();
  // wizard_window_dialogs.cpp
  /// Asks once no dialog stands: what came first is answered first.
  void when_free(std::function<void()> ask);
  /// The chosen certificate, when Windows or a token that was read has it.
  bool show_if_here();
  void ask_next();
  void withdraw_questions();
  void withdraw_login();

  WizardParts parts_;
  text::Language language_;
  Flow flow_;
  std::shared_ptr<ui::UiQueue> queue_;
  std::unique_ptr<Backend> backend_;
  std::unique_ptr<EngineThread> engine_;
  std::unique_ptr<PageWindow> page_;
  std::vector<std::unique_ptr<PageWindow>> retired_;  ///< until no handler of theirs is on the stack
  Page shown_ = Page::Start;
  ProxyWindow proxy_;
  LoginWindow login_;
  PinWindow pin_;
  ui::QuestionDialog question_, last_try_, plug_in_;
  std::deque<std::function<void()>> waiting_;  ///< dialogs that are to open when the present one is answered
};

}  // namespace kigen::wizard
