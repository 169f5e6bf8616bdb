// The renewal engine, and the desk for tokens, on a thread of its own: jobs go in, events and questions come out on the
// UI thread. All members are called on the UI thread and return at once; destroying it stops what runs and waits for
// the engine to come back.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "common/ui/win32/ui_queue.h"
#include "installer/wizard/model/actions.h"
#include "installer/wizard/renewal/job.h"
#include "installer/wizard/renewal/token_desk.h"

namespace kigen::wizard {

/// Called on the engine's thread, once.
using EngineFactory = std::function<Result<std::unique_ptr<renewal::Engine>>()>;
/// Called on the engine's thread, once.
using DeskFactory = std::function<std::unique_ptr<renewal::TokenDesk>()>;

class EngineThread {
 public:
  struct Events {
    std::function<void(const renewal::Event&)> event;
    std::function<void(const renewal::Question&)> asked;  ///< answer with reply()
    std::function<void(renewal::Outcome)> finished;
  };
  EngineThread(EngineFactory make_engine, DeskFactory make_desk, std::shared_ptr<ui::UiQueue> queue, Events events);
  ~EngineThread();
  EngineThread(const EngineThread&) = delete;
  EngineThread& operator=(const EngineThread&) = delete;

  void open_jobs(std::function<void(std::vector<renewal::OpenJob>, std::vector<Error>)> done);
  /// A job on a token asks for the token and its PIN.
  void abandon(const std::string& job_id, std::function<void(Status)> done);
  void run(renewal::Job job);
  void reply(renewal::Answer answer);
  void stop();

  // Tokens (token_desk.h). stop_desk() ends what of these is under way; its `done` still comes.
  void search(profile::ProfilePtr profile, std::function<void(Result<renewal::TokenSearch>)> done);
  void holder(profile::ProfilePtr profile, keys::pkcs11::TokenInfo token, net::ProxySetting proxy,
              std::function<void(Result<renewal::TokenHolder>)> done);
  void set_pin(SetTokenPin what, std::function<void(Status)> done);
  void stop_desk();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kigen::wizard
