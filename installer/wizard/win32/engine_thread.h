// The renewal engine on a thread of its own: jobs go in, events and questions come out on the UI thread. All members
// are called on the UI thread and return at once; destroying it stops what runs and waits for the engine to come back.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "common/ui/win32/ui_queue.h"
#include "installer/wizard/renewal/job.h"

namespace kigen::wizard {

/// Called on the engine's thread, once.
using EngineFactory = std::function<Result<std::unique_ptr<renewal::Engine>>()>;

class EngineThread {
 public:
  struct Events {
    std::function<void(const renewal::Event&)> event;
    std::function<void(const renewal::Question&)> asked;  ///< answer with reply()
    std::function<void(renewal::Outcome)> finished;
  };
  EngineThread(EngineFactory make_engine, std::shared_ptr<ui::UiQueue> queue, Events events);
  ~EngineThread();
  EngineThread(const EngineThread&) = delete;
  EngineThread& operator=(const EngineThread&) = delete;

  void open_jobs(std::function<void(std::vector<renewal::OpenJob>, std::vector<Error>)> done);
  /// A job on a token asks for the token and its PIN.
  void abandon(const std::string& job_id, std::function<void(Status)> done);
  void run(renewal::Job job);
  void reply(renewal::Answer answer);
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kigen::wizard
