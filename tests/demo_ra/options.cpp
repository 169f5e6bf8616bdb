#include "tests/demo_ra/options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>

#include "common/platform/paths.h"
#include "kigen_version.h"

namespace kigen::demo_ra {
namespace {

struct Texts {
  std::string data, out, profiles, clock;
  std::vector<std::string> switches, issue, tokens;
};

std::string switch_help() {
  std::string text = "Faults and switches (--fault NAME=VALUE[,op=OPERATION][,label=LABEL][,times=N]):\n";
  for (const SwitchKind& kind : switch_kinds())
    text += fmt::format("  {:<20}{:<44}{}\n", kind.name, kind.values, kind.does);
  return text;
}

void declare(CLI::App& app, Options& options, Texts& texts) {
  app.add_flag("--list", options.list, "Print the known accounts and end");
  app.add_flag("--json", options.json, "With --list: as JSON");
  app.add_option("--data", texts.data, "Folder for CAs and state, kept; a temporary one if absent");
  app.add_option("--port", options.port, "First TLS port, one a label in the order shown; 0: any");
  app.add_option("--admin-port", options.admin_port, "Port of the admin interface; 0: any");
  app.add_option("--host", options.hosts, "Names of this server; localhost, 127.0.0.1 and ::1 if absent");
  app.add_option("--clock", texts.clock, "Start at this time (RFC 3339)");
  app.add_option("--fault", texts.switches, "A fault or switch, see below; may be repeated");
  app.add_option("--write-profiles", texts.profiles, "Write profile overrides and roots into this folder");
  app.add_option("--key-provider", options.profiles.key_provider, "Of the written profiles")
      ->check(CLI::IsMember({"cng", "capi", "tpm"}));
  app.add_option("--token-module", options.profiles.token_modules,
                 "PKCS#11 module in the written profiles; may be repeated; what Kigen ships if absent");
  app.add_option("--token-initial-pin", options.profiles.initial_pin,
                 "In the written profile of etoken: the PIN of every token that is handed out");
  app.add_option("--token", texts.tokens, "SERIAL:USER: a token that etoken handed out; may be repeated");
  app.add_option("--issue", texts.issue,
                 "PROFILE:USER[:days=12]: make a certificate that ends in 12 days (0: today; ended: -30)");
  app.add_option("--out", texts.out, "Folder for PROFILE-USER.p12, .pem and .key of --issue");
  app.add_option("--password", options.password, "Of the PKCS#12 files");
  app.add_flag("--no-serve", options.no_serve, "End after --issue and --write-profiles");
  app.add_flag("--until-eof", options.until_eof, "End when standard input ends");
  app.set_version_flag("--version", std::string("kigen-demo-ra ") + kVersion);
  app.footer(switch_help());
}

bool fail(const std::string& what) {
  fmt::print(stderr, "kigen-demo-ra: {}\n", what);
  return false;
}

bool apply(const Texts& texts, Options& options) {
  options.data = platform::from_utf8(texts.data);
  options.out = platform::from_utf8(texts.out);
  options.write_profiles = platform::from_utf8(texts.profiles);
  if (options.hosts.empty()) options.hosts = {"localhost", "127.0.0.1", "::1"};
  if (!texts.clock.empty()) {
    options.clock = from_rfc3339(texts.clock);
    if (!options.clock) return fail("--clock wants a time as 2026-11-20T14:30:00Z");
  }
  for (const std::string& text : texts.switches) {
    auto one = parse_switch(text);
    if (!one) return fail("--fault: " + to_log_line(one.error()));
    options.switches.push_back(std::move(*one));
  }
  for (const std::string& text : texts.tokens) {
    auto token = parse_token(text);
    if (!token) return fail("--token wants SERIAL:USER, with a user of etoken");
    options.tokens.push_back(std::move(*token));
  }
  for (const std::string& text : texts.issue) {
    const auto order = parse_issue(text);
    if (!order) return fail("--issue wants PROFILE:USER[:days=N]");
    options.issue.push_back(*order);
  }
  if (!options.issue.empty() && options.out.empty()) return fail("--issue needs --out FOLDER");
  if (options.no_serve && options.data.empty()) return fail("--no-serve needs --data FOLDER");
  return true;
}

}  // namespace

std::optional<IssueOrder> parse_issue(const std::string& text) {
  const std::size_t first = text.find(':');
  if (first == std::string::npos) return std::nullopt;
  const std::size_t second = text.find(':', first + 1);
  IssueOrder order{.label = text.substr(0, first), .user = text.substr(first + 1, second - first - 1)};
  if (second == std::string::npos) return order;
  std::string_view days = std::string_view(text).substr(second + 1);
  if (days.starts_with("days=")) days.remove_prefix(5);
  const auto [end, failed] = std::from_chars(days.data(), days.data() + days.size(), order.days);
  constexpr int kMost = 36'500;
  const bool good = failed == std::errc() && end == days.data() + days.size() && std::abs(order.days) <= kMost;
  return good ? std::optional(order) : std::nullopt;
}

std::optional<Options> read_options(int argc, char** argv, int& exit_code) {
  CLI::App app("An EST registration authority on this machine, for trying and testing Kigen. Never for real use.",
               "kigen-demo-ra");
  Options options;
  Texts texts;
  declare(app, options, texts);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    exit_code = app.exit(failure) == 0 ? 0 : 2;
    return std::nullopt;
  }
  exit_code = 2;
  if (!apply(texts, options)) return std::nullopt;
  return options;
}

}  // namespace kigen::demo_ra
