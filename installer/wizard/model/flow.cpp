#include "installer/wizard/model/flow.h"

#include <algorithm>
#include <utility>

namespace kigen::wizard {
namespace {

std::size_t position_in(const std::vector<Page>& all, Page page) {
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), page) - all.begin());
}

bool same_thumbprint(const std::string& wanted, const ipc::CertificateSummary& item) {
  return wanted == item.thumbprint_sha256 || wanted == item.thumbprint_sha1;
}

}  // namespace

Flow::Flow(Start start) : japanese_(start.japanese) {
  state_.wanted_thumbprint = std::move(start.thumbprint);
  std::transform(state_.wanted_thumbprint.begin(), state_.wanted_thumbprint.end(), state_.wanted_thumbprint.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  state_.wanted_profile = std::move(start.profile);
  state_.thumbprint = state_.wanted_thumbprint;
  state_.page = state_.thumbprint.empty() ? Page::Start : Page::Certificate;
}

Actions Flow::begin() {
  Actions list = actions(LoadCatalogue{});
  if (state_.thumbprint.empty()) return list;
  list.emplace_back(LoadCertificate{state_.thumbprint});
  list.emplace_back(TellStarted{state_.thumbprint});
  return list;
}

bool Flow::can_go_next(Instant now) const {
  switch (state_.page) {
    case Page::Resume:
      return !state_.abandoning;
    case Page::Start:
      return state_.loaded;
    case Page::Service:
      return state_.profile && obstacle_to_issue(*state_.profile) == Obstacle::None;
    case Page::Choose:
      return state_.loaded && !state_.thumbprint.empty();
    case Page::Certificate:
      return state_.loaded && state_.certificate_loaded && obstacle_to_renew(state_, now) == Obstacle::None;
    case Page::Token: {
      const TokenVerdict verdict = token_verdict(state_);
      return (verdict == TokenVerdict::Ready || verdict == TokenVerdict::NotLocked) && !state_.token.asking_holder;
    }
    case Page::Holder:
      return state_.token.holder.has_value();
    case Page::Credentials:
      return all_fields_hold(state_);
    case Page::NewPin:
    case Page::ChangePin:
    case Page::Unblock:
      return pin_form_holds(state_.token.form) && !state_.token.setting_pin && !state_.token.searching;
    case Page::Connections:
      return !state_.testing;
    case Page::Progress:
      return false;
    case Page::Place:
    case Page::Consent:
    case Page::Root:
    case Page::Result:
    case Page::Failure:
      return true;
  }
  return false;
}

bool Flow::can_go_back() const {
  if (state_.page == Page::Consent) return !pages(state_).empty();
  if (state_.page == Page::Failure) return !pages(state_).empty() && !state_.run.active;
  if (state_.run.active || state_.abandoning || state_.token.setting_pin) return false;
  const auto all = pages(state_);
  const std::size_t place = position_in(all, state_.page);
  return place > 0 && place < all.size();
}

Actions Flow::next(Instant now) {
  if (!can_go_next(now)) return {};
  switch (state_.page) {
    case Page::Resume:
      return next_of_resume(now);
    case Page::Consent:
    case Page::Root:
      return answer_yes();
    case Page::Credentials:
      return state_.run.active ? answer_credentials() : page_after(now);
    case Page::Token:
      return next_of_token(now);
    case Page::ChangePin:
    case Page::Unblock:
      return set_pin();
    case Page::Failure:
      return take(remedies(state_).front(), now);
    case Page::Result:
      return state_.interrupted ? go_on_unblocked(now) : actions(Close{});
    default:
      return page_after(now);
  }
}

// The page behind the present one; behind the last of them the engine starts.
Actions Flow::page_after(Instant now) {
  const auto all = pages(state_);
  const std::size_t place = position_in(all, state_.page);
  if (place + 1 < all.size()) return enter(all[place + 1]);
  return start_job(now);
}

Actions Flow::enter(Page page) {
  state_.page = page;
  if (page == Page::Service && !state_.profile) choose_service(state_.wanted_profile);
  if (page == Page::Certificate &&
      (!state_.certificate || !same_thumbprint(state_.thumbprint, state_.certificate->summary))) {
    state_.certificate_loaded = false;
    state_.certificate.reset();
    return actions(LoadCertificate{state_.thumbprint}, TellStarted{state_.thumbprint});
  }
  if (page == Page::Connections && !state_.tested && !state_.testing) return start_test();
  if (page == Page::Token) return enter_token();
  if (page == Page::NewPin || page == Page::ChangePin || page == Page::Unblock) make_pin_form();
  // A job that goes on comes here without the page of its token: whether its reader has a pad is not known yet.
  const bool unseen = page == Page::NewPin && !find_token(state_.token, state_.token.serial);
  return unseen ? start_search(state_.profile) : Actions{};
}

Actions Flow::back() {
  if (!can_go_back()) return {};
  if (state_.page == Page::Consent) return stop_job(Then::GoBack);
  if (state_.page == Page::Unblock && state_.interrupted) {
    end_unblocking();
    return state_.resuming ? enter(pages(state_).back()) : enter(Page::Token);
  }
  const auto all = pages(state_);
  if (state_.page == Page::Failure) {
    state_.failure.reset();
    return enter(state_.failure_of == Origin::Job ? all.back() : Page::Token);
  }
  Actions list;
  if (state_.testing) list = stop_test();
  if (state_.page == Page::Token || state_.page == Page::NewPin) append(list, stop_search());
  append(list, enter(all[position_in(all, state_.page) - 1]));
  return list;
}

// With a token in hand it is asked first, as in the middle of a job (E12). A new PIN that is on its way to the token
// is not called back: nobody would know which one it has.
Actions Flow::cancel() {
  if (state_.token.setting_pin) return {};
  if (state_.run.active) return state_.run.stopping ? Actions{} : actions(AskToCancel{what_stays(state_.run)});
  const auto all = pages(state_);
  const std::size_t token = position_in(all, Page::Token);
  const std::size_t place = position_in(all, state_.page);
  const bool half_way = token < all.size() && place >= token && place < all.size();
  return half_way ? actions(AskToCancel{renewal::Aftermath::Nothing}) : actions(Close{});
}

Actions Flow::cancel_confirmed() {
  if (state_.run.active) return stop_job(Then::Show);
  return state_.token.setting_pin ? Actions{} : actions(Close{});
}

Actions Flow::stop_job(Then then) {
  if (state_.run.stopping) return {};
  state_.run.stopping = true;
  state_.run.then = then;
  state_.run.question.reset();
  state_.page = Page::Progress;
  return actions(StopJob{});
}

void Flow::choose_resume(ResumeChoice choice) {
  state_.resume_choice = choice;
}

void Flow::choose_task(Task task) {
  renew_if_any_ = false;
  state_.interrupted.reset();
  if (state_.task == task) return;
  state_.task = task;
  state_.profile.reset();
  if (task == Task::Issue) choose_service(state_.wanted_profile);
  if (task == Task::Renew) take_profile();
  state_.token.serial.clear();
  take_place();
  make_fields();
}

void Flow::choose_service(const std::string& profile) {
  profile::ProfilePtr found = find_profile(state_, profile);
  if (!found) {
    // With nothing to choose from, the one there is.
    for (const auto& item : state_.found.profiles) {
      if (obstacle_to_issue(*item) != Obstacle::None) continue;
      if (found) return;
      found = item;
    }
  }
  if (!found || found == state_.profile) return;
  state_.profile = std::move(found);
  state_.tested = false;
  state_.hosts.clear();
  take_place();
  make_fields();
}

void Flow::choose_certificate(const std::string& thumbprint) {
  if (state_.thumbprint == thumbprint) return;
  state_.thumbprint = thumbprint;
  state_.certificate_loaded = false;
  state_.certificate.reset();
  state_.profile.reset();
  state_.hosts.clear();
  state_.tested = false;
  state_.testing = false;
  ++test_run_;
  make_fields();
}

void Flow::show_all(bool all) {
  state_.show_all = all;
}

void Flow::typed(std::size_t field, std::string_view text) {
  if (field >= state_.fields.size()) return;
  state_.fields[field].reading = read_credential(state_.fields[field].rule, text);
}

Actions Flow::start_test() {
  const auto hosts = hosts_to_test(state_);
  state_.hosts = rows_of(hosts);
  state_.tested = hosts.empty();
  state_.testing = !hosts.empty();
  ++test_run_;
  if (hosts.empty()) return {};
  return actions(TestHosts{test_run_, hosts, state_.profile});
}

Actions Flow::test_again() {
  return state_.testing ? Actions{} : start_test();
}

Actions Flow::stop_test() {
  return state_.testing ? actions(StopTest{}) : Actions{};
}

void Flow::host_tested(unsigned run, std::size_t index, const net::HostResult& result) {
  if (run == test_run_) take_result(state_.hosts, index, result);
}

void Flow::test_ended(unsigned run) {
  if (run != test_run_) return;
  state_.testing = false;
  state_.tested = true;
}

Actions Flow::proxy_chosen(net::ProxySetting setting, TypedLogin login) {
  state_.proxy = setting;
  state_.proxy_login = std::move(login);
  state_.run.login_tried = false;
  Actions list = actions(KeepProxy{std::move(setting)});
  state_.tested = false;
  if (state_.page != Page::Connections) return list;
  if (state_.testing) list.emplace_back(StopTest{});
  for (Action& action : start_test()) list.push_back(std::move(action));
  return list;
}

// What was chosen decides the profile, and the profile the fields.
void Flow::take_profile() {
  if (state_.task != Task::Renew) return;
  state_.profile = state_.certificate ? find_profile(state_, state_.certificate->summary.profile) : nullptr;
  take_place();
  make_fields();
}

Actions Flow::loaded(Catalogue catalogue, Instant now) {
  state_.loaded = true;
  state_.found = std::move(catalogue);
  state_.proxy = state_.found.proxy;
  if (state_.thumbprint.empty()) {
    choose_certificate(suggestion(state_, now));
    renew_if_any_ = state_.thumbprint.empty();
    if (renew_if_any_) state_.task = Task::Issue;
  }
  take_profile();
  if (state_.task == Task::Issue) choose_service(state_.wanted_profile);
  offer_job();
  // The service knows what is on tokens; without it they are read here.
  return state_.found.service_missing ? start_search(profile_of_all_tokens(state_.found.profiles)) : Actions{};
}

void Flow::certificate_loaded(const std::string& thumbprint, std::optional<ipc::CertificateDetail> certificate) {
  if (thumbprint != state_.thumbprint) return;
  state_.certificate_loaded = true;
  state_.certificate = std::move(certificate);
  for (const auto& detail : on_tokens_)
    if (!state_.certificate && same_thumbprint(thumbprint, detail.summary)) state_.certificate = detail;
  if (state_.certificate) state_.thumbprint = state_.certificate->summary.thumbprint_sha256;
  take_profile();
  offer_job();
}

}  // namespace kigen::wizard
