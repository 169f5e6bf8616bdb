// A renewal that stops at every point and asks whether to go on or to end at once, for the kill tests
// (tests/faults/renewal_faults.py); and what is in the stores afterwards. Built from the same libraries as the wizard.
//
//   kigen-renewal-driver inspect --folder F
//   kigen-renewal-driver import --folder F --pkcs12 FILE --password P --name KEY
//   kigen-renewal-driver run --folder F --issuers I --profiles P --profile ID (--renew SHA256 | --issue)
//                            [--credential id=value]... [--step] [--no-roots] [--connect ENDPOINT]
//                            [--token [--serial S] [--pin P]... [--new-pin P] [--call-limit MS] [--resume JOB]]
//   kigen-renewal-driver abandon --folder F --job JOB [--pin P]...
//   kigen-renewal-driver serve     such commands from standard input, a line each, words parted by tabs; each answer
//                                  ends with a line "= EXIT CODE"
// Each --pin answers one question; a question about PIN or token is a line {"question": …} on standard output. With
// --step one about the token waits for a line like a point does: "go" is yes.
// With --step each point is a line {"point":"key.begun"} on standard output and waits for a line on standard input:
// "go" or "die" (which ends the process as a power cut would, nothing flushed, nothing unwound).
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <deque>
#include <exception>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/hex.h"
#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/x509/parse_certificate.h"
#include "installer/wizard/renewal/engine.h"
#include "installer/wizard/renewal/journal.h"
#include "installer/wizard/renewal/pipe_sink.h"
#include "installer/wizard/silent/console.h"
#include "installer/wizard/silent/observer.h"
#include "installer/wizard/silent/report.h"
#include "tests/installer/renewal/driver/end_process.h"
#include "tests/support/served.h"

namespace {

using namespace kigen;
using namespace kigen::renewal;

struct Options {
  std::string command;
  std::map<std::string, std::string> values;
  std::vector<std::string> credentials;
  std::deque<std::string> pins;
  bool step = false, issue = false, no_roots = false, token = false;

  [[nodiscard]] std::string value(const std::string& name) const {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  }
};

Options read_options(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (i == 0) {
      options.command = word;
    } else if (word == "--step") {
      options.step = true;
    } else if (word == "--issue") {
      options.issue = true;
    } else if (word == "--no-roots") {
      options.no_roots = true;
    } else if (word == "--token") {
      options.token = true;
    } else if (i + 1 < words.size() && word == "--pin") {
      options.pins.push_back(words[++i]);
    } else if (i + 1 < words.size() && word == "--credential") {
      options.credentials.push_back(words[++i]);
    } else if (i + 1 < words.size()) {
      options.values[word] = words[++i];
    }
  }
  return options;
}

class SteppingObserver final : public silent::SilentObserver {
 public:
  explicit SteppingObserver(const Options& options)
      : SilentObserver({.accept_pinned_roots = !options.no_roots}, {}), step_(options.step), pins_(options.pins) {}

  void on_point(std::string_view point) override {
    if (!step_) return;
    silent::write_out(fmt::format("{{\"point\":\"{}\"}}\n", point));
    static_cast<void>(wait());
  }

  void on_event(const Event& event) override {
    if (std::holds_alternative<NewPinOnReader>(event)) silent::write_out("{\"event\":\"new_pin_on_reader\"}\n");
    SilentObserver::on_event(event);
  }

  Answer ask(const Question& question) override {
    if (const auto* pin = std::get_if<PinQuestion>(&question)) return answer(*pin);
    const auto* token = std::get_if<TokenQuestion>(&question);
    if (token == nullptr) return SilentObserver::ask(question);
    silent::write_out(fmt::format(R"({{"question":"token","serial":"{}","label":"{}"}})"
                                  "\n",
                                  token->serial, token->label));
    Answer answer;
    answer.yes = step_ && wait().starts_with("go");
    return answer;
  }

 private:
  Answer answer(const PinQuestion& question) {
    silent::write_out(fmt::format(R"({{"question":"pin","serial":"{}","again":{},"tries_left":{},"last_try":{}}})"
                                  "\n",
                                  question.token.serial, question.again, question.tries_left.value_or(-1),
                                  question.last_try));
    Answer answer;
    answer.yes = !pins_.empty();
    if (pins_.empty()) return answer;
    answer.pin = Secret(pins_.front());
    pins_.pop_front();
    return answer;
  }

  static std::string wait() {
    std::string line;
    if (!std::getline(std::cin, line) || line.starts_with("die")) test::end_process();
    return line;
  }

  bool step_;
  std::deque<std::string> pins_;
};

EngineParts parts_of(const Options& options) {
  auto parts = system_parts(options.value("--folder"));
  if (!parts) throw std::runtime_error(to_log_line(parts.error()));
  constexpr std::chrono::seconds kPatience{90};
  parts->sit_through = kPatience;
  const std::string endpoint = options.value("--connect");
  parts->sink = endpoint.empty() ? nullptr : make_pipe_sink(endpoint);  // else no service is to hear of it
  if (const std::string limit = options.value("--call-limit"); !limit.empty()) {
    parts->token_workers.call_limit = std::chrono::milliseconds(std::stoi(limit));
  }
  return *std::move(parts);
}

