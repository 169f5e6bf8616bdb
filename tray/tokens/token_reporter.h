// Keeps the service's picture of this user's tokens up to date: TokenLooks says when to look, TokenReports what to
// tell; here libraries are listened to and looked behind, in worker processes and on a thread of its own.
//
// Threads: all calls on the owner's thread (the tray's window thread), to which Shell::back brings work from others.
// Ownership: the watcher's workers and the thread end with this object. Idle, it costs nothing: the thread waits for
// work, the workers wait in C_WaitForSlotEvent, and no timer runs.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "common/keys/pkcs11/token.h"
#include "tray/model/token_looks.h"
#include "tray/model/token_reports.h"

namespace kigen::tray {

class TokenReporter {
 public:
  struct Shell {
    /// Brings work to the owner's thread; from any thread, also while this object ends.
    std::function<void(std::function<void()>)> back;
    /// woke() is to be called after this time; an earlier wish is forgotten.
    std::function<void(std::chrono::milliseconds)> wake_in;
    /// Sends one report; answered() or failed() follows.
    std::function<void(ipc::ReportParams)> send;
  };

  /// `usual`: where vendors' drivers put their libraries; looked for beside those that profiles name.
  TokenReporter(Shell shell, keys::pkcs11::WorkerOptions options,
                std::vector<std::string> usual = keys::pkcs11::usual_modules());
  ~TokenReporter();
  TokenReporter(const TokenReporter&) = delete;
  TokenReporter& operator=(const TokenReporter&) = delete;

  /// The libraries that the profiles name. The first look begins with the first call; another list begins another one.
  void profiles_known(std::vector<std::string> modules);
  void device_changed() { happened(TokenLooks::Cause::Device); }
  void user_asked() { happened(TokenLooks::Cause::User); }
  void woke();

  /// `own`: the sources of this user in the first status of a connection.
  void connected(const std::vector<ipc::SourceState>& own) { send(reports_.connected(own)); }
  void disconnected() { reports_.disconnected(); }
  void answered(const ipc::ReportResult& result) { send(reports_.answered(result)); }
  void failed() { send(reports_.failed()); }

 private:
  void happened(TokenLooks::Cause cause);
  void act(const TokenLooks::Step& step);
  void find();
  void watch(const TokenLooks::Modules& modules);
  void look(const TokenLooks::Modules& modules);
  void looked(TokenSight sight);
  void send(std::optional<ipc::ReportParams> report);
  /// On this object's own thread, in order.
  void post(std::function<void()> work);
  void run();

  Shell shell_;
  keys::pkcs11::WorkerOptions options_;
  std::vector<std::string> usual_;
  TokenLooks looks_;
  TokenReports reports_;
  std::optional<std::vector<std::string>> modules_;  ///< wanted
  std::shared_ptr<TokenReporter*> self_;             ///< null once this object is gone

  std::unique_ptr<keys::pkcs11::TokenWatcher> watcher_;  ///< the own thread's
  std::stop_source stop_;                                ///< of the look under way
  std::mutex mutex_;
  // Not the kind that waits with a stop token: GCC 12's for Windows may sleep through the stop.
  std::condition_variable changed_;
  bool ending_ = false;
  std::deque<std::function<void()>> waiting_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace kigen::tray
