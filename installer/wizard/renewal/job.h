// One issue or renewal of a certificate, as whoever starts it sees it: the windows, the silent command line, the tray's
// unattended renewal. What is wanted goes in as a Job, what happens comes out as Events and ends as an Outcome.
//
// An Engine runs on a worker thread of the caller's and calls the Observer on that thread; the observer hands events to
// its UI thread and may block in ask(). Nothing here is translated text: steps, codes and arguments travel.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/base/certificate.h"
#include "common/base/error.h"
#include "common/base/result.h"
#include "common/base/secret.h"
#include "common/keys/pkcs11/token.h"
#include "common/net/proxy.h"
#include "common/profile/profile_set.h"

namespace kigen::renewal {

enum class Kind { Issue, Renew };
/// Where the new key and certificate go: the user's store, or a token (profile key.where).
enum class Place { Pc, Token };
/// Who started it. A User may try again at once; the others keep to the back-off of the last attempt (RenewalWaiting).
enum class Trigger { User, Silent, Unattended };

/// What the RA wants to know, by profile credential id ("code1", "password"). Already folded and upper-cased.
using Credentials = std::map<std::string, Secret, std::less<>>;

/// Move-only, like the secrets in it.
struct Job {
  Kind kind = Kind::Renew;
  profile::ProfilePtr profile;
  std::optional<Sha256> old;  ///< Renew: which certificate, by SHA-256
  Credentials credentials;    ///< those of the profile that kind needs; also for a resumed job: none is ever written
  Place place = Place::Pc;
  /// Place::Token: on which; "" for the only one that is inserted (SeveralTokens when it is not the only one). A
  /// renewal takes the token that the old certificate is on, if any: one from the PC goes to a token the first time.
  std::string token_serial;
  /// Issue, profile token.pin = "set" (E8): the PIN that the user chose, set once the certificate is stored. Also for
  /// a resumed job that asks_new_pin.
  Secret new_pin;
  /// Issue: the subject's common name; "" for the value of the first credential that is not secret.
  std::string subject_name;
  std::string friendly_name;  ///< "" for "<profile name>, expires <YYYY-MM-DD>" (T10) in `japanese` or English
  bool japanese = false;
  bool new_pin_on_pad = false;  ///< as `new_pin`, which is empty: it is typed on the reader's pad (NewPinOnReader)
  bool pin_is_users = false;    ///< the user has set one meanwhile: the profile's initial PIN is not tried
  /// Continue this interrupted job (OpenJob::id); "" starts anew, and finds by itself an interrupted job of the same
  /// certificate, or for an issue of the same profile, and continues it.
  std::string resume;
  net::ProxySetting proxy;
  Trigger trigger = Trigger::User;
};

/// What the progress page lists, in this order. steps_of() leaves out what a job does not have.
enum class Step {
  Prepare,    ///< profile complete, certificate there with its key, no forbidden network, not renewed elsewhere
  Token,      ///< a job on a token: found, and its PIN given
  Consent,    ///< the user allows that the named site is contacted (B3)
  Roots,      ///< roots that are missing, each compared with its pin and confirmed (N3, S6)
  Before,     ///< pre-renewal commands
  Key,        ///< a new key
  Request,    ///< PKCS#10
  Send,       ///< to the RA, waiting included
  Keep,       ///< the answer is written down
  Check,      ///< chain, key, subject, usage and validity of what was issued
  Store,      ///< into the store or onto the token, with key and friendly name
  SetPin,     ///< the PIN that the user chose for the token (E8)
  Prove,      ///< it works (S8)
  Supersede,  ///< the old one is marked; it is never removed
  After,      ///< post-renewal commands
};
inline constexpr int kStepCount = 15;
/// "prepare", "consent" … as JSON and logs have it.
[[nodiscard]] std::string_view name(Step step) noexcept;
[[nodiscard]] std::optional<Step> step_from_name(std::string_view text) noexcept;
enum class StepState { Waiting, Running, Done, Skipped, Failed };

struct StepChanged {
  Step step{};
  StepState state{};
};
/// The RA answered "later" (202): asked again at `until`, which is at least 30 s away.
struct WaitingForRa {
  Instant until{};
};
/// A wait is over: the RA is asked again.
struct WaitOver {};
/// Something the user should know although all goes on: RootNotPinned {name}, CommandFailed {command} of a post-renewal
/// command, NewCertificateNotAccepted before the remedy …
struct Note {
  Error error;
};
/// Windows may show its own question now (use of a key, a root for the user's store): say so, keep the window usable.
struct SystemMayAsk {
  enum class What { KeyUse, RootInstall } what = What::KeyUse;
};
/// The reader waits for the user, who types the present PIN and the new one on its pad: say so. Its own answer ends
/// that: Cancelled when the user gave up there, NewPinRefused, PinWrong.
struct NewPinOnReader {};
/// The journal's id, once there is one: an interrupted job is resumed or abandoned by it.
struct JobOpened {
  std::string id;
  bool resumed = false;
  Step from = Step::Prepare;  ///< resumed: the first step that is done again or anew
};
using Event = std::variant<StepChanged, WaitingForRa, WaitOver, Note, SystemMayAsk, NewPinOnReader, JobOpened>;

/// "May this site be contacted?" Yes: Answer::yes.
struct ConsentQuestion {
  std::string site;                ///< "https://ra.example.jp"
  std::vector<std::string> sends;  ///< ids of the credentials that go there; "certificate" for the one in hand
};
/// A missing root that equals its pin. Yes installs it (Windows then asks again); no ends the job (RootRefused).
struct RootQuestion {
  std::string name;                        ///< as the profile has it
  std::string store;                       ///< "user", "machine"
  CertificateRecord certificate;           ///< subject, validity, sha256, sha1: show them beside the pin
  std::string pinned_sha256, pinned_sha1;  ///< lower-case hex; one may be ""
};
/// HTTP 407 (N4). Without an answer the job ends with ProxyLoginNeeded.
struct ProxyLoginQuestion {
  net::ProxyAddress proxy;
  std::string realm;
  bool again = false;  ///< what was given last was wrong
};
/// A resumed job needs credentials that Job::credentials does not have; answered with Answer::credentials.
struct CredentialsQuestion {
  std::vector<std::string> ids;
};
/// The token's PIN (T3), asked once for a job; kept only for this login. Yes with Answer::pin, or yes alone where the
/// reader has a pad (`token.pin_pad`: ask the user to type it there). No ends the job: Cancelled, or PinWrong after a
/// wrong one.
struct PinQuestion {
  keys::pkcs11::TokenInfo token;  ///< flags as they are now
  bool again = false;             ///< what was given last was wrong
  std::optional<int> tries_left;  ///< as far as is known
  bool last_try = false;          ///< a wrong one locks the token: ask for an explicit yes first (E11)
};
/// The token of this job is not (or no longer) inserted. Yes looks again, no ends the job (TokenNotFound,
/// TokenRemoved).
struct TokenQuestion {
  std::string serial;  ///< "" for any
  std::string label;
};
using Question =
    std::variant<ConsentQuestion, RootQuestion, ProxyLoginQuestion, CredentialsQuestion, PinQuestion, TokenQuestion>;

struct Answer {
  bool yes = false;
  std::optional<net::ProxyLogin> login;
  Credentials credentials;
  Secret pin;
};

/// Called on the engine's thread, one call at a time. ask() may take as long as the user does, but must come back when
/// the stop token given to Engine::run is stopped.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_event(const Event& event) = 0;
  [[nodiscard]] virtual Answer ask(const Question& question) = 0;
  /// Called before and after each write of the journal and each deed, for tests that end the process there.
  virtual void on_point(std::string_view /*point*/) {}
};

