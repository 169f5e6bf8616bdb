#include "service/app/doctor.h"

#include <boost/asio/io_context.hpp>

#include <algorithm>

#include "common/ipc/token_source.h"
#include "kigen_version.h"

namespace kigen::app {
namespace {

constexpr std::chrono::seconds kHostsKept{60};
/// No clock that is right can be before this program was made.
constexpr Instant kNotBefore{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

ipc::Finding finding(std::string subject, std::string verdict, Reason reason, std::optional<Error> error = {}) {
  return {std::move(subject), std::move(verdict), std::move(reason), std::move(error)};
}

void examine_database(const Examination& examination, std::vector<ipc::Finding>& findings) {
  if (examination.database) {
    findings.push_back(finding("database", "failed", {"doctor_error", {}}, examination.database));
    return;
  }
  for (const auto& problem : examination.status->problems) {
    const int number = static_cast<int>(problem.code);
    if (number >= 1100 && number < 1200) {
      findings.push_back(finding("database", "warning", {"doctor_error", {}}, problem));
    }
  }
  if (findings.empty() || findings.back().subject != "database") {
    findings.push_back(finding(
        "database", "ok", Reason{"doctor_database_ok", {}}.with("count", std::to_string(examination.status->total))));
  }
}

void examine_token(const ipc::SourceState& source, const std::string& serial, std::vector<ipc::Finding>& findings) {
  Reason reason{source.unreadable > 0            ? "doctor_token_unreadable"
                : source.state == "not_inserted" ? "doctor_token_away"
                                                 : "doctor_token_ok",
                {}};
  reason.with("serial", serial).with("count", std::to_string(source.certificates));
  if (!source.token_label.empty()) reason.with("label", source.token_label);
  if (source.unreadable > 0) reason.with("unreadable", std::to_string(source.unreadable));
  findings.push_back(finding("tokens", source.unreadable > 0 ? "warning" : "ok", std::move(reason)));
}

// Each library that could not be used has a row, with what it failed with.
void examine_token_drivers(const ipc::SourceState& source, const Examination& examination,
                           std::vector<ipc::Finding>& findings) {
  if (source.unreadable == 0) findings.push_back(finding("tokens", "ok", {"doctor_token_drivers_ok", {}}));
  for (const auto& item : examination.unreadable_drivers) {
    if (item.owner != source.owner) continue;
    findings.push_back(
        finding("tokens", "failed", Reason{"doctor_token_driver_failed", {}}.with("module", item.item), item.error));
  }
}

void examine_sources(const Examination& examination, std::vector<ipc::Finding>& findings) {
  const ipc::StatusResult& status = *examination.status;
  if (status.sources.empty()) findings.push_back(finding("sources", "warning", {"doctor_no_sources", {}}));
  for (const auto& source : status.sources) {
    if (const auto serial = ipc::token_serial(source.source)) {
      examine_token(source, *serial, findings);
      continue;
    }
    if (source.source == ipc::kTokenDrivers) {
      examine_token_drivers(source, examination, findings);
      continue;
    }
    Reason reason{source.error                    ? "doctor_source_unavailable"
                  : source.state == "not_watched" ? "doctor_source_not_watched"
                                                  : "doctor_source_ok",
                  {}};
    reason.with("source", source.source).with("count", std::to_string(source.certificates));
    if (source.unreadable > 0 && !source.error) {
      reason.code = "doctor_source_unreadable";
      reason.with("unreadable", std::to_string(source.unreadable));
    }
    const bool good = reason.code == "doctor_source_ok";
    findings.push_back(finding("sources", source.error ? "failed" : good ? "ok" : "warning", reason, source.error));
  }
}

void examine_configuration(const Examination& examination, std::vector<ipc::Finding>& findings) {
  std::size_t refused = 0;
  for (const auto& diagnostic : examination.profiles->diagnostics) {
    if (diagnostic.severity != Diagnostic::Severity::Error) continue;
    ++refused;
    findings.push_back(finding("profiles", "failed", Reason{"doctor_profile_refused", {}}.with("file", diagnostic.file),
                               diagnostic.error));
  }
  if (refused == 0) {
    findings.push_back(
        finding("profiles", "ok",
                Reason{"doctor_profiles_ok", {}}.with("count", std::to_string(examination.profiles->profiles.size()))));
  }
  if (!examination.status) return;
  for (const auto& problem : examination.status->problems) {
    const int number = static_cast<int>(problem.code);
    if (number >= 1200 && number < 1300) {
      findings.push_back(finding("settings", "failed", {"doctor_error", {}}, problem));
    }
  }
}

void examine_clock(const Examination& examination, Instant now, std::vector<ipc::Finding>& findings) {
  const bool behind =
      examination.status && examination.status->last_check && examination.status->last_check->started > now;
  if (now < kNotBefore || behind) {
    findings.push_back(finding("clock", "warning", Reason{"doctor_clock_behind", {}}.with("now", to_rfc3339(now))));
  } else {
    findings.push_back(finding("clock", "ok", Reason{"doctor_clock_ok", {}}.with("now", to_rfc3339(now))));
  }
}

ipc::Finding host_finding(const net::HostResult& result) {
  Reason reason{result.error ? "doctor_host_failed" : "doctor_host_ok", {}};
  reason.with("host", result.host.host).with("port", std::to_string(result.host.port));
  return finding("hosts", result.error ? "warning" : "ok", reason, result.error);
}

}  // namespace

std::vector<ipc::Finding> examine_parts(const Examination& examination, Instant now) {
  std::vector<ipc::Finding> findings;
  findings.push_back(finding("service", "ok", Reason{"doctor_service_ok", {}}.with("version", kVersion)));
  examine_database(examination, findings);
  if (examination.status) examine_sources(examination, findings);
  examine_configuration(examination, findings);
  examine_clock(examination, now, findings);
  return findings;
}

void Doctor::examine(Examination examination, pipe::Reply<ipc::DoctorResult> reply) {
  ipc::DoctorResult result;
  result.findings = examine_parts(examination, context_.clock.now());
  const bool fresh = !hosts_.empty() && std::chrono::steady_clock::now() - hosts_at_ < kHostsKept;
  std::vector<profile::Host> hosts;
  for (const auto& profile : examination.profiles->profiles) {
    for (const auto& host : profile->preflight) {
      const bool known = std::any_of(hosts.begin(), hosts.end(), [&host](const profile::Host& other) {
        return other.host == host.host && other.port == host.port;
      });
      if (!known && hosts.size() < net::kMaxHosts) hosts.push_back(host);
    }
  }
  if (fresh || hosts.empty()) {
    result.findings.insert(result.findings.end(), hosts_.begin(), hosts_.end());
    return reply(std::move(result));
  }
  waiting_.push_back({std::move(result), std::move(reply)});
  if (running_) return;
  net::HostCheckOptions options;
  options.timeout = examination.host_timeout;
  auto started = net::check_hosts(context_.io, std::move(hosts), options, {},
                                  [this](const std::vector<net::HostResult>& results) { hosts_done(results); });
  if (started) {
    running_ = std::move(*started);
  } else {
    hosts_done({});
  }
}

void Doctor::hosts_done(const std::vector<net::HostResult>& results) {
  running_.reset();
  hosts_.clear();
  for (const auto& result : results) hosts_.push_back(host_finding(result));
  hosts_at_ = std::chrono::steady_clock::now();
  auto waiting = std::move(waiting_);
  waiting_.clear();
  for (auto& entry : waiting) {
    entry.result.findings.insert(entry.result.findings.end(), hosts_.begin(), hosts_.end());
    entry.reply(std::move(entry.result));
  }
}

}  // namespace kigen::app
