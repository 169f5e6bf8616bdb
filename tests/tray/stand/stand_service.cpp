#include "tests/tray/stand/stand_service.h"

#include <algorithm>
#include <utility>

namespace kigen::tray::stand {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Instant now() {
  return SystemClock().now();
}

bool wants_attention(const ipc::CertificateSummary& item) {
  return item.status == "due" || item.status == "expired" || item.status == "lapsed";
}

std::vector<ipc::Notice> some_notices() {
  ipc::Notice aside;
  aside.id = 2;
  aside.at = now() - hours(3);
  aside.severity = "warning";
  aside.reason = {"database_set_aside", {{"path", "C:\\ProgramData\\Kigen\\inventory.db.damaged"}}};
  ipc::Notice start;
  start.id = 1;
  start.at = now() - hours(50);
  start.severity = "info";
  start.reason = {"service_started", {{"version", "0.1.0"}}};
  return {aside, start};
}

}  // namespace

StandService::StandService(Scene scene, Push push) : scene_(scene), push_(std::move(push)), notices_(some_notices()) {
  set_scene(scene);
}

void StandService::set_scene(Scene scene) {
  scene_ = scene;
  certificates_ = certificates_of(scene, now());
  unreadable_.clear();
  if (scene == Scene::Several) {
    Error error(ErrorCode::Pkcs12NeedsPassword);
    error.with("path", "C:\\Certificates\\office\\old.p12");
    unreadable_.push_back({"C:\\Certificates\\office", "old.p12", "machine", error, now()});
  }
  quiet_.clear();
  push_state();
}

void StandService::check() {
  ++checks_;
  quiet_.clear();
  push_state();
}

void StandService::push_all(const ipc::Push& message) {
  for (const pipe::ConnectionId connection : subscribed_) push_(connection, message);
}

void StandService::push_state() {
  push_all(status_now());
  push_all(warnings_now());
}

ipc::StatusResult StandService::status_now() const {
  ipc::StatusResult status;
  status.now = now();
  status.total = static_cast<std::int64_t>(certificates_.size());
  for (const auto& item : certificates_) {
    if (item.status == "due") ++status.due;
    if (item.status == "expired") ++status.expired;
  }
  status.unreadable = static_cast<std::int64_t>(unreadable_.size());
  const auto urgent = std::find_if(certificates_.begin(), certificates_.end(), wants_attention);
  status.state = status.expired > 0 ? "expired" : status.due > 0 ? "due" : "fine";
  if (urgent != certificates_.end()) status.most_urgent = *urgent;
  status.next_check = now() + hours(interval_);
  ipc::CheckRun run;
  run.id = checks_;
  run.started = now() - minutes(4);
  run.total = status.total;
  status.last_check = run;
  status.interval_hours = interval_;
  status.interval_locked = scene_ == Scene::Locked;
  status.unread_notices = std::count_if(notices_.begin(), notices_.end(), [](const auto& n) { return !n.read; });
  return status;
}

ipc::WarningList StandService::warnings_now() const {
  ipc::WarningList list;
  list.check = checks_;
  for (const auto& item : certificates_) {
    if (wants_attention(item) && !quiet_.contains(item.thumbprint_sha256)) list.items.push_back(item);
  }
  return list;
}

const ipc::CertificateSummary* StandService::find(const std::string& thumbprint) const {
  for (const auto& item : certificates_) {
    if (item.thumbprint_sha256 == thumbprint) return &item;
  }
  return nullptr;
}

ipc::CertificateDetail StandService::detail_of(const ipc::CertificateSummary& item) const {
  ipc::CertificateDetail detail;
  detail.summary = item;
  detail.key_algorithm = "RSA";
  detail.key_bits = 2048;
  detail.subject_alt_names = {"email:device@example.com"};
  detail.first_seen = item.not_before;
  detail.last_seen = now();
  detail.places = {{item.source, "", item.owner, item.has_private_key, item.not_before, now(), false}};
  return detail;
}

void StandService::disconnected(pipe::ConnectionId connection) {
  subscribed_.erase(connection);
}

void StandService::status(const pipe::Caller&, pipe::Reply<ipc::StatusResult> reply) {
  reply(status_now());
}

void StandService::list(const pipe::Caller&, ipc::ListParams, pipe::Reply<ipc::ListResult> reply) {
  reply(ipc::ListResult{certificates_, unreadable_, ""});
}

void StandService::get(const pipe::Caller&, ipc::ThumbprintParams params, pipe::Reply<ipc::CertificateDetail> reply) {
  const auto* item = find(params.thumbprint);
  if (!item) return reply(Error(ErrorCode::NotFound));
  reply(detail_of(*item));
}

