// What the wizard knows and where it stands, and what the events do to it. Pure values and functions: the windows show
// the state and tell the events. No thread rule.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/ipc/messages.h"
#include "common/net/host_check.h"
#include "common/profile/profile.h"

namespace kigen::wizard {

enum class Page { Choose, Certificate, Connections, Summary };

/// The Windows account that a renewed certificate will belong to (N12).
struct Account {
  std::string name;       ///< "PC\\user" of this process
  std::string signed_in;  ///< the account of the desktop; "" when it is the same or unknown
  bool elevated = false;
};

struct HostRow {
  enum class State { Testing, Reached, Failed, Stopped };
  profile::Host host;
  State state = State::Testing;
  net::HostResult result;  ///< once State is not Testing
};

struct State {
  Page page = Page::Choose;
  bool choosing = true;    ///< started without a certificate: the first page lets the user choose
  std::string thumbprint;  ///< wanted or chosen

  bool list_loaded = false;
  bool show_all = false;
  bool service_missing = false;  ///< what is known comes from the user's own store
  std::vector<ipc::CertificateSummary> certificates;

  bool certificate_loaded = false;  ///< the answer came; `certificate` is empty when there is none
  std::optional<ipc::CertificateDetail> certificate;
  std::optional<ipc::ProfileInfo> profile;       ///< names and texts
  std::optional<profile::Profile> profile_file;  ///< the rest, when its file could be read

  std::vector<HostRow> hosts;
  bool tested = false;
  bool testing = false;

  Account account;
};

[[nodiscard]] std::vector<Page> pages(const State& state);
/// Position of the present page in pages().
[[nodiscard]] std::size_t position(const State& state);
[[nodiscard]] bool can_go_back(const State& state);
[[nodiscard]] bool can_go_next(const State& state);
[[nodiscard]] bool is_last(const State& state);
void go_back(State& state);
void go_next(State& state);

/// What the first page lists: what a profile says how to renew, or all of it; newest first.
[[nodiscard]] std::vector<ipc::CertificateSummary> choices(const State& state);
/// The one that is selected at first: of those that can be renewed the soonest to expire; "" when there are none.
[[nodiscard]] std::string suggestion(const State& state, Instant now);
/// Another certificate was chosen: what was known of the one before is forgotten.
void choose(State& state, const std::string& thumbprint);

/// The hosts to test, from the service's or the file's list, at most net::kMaxHosts.
[[nodiscard]] std::vector<profile::Host> hosts_to_test(const State& state);
void test_started(State& state, const std::vector<profile::Host>& hosts);
void host_tested(State& state, std::size_t index, const net::HostResult& result);
void test_ended(State& state);

struct Tally {
  std::int64_t count = 0, done = 0, reached = 0, failed = 0, stopped = 0;
};
[[nodiscard]] Tally tally(const State& state);
[[nodiscard]] std::vector<profile::Host> failed_hosts(const State& state);

}  // namespace kigen::wizard
