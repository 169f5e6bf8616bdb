// Every method of the pipe with the types of its parameters and result: the server's table and the clients' calls both
// stand on this list. PROTOCOL.md says who may call what.
#pragma once

#include <string_view>
#include <variant>

#include "common/ipc/messages.h"

namespace kigen::ipc {

template <class Params_, class Result_>
struct Method {
  using Params = Params_;
  using Answer = Result_;
  std::string_view name;
};

inline constexpr Method<HelloParams, HelloResult> kHello{"hello"};
inline constexpr Method<Empty, StatusResult> kStatus{"status"};
inline constexpr Method<ListParams, ListResult> kList{"list"};
inline constexpr Method<ThumbprintParams, CertificateDetail> kGet{"get"};
inline constexpr Method<ThumbprintParams, Explanation> kExplain{"explain"};
inline constexpr Method<Empty, CheckRun> kCheckRun{"check.run"};
inline constexpr Method<HistoryParams, HistoryResult> kCheckHistory{"check.history"};
inline constexpr Method<ReportParams, ReportResult> kReport{"report"};
inline constexpr Method<Empty, SettingsResult> kSettingsGet{"settings.get"};
inline constexpr Method<SettingSetParams, SettingValue> kSettingsSet{"settings.set"};
inline constexpr Method<SettingKeyParams, SettingValue> kSettingsReset{"settings.reset"};
inline constexpr Method<NoticesParams, NoticesResult> kNoticesList{"notices.list"};
inline constexpr Method<NoticesReadParams, UnreadResult> kNoticesRead{"notices.read"};
inline constexpr Method<Empty, WarningList> kWarningsGet{"warnings.get"};
inline constexpr Method<SnoozeParams, WarningList> kSnooze{"snooze"};
inline constexpr Method<ThumbprintParams, WarningList> kWizardStarted{"wizard.started"};
inline constexpr Method<AttemptParams, AttemptResult> kAttemptReport{"attempt.report"};
inline constexpr Method<Empty, ProfilesResult> kProfiles{"profiles"};
inline constexpr Method<Empty, DoctorResult> kDoctor{"doctor"};
inline constexpr Method<Empty, StatusResult> kSubscribe{"subscribe"};

/// What the service sends unasked after `subscribe`: "warnings", "status", "check.progress", "notices", "renewals".
using Push = std::variant<WarningList, StatusResult, CheckProgress, UnreadResult, RenewalList>;
inline constexpr std::string_view kPushNames[] = {"warnings", "status", "check.progress", "notices", "renewals"};
static_assert(std::size(kPushNames) == std::variant_size_v<Push>);

}  // namespace kigen::ipc
