// What helps when something failed, and what follows when the user takes it.
#include <algorithm>
#include <utility>

#include "installer/wizard/model/flow.h"

namespace kigen::wizard {
namespace {

// A credential that the answer blames: by its place, as authentication codes 1 and 2 have it.
std::string blamed_field(const State& state, ErrorCode code) {
  if (state.fields.empty()) return {};
  const bool second = code == ErrorCode::Code2Wrong && state.fields.size() > 1;
  if (second) return state.fields[1].rule.id;
  if (code != ErrorCode::CredentialsWrong && code != ErrorCode::StoragePinWrong) return state.fields.front().rule.id;
  const auto secret =
      std::find_if(state.fields.begin(), state.fields.end(), [](const Field& field) { return field.rule.secret; });
  return secret != state.fields.end() ? secret->rule.id : state.fields.front().rule.id;
}

bool blames_entry(ErrorCode code) {
  return code == ErrorCode::CredentialsWrong || code == ErrorCode::Code1Wrong || code == ErrorCode::Code2Wrong ||
         code == ErrorCode::StoragePinWrong;
}

bool blames_pin(ErrorCode code) {
  return code == ErrorCode::PinWrong || code == ErrorCode::PukWrong || code == ErrorCode::NewPinRefused;
}

bool blames_network(ErrorCode code) {
  switch (code) {
    case ErrorCode::HostNameNotFound:
    case ErrorCode::HostUnreachable:
    case ErrorCode::HostTimedOut:
    case ErrorCode::ConnectionLost:
    case ErrorCode::ServerNotTrusted:
    case ErrorCode::TlsFailed:
    case ErrorCode::ProxyUnreachable:
    case ErrorCode::ProxyRefused:
    case ErrorCode::ProxyLoginNeeded:
    case ErrorCode::ProxyLoginWrong:
    case ErrorCode::ProxySettingUnusable:
    case ErrorCode::RaUnreachable:
      return true;
    default:
      return false;
  }
}

// Nothing on this PC changes these: trying again gives the same answer.
bool is_final(ErrorCode code) {
  switch (code) {
    case ErrorCode::AccountLocked:
    case ErrorCode::AlreadyIssued:
    case ErrorCode::NotIssuedOrCollected:
    case ErrorCode::RenewedElsewhere:
    case ErrorCode::RootDiffers:
    case ErrorCode::ProfileIncomplete:
    case ErrorCode::TokenHoldsCertificate:
    case ErrorCode::TokenLocked:
    case ErrorCode::TokenPinNotSet:
    case ErrorCode::TokenCannotDo:
    case ErrorCode::TokenFull:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string software_site(const State& state) {
  std::string url;
  const auto& error = state.failure ? std::optional(state.failure->error) : state.token.error;
  if (error && error->code == ErrorCode::TokenDriverMissing)
    if (const auto named = error->args.find("url"); named != error->args.end()) url = named->second;
  if (url.empty() && state.profile && state.profile->token) url = state.profile->token->software_url;
  return url.starts_with("https://") ? url : std::string();
}

namespace {

// Locked is the PUK as well, when it was the PUK that was wrong.
bool offers_unblock(const State& state) {
  const renewal::FoundToken* token = find_token(state.token, state.token.serial);
  return token && state.task != Task::Unblock && may_unblock(state, *token);
}

}  // namespace

std::vector<Remedy> remedies(const State& state) {
  if (!state.failure) return {Remedy::Close};
  const ErrorCode code = state.failure->error.code;
  if (blames_pin(code)) return {Remedy::EnterAgain, Remedy::Close};
  if (code == ErrorCode::TokenDriverMissing && !software_site(state).empty())
    return {Remedy::OpenSite, Remedy::TryAgain, Remedy::Close};
  if (code == ErrorCode::TokenLocked && offers_unblock(state)) return {Remedy::Unblock, Remedy::Close};
  if (blames_entry(code) && !state.fields.empty()) return {Remedy::EnterAgain, Remedy::Close};
  if (blames_network(code)) return {Remedy::TryAgain, Remedy::ProxySettings, Remedy::Close};
  if (code == ErrorCode::NoRenewableCertificate && state.wanted_thumbprint.empty() && !state.resuming)
    return {Remedy::ChooseOther, Remedy::Close};
  if (is_final(code)) return {Remedy::Close, Remedy::TryAgain};
  return {Remedy::TryAgain, Remedy::Close};
}

Actions Flow::open_software_site() const {
  const std::string url = software_site(state_);
  return url.empty() ? Actions{} : actions(OpenSite{url});
}

// Another token is looked for where the one that is inserted was refused.
Actions Flow::try_again(Instant now) {
  const ErrorCode code = state_.failure->error.code;
  const bool other_token =
      code == ErrorCode::TokenNotRegistered || code == ErrorCode::SeveralTokens || code == ErrorCode::TokenLocked;
  const bool from_token = state_.failure_of != Origin::Job || (other_token && !state_.resuming);
  if (!from_token || !needs_token(state_)) return start_job(now);
  state_.failure.reset();
  return enter(Page::Token);
}

// A PIN that was refused in a job is asked for by the job, in its own dialog.
Actions Flow::enter_again(Instant now) {
  const ErrorCode code = state_.failure->error.code;
  if (!blames_pin(code)) {
    state_.field_to_mend = blamed_field(state_, code);
    state_.page = Page::Credentials;
    return {};
  }
  if (state_.failure_of == Origin::Job && code != ErrorCode::NewPinRefused) return start_job(now);
  forget_pin(state_.token.form, code == ErrorCode::PinWrong   ? PinField::Current
                                : code == ErrorCode::PukWrong ? PinField::Puk
                                                              : PinField::Next);
  state_.failure.reset();
  if (state_.failure_of == Origin::Job) return enter(Page::NewPin);
  // How many tries are left is read anew before there is another one (E11).
  Actions list = start_search(searching_for_);
  append(list, enter(state_.task == Task::Unblock ? Page::Unblock : Page::ChangePin));
  return list;
}

Actions Flow::take(Remedy remedy, Instant now) {
  if (state_.page != Page::Failure || !state_.failure) return {};
  switch (remedy) {
    case Remedy::TryAgain:
      return try_again(now);
    case Remedy::EnterAgain:
      return enter_again(now);
    case Remedy::Unblock:
      return unblock_instead();
    case Remedy::OpenSite:
      return open_software_site();
    case Remedy::ProxySettings:
      return actions(ShowProxySettings{});
    case Remedy::ChooseOther:
      state_.failure.reset();
      return enter(Page::Choose);
    case Remedy::Close:
      return actions(Close{});
  }
  return {};
}

}  // namespace kigen::wizard
