// Every sentence and label of the tray's windows, in Japanese and English: one function each. Dates come formatted
// (common/text/dates.h). "&" marks the access key; ellipses mark commands that ask before they act. Pure: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/text/language.h"

namespace kigen::text {

// Product and window titles; the version is visible in every title.
[[nodiscard]] std::string product_name(Language language);
[[nodiscard]] std::string window_title(Language language, std::string_view window, std::string_view version);
[[nodiscard]] std::string warning_window(Language language);
[[nodiscard]] std::string main_window(Language language);
[[nodiscard]] std::string interval_window(Language language);
[[nodiscard]] std::string about_window(Language language);
[[nodiscard]] std::string wizard_window(Language language);

// The tray icon.
[[nodiscard]] std::string tip_fine(Language language, std::int64_t certificates);
[[nodiscard]] std::string tip_no_certificates(Language language);
[[nodiscard]] std::string tip_due(Language language, std::string_view name, std::int64_t days_left);
[[nodiscard]] std::string tip_expired(Language language, std::string_view name, std::int64_t days_ago);
[[nodiscard]] std::string tip_unreachable(Language language);
[[nodiscard]] std::string menu_open(Language language);
[[nodiscard]] std::string menu_check(Language language);
[[nodiscard]] std::string menu_interval(Language language);
[[nodiscard]] std::string menu_wizard(Language language);
[[nodiscard]] std::string menu_language(Language language);
[[nodiscard]] std::string menu_language_system(Language language);
[[nodiscard]] std::string menu_about(Language language);
[[nodiscard]] std::string menu_exit(Language language);
[[nodiscard]] std::string menu_copy(Language language);

// Statuses (words, never colour alone).
[[nodiscard]] std::string status_word(Language language, std::string_view status);
[[nodiscard]] std::string days_left_cell(Language language, std::string_view status, std::int64_t days_left);

// The warning window.
/// "The certificate for customs filing"; without a profile "The certificate “Operator 01”".
[[nodiscard]] std::string certificate_of(Language language, std::string_view profile, std::string_view name);
/// A sentence without its full stop: it stands as a headline.
[[nodiscard]] std::string headline_due(Language language, std::string_view what, std::int64_t days_left);
[[nodiscard]] std::string headline_expired(Language language, std::string_view what, std::int64_t days_ago,
                                           std::string_view renewable_until);
[[nodiscard]] std::string headline_lapsed(Language language, std::string_view what, std::int64_t days_ago);
/// `consequence` is the profile's, what can no longer be done; may be "".
[[nodiscard]] std::string meaning_due(Language language, std::string_view date, std::string_view consequence);
[[nodiscard]] std::string meaning_expired(Language language, std::string_view date, std::string_view consequence);
[[nodiscard]] std::string meaning_lapsed(Language language, std::string_view date, std::string_view consequence);
/// What to do when no profile says how to renew; `issuer` is the issuer's name.
[[nodiscard]] std::string advice_no_profile(Language language, std::string_view issuer);
/// What is to be done before it can be renewed; `label` may be "".
[[nodiscard]] std::string advice_plug_in_token(Language language, std::string_view label, std::string_view serial);
/// Goes behind row_due and row_expired.
[[nodiscard]] std::string row_token_missing(Language language, std::string_view serial);
[[nodiscard]] std::string advice_lapsed(Language language, std::string_view support, std::string_view issuer);
[[nodiscard]] std::string identifier_label(Language language, std::string_view label);
[[nodiscard]] std::string name_label(Language language);
[[nodiscard]] std::string others_heading(Language language, std::int64_t count);
[[nodiscard]] std::string row_due(Language language, std::int64_t days_left, std::string_view date);
[[nodiscard]] std::string row_expired(Language language, std::int64_t days_ago, std::string_view renewable_until);
[[nodiscard]] std::string row_lapsed(Language language, std::int64_t days_ago);
[[nodiscard]] std::string button_renew_now(Language language);
/// The button of one row; `access_key` is a digit 1 to 9, or 0 for none.
[[nodiscard]] std::string button_renew_row(Language language, int access_key);
[[nodiscard]] std::string renew_row_name(Language language, std::string_view what);
[[nodiscard]] std::string button_remind(Language language);
[[nodiscard]] std::string button_details(Language language);
[[nodiscard]] std::string button_close(Language language);
[[nodiscard]] std::string remind_hour(Language language);
[[nodiscard]] std::string remind_tomorrow(Language language);
[[nodiscard]] std::string remind_next_check(Language language, std::string_view when);
[[nodiscard]] std::string balloon_more(Language language, std::int64_t others);
/// After an unattended renewal; `certificate` as certificate_of says it.
[[nodiscard]] std::string balloon_renewed_title(Language language);
[[nodiscard]] std::string balloon_renewed(Language language, std::string_view certificate);

// The main window.
[[nodiscard]] std::string tab_certificates(Language language);
[[nodiscard]] std::string tab_notices(Language language, std::int64_t unread);
[[nodiscard]] std::string tabs_name(Language language);
[[nodiscard]] std::string button_check_now(Language language);
[[nodiscard]] std::string button_menu(Language language);
[[nodiscard]] std::string next_check(Language language, std::string_view when);
[[nodiscard]] std::string filter_label(Language language);
[[nodiscard]] std::string filter_hint(Language language);
[[nodiscard]] std::string column_status(Language language);
[[nodiscard]] std::string column_name(Language language);
[[nodiscard]] std::string column_issuer(Language language);
[[nodiscard]] std::string column_expires(Language language);
[[nodiscard]] std::string column_days_left(Language language);
[[nodiscard]] std::string column_profile(Language language);
[[nodiscard]] std::string column_place(Language language);
[[nodiscard]] std::string place_user_store(Language language);
[[nodiscard]] std::string place_machine_store(Language language);
/// `label` may be "" where there is little room.
[[nodiscard]] std::string place_token(Language language, std::string_view label, std::string_view serial, bool present);
[[nodiscard]] std::string place_token_drivers(Language language);
[[nodiscard]] std::string list_name(Language language);
[[nodiscard]] std::string empty_not_connected(Language language);
[[nodiscard]] std::string empty_loading(Language language);
[[nodiscard]] std::string empty_none(Language language);
[[nodiscard]] std::string empty_filtered(Language language, std::string_view filter);
[[nodiscard]] std::string empty_notices(Language language);

// Details of the selected certificate.
[[nodiscard]] std::string details_name(Language language);
[[nodiscard]] std::string details_choose(Language language);
[[nodiscard]] std::string details_loading(Language language);
[[nodiscard]] std::string details_status(Language language);
[[nodiscard]] std::string details_why(Language language);
[[nodiscard]] std::string details_last_attempt(Language language);
[[nodiscard]] std::string details_next(Language language);
[[nodiscard]] std::string details_nothing_next(Language language);
[[nodiscard]] std::string details_content(Language language);
[[nodiscard]] std::string details_issued_to(Language language);
[[nodiscard]] std::string details_issued_by(Language language);
[[nodiscard]] std::string details_chain(Language language);
[[nodiscard]] std::string details_validity(Language language);
[[nodiscard]] std::string validity_range(Language language, std::string_view from, std::string_view until);
[[nodiscard]] std::string details_serial(Language language);
[[nodiscard]] std::string details_key(Language language);
[[nodiscard]] std::string key_words(Language language, std::string_view algorithm, std::int64_t bits);
[[nodiscard]] std::string details_private_key(Language language);
[[nodiscard]] std::string private_key_there(Language language, bool there);
[[nodiscard]] std::string details_other_names(Language language);
[[nodiscard]] std::string details_thumbprint(Language language, std::string_view algorithm);
[[nodiscard]] std::string details_place(Language language);
[[nodiscard]] std::string details_replaced_by(Language language);
[[nodiscard]] std::string details_support(Language language);
[[nodiscard]] std::string chain_complete(Language language, std::string_view path);
[[nodiscard]] std::string chain_untrusted(Language language, std::string_view path);
[[nodiscard]] std::string chain_partial(Language language, std::string_view path);
[[nodiscard]] std::string chain_revoked(Language language, std::string_view path);
[[nodiscard]] std::string unreadable_headline(Language language);
[[nodiscard]] std::string details_item(Language language);
[[nodiscard]] std::string details_remedy(Language language);
[[nodiscard]] std::string details_system_said(Language language);
[[nodiscard]] std::string details_code(Language language);

// Notices.
[[nodiscard]] std::string column_when(Language language);
[[nodiscard]] std::string column_notice(Language language);
[[nodiscard]] std::string column_read(Language language);
[[nodiscard]] std::string severity_word(Language language, std::string_view severity);
[[nodiscard]] std::string read_word(Language language, bool read);
[[nodiscard]] std::string button_mark_read(Language language);
[[nodiscard]] std::string button_mark_all_read(Language language);
[[nodiscard]] std::string notices_name(Language language);

// Status bar and check progress.
[[nodiscard]] std::string service_connected(Language language);
[[nodiscard]] std::string service_connecting(Language language);
/// `seconds` until the next attempt.
[[nodiscard]] std::string service_not_connected(Language language, std::int64_t seconds);
[[nodiscard]] std::string last_check(Language language, std::string_view when, std::int64_t total, std::int64_t due,
                                     std::int64_t expired, std::int64_t unreadable);
[[nodiscard]] std::string no_check_yet(Language language);
[[nodiscard]] std::string interval_by_administrator(Language language);
[[nodiscard]] std::string problems_standing(Language language, std::int64_t count);
[[nodiscard]] std::string check_starting(Language language);
[[nodiscard]] std::string check_reading(Language language, std::int64_t done, std::int64_t total);
[[nodiscard]] std::string check_deciding(Language language, std::int64_t done, std::int64_t total);
[[nodiscard]] std::string check_done(Language language, std::int64_t total, std::int64_t due, std::int64_t expired);
[[nodiscard]] std::string check_failed(Language language, std::string_view reason);
[[nodiscard]] std::string button_hide_progress(Language language);

// The interval dialog.
[[nodiscard]] std::string interval_intro(Language language);
[[nodiscard]] std::string interval_every(Language language);
[[nodiscard]] std::string interval_hours(Language language);
[[nodiscard]] std::string interval_slider_name(Language language);
[[nodiscard]] std::string interval_next(Language language, std::string_view when);
[[nodiscard]] std::string interval_refused(Language language, int lowest, int highest, int present);
[[nodiscard]] std::string interval_locked(Language language);
[[nodiscard]] std::string interval_not_connected(Language language);
[[nodiscard]] std::string interval_saving(Language language);
[[nodiscard]] std::string button_ok(Language language);
[[nodiscard]] std::string button_cancel(Language language);

// About.
[[nodiscard]] std::string about_purpose(Language language);
[[nodiscard]] std::string about_version(Language language, std::string_view version);
[[nodiscard]] std::string about_service(Language language, std::string_view version);
[[nodiscard]] std::string about_service_absent(Language language);
[[nodiscard]] std::string about_account(Language language, std::string_view user);
[[nodiscard]] std::string about_licences(Language language);

// What can go wrong in the tray itself.
[[nodiscard]] std::string error_line(Language language, std::string_view title, std::string_view code);

}  // namespace kigen::text
