// What the wizard knows and where it stands. A plain value that the flow (flow.h) changes and the pages show. No thread
// rule. Move-only: it holds what the user typed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/ipc/messages.h"
#include "common/net/proxy.h"
#include "common/profile/profile_set.h"
#include "installer/wizard/model/connections.h"
#include "installer/wizard/model/credential_input.h"
#include "installer/wizard/model/token_work.h"
#include "installer/wizard/renewal/job.h"

namespace kigen::wizard {

enum class Page {
  Resume,       ///< an earlier run was interrupted
  Start,        ///< new issue or renewal
  Service,      ///< a new issue: of which profile
  Choose,       ///< a renewal: of which certificate
  Certificate,  ///< is it the right one
  Place,        ///< PC or token, where the profile leaves the choice (B4)
  Token,        ///< looked for, and told what is wrong with it (T1, E3, B5)
  Holder,       ///< whose it is (E6)
  Credentials,
  NewPin,     ///< an issue: the PIN that the token is to have (E8)
  ChangePin,  ///< E10
  Unblock,    ///< with the PUK
  Connections,
  Consent,  ///< the engine asks from here on
  Root,
  Progress,
  Result,
  Failure,
};

enum class Task { Issue, Renew, ChangePin, Unblock };
/// What the engine does for it; for the last two it does nothing.
[[nodiscard]] constexpr renewal::Kind kind_of(Task task) noexcept {
  return task == Task::Renew ? renewal::Kind::Renew : renewal::Kind::Issue;
}
[[nodiscard]] constexpr Task task_of(renewal::Kind kind) noexcept {
  return kind == renewal::Kind::Renew ? Task::Renew : Task::Issue;
}
[[nodiscard]] constexpr bool is_pin_task(Task task) noexcept {
  return task == Task::ChangePin || task == Task::Unblock;
}

/// What the first page of an interrupted job offers.
enum class ResumeChoice { GoOn, StartOver, Leave };

/// The Windows account that a certificate will belong to (N12).
struct Account {
  std::string name;       ///< "PC\\user" of this process
  std::string signed_in;  ///< the account of the desktop; "" when it is the same or unknown
  bool elevated = false;
};

/// All that was found at the start.
struct Catalogue {
  bool service_missing = false;  ///< the certificates come from the user's own store
  std::vector<ipc::CertificateSummary> certificates;
  std::vector<profile::ProfilePtr> profiles;
  std::vector<renewal::OpenJob> jobs;
  std::vector<Error> notes;
  Account account;
  net::ProxySetting proxy;
};

/// One field of the credentials page.
struct Field {
  profile::Credential rule;
  Reading reading;
};

struct StepRow {
  renewal::Step step{};
  renewal::StepState state = renewal::StepState::Waiting;
};

/// Why a run was stopped, or what follows when it has ended.
enum class Then { Show, GoBack, AskAgain, EnterAgain };

/// A job that the engine works on, or has ended.
struct Run {
  bool active = false;
  bool stopping = false;
  Then then = Then::Show;
  Instant started{};
  std::vector<StepRow> steps;
  std::string job_id;
  std::optional<Instant> waiting_until;  ///< the RA is asked again then (202)
  std::optional<renewal::SystemMayAsk::What> system_may_ask;
  std::vector<Error> notes;
  std::optional<renewal::Question> question;  ///< open until it is answered
  bool on_pin_pad = false;                    ///< the PIN is being typed on the reader
  bool new_pin_on_pad = false;                ///< the new one is
  std::size_t roots_asked = 0;
  bool login_tried = false;  ///< the proxy login of the settings was given once
};

/// Typed into the proxy settings, for a proxy that asks.
struct TypedLogin {
  std::string user;
  Secret password;
  bool keep = false;
};

/// What a locked PIN came in the way of: it is taken up again once the token is unblocked.
struct Interrupted {
  Task task{};
  bool in_job = false;  ///< the job had begun: it goes on; else the token is looked at again
};

/// What a failure is of.
enum class Origin { Job, Holder, Pin };

struct State {
  Page page = Page::Start;
  Task task = Task::Renew;
  renewal::Place place = renewal::Place::Pc;
  bool loaded = false;                   ///< `found` is known
  bool certificate_loaded = false;       ///< `certificate` is known
  bool show_all = false;                 ///< of the certificates, also those that no profile matches
  bool testing = false, tested = false;  ///< the hosts
  // How the wizard was started.
  std::string wanted_thumbprint;  ///< "" lets the user choose
  std::string wanted_profile;     ///< "" for any

