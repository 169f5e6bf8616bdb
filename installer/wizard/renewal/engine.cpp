#include "installer/wizard/renewal/engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/hex.h"
#include "installer/wizard/renewal/explain.h"
#include "installer/wizard/renewal/retry.h"
#include "installer/wizard/renewal/run.h"

namespace kigen::renewal {
namespace {

// Steps before the journal has an entry.
Status do_unwritten(Run& run, Step step, Status (*deed)(Run&)) {
  if (run.stop.stop_requested()) return Error(ErrorCode::Cancelled);
  run.step = step;
  run.tell(step, StepState::Running);
  Status done = deed(run);
  if (done) run.tell(step, StepState::Done);
  return done;
}

Status do_deed(Run& run, Yield& yield) {
  switch (run.entry.next) {
    case Step::Before:
      return run_before(run);
    case Step::Key:
      return make_key(run);
    case Step::Request:
      return make_request(run, yield);
    case Step::Send:
      return send_request(run);
    case Step::Keep:
      yield.answer = run.answer;
      return asks_for_key(run) ? keep_server_key(run) : Status();
    case Step::Check:
      return check_answer(run, yield);
    case Step::Store:
      return store(run);
    case Step::SetPin:
      return set_pin(run);
    case Step::Prove:
      return prove(run, yield);
    case Step::Supersede:
      return mark_superseded(run);
    case Step::After:
      run_after(run);
      return {};
    default:
      return Error(ErrorCode::Internal, "step without a deed");
  }
}

// Intention written, deed done, outcome written.
Status do_written(Run& run) {
  const Step step = run.entry.next;
  run.point(step, "before");
  run.entry = begin(std::move(run.entry), run.now());
  if (Status saved = run.save(); !saved) return saved;
  run.point(step, "begun");
  Yield yield;
  if (Status done = do_deed(run, yield); !done) return done;
  run.point(step, "acted");
  if (step == Step::After) return run.journal.remove(run.entry.id);
  Entry next = complete(run.entry, yield, run.now());
  if (Status saved = run.journal.write(next); !saved) return saved;
  run.entry = std::move(next);
  run.point(step, "done");
  return {};
}

Status go_on(Run& run) {
  for (;;) {
    const Step step = run.entry.next;
    // Up to the answer a cancel costs nothing; what follows takes moments and is better finished.
    run.step = step;
    run.tell(step, StepState::Running);
    if (step <= Step::Send && run.stop.stop_requested()) return Error(ErrorCode::Cancelled);
    const bool fresh = !run.opened;
    run.opened = true;
    if (fresh) run.observer.on_event(JobOpened{run.entry.id, false, step});
    if (Status done = do_written(run); !done) return done;
    run.tell(step, StepState::Done);
    if (step == Step::After) return {};
  }
}

Status run_all(Run& run) {
  if (Status done = do_unwritten(run, Step::Prepare, prepare); !done) return done;
  const bool on_token = run.job.place == Place::Token;
  if (Status done = on_token ? do_unwritten(run, Step::Token, take_token) : Status(); !done) return done;
  if (run.entry.next < Step::Supersede) {
    if (Status done = do_unwritten(run, Step::Consent, ask_consent); !done) return done;
    const bool roots = !run.profile().roots.empty();
    if (Status done = roots ? do_unwritten(run, Step::Roots, install_roots) : Status(); !done) return done;
    if (Status known = on_token ? check_holder(run) : Status(); !known) return known;
  }
  return go_on(run);
}

std::string result_word(const Failure& failure) {
  if (failure.error.code == ErrorCode::Cancelled) return "cancelled";
  return failure.error.code == ErrorCode::RenewalWaiting ? "waiting" : "failed";
}

// What a failed attempt leaves for the next one, for the tray and for `kigenctl explain`.
void record_failure(Run& run, Failure& failure) {
  // That Kigen has renewed it already is what is worth remembering, not that it was asked once more.
  const bool known =
      failure.error.code == ErrorCode::RenewedElsewhere && run.last_attempt && !run.last_attempt->renewed_by.empty();
  if (known) {
    // The service may have been away when it was proven, and still wait for that word.
    if (run.parts.sink) run.parts.sink->report(*run.last_attempt);
    return;
  }
  AttemptRecord record = run.record();
  record.result = result_word(failure);
  record.job = failure.job_id;
  record.error = failure.error;
  record.ra_code = failure.ra_code;
  const int before = run.last_attempt ? run.last_attempt->failures : 0;
  record.failures = record.result == "failed" ? before + 1 : before;
  if (record.result == "waiting") {
    record.next_attempt = failure.until;
  } else {
    const Failed failed{failure.error.code, std::max(record.failures, 1), {}, failure.until};
    record.next_attempt = next_attempt(failed, run.now(), run.parts.random());
  }
  failure.next_attempt = record.next_attempt;
  if (Status written = run.journal.attempts().write(record); !written) failure.notes.push_back(written.error());
  if (failure.aftermath == Aftermath::Stored && run.entry.next <= Step::Prove) {
    record.unproven = to_hex(run.entry.issued);
  }
  if (run.parts.sink) run.parts.sink->report(record);
}

Aftermath clean_up_after(Run& run, const Error& error, std::vector<Error>& notes) {
  // A job on a token that is not there stays as it was left.
  if (!run.opened && run.job.place == Place::Token && !run.candidates.empty()) {
    run.entry = run.candidates.front();
    return run.entry.next > Step::Store ? Aftermath::Stored : Aftermath::Resumable;
  }
  if (!run.opened) return Aftermath::Nothing;
  const Aftermath after = run.step < Step::Before
                              ? (run.entry.next > Step::Store ? Aftermath::Stored : Aftermath::Resumable)
                              : aftermath(run.entry, error.code);
  if (after != Aftermath::Nothing) return after;
  // A key that is still open may be written again when it is closed (CAPI containers are).
  run.ra.reset();
  run.key.reset();
  // What cannot be taken back now is, at the next start: the journal stands until it is.
  const Status taken = take_back(run.vault, run.journal, run.entry);
  if (taken) return Aftermath::Nothing;
  notes.push_back(taken.error());
  return Aftermath::Resumable;
}

Outcome failed(Run& run, const Error& error) {
  run.tell(run.step, StepState::Failed);
  Told told = explain(error, run.refusal, run.profile());
  Failure failure;
  failure.error = std::move(told.error);
  failure.step = run.step;
  failure.hint = std::move(told.hint);
  failure.ra_code = std::move(told.ra_code);
  failure.until = told.until;
  failure.tries_left = told.tries_left;
  if (failure.error.code == ErrorCode::RenewalWaiting && !failure.until) {
    const auto until = failure.error.args.find("until");
    if (until != failure.error.args.end()) failure.until = from_rfc3339(until->second);
  }
  failure.notes = run.notes;
  failure.aftermath = clean_up_after(run, failure.error, failure.notes);
  if (failure.aftermath != Aftermath::Nothing) failure.job_id = run.entry.id;
  if (!run.held_back) record_failure(run, failure);
  Outcome outcome;
  outcome.failure = std::move(failure);
  return outcome;
}

// Told at the proof already, but for a run that only came after it, and for what the commands behind it did.
void tell_end(Run& run) {
  const bool command_failed = std::any_of(run.notes.begin(), run.notes.end(),
                                          [](const Error& note) { return note.code == ErrorCode::CommandFailed; });
  if (!run.parts.sink || (run.proof_told && !command_failed)) return;
  auto record = run.journal.attempts().read(run.subject());
  if (!record || !*record) return;
  if (command_failed) (**record).note = ErrorCode::CommandFailed;
  run.parts.sink->report(**record);
}

Outcome succeeded(Run& run) {
  Success success;
  success.job_id = run.entry.id;
  if (run.issued) success.certificate = *run.issued;
  success.chain = std::move(run.chain);
  success.friendly_name = run.friendly_name;
  success.where = "CurrentUser\\My";
  if (run.entry.place == Place::Token) {
    success.where = run.entry.token_label;
    success.token_serial = run.entry.token_serial;
    success.pin_unchanged = !run.entry.sets_pin;
  }
  success.replaced = run.old_record;
  success.proof = run.entry.proven_on_page ? Success::Proof::Page : Success::Proof::Local;
  success.ssl_state_cleared = run.ssl_state_cleared;
  success.notes = run.notes;
  tell_end(run);
  Outcome outcome;
  outcome.success = std::move(success);
  return outcome;
}

class RealEngine final : public Engine {
 public:
  explicit RealEngine(EngineParts parts) : parts_(std::move(parts)), journal_(parts_.folder / "journal") {}

