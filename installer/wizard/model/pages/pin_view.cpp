#include "installer/wizard/model/pages/pin_view.h"

#include "common/text/entry_text.h"
#include "common/text/phrase.h"
#include "common/text/token_text.h"
#include "common/text/ui_text.h"
#include "installer/wizard/model/pages/credentials_view.h"
#include "installer/wizard/model/pages/token_view.h"

namespace kigen::wizard {
namespace {

std::string field_label(text::Language language, PinField field) {
  switch (field) {
    case PinField::Current:
      return text::pin_current_field(language);
    case PinField::Puk:
      return text::puk_field(language);
    case PinField::Next:
      return text::pin_new_field(language);
    case PinField::Again:
      return text::pin_again_field(language);
  }
  return {};
}

std::string rule_text(text::Language language, PinRule rule, const PinRules& rules) {
  switch (rule) {
    case PinRule::Length:
      return text::pin_rule_length(language, rules.least, rules.most);
    case PinRule::Characters:
      return text::pin_rule_characters(language, characters_text(language, rules.characters));
    case PinRule::Different:
      return text::pin_rule_different(language);
    case PinRule::Same:
      return text::pin_rule_same(language);
  }
  return {};
}

PinRuleRow rule_row(text::Language language, const PinRuleState& state, const PinRules& rules) {
  const std::string words = rule_text(language, state.rule, rules);
  if (state.held == Held::Yes) return {Mark::Ok, words, text::rule_held(language)};
  if (state.held == Held::No) return {Mark::Failed, words, text::rule_broken(language)};
  return {Mark::Waiting, words, text::rule_open(language)};
}

std::string tries_text(text::Language language, std::optional<int> left, bool low) {
  if (left) return text::pin_tries(language, *left);
  return low ? text::pin_tries_low(language) : std::string();
}

}  // namespace

std::string pin_intro(const Context& context, const State& state) {
  const PinForm& form = state.token.form;
  if (state.page == Page::NewPin) {
    const std::string words = form.pin_pad
                                  ? text::pin_pad_set_intro(context.language, form.rules.least, form.rules.most)
                                  : text::pin_set_intro(context.language);
    return words + (context.language == text::Language::Japanese ? "" : " ") + text::pin_advice(context.language);
  }
  if (form.pin_pad) return text::pin_pad_page(context.language);
  const renewal::FoundToken* token = find_token(state.token, state.token.serial);
  const std::string name = token ? name_of_token(context, token->info)
                                 : text::token_name(context.language, {}, text::harmless(state.token.serial));
  return state.page == Page::Unblock ? text::pin_unblock_intro(context.language, name)
                                     : text::pin_change_intro(context.language, name);
}

std::vector<std::string> pin_labels(const Context& context, const State& state) {
  std::vector<std::string> labels;
  for (const PinEntry& entry : state.token.form.fields) labels.push_back(field_label(context.language, entry.field));
  return labels;
}

std::string pin_field_notice(const Context& context, const PinEntry& entry) {
  const text::Language language = context.language;
  switch (entry.reading.complaint) {
    case Complaint::HalfWidthKatakana:
      return text::entry_half_width_katakana(language);
    case Complaint::Japanese:
      return text::entry_japanese(language);
    case Complaint::Space:
      return text::entry_space(language);
    case Complaint::Character:
      return text::entry_character(language, characters_text(language, entry.rule.characters));
    default:
      return entry.reading.complaint == Complaint::None && entry.reading.ends_in_space
                 ? text::entry_ends_in_space(language)
                 : std::string();
  }
}

std::vector<PinRuleRow> pin_rules_shown(const Context& context, const State& state) {
  const PinForm& form = state.token.form;
  std::vector<PinRuleRow> rows;
  if (form.pin_pad) return rows;
  for (const PinRuleState& rule : pin_rule_states(form)) rows.push_back(rule_row(context.language, rule, form.rules));
  return rows;
}

std::string pin_notice(const Context& context, const State& state) {
  const text::Language language = context.language;
  if (state.token.setting_pin)
    return state.token.form.pin_pad ? text::pin_pad_progress(language) : text::pin_setting(language);
  if (state.page == Page::NewPin) return state.token.searching ? text::looking(language) : std::string();
  if (state.token.searching) return text::pin_reading_tries(language);
  const renewal::FoundToken* token = find_token(state.token, state.token.serial);
  if (!token) return {};
  if (state.page == Page::Unblock) return token->info.puk_final_try ? text::puk_last_try(language) : std::string();
  return tries_text(language, pin_tries_left(state), token->info.pin_count_low);
}

Mark pin_notice_mark(const State& state) {
  const renewal::FoundToken* token = find_token(state.token, state.token.serial);
  if (!token || state.token.setting_pin || state.token.searching) return Mark::Waiting;
  const bool low =
      state.page == Page::Unblock ? token->info.puk_final_try : token->info.pin_count_low || token->info.pin_final_try;
  return low ? Mark::Due : Mark::Info;
}

PinWords pin_words(const Context& context, const renewal::PinQuestion& question) {
  const text::Language language = context.language;
  const bool pad = question.token.pin_pad;
  PinWords words;
  words.title = text::pin_title(language);
  words.question = pad ? text::pin_pad_question(language) : text::pin_question(language);
  words.token = name_of_token(context, question.token);
  words.again = question.again ? text::pin_again(language) : std::string();
  const bool low = question.again || question.token.pin_count_low || question.last_try;
  words.tries = tries_text(language, question.tries_left, low);
  words.tries_mark = low ? Mark::Due : Mark::Info;
  words.hint = pad ? text::pin_pad_hint(language) : text::pin_hint(language);
  words.ok = pad ? text::pin_pad_start(language) : text::ok_button(language);
  words.cancel = text::cancel_button(language);
  return words;
}

DialogWords last_try_words(const Context& context, const std::string& label, const std::string& serial, bool puk) {
  const text::Language language = context.language;
  const std::string name = text::token_name(language, text::harmless(label), text::harmless(serial));
  return {text::last_try_title(language), text::last_try_question(language, puk),
          text::last_try_detail(language, name, puk), text::last_try_yes(language), text::last_try_no(language)};
}

DialogWords plug_in_words(const Context& context, const renewal::TokenQuestion& question) {
  const text::Language language = context.language;
  const std::string name = question.serial.empty() ? std::string()
                                                   : text::token_name(language, text::harmless(question.label),
                                                                      text::harmless(question.serial));
  return {text::plug_in_title(language), text::plug_in_question(language), text::plug_in_detail(language, name),
          text::button_look_again(language), text::cancel_button(language)};
}

}  // namespace kigen::wizard
