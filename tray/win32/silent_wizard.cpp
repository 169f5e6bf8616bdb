#include "tray/win32/silent_wizard.h"

#include <utility>

#include "tray/win32/wizard.h"

namespace kigen::tray {

/// One wizard that runs. Owned by the wait until it fires, then by the function that is posted.
struct SilentWizard::Run {
  WizardProcess process;
  HANDLE wait = nullptr;
  std::shared_ptr<Executor> executor;
  Ended ended;

  static void CALLBACK fired(void* context, BOOLEAN) {
    // To the UI thread, where the wait is closed too: it must not be closed from its own callback.
    auto* run = static_cast<Run*>(context);
    const auto executor = run->executor;
    executor->post([owned = std::shared_ptr<Run>(run)] {
      ::UnregisterWaitEx(owned->wait, INVALID_HANDLE_VALUE);
      DWORD code = 0;
      if (!::GetExitCodeProcess(owned->process.get(), &code)) code = ERROR_PROCESS_ABORTED;
      owned->ended(code);
    });
  }
};

SilentWizard::SilentWizard(Worker& worker, std::shared_ptr<Executor> executor)
    : worker_(worker), executor_(std::move(executor)) {}

SilentWizard::~SilentWizard() = default;

void SilentWizard::start(const std::string& thumbprint, const std::string& profile, Ended ended) {
  worker_.post([executor = executor_, thumbprint, profile, ended = std::move(ended)] {
    auto process = start_silent_wizard(thumbprint, profile);
    if (!process) {
      executor->post([ended, error = process.error()] { ended(error); });
      return;
    }
    auto run = std::make_unique<Run>();
    run->process = std::move(*process);
    run->executor = executor;
    run->ended = ended;
    // On the UI thread, so that `wait` is written before fired() can read it there.
    executor->post([run = std::shared_ptr<std::unique_ptr<Run>>(new std::unique_ptr<Run>(std::move(run)))] {
      Run& waiting = **run;
      if (::RegisterWaitForSingleObject(&waiting.wait, waiting.process.get(), &Run::fired, &waiting, INFINITE,
                                        WT_EXECUTEONLYONCE)) {
        (void)run->release();
        return;
      }
      waiting.ended(Error(ErrorCode::WizardNotStarted, "its end cannot be waited for"));
    });
  });
}

}  // namespace kigen::tray
