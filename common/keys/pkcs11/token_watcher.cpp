#include <p11-kit/pkcs11.h>

#include <chrono>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "common/keys/pkcs11/worker_client.h"

namespace kigen::keys::pkcs11 {
namespace {

using Clock = std::chrono::steady_clock;

// A library whose wait does not wait would make a poll of it: so many events in so short a time are none.
constexpr std::size_t kMaxEvents = 50;
constexpr std::chrono::seconds kShortTime{10};

// One module's worker and the thread that waits for it.
class ModuleWatch {
 public:
  ModuleWatch(std::string module, const WorkerOptions& options, const std::function<void()>& changed)
      : thread_([this, module = std::move(module), options, &changed] { run(module, options, changed); }) {}
  ~ModuleWatch() {
    stop_.request_stop();
    {
      const std::lock_guard lock(mutex_);
      if (worker_ != nullptr) worker_->interrupt();
    }
    thread_.join();
  }
  ModuleWatch(const ModuleWatch&) = delete;
  ModuleWatch& operator=(const ModuleWatch&) = delete;

 private:
  void run(const std::string& module, const WorkerOptions& options, const std::function<void()>& changed) {
    const Result<std::unique_ptr<WorkerClient>> worker = WorkerClient::start(module, options, stop_.get_token());
    if (!worker || !publish(worker->get())) return;
    std::deque<Clock::time_point> events;
    for (;;) {
      const Result<Message> event = (*worker)->ask(make_request(Request::WaitForEvent), std::nullopt);
      if (!event || event->rv != CKR_OK || stop_.stop_requested()) break;
      events.push_back(Clock::now());
      if (events.size() > kMaxEvents) events.pop_front();
      changed();
      if (events.size() == kMaxEvents && events.back() - events.front() < kShortTime) break;
    }
    publish(nullptr);
  }
  // False when the end was asked for meanwhile.
  bool publish(WorkerClient* worker) {
    const std::lock_guard lock(mutex_);
    worker_ = worker;
    return !stop_.stop_requested();
  }

  std::stop_source stop_;
  std::mutex mutex_;
  WorkerClient* worker_ = nullptr;  ///< while it may wait
  std::thread thread_;
};

class Watcher final : public TokenWatcher {
 public:
  Watcher(const std::vector<std::string>& modules, const WorkerOptions& options, std::function<void()> changed)
      : changed_(std::move(changed)) {
    for (const std::string& module : present_modules(modules)) {
      watches_.push_back(std::make_unique<ModuleWatch>(module, options, changed_));
    }
  }

 private:
  std::function<void()> changed_;
  std::vector<std::unique_ptr<ModuleWatch>> watches_;
};

}  // namespace

std::unique_ptr<TokenWatcher> watch_tokens(const std::vector<std::string>& modules, const WorkerOptions& options,
                                           std::function<void()> changed) {
  return std::make_unique<Watcher>(modules, options, std::move(changed));
}

}  // namespace kigen::keys::pkcs11