void StandService::explain(const pipe::Caller&, ipc::ThumbprintParams params, pipe::Reply<ipc::Explanation> reply) {
  const auto* item = find(params.thumbprint);
  if (!item) return reply(Error(ErrorCode::NotFound));
  ipc::Explanation explanation;
  explanation.certificate = detail_of(*item);
  const bool due = item->status == "due";
  explanation.why = {due                         ? "in_window"
                     : item->status == "expired" ? "expired_in_grace"
                                                 : "valid_until",
                     {{"days", std::to_string(item->days_left)}, {"not_after", to_rfc3339(item->not_after)}}};
  if (item->renewable_until) explanation.why.with("until", to_rfc3339(*item->renewable_until));
  explanation.next = {{{"renew_now", {}}, std::nullopt},
                      {{"expires", {{"not_after", to_rfc3339(item->not_after)}}}, item->not_after}};
  reply(std::move(explanation));
}

void StandService::run_check(const pipe::Caller& caller, pipe::Reply<ipc::CheckRun> reply) {
  push_(caller.connection, ipc::CheckProgress{checks_ + 1, "sources", 1, 2});
  check();
  ipc::CheckRun run = *status_now().last_check;
  run.due = status_now().due;
  run.expired = status_now().expired;
  reply(run);
}

void StandService::check_history(const pipe::Caller&, ipc::HistoryParams, pipe::Reply<ipc::HistoryResult> reply) {
  reply(ipc::HistoryResult{});
}

void StandService::report(const pipe::Caller&, ipc::ReportParams params, pipe::Reply<ipc::ReportResult> reply) {
  ipc::ReportResult result;
  for (const auto& item : params.items) {
    if (!item.der_base64.empty()) known_.insert(item.sha256);
    if (!known_.contains(item.sha256)) result.need.push_back(item.sha256);
  }
  result.accepted = static_cast<std::int64_t>(params.items.size());
  reports_.push_back(std::move(params));
  reply(std::move(result));
}

void StandService::get_settings(const pipe::Caller&, pipe::Reply<ipc::SettingsResult> reply) {
  reply(ipc::SettingsResult{});
}

void StandService::set_setting(const pipe::Caller&, ipc::SettingSetParams params,
                               pipe::Reply<ipc::SettingValue> reply) {
  interval_ = std::stoi(params.value);
  push_state();
  reply(ipc::SettingValue{params.key, params.value, "runtime", "1..72", false});
}

void StandService::reset_setting(const pipe::Caller&, ipc::SettingKeyParams params,
                                 pipe::Reply<ipc::SettingValue> reply) {
  reply(ipc::SettingValue{params.key, "24", "default", "1..72", false});
}

void StandService::list_notices(const pipe::Caller&, ipc::NoticesParams, pipe::Reply<ipc::NoticesResult> reply) {
  reply(ipc::NoticesResult{notices_, status_now().unread_notices});
}

void StandService::read_notices(const pipe::Caller&, ipc::NoticesReadParams params,
                                pipe::Reply<ipc::UnreadResult> reply) {
  for (auto& notice : notices_) {
    const bool named = std::find(params.ids.begin(), params.ids.end(), notice.id) != params.ids.end();
    notice.read = notice.read || params.all || named;
  }
  reply(ipc::UnreadResult{status_now().unread_notices});
}

void StandService::get_warnings(const pipe::Caller&, pipe::Reply<ipc::WarningList> reply) {
  reply(warnings_now());
}

void StandService::snooze(const pipe::Caller&, ipc::SnoozeParams params, pipe::Reply<ipc::WarningList> reply) {
  quiet_.insert(params.thumbprints.begin(), params.thumbprints.end());
  snoozes_.push_back(std::move(params));
  reply(warnings_now());
}

void StandService::wizard_started(const pipe::Caller&, ipc::ThumbprintParams params,
                                  pipe::Reply<ipc::WarningList> reply) {
  quiet_.insert(params.thumbprint);
  wizards_.push_back(params.thumbprint);
  reply(warnings_now());
}

void StandService::ask_to_renew(const std::string& thumbprint, const std::string& profile, Instant since) {
  for (const auto connection : subscribed_) push_(connection, ipc::RenewalList{{{thumbprint, profile, since}}});
}

void StandService::report_attempt(const pipe::Caller&, ipc::AttemptParams params,
                                  pipe::Reply<ipc::AttemptResult> reply) {
  attempts_.push_back(std::move(params));
  reply(ipc::AttemptResult{});
}

void StandService::list_profiles(const pipe::Caller&, pipe::Reply<ipc::ProfilesResult> reply) {
  reply(ipc::ProfilesResult{stand_profiles(), {}});
}

void StandService::doctor(const pipe::Caller&, pipe::Reply<ipc::DoctorResult> reply) {
  reply(ipc::DoctorResult{});
}

void StandService::subscribe(const pipe::Caller& caller, pipe::Reply<ipc::StatusResult> reply) {
  subscribed_.insert(caller.connection);
  reply(status_now());
  push_(caller.connection, warnings_now());
}

}  // namespace kigen::tray::stand
