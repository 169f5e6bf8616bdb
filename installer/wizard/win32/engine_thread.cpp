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
  Impl(EngineFactory make_engine, DeskFactory make_desk, std::shared_ptr<ui::UiQueue> queue, Events events)
      : make_engine_(std::move(make_engine)),
        make_desk_(std::move(make_desk)),
        queue_(std::move(queue)),
        events_(std::make_shared<Events>(std::move(events))),
        thread_([this] { work(); }) {}

  ~Impl() override {
    stop();
    stop_desk();
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

  void search(profile::ProfilePtr profile, std::function<void(Result<renewal::TokenSearch>)> done) {
    post([this, token = desk_token(), profile = std::move(profile), done = std::move(done)] {
      answer(done, desk().search(profile.get(), token));
    });
  }

  void holder(profile::ProfilePtr profile, keys::pkcs11::TokenInfo info, net::ProxySetting proxy,
              std::function<void(Result<renewal::TokenHolder>)> done) {
    post([this, token = desk_token(), profile = std::move(profile), info = std::move(info), proxy = std::move(proxy),
          done = std::move(done)] { answer(done, desk().holder(profile, info, proxy, *this, token)); });
  }

  void set_pin(SetTokenPin what, std::function<void(Status)> done) {
    post([this, token = desk_token(), what = std::make_shared<SetTokenPin>(std::move(what)), done = std::move(done)] {
      const profile::Profile* profile = what->profile.get();
      Status status = what->task == Task::Unblock
                          ? desk().unblock(what->token, profile, what->proof, what->next, token)
                          : desk().change_pin(what->token, profile, what->proof, what->next, token);
      queue_->post([done, status = std::move(status)] { done(status); });
    });
  }

  void stop_desk() {
    const std::lock_guard lock(mutex_);
    desk_stop_.request_stop();
    wake_.notify_all();
  }

  void on_event(const renewal::Event& event) override {
    queue_->post([events = events_, event] { events->event(event); });
  }

  renewal::Answer ask(const renewal::Question& question) override {
    std::unique_lock lock(mutex_);
    answer_.reset();
    queue_->post([events = events_, question] { events->asked(question); });
    wake_.wait(lock, [this] { return answer_ || asking_stop().stop_requested(); });
    renewal::Answer answer = answer_ ? std::move(*answer_) : renewal::Answer();
    answer_.reset();
    return answer;
  }

 private:
  /// Of whoever asks now: the job, or the desk beside it.
  [[nodiscard]] std::stop_token asking_stop() const { return job_runs_ ? stop_.get_token() : desk_stop_.get_token(); }

  /// One at a time: the stop of what comes now is a new one.
  std::stop_token desk_token() {
    const std::lock_guard lock(mutex_);
    if (desk_stop_.stop_requested()) desk_stop_ = std::stop_source();
    return desk_stop_.get_token();
  }

  template <typename Value>
  void answer(const std::function<void(Result<Value>)>& done, Result<Value> value) {
    queue_->post([done, value = std::make_shared<Result<Value>>(std::move(value))] { done(std::move(*value)); });
  }

  renewal::TokenDesk& desk() {
    if (!desk_) desk_ = make_desk_();
    return *desk_;
  }

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
    desk_.reset();
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
      job_runs_ = true;
    }
    auto outcome = std::make_shared<renewal::Outcome>();
    renewal::Engine* engine = this->engine();
    if (engine) {
      *outcome = engine->run(std::move(job), *this, token);
    } else {
      outcome->failure.emplace();
      outcome->failure->error = trouble_;
    }
    {
      const std::lock_guard lock(mutex_);
      job_runs_ = false;
    }
    queue_->post([events = events_, outcome] { events->finished(std::move(*outcome)); });
  }

  EngineFactory make_engine_;
  DeskFactory make_desk_;
  std::shared_ptr<ui::UiQueue> queue_;
  std::shared_ptr<Events> events_;
  std::mutex mutex_;
  // Not the kind that waits with a stop token: GCC 12's for Windows may sleep through the stop.
  std::condition_variable wake_;
  bool ending_ = false;
  std::deque<std::function<void()>> tasks_;
  std::optional<renewal::Answer> answer_;
  std::stop_source stop_, desk_stop_;
  bool job_runs_ = false;
  std::unique_ptr<renewal::TokenDesk> desk_;  // the thread's own
  std::unique_ptr<renewal::Engine> engine_;   // the thread's own
  Error trouble_;                             // the thread's own
  std::jthread thread_;                       // the last member: ends before what it uses
};

EngineThread::EngineThread(EngineFactory make_engine, DeskFactory make_desk, std::shared_ptr<ui::UiQueue> queue,
                           Events events)
    : impl_(std::make_unique<Impl>(std::move(make_engine), std::move(make_desk), std::move(queue), std::move(events))) {
}
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
void EngineThread::search(profile::ProfilePtr profile, std::function<void(Result<renewal::TokenSearch>)> done) {
  impl_->search(std::move(profile), std::move(done));
}
void EngineThread::holder(profile::ProfilePtr profile, keys::pkcs11::TokenInfo token, net::ProxySetting proxy,
                          std::function<void(Result<renewal::TokenHolder>)> done) {
  impl_->holder(std::move(profile), std::move(token), std::move(proxy), std::move(done));
}
void EngineThread::set_pin(SetTokenPin what, std::function<void(Status)> done) {
  impl_->set_pin(std::move(what), std::move(done));
}
void EngineThread::stop_desk() {
  impl_->stop_desk();
}

}  // namespace kigen::wizard
