// The part of Flow that makes a job, follows it, and offers what helps when it failed; and interrupted jobs.
#include <algorithm>
#include <utility>

#include "common/base/distinguished_name.h"
#include "common/base/hex.h"
#include "installer/wizard/model/flow.h"

namespace kigen::wizard {
namespace {

Field field_of(const profile::Credential& rule, const std::string& subject, const keys::pkcs11::TokenInfo* token) {
  constexpr std::string_view kSubject = "subject.";
  Field field{rule, {}};
  std::string known;
  if (token && rule.prefill == "token.serial") known = token->serial;
  if (token && rule.prefill == "token.label") known = token->label;
  if (rule.prefill.starts_with(kSubject))
    known = attribute_value(subject, rule.prefill.substr(kSubject.size())).value_or("");
  field.reading = read_credential(rule, known);
  return field;
}

}  // namespace

void Flow::make_fields() {
  std::vector<std::string> ids;
  if (state_.profile) {
    for (const auto& credential : state_.profile->credentials) {
      const bool wanted = state_.task == Task::Issue ? used_for_issue(credential) : used_for_renewal(credential);
      if (wanted) ids.push_back(credential.id);
    }
  }
  ask_fields(ids);
}

// What was typed already stays, as long as the same thing is asked for.
void Flow::ask_fields(const std::vector<std::string>& ids) {
  std::vector<Field> old = std::exchange(state_.fields, {});
  if (!state_.profile) return;
  const std::string subject =
      state_.task == Task::Renew && state_.certificate ? state_.certificate->summary.subject : std::string();
  const renewal::FoundToken* token =
      state_.token.serial.empty() ? nullptr : find_token(state_.token, state_.token.serial);
  for (const auto& credential : state_.profile->credentials) {
    if (std::find(ids.begin(), ids.end(), credential.id) == ids.end()) continue;
    const auto same = std::find_if(old.begin(), old.end(), [&credential](const Field& field) {
      return field.rule.id == credential.id && field.rule.label.en == credential.label.en &&
             field.rule.prefill == credential.prefill && credential.prefill.empty();
    });
    state_.fields.push_back(same != old.end() ? std::move(*same)
                                              : field_of(credential, subject, token ? &token->info : nullptr));
  }
}

renewal::Credentials Flow::credentials() const {
  renewal::Credentials all;
  for (const Field& field : state_.fields) all.emplace(field.rule.id, field.reading.value.clone());
  return all;
}

renewal::Job Flow::make_job() const {
  renewal::Job job;
  job.kind = kind_of(state_.task);
  job.profile = state_.profile;
  const renewal::OpenJob* offered = state_.resuming ? offered_job(state_) : nullptr;
  if (state_.task == Task::Renew) job.old = offered ? offered->old : array_from_hex<32>(state_.thumbprint);
  job.credentials = credentials();
  job.place = state_.place;
  if (needs_token(state_)) job.token_serial = state_.token.serial;
  if (const PinEntry* next = pin_entry(state_.token.form, PinField::Next); next && sets_pin(state_))
    job.new_pin = next->reading.value.clone();
  job.new_pin_on_pad = sets_pin(state_) && state_.token.form.pin_pad;
  job.pin_is_users = needs_token(state_) && state_.token.pin_is_users;
  job.japanese = japanese_;
  job.resume = !state_.run.job_id.empty() ? state_.run.job_id : offered ? offered->id : std::string();
  job.proxy = state_.proxy;
  job.trigger = renewal::Trigger::User;
  return job;
}

Actions Flow::start_job(Instant now) {
  if (state_.run.active || !state_.profile) return {};
  renewal::Job job = make_job();
  Run run;
  run.active = true;
  run.started = now;
  run.job_id = job.resume;
  for (const renewal::Step step : renewal::steps_of(job)) run.steps.push_back({step, renewal::StepState::Waiting});
  state_.run = std::move(run);
  state_.failure.reset();
  state_.failure_of = Origin::Job;
  state_.success.reset();
  state_.field_to_mend.clear();
  state_.page = Page::Progress;
  Actions list = stop_search();
  list.emplace_back(RunJob{std::move(job)});
  return list;
}

namespace {

void take_step(Run& run, const renewal::StepChanged& change) {
  const auto row = std::find_if(run.steps.begin(), run.steps.end(),
                                [&change](const StepRow& each) { return each.step == change.step; });
  if (row == run.steps.end()) return;
  row->state = change.state;
  run.on_pin_pad = run.new_pin_on_pad = false;
  run.system_may_ask.reset();
  if (change.step != renewal::Step::Send || change.state != renewal::StepState::Running) run.waiting_until.reset();
}

}  // namespace

void Flow::job_event(const renewal::Event& event) {
  Run& run = state_.run;
  if (!run.active) return;
  if (const auto* change = std::get_if<renewal::StepChanged>(&event)) take_step(run, *change);
  if (const auto* waiting = std::get_if<renewal::WaitingForRa>(&event)) run.waiting_until = waiting->until;
  if (std::holds_alternative<renewal::WaitOver>(event)) run.waiting_until.reset();
  if (const auto* note = std::get_if<renewal::Note>(&event)) run.notes.push_back(note->error);
  if (const auto* may_ask = std::get_if<renewal::SystemMayAsk>(&event)) run.system_may_ask = may_ask->what;
  if (std::holds_alternative<renewal::NewPinOnReader>(event)) run.new_pin_on_pad = true;
  if (const auto* opened = std::get_if<renewal::JobOpened>(&event)) run.job_id = opened->id;
}

// The contract has no "ask now": the run is ended and at once continued, which asks the RA first of all.
Actions Flow::ask_now() {
  if (!state_.run.active || !state_.run.waiting_until || state_.run.stopping) return {};
  return stop_job(Then::AskAgain);
}

Actions Flow::finished(renewal::Outcome outcome, Instant now) {
  const Then then = state_.run.then;
  state_.run.active = false;
  state_.run.stopping = false;
  state_.run.question.reset();
  state_.run.waiting_until.reset();
  state_.run.system_may_ask.reset();
  state_.run.on_pin_pad = state_.run.new_pin_on_pad = false;
  if (outcome.success) {
    state_.success = std::move(outcome.success);
    state_.page = Page::Result;
    state_.fields.clear();
    state_.token.form = {};
    state_.proxy_login = {};
    return {};
  }
  state_.failure = std::move(outcome.failure);
  if (!state_.failure) state_.failure.emplace();
  state_.run.job_id = state_.failure->job_id;
  const bool stopped = state_.failure->error.code == ErrorCode::Cancelled;
  if (stopped && then == Then::AskAgain) return start_job(now);
  if (stopped && then == Then::GoBack) {
    state_.failure.reset();
    return enter(pages(state_).back());
  }
  state_.page = Page::Failure;
  return {};
}

// An interrupted job comes first: for the wanted certificate its own, otherwise the oldest.
void Flow::offer_job() {
  if (!state_.loaded || state_.job || state_.run.active) return;
  if (state_.page != Page::Start && state_.page != Page::Certificate) return;
  const auto& jobs = state_.found.jobs;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const std::string old = jobs[i].old ? to_hex(*jobs[i].old) : std::string();
    if (!state_.wanted_thumbprint.empty() && old != state_.thumbprint) continue;
    if (!state_.wanted_profile.empty() && jobs[i].profile != state_.wanted_profile) continue;
    state_.job = i;
    state_.page = Page::Resume;
    return;
  }
}

