// The part of Flow that brings the engine's questions to the user, and the answers back.
#include <utility>

#include "installer/wizard/model/flow.h"

namespace kigen::wizard {

Actions Flow::asked(const renewal::Question& question) {
  state_.run.question = question;
  if (const auto* consent = std::get_if<renewal::ConsentQuestion>(&question)) {
    const bool same = consented_ && consented_->site == consent->site && consented_->sends == consent->sends;
    if (same) return answer_yes();
    state_.page = Page::Consent;
  } else if (std::holds_alternative<renewal::RootQuestion>(question)) {
    ++state_.run.roots_asked;
    state_.page = Page::Root;
  } else if (const auto* login = std::get_if<renewal::ProxyLoginQuestion>(&question)) {
    const bool known = !login->again && !state_.run.login_tried && !state_.proxy_login.user.empty();
    state_.run.login_tried = true;
    if (!known) return actions(AskLogin{*login});
    return login_given(
        TypedLogin{state_.proxy_login.user, state_.proxy_login.password.clone(), state_.proxy_login.keep});
  } else if (const auto* pin = std::get_if<renewal::PinQuestion>(&question)) {
    return ask_pin(*pin);
  } else if (const auto* token = std::get_if<renewal::TokenQuestion>(&question)) {
    return actions(AskToken{*token});
  } else if (const auto* wanted = std::get_if<renewal::CredentialsQuestion>(&question)) {
    ask_fields(wanted->ids);
    if (all_fields_hold(state_)) return answer_credentials();
    state_.page = Page::Credentials;
  }
  return {};
}

Actions Flow::answer_yes() {
  if (!state_.run.question) return {};
  if (const auto* consent = std::get_if<renewal::ConsentQuestion>(&*state_.run.question)) consented_ = *consent;
  state_.run.question.reset();
  state_.page = Page::Progress;
  renewal::Answer answer;
  answer.yes = true;
  return actions(Reply{std::move(answer)});
}

Actions Flow::answer_credentials() {
  if (!state_.run.question) return {};
  state_.run.question.reset();
  state_.page = Page::Progress;
  renewal::Answer answer;
  answer.yes = true;
  answer.credentials = credentials();
  return actions(Reply{std::move(answer)});
}

Actions Flow::refuse_root() {
  if (state_.page != Page::Root || !state_.run.question) return {};
  state_.run.question.reset();
  state_.page = Page::Progress;
  return actions(Reply{});
}

Actions Flow::login_given(std::optional<TypedLogin> login) {
  const auto* question =
      state_.run.question ? std::get_if<renewal::ProxyLoginQuestion>(&*state_.run.question) : nullptr;
  if (!question) return {};
  const net::ProxyAddress proxy = question->proxy;
  state_.run.question.reset();
  renewal::Answer answer;
  if (!login) return actions(Reply{std::move(answer)});
  answer.yes = true;
  answer.login = net::ProxyLogin{login->user, login->password.clone()};
  Actions list;
  if (login->keep) list.emplace_back(KeepLogin{proxy, net::ProxyLogin{login->user, login->password.clone()}});
  state_.proxy_login = std::move(*login);
  list.emplace_back(Reply{std::move(answer)});
  return list;
}

Actions Flow::ask_pin(const renewal::PinQuestion& question) {
  if (question.last_try) return actions(AskLastTry{question.token.label, question.token.serial, false});
  return actions(AskPin{question});
}

Actions Flow::last_try_answered(bool yes) {
  const auto* question = state_.run.question ? std::get_if<renewal::PinQuestion>(&*state_.run.question) : nullptr;
  if (question) return yes ? actions(AskPin{*question}) : pin_given(std::nullopt);
  const bool page = state_.page == Page::ChangePin || state_.page == Page::Unblock;
  return yes && page && !state_.token.setting_pin ? set_pin_now() : Actions{};
}

Actions Flow::pin_given(std::optional<Secret> pin) {
  const auto* question = state_.run.question ? std::get_if<renewal::PinQuestion>(&*state_.run.question) : nullptr;
  if (!question) return {};
  state_.run.on_pin_pad = pin && question->token.pin_pad;
  state_.run.question.reset();
  renewal::Answer answer;
  answer.yes = pin.has_value();
  if (pin) answer.pin = std::move(*pin);
  return actions(Reply{std::move(answer)});
}

Actions Flow::token_answered(bool look_again) {
  if (!state_.run.question || !std::holds_alternative<renewal::TokenQuestion>(*state_.run.question)) return {};
  state_.run.question.reset();
  renewal::Answer answer;
  answer.yes = look_again;
  return actions(Reply{std::move(answer)});
}

}  // namespace kigen::wizard
