// One run of one job: what its steps share. Private to this folder; lives on the engine's thread for one Engine::run.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "common/keys/wiped_bytes.h"
#include "common/net/proxy.h"
#include "installer/wizard/renewal/engine.h"
#include "installer/wizard/renewal/journal.h"
#include "installer/wizard/renewal/plan.h"
#include "installer/wizard/renewal/vault.h"

namespace kigen::renewal {

struct Run {
  EngineParts& parts;
  Job job;
  Observer& observer;
  std::stop_token stop;
  Journal journal;
  Vault vault;  ///< where this job's certificates and keys are: the token's once it is open

  std::vector<Step> listed;   ///< steps_of(job): those that are told
  Step step = Step::Prepare;  ///< what is being done
  Instant started{};
  std::unique_ptr<ProcessLock> lock;
  std::optional<AttemptRecord> last_attempt;
  bool held_back = false;  ///< refused before anything was tried: no attempt to record

  Entry entry;
  bool opened = false;            ///< the journal has an entry of this job
  bool resumed = false;           ///< an earlier run left it
  std::vector<Entry> candidates;  ///< interrupted jobs of this subject and place, the one to go on with first

  Vault old_vault;  ///< where the old certificate is: the PC's although the new one goes to a token, the first time
  std::optional<keys::StoredCertificate> old;
  std::optional<CertificateRecord> old_record;
  std::vector<Bytes> anchors;     ///< what TLS may chain to beside the system's roots
  std::vector<Bytes> roots_seen;  ///< pinned or installed roots of the profile that are here, and what cacerts gave
  Secret current_pin;             ///< from the login to Step::SetPin of a job that has one, else empty
  std::string holder_name;        ///< whose token it is, as the RA says; "" when it was not asked
  /// What the proxy was told in this run: the proof's connection is not asked about anew.
  std::optional<std::pair<net::ProxyAddress, net::ProxyLogin>> proxy_login;
  std::unique_ptr<Ra> ra;
  std::shared_ptr<keys::Key> key;  ///< the new one
  std::vector<Bytes> answer;       ///< sent by the RA, not kept yet
  keys::WipedBytes server_key;     ///< the same: the key that the RA made, PrivateKeyInfo
  std::optional<est::Problem> refusal;

  std::vector<Bytes> chain;
  std::optional<CertificateRecord> issued;
  std::string friendly_name;
  bool ssl_state_cleared = false;
  bool proof_told = false;  ///< the sink knows that the new one supersedes the old one
  std::vector<Error> notes;

