// When the warning window stands: (state, event → state, actions). The service decides what is due; this only keeps the
// screen equal to the service's last list, opens the window anew for news, waits while the screen is not to be
// disturbed, and remembers what the user has just done until the service has answered. Pure; the shell acts.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "common/ipc/messages.h"

namespace kigen::tray {

/// Opens the window without activation (and a balloon beside it) or, when it stands, flashes it.
struct OpenWarning {};
/// The window stands and its content changed.
struct RefreshWarning {};
struct HideWarning {};
/// Look again whether the screen may be disturbed; on until `on` is false.
struct WatchScreen {
  bool on = false;
};
struct SendSnooze {
  std::vector<std::string> thumbprints;
  std::string until;  ///< "1h", "tomorrow", "next_check"
};
struct LaunchWizard {
  std::string thumbprint;
  std::string profile;
};
struct SendWizardStarted {
  std::string thumbprint;
};

using WarningAction =
    std::variant<OpenWarning, RefreshWarning, HideWarning, WatchScreen, SendSnooze, LaunchWizard, SendWizardStarted>;
using WarningActions = std::vector<WarningAction>;

class WarningFlow {
 public:
  [[nodiscard]] const ipc::WarningList& list() const noexcept { return list_; }
  [[nodiscard]] bool standing() const noexcept { return standing_; }

  /// A push. Ignored while a request of ours is under way: its answer is newer.
  [[nodiscard]] WarningActions pushed(const ipc::WarningList& list, bool screen_free);
  /// The answer to a snooze or wizard.started; nothing when it failed.
  [[nodiscard]] WarningActions answered(const ipc::WarningList* list, bool screen_free);
  /// The screen was busy and is looked at again.
  [[nodiscard]] WarningActions screen_checked(bool screen_free);
  /// Requests under way are lost; what stands keeps standing.
  void disconnected() noexcept { under_way_ = 0; }

  /// Close is "next_check". The window goes away at once.
  [[nodiscard]] WarningActions snoozed(const std::string& until);
  [[nodiscard]] WarningActions renew(const std::string& thumbprint) const;
  /// After LaunchWizard: the window goes away when the wizard runs, and stays when it could not be started.
  [[nodiscard]] WarningActions wizard_launched(const std::string& thumbprint, bool running);

 private:
  [[nodiscard]] WarningActions take(const ipc::WarningList& list, bool screen_free);

  ipc::WarningList list_;
  std::vector<std::string> shown_;  ///< thumbprints, sorted, of what the user has seen standing
  bool standing_ = false;
  bool waiting_ = false;  ///< wants to open, but the screen is not to be disturbed
  int under_way_ = 0;
};

}  // namespace kigen::tray