  Catalogue found;
  std::optional<std::size_t> job;  ///< index into found.jobs: the interrupted one that is offered
  ResumeChoice resume_choice = ResumeChoice::GoOn;
  bool resuming = false;  ///< its user said: go on
  bool abandoning = false;

  std::string thumbprint;                             ///< chosen, SHA-256 once the certificate is known
  std::optional<ipc::CertificateDetail> certificate;  ///< empty though loaded: there is none
  profile::ProfilePtr profile;                        ///< of the certificate, or chosen for a new issue
  std::vector<Field> fields;
  std::string field_to_mend;  ///< id of the credential that was refused: it gets the focus

  net::ProxySetting proxy;
  TypedLogin proxy_login;
  std::vector<HostRow> hosts;
  TokenWork token;

  Run run;
  std::optional<renewal::Success> success;
  std::optional<renewal::Failure> failure;
  Origin failure_of = Origin::Job;
  std::optional<Interrupted> interrupted;
};

/// What the first page offers, in its order.
[[nodiscard]] std::vector<Task> tasks(const State& state);
/// The work needs a token: it goes onto one, or is about its PIN.
[[nodiscard]] bool needs_token(const State& state);
/// The site that is asked whose the token is: "https://ra.example.jp"; "" when none is.
[[nodiscard]] std::string holder_site(const State& state);
/// An issue sets the token's PIN (E8).
[[nodiscard]] bool sets_pin(const State& state);

/// The interrupted job that is offered; null when none is.
[[nodiscard]] const renewal::OpenJob* offered_job(const State& state);

/// Going on with it needs what the user knows: the RA is asked again, and the profile has credentials for that.
[[nodiscard]] bool job_asks_credentials(const State& state);

/// The pages before the engine starts, in order; only those that this state has.
[[nodiscard]] std::vector<Page> pages(const State& state);

/// What the strip at the left lists: fewer than there are pages.
enum class Stage { Begin, Choose, Check, Token, Credentials, Pin, Connections, Run, Result };
[[nodiscard]] std::vector<Stage> stages(const State& state);
[[nodiscard]] Stage stage_of(Page page) noexcept;

/// What the list of certificates shows: what can be renewed by a profile (of wanted_profile, if that is given), or all
/// of it; newest first.
[[nodiscard]] std::vector<ipc::CertificateSummary> choices(const State& state);
/// The one that is selected at first: of those that can be renewed the soonest to expire; "" when there are none.
[[nodiscard]] std::string suggestion(const State& state, Instant now);
[[nodiscard]] profile::ProfilePtr find_profile(const State& state, std::string_view id);

/// Why a certificate, or a profile, cannot be taken.
enum class Obstacle {
  None,
  NoProfile,       ///< nothing describes how it is renewed
  NotComplete,     ///< the profile's operator has not set the RA's address
  NotIssuedHere,   ///< the profile only renews
  PrivateKeyAway,  ///< the certificate is here without its key
  NotYet,          ///< the renewal window opens later
  Lapsed,          ///< too late
  Replaced,        ///< a newer one is there already
  Gone,
};
[[nodiscard]] Obstacle obstacle_to_issue(const profile::Profile& profile);
[[nodiscard]] Obstacle obstacle_to_renew(const State& state, Instant now);
/// When the window of the chosen certificate opens, and when it closes.
[[nodiscard]] std::optional<Instant> renewal_opens(const State& state);
[[nodiscard]] std::optional<Instant> renewal_closes(const State& state);

[[nodiscard]] bool all_fields_hold(const State& state);

/// The hosts to test: the RA, the check page and those the profile names, each once, at most net::kMaxHosts; with a
/// proxy of a given address that proxy alone.
[[nodiscard]] std::vector<profile::Host> hosts_to_test(const State& state);

/// What would stay if the run were stopped now.
[[nodiscard]] renewal::Aftermath what_stays(const Run& run) noexcept;

}  // namespace kigen::wizard
