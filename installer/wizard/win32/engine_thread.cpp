#include "installer/wizard/win32/engine_thread.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace kigen::wizard {

class EngineThread::Impl final : public renewal::Observer {
 public:
  Impl(EngineFactory make_engine, std::shared_ptr<ui::UiQueue> queue, Events events)
      : make_engine_(std::move(make_engine)),
        queue_(std::move(queue)),
        events_(std::make_shared<Events>(std::move(events))),
        thread_([this] { work(); }) {}

  ~Impl() override {
    stop();
    const std::lock_guard lock(mutex_);
    ending_ = true;
    wake_.notify_all();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    wake_.notify_all();
  }

  void open_jobs(std::function<void(std::vector<renewal::OpenJob>, std::vector<Error>)> done) {
    post([this, done = std::move(done)] {
      std::vector<Error> notes;
      std::vector<renewal::OpenJob> jobs;
      if (renewal::Engine* engine = this->engine(); engine) {
        jobs = engine->open_jobs(notes);
      } else {
        notes.push_back(trouble_);
      }
      queue_->post([done, jobs = std::move(jobs), notes = std::move(notes)] { done(jobs, notes); });
    });
  }

  void abandon(const std::string& job_id, std::function<void(Status)> done) {
    const std::stop_token token = fresh_stop();
    post([this, job_id, token, done = std::move(done)] {
      renewal::Engine* engine = this->engine();
      Status status = engine ? engine->abandon(job_id, *this, token) : Status(trouble_);
      queue_->post([done, status = std::move(status)] { done(status); });
    });
  }

  void run(renewal::Job job) {
    static_cast<void>(fresh_stop());
    post([this, shared = std::make_shared<renewal::Job>(std::move(job))] { run_now(std::move(*shared)); });
  }

  void reply(renewal::Answer answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
    wake_.notify_all();
  }

  void stop() {
    const std::lock_guard lock(mutex_);
    stop_.request_stop();
    wake_.notify_all();
  }

  void on_event(const renewal::Event& event) override {
    queue_->post([events = events_, event] { events->event(event); });
  }

  renewal::Answer ask(const renewal::Question& question) override {
    std::unique_lock lock(mutex_);
    answer_.reset();
    queue_->post([events = events_, question] { events->asked(question); });
    wake_.wait(lock, [this] { return answer_ || stop_.stop_requested(); });
    renewal::Answer answer = answer_ ? std::move(*answer_) : renewal::Answer();
    answer_.reset();
    return answer;
  }

 private:
  void work() {
    while (true) {
      std::function<void()> task;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
        if (tasks_.empty()) break;
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
      task();
    }
    engine_.reset();
  }

  std::stop_token fresh_stop() {
    const std::lock_guard lock(mutex_);
    stop_ = std::stop_source();
    return stop_.get_token();
  }

  /// Null when there can be none; trouble_ says why.
  renewal::Engine* engine() {
    if (engine_) return engine_.get();
    auto made = make_engine_();
    if (!made) {
      trouble_ = made.error();
      return nullptr;
    }
    engine_ = std::move(*made);
    return engine_.get();
  }

  void run_now(renewal::Job job) {
    std::stop_token token;
    {
      const std::lock_guard lock(mutex_);
      token = stop_.get_token();
    }
    auto outcome = std::make_shared<renewal::Outcome>();
    renewal::Engine* engine = this->engine();
    if (engine) {
      *outcome = engine->run(std::move(job), *this, token);
    } else {
      outcome->failure.emplace();
      outcome->failure->error = trouble_;
    }
    queue_->post([events = events_, outcome] { events->finished(std::move(*outcome)); });
  }

  EngineFactory make_engine_;
  std::shared_ptr<ui::UiQueue> queue_;
  std::shared_ptr<Events> events_;
  std::mutex mutex_;
  // Not the kind that waits with a stop token: GCC 12's for Windows may sleep through the stop.
  std::condition_variable wake_;
  bool ending_ = false;
  std::deque<std::function<void()>> tasks_;
  std::optional<renewal::Answer> answer_;
  std::stop_source stop_;
  std::unique_ptr<renewal::Engine> engine_;  // the thread's own
  Error trouble_;                            // the thread's own
  std::jthread thread_;                      // the last member: ends before what it uses
};

EngineThread::EngineThread(EngineFactory make_engine, std::shared_ptr<ui::UiQueue> queue, Events events)
    : impl_(std::make_unique<Impl>(std::move(make_engine), std::move(queue), std::move(events))) {}
EngineThread::~EngineThread() = default;

void EngineThread::open_jobs(std::function<void(std::vector<renewal::OpenJob>, std::vector<Error>)> done) {
  impl_->open_jobs(std::move(done));
}
void EngineThread::abandon(const std::string& job_id, std::function<void(Status)> done) {
  impl_->abandon(job_id, std::move(done));
}
void EngineThread::run(renewal::Job job) {
  impl_->run(std::move(job));
}
void EngineThread::reply(renewal::Answer answer) {
  impl_->reply(std::move(answer));
}
void EngineThread::stop() {
  impl_->stop();
}

}  // namespace kigen::wizard
