#include "service/ctl/cli.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <functional>

#include "kigen_version.h"
#include "service/ctl/commands.h"
#include "service/ctl/duration.h"

namespace kigen::ctl {
namespace {

/// The parser, and what it fills in. Not movable: CLI11 keeps references to the members.
struct Parser {
  explicit Parser(text::Language language);
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  void add_global();
  void add_list();
  void add_settings();
  void add_notices();
  void add_simple();
  CLI::App* command(const char* name, const char* help, std::function<ExitCode(const Context&)> work);
  CLI::App* command_of(CLI::App* parent, const char* name, const char* help,
                       std::function<ExitCode(const Context&)> work);

  CLI::App app{"Kigen: certificates that must not expire", "kigenctl"};
  std::function<ExitCode(const Context&)> chosen;

  bool json = false;
  std::string language;
  std::string connect;
  std::string due_within;
  ListOptions list;
  SettingsOptions settings;
  NoticesOptions notices;
  std::vector<std::string> files;
  std::string thumbprint;
  std::optional<std::string> hours;
  std::int64_t history_limit = 20;
};

Parser::Parser(text::Language system_language) : language(system_language == text::Language::Japanese ? "ja" : "en") {
  add_global();
  add_list();
  add_settings();
  add_notices();
  add_simple();
}

CLI::App* Parser::command(const char* name, const char* help, std::function<ExitCode(const Context&)> work) {
  return command_of(&app, name, help, std::move(work));
}

CLI::App* Parser::command_of(CLI::App* parent, const char* name, const char* help,
                             std::function<ExitCode(const Context&)> work) {
  CLI::App* sub = parent->add_subcommand(name, help);
  // The innermost command that was named wins: its callback runs last.
  sub->callback([this, sub, work = std::move(work)] {
    if (sub->get_subcommands().empty()) chosen = work;
  });
  return sub;
}

void Parser::add_global() {
  app.set_version_flag("--version", fmt::format("kigenctl {}", kVersion));
  app.set_help_flag("-h,--help", "This help");
  app.require_subcommand(1);
  app.fallthrough();
  app.add_flag("--json", json, "Machine-readable output (see JSON.md)");
  app.add_option("--lang", language, "Language of what is printed: ja or en")->check(CLI::IsMember({"ja", "en"}));
  app.add_option("--connect", connect, "Another service: unix:PATH, or pipe:NAME on Windows");
  app.footer(
      "Exit codes: 0 good, 1 failed, 2 wrong arguments, 3 service not reachable, 4 not permitted, 5 not found,\n"
      "6 findings (profile lint, doctor).");
}

void Parser::add_list() {
  auto* sub = command("list", "Certificates, the soonest to expire first",
                      [this](const Context& context) { return run_list(context, list); });
  sub->add_option("--due-within", due_within, "Only those that expire within so many days: 28d, 2w");
  sub->add_option("--status", list.statuses, "Only these; may be repeated")
      ->check(
          CLI::IsMember({"valid", "due", "expired", "lapsed", "not_yet_valid", "superseded", "gone", "unreadable"}));
}

void Parser::add_settings() {
  using Action = SettingsOptions::Action;
  const auto work = [this](const Context& context) { return run_settings(context, settings); };
  const auto with = [this, work](Action action) {
    return [this, work, action](const Context& context) {
      settings.action = action;
      return work(context);
    };
  };
  auto* sub = command("settings", "Settings, and where each value comes from", with(Action::Show));
  sub->require_subcommand(0, 1);
  auto* get = command_of(sub, "get", "One setting", with(Action::Get));
  get->add_option("KEY", settings.key)->required();
  auto* set = command_of(sub, "set", "Change a setting", with(Action::Set));
  set->add_option("KEY", settings.key)->required();
  set->add_option("VALUE", settings.value)->required();
  auto* reset = command_of(sub, "reset", "Undo `set`", with(Action::Reset));
  reset->add_option("KEY", settings.key)->required();
}

void Parser::add_notices() {
  auto* sub = command("notices", "Important notices, the newest first",
                      [this](const Context& context) { return run_notices(context, notices); });
  auto* read = sub->add_option("--read", notices.read, "Mark these as read");
  sub->add_flag("--all", notices.read_all, "Mark all as read")->excludes(read);
  sub->add_flag("--unread", notices.unread_only, "Only unread ones");
  sub->add_option("--limit", notices.limit, "At most so many")->check(CLI::Range(1, 1000));
}

void Parser::add_simple() {
  command("status", "The state in short", run_status);
  command("explain", "Why a certificate has its status, and what happens next",
          [this](const Context& context) { return run_explain(context, thumbprint); })
      ->add_option("THUMBPRINT", thumbprint, "SHA-256 or SHA-1, or its first 8 or more digits")
      ->required();
  command("check", "Check now", run_check);
  command("interval", "Hours between checks; with a number, change it", [this](const Context& context) {
    return run_interval(context, hours);
  })->add_option("HOURS", hours, "1 to 72");
  auto* profile = app.add_subcommand("profile", "Profiles of registration authorities");
  profile->require_subcommand(1);
  command_of(profile, "lint", "Check profile files; needs no service",
             [this](const Context& context) { return run_profile_lint(context, files); })
      ->add_option("FILE", files)
      ->required();
  command("history", "Past checks, the newest first",
          [this](const Context& context) { return run_history(context, history_limit); })
      ->add_option("--limit", history_limit, "At most so many")
      ->check(CLI::Range(1, 1000));
  command("doctor", "Examine service, pipe, database, sources, profiles, clock and hosts", run_doctor);
  command("version", "Versions of this program and of the service", run_version);
}

// What a usage error needs before parsing has succeeded.
GlobalOptions early_options(const std::vector<std::string>& arguments, text::Language language) {
  GlobalOptions options{.json = false, .language = language};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--json") options.json = true;
    if (arguments[i] == "--lang" && i + 1 < arguments.size())
      options.language = text::language_of_tag(arguments[i + 1]);
    if (arguments[i].starts_with("--lang=")) options.language = text::language_of_tag(arguments[i].substr(7));
  }
  return options;
}

int finish_parse_error(Parser& parser, const CLI::ParseError& error, const Context& early) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    // Help and version come as exceptions, too.
    const auto* version = dynamic_cast<const CLI::CallForVersion*>(&error);
    early.print(version != nullptr ? std::string(error.what()) + "\n" : parser.app.help());
    return kOk;
  }
  return early.fail(Error(ErrorCode::InvalidArgument, error.what()));
}

