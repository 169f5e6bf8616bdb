// Runs kigen-wizard.exe without windows for an unattended renewal and tells when it has ended. Nothing waits for it: a
// thread of the system's pool does, and posts. UI thread only; a wizard that runs when this object goes is left alone.
#pragma once

#include <windows.h>

#include <functional>
#include <memory>
#include <string>

#include "common/base/result.h"
#include "tray/win32/executor.h"
#include "tray/win32/worker.h"

namespace kigen::tray {

class SilentWizard {
 public:
  /// The exit code, or why it could not be started.
  using Ended = std::function<void(Result<DWORD>)>;

  SilentWizard(Worker& worker, std::shared_ptr<Executor> executor);
  ~SilentWizard();
  SilentWizard(const SilentWizard&) = delete;
  SilentWizard& operator=(const SilentWizard&) = delete;

  void start(const std::string& thumbprint, const std::string& profile, Ended ended);

 private:
  struct Run;
  Worker& worker_;
  std::shared_ptr<Executor> executor_;
};

}  // namespace kigen::tray
