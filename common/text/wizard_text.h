// Every sentence and label of the certificate wizard, in Japanese and English: one function each. Dates come formatted
// (common/text/dates.h). "&" marks the access key. Pure: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/text/language.h"

namespace kigen::text {

[[nodiscard]] std::string wizard_title(Language language);

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
[[nodiscard]] std::string wizard_account_heading(Language language);
[[nodiscard]] std::string wizard_account(Language language, std::string_view account);
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

}  // namespace kigen::text
