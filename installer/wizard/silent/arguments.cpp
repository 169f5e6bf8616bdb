#include "installer/wizard/silent/arguments.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

#include "common/profile/rules.h"

namespace kigen::silent {
namespace {

Error bad(const std::string& argument, std::string_view reason) {
  return Error(ErrorCode::InvalidArgument).with("argument", argument).with("reason", std::string(reason));
}

bool is_thumbprint(const std::string& text) {
  constexpr std::size_t kShortest = 8, kLongest = 64;
  return text.size() >= kShortest && text.size() <= kLongest &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

bool read_seconds(const std::string& text, std::optional<std::chrono::seconds>& out) {
  constexpr int kMost = 7 * 24 * 3600;
  int number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size() || number < 0 || number > kMost) return false;
  out = std::chrono::seconds(number);
  return true;
}

constexpr std::size_t kLongestSerial = 64;

bool put(std::string& to, const std::string& value) {
  to = value;
  return !value.empty();
}

using Flags = std::map<std::string, bool*>;
using Values = std::map<std::string, std::function<bool(const std::string&)>>;

Flags flags_of(Arguments& out, bool& silent) {
  return {{"--silent", &silent},         {"--issue", &out.issue},
          {"--resume", &out.resume},     {"--abandon", &out.abandon},
          {"--json", &out.json},         {"--accept-pinned-roots", &out.accept_pinned_roots},
          {"--now", &out.now},           {"--unattended", &out.unattended},
          {"--unblock", &out.unblock},   {"--change-pin", &out.change_pin},
          {"--last-try", &out.last_try}, {"--help", &out.help},
          {"--version", &out.version}};
}

Values values_of(Arguments& out) {
  Values values;
  values["--profile"] = [&out](const auto& v) { return profile::is_id(v) && put(out.profile, v); };
  values["--renew"] = [&out](const auto& v) { return is_thumbprint(v) && put(out.renew, v); };
  values["--job"] = [&out](const auto& v) { return is_thumbprint(v) && put(out.job, v); };
  values["--token"] = [&out](const auto& v) { return v.size() <= kLongestSerial && put(out.token, v); };
  values["--name"] = [&out](const auto& v) { return put(out.subject_name, v); };
  values["--folder"] = [&out](const auto& v) { return put(out.folder, v); };
  values["--issuers"] = [&out](const auto& v) { return put(out.issuers, v); };
  values["--profiles"] = [&out](const auto& v) { return put(out.profiles, v); };
  values["--connect"] = [&out](const auto& v) { return put(out.connect, v); };
  values["--wait"] = [&out](const auto& v) { return read_seconds(v, out.wait); };
  values["--language"] = [&out](const auto& v) {
    if (v == "ja") out.language = text::Language::Japanese;
    if (v == "en") out.language = text::Language::English;
    return out.language.has_value();
  };
  values["--proxy"] = [&out](const auto& v) {
    const auto setting = parse_proxy(v);
    if (setting) out.proxy = *setting;
    return setting.has_value();
  };
  return values;
}

Status check_together(const Arguments& out) {
  if (out.help || out.version) return {};
  if (out.profile.empty()) return bad("--profile", "missing");
  if (out.issue && !out.renew.empty()) return bad("--issue", "combination");
  if (out.resume && out.abandon) return bad("--abandon", "combination");
  if (out.unattended && (out.now || out.issue || !out.token.empty())) return bad("--unattended", "combination");
  const bool job = out.issue || !out.renew.empty() || out.resume || out.abandon || out.unattended;
  if (out.change_pin && (job || out.unblock)) return bad("--change-pin", "combination");
  if (out.unblock && job) return bad("--unblock", "combination");
  if (!out.job.empty() && !out.resume && !out.abandon) return bad("--job", "combination");
  return {};
}

}  // namespace

bool is_silent(const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), "--silent") != words.end();
}

std::optional<net::ProxySetting> parse_proxy(const std::string& text) {
  net::ProxySetting setting;
  if (text == "system") return setting;
  if (text == "none") {
    setting.kind = net::ProxySetting::Kind::None;
    return setting;
  }
  // A host without a port would silently become port 443.
  const bool has_port = text.rfind(':') != std::string::npos && text.back() != ']';
  const auto host = has_port && profile::is_host_and_port(text) ? profile::parse_host(text) : std::nullopt;
  if (!host) return std::nullopt;
  setting.kind = net::ProxySetting::Kind::Manual;
  setting.host = host->host;
  setting.port = host->port;
  return setting;
}

Result<Arguments> read_arguments(const std::vector<std::string>& words) {
  Arguments out;
  bool silent = false;
  const Flags flags = flags_of(out, silent);
  const Values values = values_of(out);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (const auto flag = flags.find(word); flag != flags.end()) {
      *flag->second = true;
      continue;
    }
    const auto value = values.find(word);
    if (value == values.end()) return bad(word, "unknown");
    if (i + 1 >= words.size()) return bad(word, "missing");
    if (!value->second(words[++i])) return bad(word, "value");
  }
  if (Status good = check_together(out); !good) return good.error();
  return out;
}

}  // namespace kigen::silent
