// What the wizard says about USB tokens: finding one, whose it is, its PIN. One function each, in Japanese and English;
// "&" marks the access key. No text holds what was typed. Pure: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/text/language.h"

namespace kigen::text {

/// "USBトークン「Kigen」（シリアル番号 0123）": how a token is named everywhere. Without a label its serial number
/// alone.
[[nodiscard]] std::string token_name(Language language, std::string_view label, std::string_view serial);
/// The place of a certificate in lists: "USBトークン 0123".
[[nodiscard]] std::string token_place(Language language, std::string_view serial);
[[nodiscard]] std::string this_pc(Language language);
[[nodiscard]] std::string token_label(Language language);
[[nodiscard]] std::string token_serial(Language language);
[[nodiscard]] std::string token_model(Language language);
[[nodiscard]] std::string token_away_word(Language language);
[[nodiscard]] std::string token_away_notice(Language language, std::string_view serial);

// What to do.
[[nodiscard]] std::string task_change_pin(Language language);
[[nodiscard]] std::string task_change_pin_detail(Language language);
[[nodiscard]] std::string task_unblock(Language language);
[[nodiscard]] std::string task_unblock_detail(Language language);

// The strip, the headings, the buttons.
[[nodiscard]] std::string stage_token(Language language);
[[nodiscard]] std::string stage_pin(Language language);
[[nodiscard]] std::string purpose_token(Language language);
[[nodiscard]] std::string purpose_holder(Language language);
[[nodiscard]] std::string purpose_new_pin(Language language);
[[nodiscard]] std::string purpose_change_pin(Language language);
[[nodiscard]] std::string purpose_unblock(Language language);
[[nodiscard]] std::string purpose_pin_changed(Language language);
[[nodiscard]] std::string purpose_unblocked(Language language);
[[nodiscard]] std::string purpose_pin_failed(Language language);
[[nodiscard]] std::string button_ask_site(Language language);
[[nodiscard]] std::string button_is_mine(Language language);
[[nodiscard]] std::string button_change_pin(Language language);
[[nodiscard]] std::string button_unblock(Language language);
/// Goes on with what the locked PIN interrupted: an issue, or a renewal.
[[nodiscard]] std::string button_go_on_unblocked(Language language, bool issue);
[[nodiscard]] std::string result_go_on(Language language, bool issue);
[[nodiscard]] std::string button_unblock_instead(Language language);
[[nodiscard]] std::string button_open_site(Language language);
[[nodiscard]] std::string button_look_again(Language language);
[[nodiscard]] std::string button_stop_looking(Language language);

// Place (B4, B5).
[[nodiscard]] std::string place_token(Language language);
[[nodiscard]] std::string place_token_detail(Language language, std::string_view software);
[[nodiscard]] std::string place_looking(Language language);

// The page that looks for the token: a headline and what to do.
[[nodiscard]] std::string looking(Language language);
[[nodiscard]] std::string looking_detail(Language language);
[[nodiscard]] std::string looking_long(Language language, std::string_view time);
[[nodiscard]] std::string looking_stopped(Language language);
[[nodiscard]] std::string looking_stopped_detail(Language language);
[[nodiscard]] std::string no_driver(Language language, std::string_view software);
[[nodiscard]] std::string no_driver_detail(Language language, std::string_view url);
[[nodiscard]] std::string no_driver_unknown(Language language);
[[nodiscard]] std::string no_token(Language language);
[[nodiscard]] std::string no_token_detail(Language language);
[[nodiscard]] std::string other_token(Language language, std::string_view serial);
[[nodiscard]] std::string other_token_detail(Language language);
[[nodiscard]] std::string several_tokens(Language language, std::int64_t count);
[[nodiscard]] std::string several_tokens_detail(Language language);
[[nodiscard]] std::string token_timed_out(Language language);
[[nodiscard]] std::string token_timed_out_detail(Language language);
[[nodiscard]] std::string token_unreadable(Language language);
[[nodiscard]] std::string token_locked(Language language);
[[nodiscard]] std::string token_locked_unblock(Language language);
[[nodiscard]] std::string token_locked_ask(Language language);
[[nodiscard]] std::string token_not_locked(Language language);
[[nodiscard]] std::string token_not_locked_detail(Language language);
[[nodiscard]] std::string token_not_ready(Language language);
[[nodiscard]] std::string token_not_ready_detail(Language language);
[[nodiscard]] std::string token_ready(Language language);
[[nodiscard]] std::string token_ready_leave_in(Language language);
[[nodiscard]] std::string token_ask_site(Language language, std::string_view site);
[[nodiscard]] std::string token_asking_site(Language language, std::string_view site);
[[nodiscard]] std::string token_checking(Language language);
[[nodiscard]] std::string token_list_name(Language language);

// Whose it is.
[[nodiscard]] std::string holder_name(Language language);
[[nodiscard]] std::string holder_advice(Language language);

// PINs.
[[nodiscard]] std::string pin_field(Language language);
[[nodiscard]] std::string pin_current_field(Language language);
[[nodiscard]] std::string pin_new_field(Language language);
[[nodiscard]] std::string pin_again_field(Language language);
[[nodiscard]] std::string puk_field(Language language);
[[nodiscard]] std::string pin_set_intro(Language language);
[[nodiscard]] std::string pin_change_intro(Language language, std::string_view token);
[[nodiscard]] std::string pin_unblock_intro(Language language, std::string_view token);
[[nodiscard]] std::string pin_pad_page(Language language);
[[nodiscard]] std::string pin_pad_set_intro(Language language, std::int64_t least, std::int64_t most);
[[nodiscard]] std::string pin_rules_heading(Language language);
[[nodiscard]] std::string pin_rule_length(Language language, std::int64_t least, std::int64_t most);
[[nodiscard]] std::string pin_rule_characters(Language language, std::string_view what);
[[nodiscard]] std::string pin_rule_different(Language language);
[[nodiscard]] std::string pin_rule_same(Language language);
[[nodiscard]] std::string rule_held(Language language);
[[nodiscard]] std::string rule_open(Language language);
[[nodiscard]] std::string rule_broken(Language language);
[[nodiscard]] std::string pin_advice(Language language);
[[nodiscard]] std::string pin_tries(Language language, std::int64_t left);
[[nodiscard]] std::string puk_last_try(Language language);
[[nodiscard]] std::string pin_tries_low(Language language);
[[nodiscard]] std::string pin_setting(Language language);
[[nodiscard]] std::string pin_reading_tries(Language language);

// The question for a PIN, the last try, the question for the token.
[[nodiscard]] std::string pin_title(Language language);
[[nodiscard]] std::string pin_question(Language language);
[[nodiscard]] std::string pin_again(Language language);
[[nodiscard]] std::string pin_hint(Language language);
[[nodiscard]] std::string pin_pad_question(Language language);
[[nodiscard]] std::string pin_pad_hint(Language language);
[[nodiscard]] std::string pin_pad_start(Language language);
[[nodiscard]] std::string pin_pad_progress(Language language);
[[nodiscard]] std::string pin_pad_new_progress(Language language);
[[nodiscard]] std::string last_try_title(Language language);
[[nodiscard]] std::string last_try_question(Language language, bool puk);
[[nodiscard]] std::string last_try_detail(Language language, std::string_view token, bool puk);
[[nodiscard]] std::string last_try_yes(Language language);
[[nodiscard]] std::string last_try_no(Language language);
[[nodiscard]] std::string plug_in_title(Language language);
[[nodiscard]] std::string plug_in_question(Language language);
[[nodiscard]] std::string plug_in_detail(Language language, std::string_view token);

// Quitting half way, and the end.
[[nodiscard]] std::string cancel_question_pin(Language language);
[[nodiscard]] std::string stays_token(Language language);
[[nodiscard]] std::string stays_pin(Language language);
[[nodiscard]] std::string result_token(Language language);
[[nodiscard]] std::string result_pin(Language language);
[[nodiscard]] std::string result_pin_unchanged(Language language);
[[nodiscard]] std::string result_pin_set(Language language);
[[nodiscard]] std::string result_replug(Language language);
[[nodiscard]] std::string result_pin_changed(Language language);
[[nodiscard]] std::string result_unblocked(Language language);
[[nodiscard]] std::string result_use_new_pin(Language language);
[[nodiscard]] std::string result_certificates_stay(Language language);

}  // namespace kigen::text
