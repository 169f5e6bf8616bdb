// The part of Flow that is about tokens: finding the one, whose it is, its PIN.
#include <algorithm>
#include <charconv>
#include <utility>

#include "installer/wizard/model/flow.h"

namespace kigen::wizard {

void Flow::take_place() {
  const std::string where = state_.profile ? state_.profile->key.where : std::string();
  const bool stays_on_token = where == "user_or_token" && !serial_of_certificate(state_).empty();
  if (where == "token" || stays_on_token) {
    state_.place = renewal::Place::Token;
  } else if (where != "user_or_token") {
    state_.place = renewal::Place::Pc;
  }
}

Actions Flow::choose_place(renewal::Place place) {
  if (state_.place == place) return {};
  state_.place = place;
  state_.token.serial.clear();
  make_fields();
  // That its software is missing is told here already (B5).
  return place == renewal::Place::Token ? start_search(state_.profile) : stop_search();
}

// Looked for anew each time: what was inserted a minute ago may not be any more.
Actions Flow::enter_token() {
  state_.token.holder.reset();
  profile::ProfilePtr wanted = is_pin_task(state_.task) ? profile_of_all_tokens(state_.found.profiles) : state_.profile;
  if (state_.token.searching && searching_for_ == wanted) return {};
  return start_search(std::move(wanted));
}

Actions Flow::start_search(profile::ProfilePtr profile) {
  Actions list = stop_search();
  searching_for_ = std::move(profile);
  search_again_ = false;
  state_.token.searching = true;
  list.emplace_back(SearchTokens{++search_run_, searching_for_});
  return list;
}

Actions Flow::fetch_certificate() {
  if (serial_of_certificate(state_).empty()) return {};
  state_.token.show_when_found = state_.thumbprint;
  if (state_.token.searching) return {};
  return start_search(profile_of_all_tokens(state_.found.profiles));
}

Actions Flow::search_again() {
  if (state_.token.searching || state_.token.asking_holder || !searching_for_) return {};
  return start_search(searching_for_);
}

Actions Flow::stop_search() {
  TokenWork& work = state_.token;
  if (!work.searching && !work.asking_holder) return {};
  if (work.searching) {
    ++search_run_;
    work.searching = false;
    work.searched = true;
    work.error = Error(ErrorCode::Cancelled);
    work.found.clear();
  }
  work.asking_holder = false;
  work.show_when_found.clear();
  return actions(StopSearch{});
}

Actions Flow::device_came() {
  if (state_.run.question && std::holds_alternative<renewal::TokenQuestion>(*state_.run.question))
    return token_answered(true);
  if (state_.run.active || state_.token.asking_holder || state_.token.setting_pin) return {};
  const bool listed = state_.page == Page::Choose || state_.page == Page::Certificate || state_.page == Page::Place;
  if (state_.page != Page::Token && !(listed && state_.loaded)) return {};
  if (state_.page == Page::Place && state_.place != renewal::Place::Token) return {};
  if (!state_.token.searching)
    return start_search(searching_for_ ? searching_for_ : profile_of_all_tokens(state_.found.profiles));
  search_again_ = true;
  return {};
}

Actions Flow::tokens_found(unsigned run, Result<renewal::TokenSearch> search,
                           std::vector<ipc::CertificateDetail> certificates, Instant now) {
  if (run != search_run_ || !state_.token.searching) return {};
  TokenWork& work = state_.token;
  work.searching = false;
  work.searched = true;
  work.error.reset();
  work.found.clear();
  work.faults.clear();
  if (search) {
    work.found = std::move(search->tokens);
    work.faults = std::move(search->faults);
  } else {
    work.error = search.error();
  }
  merge_certificates(std::move(certificates));
  if (state_.page == Page::NewPin) make_pin_form();
  if (state_.thumbprint.empty() && state_.loaded) {
    choose_certificate(suggestion(state_, now));
    if (renew_if_any_ && !state_.thumbprint.empty() && state_.page == Page::Start) choose_task(Task::Renew);
  }
  const std::string wanted = std::exchange(work.show_when_found, {});
  Actions list;
  if (!wanted.empty() && wanted == state_.thumbprint && can_show_certificate(state_, wanted))
    list.emplace_back(ShowCertificate{});
  if (std::exchange(search_again_, false)) append(list, start_search(searching_for_));
  return list;
}

// Those of tokens that only the wizard can see. The service's own entry goes before: it knows the status.
void Flow::merge_certificates(std::vector<ipc::CertificateDetail> certificates) {
  auto& listed = state_.found.certificates;
  for (const auto& detail : certificates) {
    const auto same = std::find_if(listed.begin(), listed.end(), [&detail](const auto& item) {
      return item.thumbprint_sha256 == detail.summary.thumbprint_sha256;
    });
    if (same == listed.end()) listed.push_back(detail.summary);
    const bool wanted =
        state_.thumbprint == detail.summary.thumbprint_sha256 || state_.thumbprint == detail.summary.thumbprint_sha1;
    if (!wanted || !state_.certificate_loaded || state_.certificate) continue;
    state_.certificate = detail;
    state_.thumbprint = detail.summary.thumbprint_sha256;
    take_profile();
  }
  if (!certificates.empty()) on_tokens_ = std::move(certificates);
}

Actions Flow::next_of_token(Instant now) {
  const renewal::FoundToken* token = token_at_hand(state_);
  if (!token) return {};
  TokenWork& work = state_.token;
  if (work.serial != token->info.serial) {
    work.serial = token->info.serial;
    work.wrong_pins = 0;
    work.pin_is_users = false;
    work.at_first.reset();
    work.form = {};
  }
  if (!is_pin_task(state_.task)) make_fields();
  if (state_.task != Task::Issue) return page_after(now);
  // Whose it is, and that it does not hold the certificate already (E5, E13).
  work.asking_holder = true;
  work.holder.reset();
  return actions(AskHolder{state_.profile, token->info, state_.proxy});
}

Actions Flow::holder_known(Result<renewal::TokenHolder> holder, Instant now) {
  if (!std::exchange(state_.token.asking_holder, false)) return {};
  if (holder) {
    state_.token.holder = std::move(*holder);
    return page_after(now);
  }
  return holder.error().code == ErrorCode::Cancelled ? Actions{} : fail(holder.error(), Origin::Holder);
}

Actions Flow::unblock_instead() {
  const renewal::FoundToken* token = token_at_hand(state_);
  if (state_.page == Page::Failure && !token) token = find_token(state_.token, state_.token.serial);
  if (!token || !may_unblock(state_, *token)) return {};
  state_.token.serial = token->info.serial;
  state_.token.form = {};
  if (!is_pin_task(state_.task))
    state_.interrupted = Interrupted{state_.task, state_.page == Page::Failure && state_.failure_of == Origin::Job};
  state_.failure.reset();
  state_.task = Task::Unblock;
  return enter(Page::Unblock);
}

void Flow::end_unblocking() {
  state_.task = state_.interrupted->task;
  state_.interrupted.reset();
  state_.token.form = {};
  state_.failure.reset();
}

// To where the token stopped it: the job asks for its PIN by itself.
Actions Flow::go_on_unblocked(Instant now) {
  const bool in_job = state_.interrupted->in_job;
  end_unblocking();
  if (!in_job) return enter(Page::Token);
  return sets_pin(state_) ? enter(Page::NewPin) : start_job(now);
}

// What was typed stays on the way back and forth, as long as the same is asked for.
void Flow::make_pin_form() {
  const renewal::FoundToken* token = find_token(state_.token, state_.token.serial);
  const keys::pkcs11::TokenInfo info = token ? token->info : keys::pkcs11::TokenInfo();
  const profile::ProfilePtr profile = token ? profile_of_token(state_, *token) : state_.profile;
  const PinTask task = state_.task == Task::ChangePin ? PinTask::Change
                       : state_.task == Task::Unblock ? PinTask::Unblock
                                                      : PinTask::Set;
  PinForm form = wizard::make_pin_form(task, pin_rules(profile.get(), info), info);
  const PinForm& old = state_.token.form;
  const bool same = !old.fields.empty() && old.fields.size() == form.fields.size() &&
                    old.fields.front().field == form.fields.front().field && old.rules.most == form.rules.most &&
                    old.rules.least == form.rules.least && old.rules.characters == form.rules.characters;
  if (!same) state_.token.form = std::move(form);
}

void Flow::typed_pin(std::size_t field, std::string_view text) {
  type_pin(state_.token.form, field, text);
}

Actions Flow::set_pin() {
  const renewal::FoundToken* token = find_token(state_.token, state_.token.serial);
  if (!token) return fail(Error(ErrorCode::TokenNotFound).with("serial", state_.token.serial), Origin::Pin);
  const bool unblocks = state_.task == Task::Unblock;
  const bool last = unblocks ? token->info.puk_final_try : token->info.pin_final_try || pin_tries_left(state_) == 1;
  if (last) return actions(AskLastTry{token->info.label, token->info.serial, unblocks});
  return set_pin_now();
}

Actions Flow::set_pin_now() {
  const renewal::FoundToken* token = find_token(state_.token, state_.token.serial);
  if (!token || !pin_form_holds(state_.token.form)) return {};
  SetTokenPin action{state_.task, token->info, profile_of_token(state_, *token), {}, {}};
  const PinForm& form = state_.token.form;
  const PinField proof = state_.task == Task::Unblock ? PinField::Puk : PinField::Current;
  if (const PinEntry* entry = pin_entry(form, proof)) action.proof = entry->reading.value.clone();
  if (const PinEntry* entry = pin_entry(form, PinField::Next)) action.next = entry->reading.value.clone();
  if (!state_.token.at_first) state_.token.at_first = token->info;
  state_.token.setting_pin = true;
  return actions(std::move(action));
}

Actions Flow::pin_set(const Status& status) {
  if (!std::exchange(state_.token.setting_pin, false)) return {};
  if (status) {
    state_.token.form = {};
    state_.token.pin_is_users = true;
    state_.token.wrong_pins = 0;
    state_.failure.reset();
    state_.page = Page::Result;
    return {};
  }
  if (status.error().code == ErrorCode::PinWrong) ++state_.token.wrong_pins;
  return fail(status.error(), Origin::Pin);
}

// As the engine does for a job: what the profile has to say of this error goes with it.
Actions Flow::fail(Error error, Origin origin) {
  renewal::Failure failure;
  if (const auto tries = error.args.find("tries_left"); tries != error.args.end()) {
    int left = 0;
    const std::string& text = tries->second;
    if (std::from_chars(text.data(), text.data() + text.size(), left).ec == std::errc()) failure.tries_left = left;
  }
  const renewal::FoundToken* token = find_token(state_.token, state_.token.serial);
  if (const auto profile = token ? profile_of_token(state_, *token) : state_.profile) {
    if (const auto* known = known_error(*profile, error.code))
      failure.hint = known->hint, failure.ra_code = known->code;
  }
  failure.step = renewal::Step::Token;
  failure.error = std::move(error);
  state_.failure = std::move(failure);
  state_.failure_of = origin;
  state_.page = Page::Failure;
  return {};
}

}  // namespace kigen::wizard
