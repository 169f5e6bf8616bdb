// An engine that does what a test tells it: events, questions, an outcome. Shows the wizard's windows every state.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "installer/wizard/renewal/job.h"

namespace kigen::wizard::test {

/// What test and engine share. The test's thread adds lines; the engine's thread plays them, one after the other.
class Script {
 public:
  using Line = std::function<std::optional<renewal::Outcome>(renewal::Observer&)>;

  void say(renewal::Event event);
  /// The answer comes into `answers()`.
  void ask(renewal::Question question);
  void end(renewal::Outcome outcome);

  [[nodiscard]] std::size_t runs();
  [[nodiscard]] std::vector<bool> answers();
  [[nodiscard]] std::string credential(const std::string& id);  ///< of the last job
  [[nodiscard]] std::string pin();                              ///< of the last answer
  [[nodiscard]] std::string new_pin();                          ///< Job::new_pin of the last job
  [[nodiscard]] std::string token_serial();                     ///< Job::token_serial of the last job
  [[nodiscard]] std::string resumed();                          ///< Job::resume of the last job
  std::vector<renewal::OpenJob> jobs;                           ///< set before the window opens

 private:
  friend class ScriptedEngine;
  void add(Line line);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Line> lines_;
  std::size_t runs_ = 0;
  std::vector<bool> answers_;
  std::map<std::string, std::string> credentials_;
  std::string resumed_, pin_, new_pin_, token_serial_;
};

class ScriptedEngine final : public renewal::Engine {
 public:
  explicit ScriptedEngine(std::shared_ptr<Script> script) : script_(std::move(script)) {}
  renewal::Outcome run(renewal::Job job, renewal::Observer& observer, std::stop_token stop) override;
  std::vector<renewal::OpenJob> open_jobs(std::vector<Error>& notes) override;
  Status abandon(const std::string& job_id, renewal::Observer& observer, std::stop_token stop) override;

 private:
  std::shared_ptr<Script> script_;
};

[[nodiscard]] renewal::Outcome failure(ErrorCode code);

}  // namespace kigen::wizard::test
