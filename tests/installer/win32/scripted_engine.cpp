#include "scripted_engine.h"

#include <utility>

namespace kigen::wizard::test {

renewal::Outcome failure(ErrorCode code) {
  renewal::Outcome outcome;
  outcome.failure.emplace();
  outcome.failure->error = Error(code);
  return outcome;
}

void Script::add(Line line) {
  const std::lock_guard lock(mutex_);
  lines_.push_back(std::move(line));
  wake_.notify_all();
}

void Script::say(renewal::Event event) {
  add([event = std::move(event)](renewal::Observer& observer) -> std::optional<renewal::Outcome> {
    observer.on_event(event);
    return std::nullopt;
  });
}

void Script::ask(renewal::Question question) {
  add([this, question = std::move(question)](renewal::Observer& observer) -> std::optional<renewal::Outcome> {
    const renewal::Answer answer = observer.ask(question);
    const std::lock_guard lock(mutex_);
    answers_.push_back(answer.yes);
    pin_ = answer.pin.view();
    return std::nullopt;
  });
}

void Script::end(renewal::Outcome outcome) {
  auto shared = std::make_shared<renewal::Outcome>(std::move(outcome));
  add([shared](renewal::Observer&) { return std::optional(std::move(*shared)); });
}

std::size_t Script::runs() {
  const std::lock_guard lock(mutex_);
  return runs_;
}
std::vector<bool> Script::answers() {
  const std::lock_guard lock(mutex_);
  return answers_;
}
std::string Script::credential(const std::string& id) {
  const std::lock_guard lock(mutex_);
  return credentials_[id];
}
std::string Script::pin() {
  const std::lock_guard lock(mutex_);
  return pin_;
}
std::string Script::new_pin() {
  const std::lock_guard lock(mutex_);
  return new_pin_;
}
std::string Script::token_serial() {
  const std::lock_guard lock(mutex_);
  return token_serial_;
}
std::string Script::resumed() {
  const std::lock_guard lock(mutex_);
  return resumed_;
}

renewal::Outcome ScriptedEngine::run(renewal::Job job, renewal::Observer& observer, std::stop_token stop) {
  {
    const std::lock_guard lock(script_->mutex_);
    ++script_->runs_;
    script_->resumed_ = job.resume;
    script_->new_pin_ = job.new_pin.view();
    script_->token_serial_ = job.token_serial;
    for (const auto& [id, secret] : job.credentials) script_->credentials_[id] = std::string(secret.view());
  }
  while (true) {
    Script::Line line;
    {
      std::unique_lock lock(script_->mutex_);
      if (!script_->wake_.wait(lock, stop, [this] { return !script_->lines_.empty(); })) break;
      line = std::move(script_->lines_.front());
      script_->lines_.pop_front();
    }
    if (auto outcome = line(observer)) return std::move(*outcome);
    if (stop.stop_requested()) break;
  }
  renewal::Outcome stopped = failure(ErrorCode::Cancelled);
  stopped.failure->job_id = "job-1";
  stopped.failure->aftermath = renewal::Aftermath::Resumable;
  return stopped;
}

std::vector<renewal::OpenJob> ScriptedEngine::open_jobs(std::vector<Error>&) {
  return script_->jobs;
}

Status ScriptedEngine::abandon(const std::string&, renewal::Observer&, std::stop_token) {
  return {};
}

}  // namespace kigen::wizard::test