/// How a job went that gave a new certificate.
struct Success {
  std::string job_id;
  CertificateRecord certificate;
  std::vector<std::vector<std::uint8_t>> chain;  ///< DER: the certificate, its intermediates, the root
  std::string friendly_name;
  std::string where;           ///< "CurrentUser\\My", or the token's label
  std::string token_serial;    ///< "" in the PC
  bool pin_unchanged = false;  ///< on a token, and its PIN is what it was (T5)
  std::optional<CertificateRecord> replaced;
  /// Page: the check page accepted it. Local: its key works, and the profile names no page to show it to.
  enum class Proof { Page, Local } proof = Proof::Local;
  bool ssl_state_cleared = false;  ///< the remedy of S10 was needed
  std::vector<Error> notes;        ///< as they came in Note
};

/// What became of what was begun.
enum class Aftermath {
  Nothing,    ///< nothing had been begun, or it was taken back: no key, no certificate, start anew
  Resumable,  ///< the journal stands: run again, with `resume`, to go on (the RA may have issued already)
  Stored,     ///< the new certificate is in the store, but not proven yet; run again to prove it
};

struct Failure {
  Error error;                   ///< args carry "ra_code" where the RA or the profile gives one
  Step step = Step::Prepare;     ///< where it ended
  profile::Text hint;            ///< the profile's own words for it; may be empty
  std::string ra_code;           ///< "550"; "" when there is none
  std::optional<Instant> until;  ///< a lock ends, or the RA wants to be asked again
  std::optional<int> tries_left;
  Aftermath aftermath = Aftermath::Nothing;
  std::string job_id;                   ///< "" when there is no journal (any more)
  std::optional<Instant> next_attempt;  ///< when an unattended run may try again
  std::vector<Error> notes;
};