Status apply_options(Parser& parser, GlobalOptions& options) {
  options.json = parser.json;
  options.language = text::language_of_tag(parser.language);
  if (!parser.connect.empty()) {
    auto endpoint = ipc::parse_endpoint(parser.connect);
    if (!endpoint) return endpoint.error();
    options.endpoint = std::move(*endpoint);
  }
  if (!parser.due_within.empty()) {
    parser.list.due_within_days = parse_days(parser.due_within);
    if (!parser.list.due_within_days) {
      return Error(ErrorCode::InvalidArgument)
          .with("name", "--due-within")
          .with("value", parser.due_within)
          .with("allowed", "0d..36500d, 0w..5214w");
    }
  }
  return {};
}

}  // namespace

int run(std::vector<std::string> arguments, const Environment& environment) {
  GlobalOptions options = early_options(arguments, environment.language);
  Parser parser(environment.language);
  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    parser.app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return finish_parse_error(parser, error, Context(environment, options));
  }
  const Status applied = apply_options(parser, options);
  const Context context(environment, options);
  if (!applied) return context.fail(applied.error());
  try {
    return parser.chosen(context);
  } catch (const std::exception& exception) {
    return context.fail(Error(ErrorCode::Internal, exception.what()));
  }
}

}  // namespace kigen::ctl