Sha256 thumbprint_of(const std::string& hex) {
  const auto bytes = from_hex(hex);
  Sha256 out{};
  if (!bytes || bytes->size() != out.size()) throw std::runtime_error("no SHA-256: " + hex);
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

int run(const Options& options) {
  const auto profiles = profile::load_profiles(platform::from_utf8(options.value("--issuers")),
                                               platform::from_utf8(options.value("--profiles")));
  Job job;
  job.profile = profiles.find(options.value("--profile"));
  job.kind = options.issue ? Kind::Issue : Kind::Renew;
  if (job.kind == Kind::Renew) job.old = thumbprint_of(options.value("--renew"));
  job.proxy.kind = net::ProxySetting::Kind::None;
  for (const std::string& pair : options.credentials) {
    const std::size_t equals = pair.find('=');
    job.credentials.emplace(pair.substr(0, equals), Secret(std::string_view(pair).substr(equals + 1)));
  }
  if (options.token) job.place = Place::Token;
  job.token_serial = options.value("--serial");
  job.new_pin = Secret(options.value("--new-pin"));
  job.resume = options.value("--resume");
  const auto engine = make_engine(parts_of(options));
  SteppingObserver observer(options);
  silent::Report report{
      .profile = options.value("--profile"), .kind = job.kind, .started = {}, .ended = {}, .outcome = {}};
  report.outcome = engine->run(std::move(job), observer, {});
  silent::write_out(silent::to_json(report, text::Language::English));
  return report.outcome.success ? 0 : 1;
}

int abandon(const Options& options) {
  const auto engine = make_engine(parts_of(options));
  SteppingObserver observer(options);
  const Status done = engine->abandon(options.value("--job"), observer, {});
  silent::write_out(fmt::format("{{\"error\":\"{}\"}}\n", done ? "" : name(done.error().code)));
  return done ? 0 : 1;
}

int inspect(const Options& options) {
  const EngineParts parts = parts_of(options);
  std::string certificates, keys, attempts, journals;
  const auto add = [](std::string& list, const std::string& item) { list += (list.empty() ? "" : ",") + item; };
  const auto stored = parts.stores.personal->list();
  for (std::size_t i = 0; stored && i < stored->size(); ++i) {
    const auto& one = (*stored)[i];
    const auto record = x509::parse_certificate(one.der);
    if (!record) continue;
    const bool works = one.key && parts.stores.personal->key_of(record->sha256);
    add(certificates, fmt::format(R"({{"sha256":"{}","key":"{}","works":{},"family":"{:x}","not_after":"{}"}})",
                                  to_hex(record->sha256), one.key ? one.key->name : "", works, record->family,
                                  to_rfc3339(record->not_after)));
  }
  for (const char* provider : {"cng", "capi"}) {
    const auto store = parts.stores.key_store(provider);
    const auto names = store ? (*store)->list("Kigen-") : Result<std::vector<std::string>>(store.error());
    for (std::size_t i = 0; names && i < names->size(); ++i) add(keys, "\"" + (*names)[i] + "\"");
  }
  const Journal journal(parts.folder / "journal");
  for (const auto& entry : journal.load().entries) add(journals, "\"" + entry.id + "\"");
  for (const auto& record : journal.attempts().all()) {
    add(attempts, fmt::format(R"({{"subject":"{}","result":"{}","renewed_by":"{}","failures":{}}})", record.subject,
                              record.result, record.renewed_by, record.failures));
  }
  silent::write_out(fmt::format(R"({{"certificates":[{}],"keys":[{}],"journal":[{}],"attempts":[{}]}})"
                                "\n",
                                certificates, keys, journals, attempts));
  return 0;
}

int import(const Options& options) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
  const EngineParts parts = parts_of(options);
  const auto file = platform::read_file(platform::from_utf8(options.value("--pkcs12")), kMaxBytes);
  if (!file) throw std::runtime_error(to_log_line(file.error()));
  const std::vector<std::uint8_t> pfx(file->begin(), file->end());
  const auto stored = parts.stores.personal->import_pkcs12(pfx, Secret(options.value("--password")),
                                                           options.value("--name"), false, "the old one");
  if (!stored) throw std::runtime_error(to_log_line(stored.error()));
  return 0;
}

int dispatch(const std::vector<std::string>& words) {
  try {
    const Options options = read_options(words);
    if (options.command == "inspect") return inspect(options);
    if (options.command == "import") return import(options);
    if (options.command == "abandon") return abandon(options);
    return run(options);
  } catch (const std::exception& exception) {
    silent::write_err(std::string(exception.what()) + "\n");
    return 2;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words = silent::command_line(argc, argv);
  return !words.empty() && words[0] == "serve" ? test::serve(dispatch, silent::write_out) : dispatch(words);
}
