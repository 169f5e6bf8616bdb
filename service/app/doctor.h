// What `kigenctl doctor` asks the service: each part with a verdict, and what to do about it.
// Threads: the io thread. One examination of the hosts at a time; its outcome is kept for a minute.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "common/ipc/messages.h"
#include "common/net/host_check.h"
#include "common/profile/profile_set.h"
#include "service/app/context.h"
#include "service/pipe/service_api.h"

namespace kigen::app {

struct Examination {
  std::optional<ipc::StatusResult> status;
  std::optional<Error> database;  ///< why there is no status
  std::shared_ptr<const profile::ProfileSet> profiles;
  std::vector<ipc::UnreadableItem> unreadable_drivers;  ///< libraries of tokens that could not be used
  std::chrono::seconds host_timeout{10};                ///< the setting preflight.timeout_seconds
};

/// Everything but the hosts. Pure.
[[nodiscard]] std::vector<ipc::Finding> examine_parts(const Examination& examination, Instant now);

class Doctor {
 public:
  explicit Doctor(const Context& context) : context_(context) {}

  void examine(Examination examination, pipe::Reply<ipc::DoctorResult> reply);

 private:
  struct Waiting {
    ipc::DoctorResult result;
    pipe::Reply<ipc::DoctorResult> reply;
  };
  void hosts_done(const std::vector<net::HostResult>& results);

  const Context& context_;
  std::shared_ptr<net::HostCheck> running_;
  std::vector<Waiting> waiting_;
  std::vector<ipc::Finding> hosts_;
  std::chrono::steady_clock::time_point hosts_at_{};
};

}  // namespace kigen::app