  Outcome run(Job job, Observer& observer, std::stop_token stop) override {
    Run run{.parts = parts_,
            .job = std::move(job),
            .observer = observer,
            .stop = std::move(stop),
            .journal = journal_,
            .vault = Vault(parts_.stores),
            .listed = {},
            .started = parts_.clock->now(),
            .old_vault = Vault(parts_.stores)};
    if (!run.job.profile) {
      Outcome outcome;
      outcome.failure.emplace().error = Error(ErrorCode::InvalidArgument).with("reason", "profile");
      return outcome;
    }
    run.listed = steps_of(run.job);
    const Status done = run_all(run);
    Outcome outcome = done ? succeeded(run) : failed(run, done.error());
    if (run.vault.token() != nullptr) tokens_changed();
    return outcome;
  }

  std::vector<OpenJob> open_jobs(std::vector<Error>& notes) override {
    auto contents = journal_.load();
    for (Error& fault : contents.faults) notes.push_back(std::move(fault));
    sweep_keys(parts_.stores, journal_);
    std::vector<OpenJob> jobs;
    for (const Entry& entry : contents.entries) {
      OpenJob job{.id = entry.id,
                  .kind = entry.kind,
                  .profile = entry.profile,
                  .old = entry.old,
                  .started = entry.started,
                  .next = entry.next == Step::Keep ? Step::Send : entry.next,
                  .stored = entry.next > Step::Store};
      job.not_before = entry.ask_again;
      job.asks_credentials = needs_credentials(entry);
      job.place = entry.place;
      job.token_serial = entry.token_serial;
      job.token_label = entry.token_label;
      job.asks_new_pin = entry.sets_pin && entry.next <= Step::SetPin;
      jobs.push_back(std::move(job));
    }
    return jobs;
  }

  Status abandon(const std::string& job_id, Observer& observer, std::stop_token stop) override {
    const auto contents = journal_.load();
    for (const Entry& entry : contents.entries) {
      if (entry.id != job_id) continue;
      const auto lock = journal_.lock(subject_of(entry));
      if (!lock) return lock.error();
      if (entry.place == Place::Token) {
        Status abandoned = abandon_on_token(parts_, journal_, entry, observer, stop);
        tokens_changed();
        return abandoned;
      }
      return take_back(Vault(parts_.stores), journal_, entry);
    }
    return {};
  }

 private:
  void tokens_changed() const {
    if (parts_.tokens_changed) parts_.tokens_changed();
  }

  EngineParts parts_;
  Journal journal_;
};

}  // namespace

std::unique_ptr<Engine> make_engine(EngineParts parts) {
  return std::make_unique<RealEngine>(std::move(parts));
}

}  // namespace kigen::renewal
