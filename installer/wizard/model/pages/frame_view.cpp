#include "installer/wizard/model/pages/frame_view.h"

#include <algorithm>

#include "common/text/enrol_text.h"
#include "common/text/errors.h"
#include "common/text/task_text.h"
#include "common/text/token_text.h"
#include "common/text/ui_text.h"
#include "installer/wizard/model/flow.h"

namespace kigen::wizard {
namespace {

std::string stage_name(text::Language language, Stage stage, Task task) {
  switch (stage) {
    case Stage::Begin:
      return text::stage_task(language);
    case Stage::Choose:
      return task == Task::Issue ? text::stage_choose_service(language) : text::stage_choose_certificate(language);
    case Stage::Check:
      return text::stage_check(language);
    case Stage::Token:
      return text::stage_token(language);
    case Stage::Credentials:
      return text::stage_credentials(language);
    case Stage::Pin:
      return text::stage_pin(language);
    case Stage::Connections:
      return text::stage_connections(language);
    case Stage::Run:
      return task == Task::Issue ? text::stage_issue(language) : text::stage_renew(language);
    case Stage::Result:
      return text::stage_result(language);
  }
  return {};
}

std::string purpose_of_run(text::Language language, const State& state) {
  if (state.run.stopping) return text::purpose_stopping(language);
  return state.task == Task::Issue ? text::purpose_issuing(language) : text::purpose_renewing(language);
}

std::string purpose_of_result(text::Language language, Task task) {
  switch (task) {
    case Task::Issue:
      return text::purpose_issued(language);
    case Task::Renew:
      return text::purpose_renewed(language);
    case Task::ChangePin:
      return text::purpose_pin_changed(language);
    case Task::Unblock:
      return text::purpose_unblocked(language);
  }
  return {};
}

std::string purpose_of_failure(text::Language language, const State& state) {
  if (!state.failure) return {};
  if (state.failure->error.code == ErrorCode::Cancelled) return text::purpose_stopped(language);
  return text::error_text(language, state.failure->error).title;
}

bool has_code_topic(ErrorCode code) {
  switch (code) {
    case ErrorCode::RaUnreachable:
    case ErrorCode::CredentialsWrong:
    case ErrorCode::Code1Wrong:
    case ErrorCode::Code2Wrong:
    case ErrorCode::AccountLocked:
    case ErrorCode::AlreadyIssued:
    case ErrorCode::RaSystemError:
    case ErrorCode::CertificateNotObtained:
    case ErrorCode::NoRenewableCertificate:
    case ErrorCode::NotIssuedOrCollected:
    case ErrorCode::NewCertificateNotAccepted:
    case ErrorCode::ServerNotTrusted:
    case ErrorCode::ProxyLoginNeeded:
    case ErrorCode::TokenDriverMissing:
    case ErrorCode::PinWrong:
    case ErrorCode::TokenLocked:
    case ErrorCode::TokenNotFound:
    case ErrorCode::SeveralTokens:
    case ErrorCode::TokenNotRegistered:
    case ErrorCode::TokenHoldsCertificate:
    case ErrorCode::StoragePinWrong:
    case ErrorCode::TokenReadTimedOut:
    case ErrorCode::TokenRemoved:
    case ErrorCode::TokenLibraryFailed:
    case ErrorCode::NewPinRefused:
    case ErrorCode::TokenFull:
    case ErrorCode::PukWrong:
    case ErrorCode::TokenPinNotSet:
    case ErrorCode::TokenCannotDo:
      return true;
    default:
      return false;
  }
}

std::string failure_topic(const State& state) {
  if (!state.failure) return "errors";
  const ErrorCode code =
      state.failure->error.code == ErrorCode::ProxyLoginWrong ? ErrorCode::ProxyLoginNeeded : state.failure->error.code;
  if (!has_code_topic(code)) return "errors";
  std::string topic = kgn(code);
  std::transform(topic.begin(), topic.end(), topic.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return topic;
}

}  // namespace

std::vector<std::string> stage_names(const Context& context, const State& state) {
  std::vector<std::string> names;
  for (const Stage stage : stages(state)) names.push_back(stage_name(context.language, stage, state.task));
  return names;
}

int present_stage(const State& state) {
  const auto all = stages(state);
  const auto found = std::find(all.begin(), all.end(), stage_of(state.page));
  return found == all.end() ? 0 : static_cast<int>(found - all.begin());
}

std::string purpose(const Context& context, const State& state) {
  const text::Language language = context.language;
  switch (state.page) {
    case Page::Resume:
      return text::purpose_resume(language);
    case Page::Start:
      return text::purpose_start(language);
    case Page::Service:
      return text::purpose_service(language);
    case Page::Choose:
      return text::purpose_choose(language);
    case Page::Certificate:
      return text::purpose_certificate(language);
    case Page::Place:
      return text::purpose_place(language);
    case Page::Credentials:
      return state.field_to_mend.empty() ? text::purpose_credentials(language)
                                         : text::purpose_credentials_again(language);
    case Page::Token:
      return text::purpose_token(language);
    case Page::Holder:
      return text::purpose_holder(language);
    case Page::NewPin:
      return text::purpose_new_pin(language);
    case Page::ChangePin:
      return text::purpose_change_pin(language);
    case Page::Unblock:
      return text::purpose_unblock(language);
    case Page::Connections:
      return text::purpose_connections(language);
    case Page::Consent:
      return text::purpose_consent(language);
    case Page::Root:
      return text::purpose_root(language);
    case Page::Progress:
      return purpose_of_run(language, state);
    case Page::Result:
      return purpose_of_result(language, state.task);
    case Page::Failure:
      return purpose_of_failure(language, state);
  }
  return {};
}

std::string next_text(const Context& context, const State& state) {
  const text::Language language = context.language;
  const auto all = pages(state);
  const bool last = !all.empty() && state.page == all.back();
  if (state.page == Page::Consent) return text::button_allow(language);
  if (state.page == Page::Token && !holder_site(state).empty()) return text::button_ask_site(language);
  if (state.page == Page::Holder) return text::button_is_mine(language);
  if (state.page == Page::ChangePin) return text::button_change_pin(language);
  if (state.page == Page::Unblock) return text::button_unblock(language);
  if (state.page == Page::Root) return text::button_install_root(language);
  if (state.page == Page::Result && state.interrupted)
    return text::button_go_on_unblocked(language, state.interrupted->task == Task::Issue);
  if (state.page == Page::Result) return text::button_finish(language);
  if (state.page == Page::Failure) return remedy_text(context, state, static_cast<int>(remedies(state).front()));
  if (last && !state.run.active && state.page != Page::Resume)
    return state.task == Task::Issue ? text::button_start_issue(language) : text::button_start_renewal(language);
  return {};
}

std::string remedy_text(const Context& context, const State& state, int remedy) {
  const text::Language language = context.language;
  switch (static_cast<Remedy>(remedy)) {
    case Remedy::TryAgain: {
      const bool goes_on = state.failure && state.failure->error.code == ErrorCode::Cancelled &&
                           state.failure->aftermath != renewal::Aftermath::Nothing;
      return goes_on ? text::button_continue(language) : text::button_try_again(language);
    }
    case Remedy::EnterAgain:
      return text::button_enter_again(language);
    case Remedy::ProxySettings:
      return text::button_proxy(language);
    case Remedy::ChooseOther:
      return text::button_choose_other(language);
    case Remedy::Unblock:
      return text::button_unblock_instead(language);
    case Remedy::OpenSite:
      return text::button_open_site(language);
    case Remedy::Close:
      return text::close_button(language);
  }
  return {};
}

std::string help_topic(const State& state) {
  switch (state.page) {
    case Page::Resume:
      return "interrupted";
    case Page::Start:
    case Page::Service:
      return "start";
    case Page::Place:
      return "place";
    case Page::Token:
      return state.task == Task::Unblock ? "unblock" : "token";
    case Page::Holder:
      return "holder";
    case Page::NewPin:
      return "new-pin";
    case Page::ChangePin:
      return "change-pin";
    case Page::Unblock:
      return "unblock";
    case Page::Choose:
    case Page::Certificate:
      return "choose";
    case Page::Credentials:
      return "credentials";
    case Page::Connections:
      return "connections";
    case Page::Consent:
      return "consent";
    case Page::Root:
      return "roots";
    case Page::Progress:
      return "progress";
    case Page::Result:
      return "result";
    case Page::Failure:
      return failure_topic(state);
  }
  return {};
}

std::string what_stays_text(const Context& context, const State& state, renewal::Aftermath stays) {
  const text::Language language = context.language;
  std::string words = stays == renewal::Aftermath::Nothing     ? text::stays_nothing(language)
                      : stays == renewal::Aftermath::Resumable ? text::stays_resumable(language)
                                                               : text::stays_stored(language);
  const std::string old = old_goes_on(context, state);
  return old.empty() ? words : words + (language == text::Language::Japanese ? "" : " ") + old;
}

// One that has expired (S1) does not work, and is as it was all the same.
std::string old_goes_on(const Context& context, const State& state) {
  const bool over = state.certificate && state.certificate->summary.not_after <= context.now;
  return state.task != Task::Renew || over ? std::string() : text::stays_old(context.language);
}

namespace {

// Half way with a token, but before anything was written on it (E12).
std::string stays_before_job(const Context& context, const State& state) {
  const text::Language language = context.language;
  if (is_pin_task(state.task)) return text::stays_pin(language);
  const std::string old = old_goes_on(context, state);
  const std::string words = text::stays_token(language);
  return old.empty() ? words : words + (language == text::Language::Japanese ? "" : " ") + old;
}

}  // namespace

CancelWords cancel_words(const Context& context, const State& state, renewal::Aftermath stays) {
  const text::Language language = context.language;
  if (!state.run.active)
    return {text::cancel_question_pin(language), stays_before_job(context, state), text::cancel_stop(language),
            text::cancel_go_on(language)};
  return {state.task == Task::Issue ? text::cancel_question_issue(language) : text::cancel_question_renewal(language),
          what_stays_text(context, state, stays), text::cancel_stop(language), text::cancel_go_on(language)};
}

}  // namespace kigen::wizard