struct Outcome {
  std::optional<Success> success;
  std::optional<Failure> failure;  ///< exactly one of the two
};

/// The steps that this job goes through, for the progress page.
[[nodiscard]] std::vector<Step> steps_of(const Job& job);

/// A journal that an earlier run left: offer to go on, or abandon it.
struct OpenJob {
  std::string id;
  Kind kind = Kind::Renew;
  std::string profile;
  std::optional<Sha256> old;
  Instant started{};
  Step next = Step::Key;              ///< where a resumed run goes on
  bool stored = false;                ///< the new certificate is in the store already
  bool asks_credentials = false;      ///< the RA must be asked (again): the profile's credentials are needed
  std::optional<Instant> not_before;  ///< the RA asked not to be asked earlier
  Place place = Place::Pc;
  std::string token_serial, token_label;  ///< Place::Token: the job goes on when this one is inserted
  bool asks_new_pin = false;              ///< the token's PIN is still to be set: Job::new_pin, or new_pin_on_pad
};

/// Runs jobs. Thread rule: run() and the others on one worker thread; the stop token may be stopped from any thread.
/// make_engine (engine.h) builds one over this system's stores and network.
class Engine {
 public:
  virtual ~Engine() = default;
  /// Never throws for what can go wrong; takes until the end or a wait that is too long to sit through.
  [[nodiscard]] virtual Outcome run(Job job, Observer& observer, std::stop_token stop) = 0;
  /// Interrupted jobs, oldest first. Journals that cannot be read are set aside and told in `notes` (JournalUnreadable
  /// {path, set_aside}); keys that nothing refers to are removed.
  [[nodiscard]] virtual std::vector<OpenJob> open_jobs(std::vector<Error>& notes) = 0;
  /// Takes an interrupted job back: removes its key and journal, and its certificate while it is not proven. For a job
  /// on a token `observer` is asked for the token and its PIN. No to the PIN: Cancelled, and the job stays. No to the
  /// token (it is lost): the journal goes, and what is left on the token when somebody logs in to it the next time.
  [[nodiscard]] virtual Status abandon(const std::string& job_id, Observer& observer, std::stop_token stop) = 0;
};

}  // namespace kigen::renewal
