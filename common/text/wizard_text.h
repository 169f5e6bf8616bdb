// Every sentence and label of the certificate wizard, in Japanese and English: one function each. Dates come formatted
// (common/text/dates.h). "&" marks the access key. Pure: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/text/language.h"

namespace kigen::text {

[[nodiscard]] std::string wizard_title(Language language);
[[nodiscard]] std::string wizard_back(Language language);
[[nodiscard]] std::string wizard_next(Language language);
[[nodiscard]] std::string wizard_cancel(Language language);
[[nodiscard]] std::string wizard_finish(Language language);

// The steps at the left.
[[nodiscard]] std::string wizard_steps(Language language);
[[nodiscard]] std::string wizard_step_choose(Language language);
[[nodiscard]] std::string wizard_step_certificate(Language language);
[[nodiscard]] std::string wizard_step_connections(Language language);
[[nodiscard]] std::string wizard_step_summary(Language language);
/// For screen readers: "2 of 4: The certificate (now)".
[[nodiscard]] std::string wizard_step_place(Language language, int number, int count, std::string_view step);

// What each page is for.
[[nodiscard]] std::string wizard_purpose_choose(Language language);
[[nodiscard]] std::string wizard_purpose_certificate(Language language);
[[nodiscard]] std::string wizard_purpose_connections(Language language);
[[nodiscard]] std::string wizard_purpose_summary(Language language);

// Choosing.
[[nodiscard]] std::string wizard_show_all(Language language);
[[nodiscard]] std::string wizard_choose_empty(Language language);
[[nodiscard]] std::string wizard_choose_empty_all(Language language);
[[nodiscard]] std::string wizard_looking(Language language);
[[nodiscard]] std::string wizard_service_missing(Language language);

// The certificate.
[[nodiscard]] std::string wizard_not_found(Language language, std::string_view thumbprint);
[[nodiscard]] std::string wizard_until(Language language);
[[nodiscard]] std::string wizard_belongs_to(Language language);
[[nodiscard]] std::string wizard_no_profile(Language language);
[[nodiscard]] std::string wizard_account_heading(Language language);
[[nodiscard]] std::string wizard_account(Language language, std::string_view account);
[[nodiscard]] std::string wizard_account_machine(Language language);
[[nodiscard]] std::string wizard_account_elevated(Language language, std::string_view account);
[[nodiscard]] std::string wizard_account_other(Language language, std::string_view account, std::string_view signed_in);

// The connections.
[[nodiscard]] std::string wizard_column_result(Language language);
[[nodiscard]] std::string wizard_column_host(Language language);
[[nodiscard]] std::string wizard_column_port(Language language);
[[nodiscard]] std::string wizard_column_detail(Language language);
[[nodiscard]] std::string wizard_hosts_name(Language language);
[[nodiscard]] std::string wizard_no_hosts(Language language);
[[nodiscard]] std::string wizard_host_waiting(Language language);
[[nodiscard]] std::string wizard_host_reached(Language language);
[[nodiscard]] std::string wizard_host_failed(Language language);
[[nodiscard]] std::string wizard_host_stopped(Language language);
[[nodiscard]] std::string wizard_host_testing_detail(Language language, std::int64_t limit_seconds);
[[nodiscard]] std::string wizard_host_reached_detail(Language language, std::string_view address, std::int64_t ms);
[[nodiscard]] std::string wizard_name_not_found_detail(Language language);
[[nodiscard]] std::string wizard_refused_detail(Language language);
[[nodiscard]] std::string wizard_timed_out_detail(Language language, std::int64_t seconds);
[[nodiscard]] std::string wizard_name_timed_out_detail(Language language, std::int64_t seconds);
[[nodiscard]] std::string wizard_testing(Language language, std::int64_t done, std::int64_t count);
[[nodiscard]] std::string wizard_all_reached(Language language, std::int64_t count);
[[nodiscard]] std::string wizard_some_failed(Language language, std::int64_t failed, std::int64_t count);
[[nodiscard]] std::string wizard_test_stopped(Language language);
/// Followed by one line a host, firewall_line.
[[nodiscard]] std::string wizard_firewall_needed(Language language);
[[nodiscard]] std::string wizard_firewall_line(Language language, std::string_view host, std::string_view port);
[[nodiscard]] std::string wizard_firewall_proxy(Language language);
[[nodiscard]] std::string wizard_retry(Language language);
[[nodiscard]] std::string wizard_stop(Language language);
[[nodiscard]] std::string wizard_copy(Language language);
[[nodiscard]] std::string wizard_copied(Language language);

// The last page.
[[nodiscard]] std::string wizard_ready(Language language);
[[nodiscard]] std::string wizard_not_ready(Language language);
[[nodiscard]] std::string wizard_checked_only(Language language);
[[nodiscard]] std::string wizard_nothing_changed(Language language, std::string_view version);
[[nodiscard]] std::string wizard_checked(Language language);
[[nodiscard]] std::string wizard_connections_all(Language language, std::int64_t count);
[[nodiscard]] std::string wizard_connections_some(Language language, std::int64_t failed, std::int64_t count);
[[nodiscard]] std::string wizard_connections_none(Language language);
[[nodiscard]] std::string wizard_connections_untested(Language language);
[[nodiscard]] std::string wizard_connections_label(Language language);
[[nodiscard]] std::string wizard_certificate_label(Language language);
[[nodiscard]] std::string wizard_prepare(Language language);
[[nodiscard]] std::string wizard_prepare_account(Language language, std::string_view account);
[[nodiscard]] std::string wizard_prepare_token(Language language);
[[nodiscard]] std::string wizard_prepare_credential(Language language, std::string_view label);
[[nodiscard]] std::string wizard_prepare_firewall(Language language);
[[nodiscard]] std::string wizard_prepare_lapsed(Language language);
[[nodiscard]] std::string wizard_renew_before(Language language, std::string_view date);
[[nodiscard]] std::string wizard_contact(Language language);
[[nodiscard]] std::string wizard_contact_unknown(Language language, std::string_view issuer);

}  // namespace kigen::text
