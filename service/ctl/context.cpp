#include "service/ctl/context.h"

#include <fmt/format.h>

#include "common/ipc/json_string.h"
#include "common/text/ctl_text.h"
#include "common/text/dates.h"
#include "common/text/errors.h"
#include "kigen_version.h"

namespace kigen::ctl {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view value) {
  fmt::format_to(std::back_inserter(out), ",\"{}\":", name);
  ipc::append_json_string(out, value);
}

}  // namespace

std::string error_json(text::Language language, const Error& error) {
  const text::ErrorText words = text::error_text(language, error);
  std::string out = "{\"error\":" + ipc::to_json(error);
  out.pop_back();
  append_member(out, "title", words.title);
  append_member(out, "cause", words.cause);
  append_member(out, "remedy", words.remedy);
  out += "}}";
  return out;
}

std::string error_lines(text::Language language, const Error& error) {
  const text::ErrorText words = text::error_text(language, error);
  std::string out = fmt::format("kigenctl: {} ({})\n", words.title, text::error_code_text(error));
  if (!words.cause.empty()) out += text::ctl_cause(language, words.cause) + "\n";
  if (!words.remedy.empty()) out += text::ctl_remedy(language, words.remedy) + "\n";
  if (!error.detail.empty()) out += text::ctl_detail(language, error.detail) + "\n";
  return out;
}

Result<ipc::Client> Context::connect() const {
  // Who names another endpoint than the service's own on the command line knows whom they mean.
  return ipc::Client::connect({.endpoint = options_.endpoint,
                               .client = "ctl",
                               .version = kVersion,
                               .accept_console_server = !options_.endpoint.is_default});
}

void Context::print_json(std::string json) const {
  json += '\n';
  print(json);
}

ExitCode Context::fail(const Error& error) const {
  if (json()) {
    print_json(error_json(language(), error));
  } else {
    output().err(error_lines(language(), error));
  }
  return exit_code_of(error.code);
}

ExitCode Context::fail_midway(const Error& error) const {
  output().err(json() ? error_json(language(), error) + "\n" : error_lines(language(), error));
  return exit_code_of(error.code);
}

std::string Context::date(Instant instant) const {
  const std::chrono::year_month_day day(calendar().date_of(instant));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string Context::date_time(Instant instant) const {
  return fmt::format("{} {}", date(instant), text::clock_time(instant, calendar()));
}

std::string Context::moment(Instant instant) const {
  return text::moment(language(), instant, now(), calendar());
}

}  // namespace kigen::ctl
