// What kigenctl says beside the words it shares with the tray (tray_text.h), errors and reasons.
// Pure: any thread. Results are UTF-8; sentences end with their full stop, labels have none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/text/language.h"

namespace kigen::text {

// Labels of `status`.
[[nodiscard]] std::string ctl_state(Language language);
[[nodiscard]] std::string ctl_state_word(Language language, std::string_view state);
[[nodiscard]] std::string ctl_certificates(Language language);
[[nodiscard]] std::string ctl_counts(Language language, std::int64_t total, std::int64_t due, std::int64_t expired,
                                     std::int64_t unreadable);
[[nodiscard]] std::string ctl_most_urgent(Language language);
[[nodiscard]] std::string ctl_next_check(Language language);
[[nodiscard]] std::string ctl_last_check(Language language);
[[nodiscard]] std::string ctl_interval(Language language);
[[nodiscard]] std::string ctl_hours(Language language, std::int64_t hours, bool locked);
[[nodiscard]] std::string ctl_unread_notices(Language language);
[[nodiscard]] std::string ctl_problems(Language language);

// Column headings that the tray does not have.
[[nodiscard]] std::string ctl_column_thumbprint(Language language);
[[nodiscard]] std::string ctl_column_source(Language language);
[[nodiscard]] std::string ctl_column_owner(Language language);
[[nodiscard]] std::string ctl_column_setting(Language language);
[[nodiscard]] std::string ctl_column_value(Language language);
[[nodiscard]] std::string ctl_column_origin(Language language);
[[nodiscard]] std::string ctl_column_allowed(Language language);
[[nodiscard]] std::string ctl_column_trigger(Language language);
[[nodiscard]] std::string ctl_column_duration(Language language);
[[nodiscard]] std::string ctl_column_total(Language language);
[[nodiscard]] std::string ctl_column_due(Language language);
[[nodiscard]] std::string ctl_column_expired(Language language);
[[nodiscard]] std::string ctl_column_unreadable(Language language);
[[nodiscard]] std::string ctl_column_id(Language language);

// Words.
[[nodiscard]] std::string ctl_origin_word(Language language, std::string_view origin);
[[nodiscard]] std::string ctl_trigger_word(Language language, std::string_view trigger);
[[nodiscard]] std::string ctl_source_state_word(Language language, std::string_view state);
[[nodiscard]] std::string ctl_verdict_word(Language language, std::string_view verdict);
[[nodiscard]] std::string ctl_subject_word(Language language, std::string_view subject);
[[nodiscard]] std::string ctl_unreadable_status(Language language);
[[nodiscard]] std::string ctl_machine_owner(Language language);

// Sentences.
[[nodiscard]] std::string ctl_nothing_listed(Language language);
[[nodiscard]] std::string ctl_no_notices(Language language);
[[nodiscard]] std::string ctl_no_runs(Language language);
[[nodiscard]] std::string ctl_setting_now(Language language, std::string_view key, std::string_view value,
                                          std::string_view origin);
[[nodiscard]] std::string ctl_notices_read(Language language, std::int64_t unread);
[[nodiscard]] std::string ctl_lint_good(Language language, std::string_view file);
[[nodiscard]] std::string ctl_lint_sum(Language language, std::int64_t errors, std::int64_t warnings);
[[nodiscard]] std::string ctl_severity(Language language, bool error);
[[nodiscard]] std::string ctl_doctor_running(Language language, std::uint32_t process);
[[nodiscard]] std::string ctl_doctor_no_manager(Language language);
[[nodiscard]] std::string ctl_doctor_reachable(Language language, std::string_view endpoint);
[[nodiscard]] std::string ctl_doctor_versions_equal(Language language, std::string_view version);
[[nodiscard]] std::string ctl_doctor_versions_differ(Language language, std::string_view program,
                                                     std::string_view service);
[[nodiscard]] std::string ctl_service_unreachable(Language language);

// Labels of an error on the console: "Cause: …", "What to do: …", "Details: …".
[[nodiscard]] std::string ctl_cause(Language language, std::string_view text);
[[nodiscard]] std::string ctl_remedy(Language language, std::string_view text);
[[nodiscard]] std::string ctl_detail(Language language, std::string_view text);

}  // namespace kigen::text
