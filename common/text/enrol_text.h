// What the wizard says while it issues or renews, and after it: questions, progress, result and failure. One function
// each, in Japanese and English; dates come formatted; "&" marks the access key. Pure: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/text/language.h"

namespace kigen::text {

// Consent.
[[nodiscard]] std::string consent_site(Language language);
[[nodiscard]] std::string consent_sends(Language language);
[[nodiscard]] std::string consent_certificate(Language language, std::string_view name);
[[nodiscard]] std::string consent_request(Language language);
[[nodiscard]] std::string consent_nothing_before(Language language);
[[nodiscard]] std::string consent_check(Language language);

// Roots.
[[nodiscard]] std::string root_name(Language language);
[[nodiscard]] std::string root_subject(Language language);
[[nodiscard]] std::string root_valid(Language language);
[[nodiscard]] std::string root_store_user(Language language);
[[nodiscard]] std::string root_store_machine(Language language);
[[nodiscard]] std::string root_store(Language language);
[[nodiscard]] std::string root_received(Language language, std::string_view algorithm);
[[nodiscard]] std::string root_pinned(Language language, std::string_view algorithm);
[[nodiscard]] std::string root_not_pinned(Language language);
[[nodiscard]] std::string root_same(Language language);
[[nodiscard]] std::string root_different(Language language);
[[nodiscard]] std::string root_all_same(Language language);
[[nodiscard]] std::string root_windows_asks(Language language);

// Progress. Steps go by the names of common job descriptions: "prepare", "consent" …
[[nodiscard]] std::string progress_waiting_word(Language language);
[[nodiscard]] std::string progress_running_word(Language language);
[[nodiscard]] std::string progress_done_word(Language language);
[[nodiscard]] std::string progress_skipped_word(Language language);
[[nodiscard]] std::string progress_failed_word(Language language);
[[nodiscard]] std::string progress_elapsed(Language language, std::string_view time);
[[nodiscard]] std::string progress_stopping(Language language);
[[nodiscard]] std::string progress_ra_later(Language language, std::string_view when, std::string_view wait);
[[nodiscard]] std::string progress_ask_now(Language language);
[[nodiscard]] std::string progress_key_use(Language language);
[[nodiscard]] std::string progress_root_install(Language language);
[[nodiscard]] std::string progress_root_number(Language language, std::string_view name, std::int64_t number);
[[nodiscard]] std::string minutes_seconds(Language language, std::int64_t minutes, std::int64_t seconds);
[[nodiscard]] std::string only_seconds(Language language, std::int64_t seconds);

// Cancelling.
[[nodiscard]] std::string cancel_title(Language language);
[[nodiscard]] std::string cancel_question_issue(Language language);
[[nodiscard]] std::string cancel_question_renewal(Language language);
[[nodiscard]] std::string stays_nothing(Language language);
[[nodiscard]] std::string stays_resumable(Language language);
[[nodiscard]] std::string stays_stored(Language language);
[[nodiscard]] std::string left_nothing(Language language);
[[nodiscard]] std::string stays_old(Language language);
[[nodiscard]] std::string cancel_stop(Language language);
[[nodiscard]] std::string cancel_go_on(Language language);

// Result.
[[nodiscard]] std::string result_valid_until(Language language, std::string_view date, std::string_view years);
[[nodiscard]] std::string result_content(Language language);
[[nodiscard]] std::string result_chain(Language language);
[[nodiscard]] std::string result_status(Language language);
[[nodiscard]] std::string result_good(Language language);
[[nodiscard]] std::string result_stored(Language language);
[[nodiscard]] std::string result_where_user(Language language);
[[nodiscard]] std::string result_friendly_name(Language language);
[[nodiscard]] std::string result_replaced(Language language);
[[nodiscard]] std::string result_replaced_kept(Language language, std::string_view date);
[[nodiscard]] std::string result_proof(Language language);
[[nodiscard]] std::string result_proof_page(Language language);
[[nodiscard]] std::string result_proof_local(Language language);
[[nodiscard]] std::string result_ssl_cleared(Language language);
[[nodiscard]] std::string result_next(Language language);
[[nodiscard]] std::string result_close_browsers(Language language);
[[nodiscard]] std::string result_pick(Language language, std::string_view name);
[[nodiscard]] std::string result_notes(Language language);
[[nodiscard]] std::string result_show(Language language);
[[nodiscard]] std::string period_days(Language language, std::int64_t days);
[[nodiscard]] std::string period_months(Language language, std::int64_t months);
[[nodiscard]] std::string period_years(Language language, std::int64_t years);

// Failure.
[[nodiscard]] std::string failure_why(Language language);
[[nodiscard]] std::string failure_what_to_do(Language language);
[[nodiscard]] std::string failure_hint(Language language);
[[nodiscard]] std::string failure_tries_left(Language language, std::int64_t tries);
[[nodiscard]] std::string failure_tries(Language language);
[[nodiscard]] std::string failure_until(Language language);
[[nodiscard]] std::string failure_ask_again_at(Language language);
[[nodiscard]] std::string failure_what_stays(Language language);
[[nodiscard]] std::string failure_where(Language language);
[[nodiscard]] std::string failure_support(Language language);
[[nodiscard]] std::string failure_codes(Language language);
[[nodiscard]] std::string failure_copy(Language language);
[[nodiscard]] std::string failure_copied(Language language);
[[nodiscard]] std::string failure_show_hint(Language language);

// Language of lists.
[[nodiscard]] std::string new_certificate_for(Language language, std::string_view service);

/// "The new key is made": what a step of a job does; `step` is its name in journals and JSON.
[[nodiscard]] std::string step_text(Language language, std::string_view step);

}  // namespace kigen::text