Actions Flow::next_of_resume(Instant now) {
  const renewal::OpenJob* job = offered_job(state_);
  if (!job) return {};
  switch (state_.resume_choice) {
    case ResumeChoice::GoOn:
      resume_job();
      return page_after(now);
    case ResumeChoice::StartOver:
      state_.abandoning = true;
      return actions(Abandon{job->id});
    case ResumeChoice::Leave:
      state_.resuming = false;
      state_.profile.reset();
      take_profile();
      if (state_.task == Task::Issue) choose_service(state_.wanted_profile);
      state_.page = state_.wanted_thumbprint.empty() ? Page::Start : Page::Certificate;
      return {};
  }
  return {};
}

void Flow::resume_job() {
  const renewal::OpenJob& job = *offered_job(state_);
  state_.resuming = true;
  state_.task = task_of(job.kind);
  state_.profile = find_profile(state_, job.profile);
  take_place();
  state_.token.serial = job.token_serial;
  state_.run.job_id.clear();
  if (job.asks_credentials) return make_fields();
  state_.fields.clear();
}

Actions Flow::abandoned(const Status& status, Instant) {
  state_.abandoning = false;
  const renewal::OpenJob* job = offered_job(state_);
  if (!job) return {};
  if (!status) {
    resume_job();  // going on is what can be tried instead
    state_.failure.emplace();
    state_.failure->error = status.error();
    state_.failure->job_id = job->id;
    state_.failure->aftermath = renewal::Aftermath::Resumable;
    state_.run.job_id = job->id;
    state_.page = Page::Failure;
    return {};
  }
  const renewal::OpenJob taken_back = *job;
  state_.found.jobs.erase(state_.found.jobs.begin() + static_cast<std::ptrdiff_t>(*state_.job));
  state_.job.reset();
  state_.task = task_of(taken_back.kind);
  if (taken_back.kind == renewal::Kind::Issue) {
    choose_service(taken_back.profile);
    state_.page = Page::Service;
    return {};
  }
  if (taken_back.old) choose_certificate(to_hex(*taken_back.old));
  return enter(Page::Certificate);
}

}  // namespace kigen::wizard
