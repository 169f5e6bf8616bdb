#include "tray/model/warning_flow.h"

#include <algorithm>

namespace kigen::tray {
namespace {

std::vector<std::string> thumbprints_of(const ipc::WarningList& list) {
  std::vector<std::string> thumbprints;
  for (const auto& item : list.items) thumbprints.push_back(item.thumbprint_sha256);
  std::sort(thumbprints.begin(), thumbprints.end());
  return thumbprints;
}

}  // namespace

WarningActions WarningFlow::pushed(const ipc::WarningList& list, bool screen_free) {
  return under_way_ > 0 ? WarningActions{} : take(list, screen_free);
}

WarningActions WarningFlow::answered(const ipc::WarningList* list, bool screen_free) {
  if (under_way_ > 0) --under_way_;
  return list && under_way_ == 0 ? take(*list, screen_free) : WarningActions{};
}

WarningActions WarningFlow::take(const ipc::WarningList& list, bool screen_free) {
  list_ = list;
  WarningActions actions;
  if (list.items.empty()) {
    if (waiting_) actions.emplace_back(WatchScreen{false});
    if (standing_) actions.emplace_back(HideWarning{});
    standing_ = waiting_ = false;
    shown_.clear();
    return actions;
  }
  const std::vector<std::string> now = thumbprints_of(list);
  const bool news = !standing_ || !std::includes(shown_.begin(), shown_.end(), now.begin(), now.end());
  if (!news) {
    shown_ = now;
    actions.emplace_back(RefreshWarning{});
    return actions;
  }
  if (!screen_free) {
    if (!waiting_) actions.emplace_back(WatchScreen{true});
    waiting_ = true;
    return actions;
  }
  if (waiting_) actions.emplace_back(WatchScreen{false});
  waiting_ = false;
  standing_ = true;
  shown_ = now;
  actions.emplace_back(OpenWarning{});
  return actions;
}

WarningActions WarningFlow::screen_checked(bool screen_free) {
  return waiting_ && screen_free ? take(list_, true) : WarningActions{};
}

WarningActions WarningFlow::snoozed(const std::string& until) {
  if (list_.items.empty()) return {};
  SendSnooze snooze{thumbprints_of(list_), until};
  ++under_way_;
  standing_ = false;
  shown_.clear();
  return {HideWarning{}, std::move(snooze)};
}

WarningActions WarningFlow::renew(const std::string& thumbprint) const {
  for (const auto& item : list_.items) {
    if (item.thumbprint_sha256 == thumbprint) return {LaunchWizard{thumbprint, item.profile}};
  }
  return {};
}

WarningActions WarningFlow::wizard_launched(const std::string& thumbprint, bool running) {
  if (!running) return {};
  ++under_way_;
  WarningActions actions;
  if (standing_) actions.emplace_back(HideWarning{});
  standing_ = false;
  shown_.clear();
  actions.emplace_back(SendWizardStarted{thumbprint});
  return actions;
}

}  // namespace kigen::tray
