#include <p11-kit/pkcs11.h>

#include <chrono>
#include <condition_variable>
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
// A library that takes longer to start has its tokens looked at once more when it listens.
constexpr std::chrono::seconds kLongestStart{3};

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

  /// Returns when it listens or never will, or at `until`: then it tells of a change once it listens.
  void wait_until_listening(Clock::time_point until) {
    std::unique_lock lock(mutex_);
    if (!started_.wait_until(lock, until, [this] { return start_ != Start::Pending; })) start_ = Start::Late;
  }

 private:
  enum class Start { Pending, Late, Over };

  void run(const std::string& module, const WorkerOptions& options, const std::function<void()>& changed) {
    const Result<std::unique_ptr<WorkerClient>> worker = WorkerClient::start(module, options, stop_.get_token());
    const bool listens = worker && publish(worker->get());
    const bool late = end_start();
    if (!listens) return;
    if (late) changed();
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
  // Whether nobody waited for it any more.
  bool end_start() {
    const std::lock_guard lock(mutex_);
    const bool late = start_ == Start::Late;
    start_ = Start::Over;
    started_.notify_all();
    return late;
  }
  // False when the end was asked for meanwhile.
  bool publish(WorkerClient* worker) {
    const std::lock_guard lock(mutex_);
    worker_ = worker;
    return !stop_.stop_requested();
  }

  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable started_;
  Start start_ = Start::Pending;
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
    const auto until = Clock::now() + kLongestStart;
    for (const auto& watch : watches_) watch->wait_until_listening(until);
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
