#include "installer/wizard/model/pages/token_view.h"

#include "common/text/errors.h"
#include "common/text/phrase.h"
#include "common/text/token_text.h"
#include "installer/wizard/model/flow.h"
#include "installer/wizard/model/pages/progress_view.h"

namespace kigen::wizard {
namespace {

constexpr std::chrono::seconds kLong{3};

std::string software_of(const State& state) {
  if (state.token.error)
    if (const auto named = state.token.error->args.find("software"); named != state.token.error->args.end())
      return text::harmless(named->second);
  return state.profile && state.profile->token ? text::harmless(state.profile->token->software) : std::string();
}

// What the issuer's help desk has to say of this case, and what to call it there (T6).
TokenView with_help(const Context& context, const State& state, ErrorCode code, TokenView view) {
  Error error(code);
  const auto* known = state.profile ? known_error(*state.profile, code) : nullptr;
  if (known) {
    const std::string hint = in_language(context, known->hint);
    if (!hint.empty()) view.detail += "\n" + hint;
    if (!known->code.empty()) error.with("ra_code", known->code);
  }
  // That no token is there yet is no error.
  if (code != ErrorCode::TokenNotFound) view.detail += "\n" + text::error_code_text(error);
  return view;
}

TokenView searching_view(const Context& context, std::chrono::seconds waited) {
  const text::Language language = context.language;
  TokenView view{Mark::Waiting, text::looking(language), text::looking_detail(language), {}};
  if (waited > kLong) view.detail += "\n" + text::looking_long(language, duration_text(context, waited));
  view.stop = true;
  return view;
}

TokenView no_driver_view(const Context& context, const State& state) {
  const text::Language language = context.language;
  const std::string url = software_site(state);
  TokenView view{Mark::Failed, text::no_driver(language, software_of(state)), {}, {}};
  view.detail = url.empty() ? text::no_driver_unknown(language) : text::no_driver_detail(language, text::harmless(url));
  view.open_site = !url.empty();
  view.look_again = true;
  return view;
}

// The module's own fault tells more than a page of the wizard could.
TokenView unreadable_view(const Context& context, const State& state) {
  const Error& error = state.token.error ? *state.token.error : state.token.faults.front();
  const text::ErrorText words = text::error_text(context.language, error);
  TokenView view{Mark::Failed, text::token_unreadable(context.language), {}, {}};
  view.detail = words.cause + "\n" + words.remedy + " (" + text::error_code_text(error) + ")";
  view.look_again = true;
  return view;
}

TokenView simple_view(Mark mark, std::string headline, std::string detail) {
  TokenView view{mark, std::move(headline), std::move(detail), {}};
  view.look_again = true;
  return view;
}

TokenView locked_view(const Context& context, const State& state) {
  const renewal::FoundToken* token = token_at_hand(state);
  const bool unblocks = token && may_unblock(state, *token) && !token->info.puk_locked;
  TokenView view =
      simple_view(Mark::Failed, text::token_locked(context.language),
                  unblocks ? text::token_locked_unblock(context.language) : text::token_locked_ask(context.language));
  view.unblock = unblocks;
  return view;
}

TokenView ready_view(const Context& context, const State& state) {
  const text::Language language = context.language;
  TokenView view{Mark::Ok, text::token_ready(language), text::token_ready_leave_in(language), {}};
  const std::string site = text::harmless(holder_site(state));
  if (state.token.asking_holder) {
    view.mark = Mark::Waiting;
    view.headline = site.empty() ? text::token_checking(language) : text::token_asking_site(language, site);
    view.stop = true;
  } else if (!site.empty()) {
    view.consent = text::token_ask_site(language, site);
  }
  return view;
}

}  // namespace

TokenView token_view(const Context& context, const State& state, std::chrono::seconds waited) {
  const text::Language language = context.language;
  switch (token_verdict(state)) {
    case TokenVerdict::Searching:
      return searching_view(context, waited);
    case TokenVerdict::Stopped:
      return simple_view(Mark::Info, text::looking_stopped(language), text::looking_stopped_detail(language));
    case TokenVerdict::NoDriver:
      return with_help(context, state, ErrorCode::TokenDriverMissing, no_driver_view(context, state));
    case TokenVerdict::TimedOut:
      return with_help(
          context, state, ErrorCode::TokenReadTimedOut,
          simple_view(Mark::Failed, text::token_timed_out(language), text::token_timed_out_detail(language)));
    case TokenVerdict::Unreadable:
      return unreadable_view(context, state);
    case TokenVerdict::None:
      return with_help(context, state, ErrorCode::TokenNotFound,
                       simple_view(Mark::Waiting, text::no_token(language), text::no_token_detail(language)));
    case TokenVerdict::Other:
      return simple_view(Mark::Due, text::other_token(language, text::harmless(serial_of_certificate(state))),
                         text::other_token_detail(language));
    case TokenVerdict::Several:
      return simple_view(Mark::Due, text::several_tokens(language, static_cast<std::int64_t>(state.token.found.size())),
                         text::several_tokens_detail(language));
    case TokenVerdict::Locked:
      return with_help(context, state, ErrorCode::TokenLocked, locked_view(context, state));
    case TokenVerdict::NotLocked:
      return simple_view(Mark::Due, text::token_not_locked(language), text::token_not_locked_detail(language));
    case TokenVerdict::NotReady:
      return simple_view(Mark::Failed, text::token_not_ready(language), text::token_not_ready_detail(language));
    case TokenVerdict::Ready:
      return ready_view(context, state);
  }
  return {};
}

std::vector<std::string> token_cells(const keys::pkcs11::TokenInfo& token) {
  return {text::harmless(token.label), text::harmless(token.serial), text::harmless(token.model)};
}

std::string name_of_token(const Context& context, const keys::pkcs11::TokenInfo& token) {
  return text::token_name(context.language, text::harmless(token.label), text::harmless(token.serial));
}

std::vector<Line> holder_lines(const Context& context, const State& state) {
  const text::Language language = context.language;
  const renewal::FoundToken* token = find_token(state.token, state.token.serial);
  if (!token || !state.token.holder) return {};
  std::vector<Line> lines;
  lines.push_back({Line::Kind::Heading, {}, text::holder_name(language)});
  lines.push_back({Line::Kind::Headline, {}, text::harmless(state.token.holder->name)});
  lines.push_back({Line::Kind::Field, text::token_serial(language), text::harmless(token->info.serial)});
  if (!token->info.label.empty())
    lines.push_back({Line::Kind::Field, text::token_label(language), text::harmless(token->info.label)});
  if (!token->info.model.empty())
    lines.push_back({Line::Kind::Field, text::token_model(language), text::harmless(token->info.model)});
  lines.push_back({Line::Kind::Text, {}, text::holder_advice(language)});
  const std::string support = state.profile ? in_language(context, state.profile->support) : std::string();
  add_lines(lines, support);
  return lines;
}

std::string place_notice(const Context& context, const State& state) {
  if (state.place != renewal::Place::Token) return {};
  if (state.token.searching) return text::place_looking(context.language);
  const TokenVerdict verdict = token_verdict(state);
  if (verdict != TokenVerdict::NoDriver) return {};
  const TokenView view = token_view(context, state, {});
  std::string notice = view.headline;
  notice += context.language == text::Language::Japanese ? "。" : ". ";
  return notice + view.detail.substr(0, view.detail.find('\n'));
}

}  // namespace kigen::wizard
