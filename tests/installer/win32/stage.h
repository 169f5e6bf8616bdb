// The wizard's real window in this process, over a scripted engine and a PC that is made up. One thread, which pumps.
#pragma once

#include <windows.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "installer/wizard/win32/wizard_window.h"
#include "scripted_desk.h"
#include "scripted_engine.h"

namespace kigen::wizard::test {

/// What the PC around the wizard is like.
struct Surroundings {
  std::vector<ipc::CertificateSummary> certificates;
  std::vector<profile::ProfilePtr> profiles;
  bool hosts_fail = false;
  bool service_missing = false;
  DeskFactory desk;  ///< in place of the drawer's: a real one
  Account account{"OFFICE-PC\\tantou01", "", false};
};

class Stage {
 public:
  Stage(text::Language language, Flow::Start start, Surroundings around, std::shared_ptr<Script> script,
        std::shared_ptr<Drawer> drawer = std::make_shared<Drawer>());
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  [[nodiscard]] HWND hwnd() const { return window_->hwnd(); }
  [[nodiscard]] Page page() const { return window_->state().page; }
  /// Pumps until `condition` holds; false after the limit.
  [[nodiscard]] bool until(const std::function<bool()>& condition, std::chrono::seconds limit = kLimit);
  [[nodiscard]] bool until_page(Page page);
  void press(int id);
  void press(HWND window, int id);
  void type(int id, const std::wstring& text);
  /// One character after the other, so that the text is in no memory but the control's.
  void type_each(int id, const std::function<wchar_t(std::size_t)>& character, std::size_t length);
  [[nodiscard]] bool enabled(int id);
  [[nodiscard]] std::wstring text(int id);
  /// Visible texts that do not fit into their control: "id: text".
  [[nodiscard]] std::vector<std::string> clipped(HWND window);
  /// Saves the picture as NAME-ja.png or NAME-en.png in the folder KIGEN_SHOTS, when that is set.
  void shoot(const std::string& name, HWND window = nullptr);
  [[nodiscard]] std::string topic() const { return topic_; }
  [[nodiscard]] std::string site() const { return site_; }  ///< that was opened in the browser
  /// As Windows tells every window when something is plugged in or out.
  void plug() { ::SendMessageW(hwnd(), WM_DEVICECHANGE, kDeviceNodesChanged, 0); }
  [[nodiscard]] const State& state() const { return window_->state(); }
  void key(WORD code);

  static constexpr std::chrono::seconds kLimit{10};

 private:
  static constexpr WPARAM kDeviceNodesChanged = 7;  // DBT_DEVNODES_CHANGED

  text::Language language_;
  std::unique_ptr<WizardWindow> window_;
  std::string topic_, site_;
};

/// The visible window of this class, null when there is none.
[[nodiscard]] HWND find_top(const wchar_t* window_class);

}  // namespace kigen::wizard::test
