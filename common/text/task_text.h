// The wizard's steps, page headings and choices: what to do, for which service, with which certificate. One function
// each, in Japanese and English; "&" marks the access key. Pure: any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/text/language.h"

namespace kigen::text {

// The strip at the left.
[[nodiscard]] std::string stage_task(Language language);
[[nodiscard]] std::string stage_choose_certificate(Language language);
[[nodiscard]] std::string stage_choose_service(Language language);
[[nodiscard]] std::string stage_check(Language language);
[[nodiscard]] std::string stage_credentials(Language language);
[[nodiscard]] std::string stage_connections(Language language);
[[nodiscard]] std::string stage_issue(Language language);
[[nodiscard]] std::string stage_renew(Language language);
[[nodiscard]] std::string stage_result(Language language);

// What each page is for, in one sentence.
[[nodiscard]] std::string purpose_resume(Language language);
[[nodiscard]] std::string purpose_start(Language language);
[[nodiscard]] std::string purpose_service(Language language);
[[nodiscard]] std::string purpose_choose(Language language);
[[nodiscard]] std::string purpose_certificate(Language language);
[[nodiscard]] std::string purpose_place(Language language);
[[nodiscard]] std::string purpose_credentials(Language language);
[[nodiscard]] std::string purpose_credentials_again(Language language);
[[nodiscard]] std::string purpose_connections(Language language);
[[nodiscard]] std::string purpose_consent(Language language);
[[nodiscard]] std::string purpose_root(Language language);
[[nodiscard]] std::string purpose_issuing(Language language);
[[nodiscard]] std::string purpose_renewing(Language language);
[[nodiscard]] std::string purpose_stopping(Language language);
[[nodiscard]] std::string purpose_issued(Language language);
[[nodiscard]] std::string purpose_renewed(Language language);
[[nodiscard]] std::string purpose_stopped(Language language);

// Buttons whose page says more than Next.
[[nodiscard]] std::string button_finish(Language language);
[[nodiscard]] std::string button_start_issue(Language language);
[[nodiscard]] std::string button_start_renewal(Language language);
[[nodiscard]] std::string button_allow(Language language);
[[nodiscard]] std::string button_install_root(Language language);
[[nodiscard]] std::string button_refuse_root(Language language);
[[nodiscard]] std::string button_try_again(Language language);
[[nodiscard]] std::string button_continue(Language language);
[[nodiscard]] std::string button_enter_again(Language language);
[[nodiscard]] std::string button_proxy(Language language);
[[nodiscard]] std::string button_choose_other(Language language);
[[nodiscard]] std::string button_properties(Language language);

// Start.
[[nodiscard]] std::string task_renew(Language language);
[[nodiscard]] std::string task_renew_detail(Language language);
[[nodiscard]] std::string task_issue(Language language);
[[nodiscard]] std::string task_issue_detail(Language language);

// Service.
[[nodiscard]] std::string column_service(Language language);
[[nodiscard]] std::string column_ready(Language language);
[[nodiscard]] std::string service_ready(Language language);
[[nodiscard]] std::string service_list_empty(Language language);

// Why something cannot be taken; one sentence each.
[[nodiscard]] std::string obstacle_no_profile(Language language);
[[nodiscard]] std::string obstacle_not_complete(Language language);
[[nodiscard]] std::string obstacle_not_issued(Language language);
[[nodiscard]] std::string obstacle_key_away(Language language);
[[nodiscard]] std::string obstacle_not_yet(Language language, std::string_view date);
[[nodiscard]] std::string obstacle_lapsed(Language language, std::string_view date);
[[nodiscard]] std::string obstacle_replaced(Language language);
[[nodiscard]] std::string obstacle_gone(Language language);
[[nodiscard]] std::string obstacle_short_no_profile(Language language);
[[nodiscard]] std::string obstacle_short_not_complete(Language language);
[[nodiscard]] std::string obstacle_short_not_issued(Language language);

// Place.
[[nodiscard]] std::string place_pc(Language language);
[[nodiscard]] std::string place_pc_detail(Language language, std::string_view account);

// An interrupted run.
[[nodiscard]] std::string resume_issue(Language language, std::string_view service, std::string_view date);
[[nodiscard]] std::string resume_renewal(Language language, std::string_view service, std::string_view date);
[[nodiscard]] std::string resume_sent(Language language);
[[nodiscard]] std::string resume_stored(Language language);
[[nodiscard]] std::string resume_needs(Language language);
[[nodiscard]] std::string resume_not_before(Language language, std::string_view date);
[[nodiscard]] std::string resume_go_on(Language language);
[[nodiscard]] std::string resume_start_over(Language language);
[[nodiscard]] std::string resume_leave(Language language);
[[nodiscard]] std::string resume_taking_back(Language language);

}  // namespace kigen::text
