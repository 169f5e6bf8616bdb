#include "installer/wizard/model/state.h"

#include <algorithm>

#include "common/net/endpoint_text.h"
#include "common/net/url.h"

namespace kigen::wizard {
namespace {

bool over(const ipc::CertificateSummary& item) {
  return item.status == "superseded" || item.status == "gone";
}

void add_once(std::vector<profile::Host>& hosts, profile::Host host) {
  const bool there = std::any_of(hosts.begin(), hosts.end(), [&host](const profile::Host& other) {
    return other.host == host.host && other.port == host.port;
  });
  if (!there && hosts.size() < net::kMaxHosts) hosts.push_back(std::move(host));
}

void add_host_of(std::vector<profile::Host>& hosts, const std::string& url) {
  if (const auto parsed = net::parse_url(url)) add_once(hosts, {parsed->host, parsed->port});
}

void add_token_pages(const State& state, std::vector<Page>& all) {
  all.push_back(Page::Token);
  if (state.task == Task::ChangePin) all.push_back(Page::ChangePin);
  if (state.task == Task::Unblock) all.push_back(Page::Unblock);
  if (!holder_site(state).empty()) all.push_back(Page::Holder);
}

void add_chosen_pages(const State& state, std::vector<Page>& all) {
  const bool given = !state.wanted_thumbprint.empty() && !is_pin_task(state.task);
  if (!given) all.push_back(Page::Start);
  if (!given && state.task == Task::Issue) all.push_back(Page::Service);
  if (!given && state.task == Task::Renew) all.push_back(Page::Choose);
  if (state.task == Task::Renew) all.push_back(Page::Certificate);
  if (is_pin_task(state.task)) return;
  // A certificate that lives on a token is renewed there.
  const bool chooses = state.profile && state.profile->key.where == "user_or_token";
  if (chooses && serial_of_certificate(state).empty()) all.push_back(Page::Place);
}

}  // namespace

const renewal::OpenJob* offered_job(const State& state) {
  return state.job && *state.job < state.found.jobs.size() ? &state.found.jobs[*state.job] : nullptr;
}

bool job_asks_credentials(const State& state) {
  const renewal::OpenJob* job = offered_job(state);
  const auto profile = job && job->asks_credentials ? find_profile(state, job->profile) : nullptr;
  return profile && std::any_of(profile->credentials.begin(), profile->credentials.end(),
                                job->kind == renewal::Kind::Issue ? used_for_issue : used_for_renewal);
}

std::vector<Page> pages(const State& state) {
  std::vector<Page> all;
  if (offered_job(state)) all.push_back(Page::Resume);
  // What is chosen on the first page already shows in the steps.
  const bool resumes = state.resuming || (state.page == Page::Resume && state.resume_choice == ResumeChoice::GoOn);
  const bool goes_on = resumes && !is_pin_task(state.task);
  if (!goes_on) add_chosen_pages(state, all);
  const bool asks = state.page == Page::Resume && goes_on ? job_asks_credentials(state) : !state.fields.empty();
  // A job that goes on has its token, and asks for it when it is away.
  if (!goes_on && needs_token(state)) add_token_pages(state, all);
  if (is_pin_task(state.task)) return all;
  if (asks) all.push_back(Page::Credentials);
  if (sets_pin(state)) all.push_back(Page::NewPin);
  if (!goes_on) all.push_back(Page::Connections);
  return all;
}

Stage stage_of(Page page) noexcept {
  switch (page) {
    case Page::Resume:
    case Page::Start:
      return Stage::Begin;
    case Page::Service:
    case Page::Choose:
      return Stage::Choose;
    case Page::Certificate:
    case Page::Place:
      return Stage::Check;
    case Page::Token:
    case Page::Holder:
      return Stage::Token;
    case Page::Credentials:
      return Stage::Credentials;
    case Page::NewPin:
    case Page::ChangePin:
    case Page::Unblock:
      return Stage::Pin;
    case Page::Connections:
      return Stage::Connections;
    case Page::Consent:
    case Page::Root:
    case Page::Progress:
      return Stage::Run;
    case Page::Result:
    case Page::Failure:
      return Stage::Result;
  }
  return Stage::Begin;
}

std::vector<Stage> stages(const State& state) {
  std::vector<Stage> all;
  const auto add = [&all](Stage stage) {
    if (all.empty() || all.back() != stage) all.push_back(stage);
  };
  for (const Page page : pages(state)) add(stage_of(page));
  if (!is_pin_task(state.task)) add(Stage::Run);
  add(Stage::Result);
  return all;
}

std::vector<Task> tasks(const State& state) {
  std::vector<Task> all{Task::Renew, Task::Issue, Task::ChangePin};
  if (any_unblocks(state)) all.push_back(Task::Unblock);
  return all;
}

bool needs_token(const State& state) {
  return is_pin_task(state.task) || (state.profile && state.place == renewal::Place::Token);
}

std::string holder_site(const State& state) {
  if (state.task != Task::Issue || !needs_token(state) || !state.profile->token) return {};
  std::string url = state.profile->token->holder_url;
  constexpr std::string_view kSerial = "{serial}";
  if (const std::size_t at = url.find(kSerial); at != std::string::npos) url.replace(at, kSerial.size(), "0");
  const auto parsed = net::parse_url(url);
  constexpr std::uint16_t kHttps = 443;
  if (!parsed) return {};
  return "https://" + parsed->host + (parsed->port == kHttps ? "" : ":" + std::to_string(parsed->port));
}

bool sets_pin(const State& state) {
  // One that goes on may have set it already.
  const renewal::OpenJob* job = state.resuming ? offered_job(state) : nullptr;
  if (job && !job->asks_new_pin) return false;
  return state.task == Task::Issue && needs_token(state) && state.profile->token && state.profile->token->pin == "set";
}

std::vector<ipc::CertificateSummary> choices(const State& state) {
  std::vector<ipc::CertificateSummary> shown;
  for (const auto& item : state.found.certificates) {
    const bool matches =
        !item.profile.empty() && (state.wanted_profile.empty() || item.profile == state.wanted_profile);
    if (state.show_all || (matches && !over(item))) shown.push_back(item);
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [](const auto& a, const auto& b) { return a.not_before > b.not_before; });
  return shown;
}

std::string suggestion(const State& state, Instant now) {
  const ipc::CertificateSummary* best = nullptr;
  const auto offered = choices(state);
  for (const auto& item : offered) {
    if (item.profile.empty() || over(item) || item.not_before > now) continue;
    if (item.renewable_until.value_or(item.not_after) < now) continue;
    if (best == nullptr || item.not_after < best->not_after) best = &item;
  }
  return best == nullptr ? std::string() : best->thumbprint_sha256;
}

profile::ProfilePtr find_profile(const State& state, std::string_view id) {
  for (const auto& profile : state.found.profiles)
    if (profile->id == id) return profile;
  return nullptr;
}

namespace {

Obstacle obstacle_of(const profile::Profile& profile) {
  return profile.enroll.base_url.empty() ? Obstacle::NotComplete : Obstacle::None;
}

}  // namespace

Obstacle obstacle_to_issue(const profile::Profile& profile) {
  const bool issues = std::any_of(profile.credentials.begin(), profile.credentials.end(), used_for_issue);
  if (!issues) return Obstacle::NotIssuedHere;
  return obstacle_of(profile);
}

std::optional<Instant> renewal_opens(const State& state) {
  if (!state.certificate || !state.profile) return std::nullopt;
  return state.certificate->summary.not_after - std::chrono::days{state.profile->window.days_before};
}

std::optional<Instant> renewal_closes(const State& state) {
  if (!state.certificate || !state.profile) return std::nullopt;
  return state.certificate->summary.not_after + std::chrono::days{state.profile->window.grace_days_after};
}

Obstacle obstacle_to_renew(const State& state, Instant now) {
  if (!state.certificate) return Obstacle::Gone;
  const auto& item = state.certificate->summary;
  if (!state.profile) return Obstacle::NoProfile;
  // A token that is not inserted is asked for; whether its key is there shows when its PIN was given.
  const bool on_token = !serial_of_certificate(state).empty();
  if (item.status == "gone" && !on_token) return Obstacle::Gone;
  if (item.status == "superseded") return Obstacle::Replaced;
  if (const Obstacle known = obstacle_of(*state.profile); known != Obstacle::None) return known;
  if (!item.has_private_key && !on_token) return Obstacle::PrivateKeyAway;
  if (*renewal_closes(state) < now) return Obstacle::Lapsed;
  return *renewal_opens(state) > now ? Obstacle::NotYet : Obstacle::None;
}

bool all_fields_hold(const State& state) {
  return std::all_of(state.fields.begin(), state.fields.end(),
                     [](const Field& field) { return field.reading.complaint == Complaint::None; });
}

std::vector<profile::Host> hosts_to_test(const State& state) {
  std::vector<profile::Host> hosts;
  if (state.proxy.kind == net::ProxySetting::Kind::Manual) {
    hosts.push_back({state.proxy.host, state.proxy.port});
  } else if (state.profile) {
    add_host_of(hosts, state.profile->enroll.base_url);
    for (const auto& host : state.profile->preflight) add_once(hosts, host);
    add_host_of(hosts, state.profile->verify_url);
  }
  return hosts;
}

renewal::Aftermath what_stays(const Run& run) noexcept {
  using renewal::Step;
  using renewal::StepState;
  auto stays = renewal::Aftermath::Nothing;
  for (const StepRow& row : run.steps) {
    const bool begun = row.state == StepState::Running || row.state == StepState::Done;
    if (begun && row.step >= Step::Send) stays = renewal::Aftermath::Resumable;
    if (row.state == StepState::Done && row.step >= Step::Store) stays = renewal::Aftermath::Stored;
  }
  return stays;
}

}  // namespace kigen::wizard
