#include "tray/tokens/token_reporter.h"

#include <algorithm>
#include <utility>

#include "tray/tokens/token_look.h"

namespace kigen::tray {

using keys::pkcs11::WorkerOptions;

TokenReporter::TokenReporter(Shell shell, WorkerOptions options, std::vector<std::string> usual)
    : shell_(std::move(shell)),
      options_(std::move(options)),
      usual_(std::move(usual)),
      self_(std::make_shared<TokenReporter*>(this)),
      thread_([this] { run(); }) {}

TokenReporter::~TokenReporter() {
  *self_ = nullptr;
  stop_.request_stop();
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void TokenReporter::profiles_known(std::vector<std::string> modules) {
  std::ranges::sort(modules);
  modules.erase(std::unique(modules.begin(), modules.end()), modules.end());
  if (modules_ == modules) return;
  modules_ = std::move(modules);
  happened(TokenLooks::Cause::Start);
}

void TokenReporter::happened(TokenLooks::Cause cause) {
  if (modules_) act(looks_.happened(cause, std::chrono::steady_clock::now()));
}

void TokenReporter::woke() {
  act(looks_.woke(std::chrono::steady_clock::now()));
}

// Watched first, looked at then: nothing that changes in between is missed.
void TokenReporter::act(const TokenLooks::Step& step) {
  if (step.find) find();
  if (step.watch) watch(*step.watch);
  if (step.look) look(*step.look);
  if (step.wake_in) shell_.wake_in(*step.wake_in);
}

void TokenReporter::find() {
  std::vector<std::string> wanted = *modules_;
  wanted.insert(wanted.end(), usual_.begin(), usual_.end());
  // present_modules() would take an empty list for the usual ones.
  if (wanted.empty()) return act(looks_.found({}));
  post([wanted = std::move(wanted), back = shell_.back, self = self_] {
    back([self, present = keys::pkcs11::present_modules(wanted)] {
      if (*self) (*self)->act((*self)->looks_.found(present));
    });
  });
}

void TokenReporter::watch(const TokenLooks::Modules& modules) {
  post([this, modules] {
    watcher_.reset();
    if (modules.empty()) return;
    watcher_ = keys::pkcs11::watch_tokens(modules, options_, [back = shell_.back, self = self_] {
      back([self] {
        if (*self) (*self)->happened(TokenLooks::Cause::Library);
      });
    });
  });
}

void TokenReporter::look(const TokenLooks::Modules& modules) {
  post([modules, options = options_, stop = stop_.get_token(), back = shell_.back, self = self_] {
    auto sight = look_at_tokens(modules, options, stop);
    if (!sight) return;
    back([self, sight = std::move(*sight)]() mutable {
      if (*self) (*self)->looked(std::move(sight));
    });
  });
}

void TokenReporter::looked(TokenSight sight) {
  std::vector<std::string> faulty;
  for (const Error& fault : sight.faults) {
    if (const auto module = fault.args.find("module"); module != fault.args.end()) faulty.push_back(module->second);
  }
  auto report = reports_.saw(std::move(sight));
  act(looks_.looked(faulty, reports_.news(), std::chrono::steady_clock::now()));
  send(std::move(report));
}

void TokenReporter::send(std::optional<ipc::ReportParams> report) {
  if (report) shell_.send(std::move(*report));
}

void TokenReporter::post(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(work));
  }
  changed_.notify_one();
}

void TokenReporter::run() {
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      if (ending_) break;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
  watcher_.reset();
}

}  // namespace kigen::tray
