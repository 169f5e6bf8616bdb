// A small ServiceApi with an inventory made of numbers: what the pipe's tests serve.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "service/pipe/service_api.h"

namespace kigen::pipe {

inline ipc::CertificateSummary numbered_certificate(std::size_t number, std::size_t name_length = 20) {
  return {.thumbprint_sha256 = fmt::format("{:064x}", number),
          .thumbprint_sha1 = fmt::format("{:040x}", number),
          .subject = "CN=" + std::string(name_length, 'n'),
          .issuer = "CN=Test CA",
          .serial = fmt::format("{:x}", number),
          .not_before = from_unix(1'700'000'000),
          .not_after = from_unix(1'800'000'000),
          .status = "valid",
          .days_left = 40,
          .identifier = fmt::format("ID{}", number),
          .source = "LocalMachine\\My",
          .owner = std::string(kMachineOwner)};
}

class TestService final : public ServiceApi {
 public:
  std::size_t certificates = 1000;
  std::size_t name_length = 20;
  std::vector<ipc::UnreadableItem> unreadable;
  std::vector<Caller> greeted;
  std::vector<ConnectionId> gone;
  std::vector<ipc::Finding> findings;
  std::vector<Caller> subscribers;
  /// Replies of `check.run`, held back until a test lets them go.
  std::vector<Reply<ipc::CheckRun>> held;
  std::vector<std::pair<std::string, std::string>> set;

  void connected(const Caller& caller) override { greeted.push_back(caller); }
  void disconnected(ConnectionId connection) override { gone.push_back(connection); }

  void status(const Caller&, Reply<ipc::StatusResult> reply) override { reply(make_status()); }
  void list(const Caller&, ipc::ListParams params, Reply<ipc::ListResult> reply) override {
    const std::size_t first = params.cursor.empty() ? 0 : std::stoul(params.cursor);
    const std::size_t last = std::min(certificates, first + static_cast<std::size_t>(params.limit));
    ipc::ListResult page;
    for (std::size_t i = first; i < last; ++i) page.items.push_back(numbered_certificate(i, name_length));
    if (last < certificates) page.next_cursor = std::to_string(last);
    if (first == 0 && !params.due_within_days) page.unreadable = unreadable;
    reply(std::move(page));
  }
  void get(const Caller&, ipc::ThumbprintParams params, Reply<ipc::CertificateDetail> reply) override {
    reply(Error(ErrorCode::NotFound).with("value", params.thumbprint));
  }
  void explain(const Caller&, ipc::ThumbprintParams params, Reply<ipc::Explanation> reply) override {
    if (params.thumbprint != numbered_certificate(0).thumbprint_sha256) throw std::runtime_error("no such number");
    reply(ipc::Explanation{.certificate = {.summary = numbered_certificate(0),
                                           .places = {{.source = "LocalMachine\\My", .owner = "machine"}}},
                           .why = {.code = "valid_until", .args = {{"not_after", "2027-01-15T08:00:00Z"}}},
                           .next = {{.reason = {.code = "expires"}, .at = from_unix(1'800'000'000)}},
                           .last = ipc::Reason{.code = "attempt_failed",
                                               .args = {{"ended", "2026-11-20T01:00:00Z"}, {"kgn", "KGN-2102"}}}});
  }
  void run_check(const Caller&, Reply<ipc::CheckRun> reply) override { held.push_back(std::move(reply)); }
  void check_history(const Caller&, ipc::HistoryParams, Reply<ipc::HistoryResult> reply) override { reply({}); }
  void report(const Caller&, ipc::ReportParams params, Reply<ipc::ReportResult> reply) override {
    reply(ipc::ReportResult{.need = {}, .accepted = static_cast<std::int64_t>(params.items.size())});
  }
  void get_settings(const Caller&, Reply<ipc::SettingsResult> reply) override {
    reply(ipc::SettingsResult{
        .values = {{.key = "check.interval_hours", .value = "24", .origin = "default", .allowed = "1..72"},
                   {.key = "ui.language", .value = "ja", .origin = "runtime", .allowed = "auto, ja, en"}}});
  }
  void set_setting(const Caller&, ipc::SettingSetParams params, Reply<ipc::SettingValue> reply) override {
    if (params.key == "check.interval_hours" && (params.value.empty() || params.value.size() > 2)) {
      return reply(Error(ErrorCode::SettingRange).with("key", params.key).with("allowed", "1..72"));
    }
    if (params.key == "locked") return reply(Error(ErrorCode::SettingLockedByPolicy).with("key", params.key));
    set.emplace_back(params.key, params.value);
    reply(ipc::SettingValue{.key = params.key, .value = params.value, .origin = "runtime"});
  }
  void reset_setting(const Caller&, ipc::SettingKeyParams params, Reply<ipc::SettingValue> reply) override {
    reply(ipc::SettingValue{.key = params.key, .value = "24", .origin = "default"});
  }
  void list_notices(const Caller&, ipc::NoticesParams, Reply<ipc::NoticesResult> reply) override { reply({}); }
  void read_notices(const Caller&, ipc::NoticesReadParams, Reply<ipc::UnreadResult> reply) override {
    reply(ipc::UnreadResult{});
    reply(ipc::UnreadResult{.unread = 99});  // a second reply must change nothing
  }
  void get_warnings(const Caller&, Reply<ipc::WarningList> reply) override { reply({}); }
  void snooze(const Caller&, ipc::SnoozeParams, Reply<ipc::WarningList> reply) override { reply({}); }
  void wizard_started(const Caller&, ipc::ThumbprintParams, Reply<ipc::WarningList> reply) override { reply({}); }
  void report_attempt(const Caller&, ipc::AttemptParams, Reply<ipc::AttemptResult> reply) override { reply({}); }
  void list_profiles(const Caller&, Reply<ipc::ProfilesResult> reply) override { reply({}); }
  void doctor(const Caller&, Reply<ipc::DoctorResult> reply) override {
    reply(ipc::DoctorResult{.findings = findings});
  }
  void subscribe(const Caller& caller, Reply<ipc::StatusResult> reply) override {
    subscribers.push_back(caller);
    reply(make_status());
  }

  [[nodiscard]] ipc::StatusResult make_status() const {
    return {.state = "fine", .total = static_cast<std::int64_t>(certificates), .interval_hours = 24};
  }
};

}  // namespace kigen::pipe