  [[nodiscard]] const profile::Profile& profile() const { return *job.profile; }
  [[nodiscard]] Instant now() const { return parts.clock->now(); }
  [[nodiscard]] std::string subject() const { return subject_of(job.kind, job.old, job.profile->id); }
  void note(Error error) {
    observer.on_event(Note{error});
    notes.push_back(std::move(error));
  }
  void tell(Step one, StepState state) {
    if (std::find(listed.begin(), listed.end(), one) != listed.end()) observer.on_event(StepChanged{one, state});
  }
  /// Windows may ask about the key; of a token's keys it knows nothing.
  void tell_key_use() {
    if (vault.token() == nullptr) observer.on_event(SystemMayAsk{SystemMayAsk::What::KeyUse});
  }
  /// "send.before": where tests end the process.
  void point(Step at, std::string_view what) { observer.on_point(std::string(name(at)) + "." + std::string(what)); }
  [[nodiscard]] Status save() { return journal.write(entry); }
  /// What is common to every record of this run.
  [[nodiscard]] AttemptRecord record() const {
    AttemptRecord record;
    record.subject = subject();
    record.profile = profile().id;
    record.unattended = job.trigger == Trigger::Unattended;
    record.started = started;
    record.ended = now();
    return record;
  }
};

// prepare.cpp: before anything of the job is on disk.
[[nodiscard]] Status prepare(Run& run);
/// The certificate that is renewed: where the new one goes, else in the PC. NoRenewableCertificate {thumbprint}.
[[nodiscard]] Status find_old(Run& run);
[[nodiscard]] Status ask_consent(Run& run);
[[nodiscard]] Status install_roots(Run& run);
/// Finds an interrupted job to go on with, or opens a new one; takes back what nothing can come of.
[[nodiscard]] Status open_entry(Run& run);

// connect.cpp: how the RA is reached.
[[nodiscard]] Result<net::ConnectOptions> connect_options(Run& run, bool with_old_certificate);
[[nodiscard]] Result<Ra*> ra_of(Run& run);
[[nodiscard]] Login login_of(Run& run);
/// Asks for credentials that are needed and not there. CredentialsWrong {missing} when they stay away.
[[nodiscard]] Status need_credentials(Run& run);
/// Ids of the profile's credentials for this kind of job, in its order.
[[nodiscard]] std::vector<std::string> credential_ids(const profile::Profile& profile, Kind kind);

// token_step.cpp: a job on a token.
/// Finds the token, logs in to it, and does what prepare() does for the PC once it is there.
[[nodiscard]] Status take_token(Run& run);
/// Asks the RA whose token it is, where the profile says so and before anything is sent (E5, E13).
[[nodiscard]] Status check_holder(Run& run);
[[nodiscard]] Status set_pin(Run& run);
/// After the proof: the copy that a driver shows in the PC's store gets its name, and the old pair goes where the
/// profile wants it gone.
[[nodiscard]] Status finish_on_token(Run& run);
/// `pattern` with its "{…}" replaced, once each from left to right; at most 128 octets of whole characters.
[[nodiscard]] std::string token_label(std::string_view pattern,
                                      const std::map<std::string, std::string, std::less<>>& values);
/// Engine::abandon() of a job on a token: take_back() once the token is there.
[[nodiscard]] Status abandon_on_token(const EngineParts& parts, const Journal& journal, const Entry& entry,
                                      Observer& observer, const std::stop_token& stop);

// enrol.cpp: from the key to the answer.
[[nodiscard]] Status make_key(Run& run);
[[nodiscard]] Status make_request(Run& run, Yield& yield);
[[nodiscard]] Status send_request(Run& run);

[[nodiscard]] keys::KeySpec key_spec(const profile::Key& key);
/// The job's own key from its store, into run.key.
[[nodiscard]] Status open_key(Run& run);

// server_key.cpp: a key that the RA makes.
[[nodiscard]] bool asks_for_key(const Run& run);
/// What signs the request: the new key, or one for the request alone when the RA makes the new one.
[[nodiscard]] Result<std::shared_ptr<keys::Key>> key_for_request(Run& run);
[[nodiscard]] Result<std::variant<est::Issued, est::Pending>> ask_for_key(Run& run, Ra& ra);
[[nodiscard]] Status keep_server_key(Run& run);

// finish.cpp: from the answer to the proof.
[[nodiscard]] Status check_answer(Run& run, Yield& yield);
[[nodiscard]] Status store(Run& run);
[[nodiscard]] Status prove(Run& run, Yield& yield);
[[nodiscard]] Status mark_superseded(Run& run);
[[nodiscard]] Status run_before(Run& run);
void run_after(Run& run);
[[nodiscard]] std::string make_friendly_name(const Run& run, const CertificateRecord& record);

// clean_up.cpp: taking back, and what a crash left behind.
/// Certificate while it is not proven, key, journal, in this order: it may be repeated after a crash in between.
[[nodiscard]] Status take_back(const Vault& vault, const Journal& journal, const Entry& entry);
/// Removes the PC's keys named Kigen-<id> that no journal and no certificate refers to; how many.
std::size_t sweep_keys(const keys::Stores& pc, const Journal& journal);
/// What resume() wants to know.
[[nodiscard]] Result<Found> look_around(const Run& run, const Entry& entry);
/// A certificate of the old one's family with a key that ends later and is not `except`'s; where the old one is, and
/// where the new one goes.
[[nodiscard]] Result<std::optional<CertificateRecord>> newer_one(const Run& run, const Entry* except);

}  // namespace kigen::renewal
