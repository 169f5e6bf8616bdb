#include <algorithm>

#include "common/ipc/json_string.h"
#include "common/platform/service_control.h"
#include "common/text/ctl_text.h"
#include "common/text/errors.h"
#include "common/text/phrase.h"
#include "common/text/reasons.h"
#include "kigen_version.h"
#include "service/ctl/commands.h"

namespace kigen::ctl {
namespace {

/// A finding as it is shown: the sentence is in it, because local findings have no code that travels.
struct Shown {
  std::string subject;
  std::string verdict;
  std::string sentence;
  std::optional<Error> error;
};

Shown service_finding(const Context& context) {
  const auto language = context.language();
  const auto failed = [](Error error) { return Shown{"service", "failed", {}, std::move(error)}; };
#ifdef _WIN32
  constexpr bool kServiceManager = true;
#else
  constexpr bool kServiceManager = false;
#endif
  if (!kServiceManager) return {"service", "ok", text::ctl_doctor_no_manager(language), std::nullopt};
  const auto service = platform::query_service();
  if (!service) return failed(service.error());
  if (service->state == platform::ServiceState::NotInstalled) return failed(Error(ErrorCode::ServiceNotInstalled));
  if (service->state != platform::ServiceState::Running) return failed(Error(ErrorCode::ServiceNotRunning));
  return {"service", "ok", text::ctl_doctor_running(language, service->process_id), std::nullopt};
}

Shown version_finding(const Context& context, const std::string& service) {
  const auto language = context.language();
  if (service == kVersion) return {"version", "ok", text::ctl_doctor_versions_equal(language, service), std::nullopt};
  return {"version", "warning", text::ctl_doctor_versions_differ(language, kVersion, service), std::nullopt};
}

Shown shown(const Context& context, const ipc::Finding& finding) {
  return {finding.subject, finding.verdict,
          text::reason_text(context.language(), finding.reason, context.now(), context.calendar()), finding.error};
}

std::vector<Shown> examine(const Context& context) {
  std::vector<Shown> findings{service_finding(context)};
  auto client = context.connect();
  if (!client) {
    findings.push_back({"pipe", "failed", {}, client.error()});
    return findings;
  }
  const auto language = context.language();
  findings.push_back(
      {"pipe", "ok", text::ctl_doctor_reachable(language, ipc::to_string(context.endpoint())), std::nullopt});
  findings.push_back(version_finding(context, client->server().service_version));
  // The service tests hosts, each with a time limit of its own.
  client->set_call_limit(std::chrono::minutes{3});
  const auto answer = client->call(ipc::kDoctor);
  if (!answer) {
    findings.push_back({"service", "failed", {}, answer.error()});
    return findings;
  }
  for (const auto& finding : answer->findings) findings.push_back(shown(context, finding));
  return findings;
}

std::string json_of(const Context& context, const Shown& finding) {
  std::string out = "{\"subject\":";
  ipc::append_json_string(out, finding.subject);
  out += ",\"verdict\":";
  ipc::append_json_string(out, finding.verdict);
  out += ",\"text\":";
  ipc::append_json_string(out, finding.sentence);
  if (!finding.error) return out + ",\"error\":null}";
  // The object of error_json without its outer braces.
  const std::string error = error_json(context.language(), *finding.error);
  return out + "," + error.substr(1);
}

void print_human(const Context& context, const Shown& finding) {
  const auto language = context.language();
  std::string out = "[" + text::ctl_verdict_word(language, finding.verdict) + "] " +
                    text::ctl_subject_word(language, finding.subject);
  out += language == text::Language::Japanese ? "：" : ": ";
  out += finding.sentence;
  if (finding.error) {
    const auto words = text::error_text(language, *finding.error);
    if (!finding.sentence.empty()) out += ' ';
    out += words.title + " (" + text::error_code_text(*finding.error) + ")";
    if (!words.cause.empty()) out += "\n    " + text::ctl_cause(language, words.cause);
    if (!words.remedy.empty()) out += "\n    " + text::ctl_remedy(language, words.remedy);
    if (!finding.error->detail.empty()) out += "\n    " + text::ctl_detail(language, finding.error->detail);
  }
  context.print(out + "\n");
}

}  // namespace

ExitCode run_doctor(const Context& context) {
  const auto findings = examine(context);
  const auto any = [&](std::string_view verdict) {
    return std::ranges::any_of(findings, [verdict](const Shown& finding) { return finding.verdict == verdict; });
  };
  const std::string verdict = any("failed") ? "failed" : any("warning") ? "warning" : "ok";
  if (context.json()) {
    std::string out = "{\"verdict\":\"" + verdict + "\",\"findings\":[";
    for (const auto& finding : findings) {
      if (out.back() != '[') out += ',';
      out += json_of(context, finding);
    }
    context.print_json(out + "]}");
  } else {
    for (const auto& finding : findings) print_human(context, finding);
  }
  return verdict == "ok" ? kOk : kFindings;
}

}  // namespace kigen::ctl
