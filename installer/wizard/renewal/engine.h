// What an Engine (job.h) stands on: this user's folder and stores, the RA, the clock. system_parts() gives the real
// ones; tests replace single ones.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "common/base/time.h"
#include "common/keys/personal_store.h"
#include "common/keys/pkcs11/token.h"
#include "common/net/http.h"
#include "installer/wizard/renewal/attempt.h"
#include "installer/wizard/renewal/command.h"
#include "installer/wizard/renewal/job.h"
#include "installer/wizard/renewal/ra.h"

namespace kigen::renewal {

using GetOnce = std::function<Result<net::Response>(const net::Url&, const net::ConnectOptions&, std::stop_token)>;

/// A GetOnce over this system's network.
[[nodiscard]] Result<net::Response> get_once(const net::Url& url, const net::ConnectOptions& options,
                                             std::stop_token stop);

struct EngineParts {
  std::filesystem::path folder;  ///< the user's own; the journal is in "journal" below it
  keys::Stores stores;
  keys::pkcs11::WorkerOptions token_workers;  ///< who loads the libraries of tokens, and how long they may take
  MakeRa make_ra = make_est_ra;
  /// One GET over a fresh connection: the proof.
  GetOnce get;
  std::shared_ptr<const Clock> clock;
  std::shared_ptr<const LocalCalendar> calendar;
  std::shared_ptr<CommandRunner> commands;
  /// The forbidden network of this profile that this PC is connected to now, if any.
  std::function<std::optional<profile::ForbiddenNetwork>(const profile::Profile&)> forbidden_network;
  /// Forgets remembered TLS sessions of this user (S10); false where there are none to forget.
  std::function<bool()> clear_ssl_state;
  std::function<double()> random;  ///< in [0, 1)
  /// Until the clock shows `until` or a stop.
  std::function<void(Instant until, std::stop_token)> wait;
  /// Longer waits than this end the run with RenewalWaiting; the job stays for a later one.
  std::chrono::seconds sit_through{600};
  /// Whether intermediates go into the user's store: not from a folder that is carried about, which leaves nothing
  /// (T9).
  bool keeps_chain = true;
  /// Called when a run or a job's end may have changed what is on a token.
  std::function<void()> tokens_changed;
  std::shared_ptr<AttemptSink> sink;  ///< may be null; system_parts: the service, over its pipe
};

/// `folder`: "" for platform::user_folder(). Errors of open_stores; NotFound when the system names no user folder.
[[nodiscard]] Result<EngineParts> system_parts(const std::string& folder);
[[nodiscard]] std::unique_ptr<Engine> make_engine(EngineParts parts);

}  // namespace kigen::renewal
