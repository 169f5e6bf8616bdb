#include "installer/wizard/silent/silent.h"

#include <algorithm>
#include <exception>

#include "common/base/hex.h"
#include "common/platform/paths.h"
#include "common/text/errors.h"
#include "installer/wizard/model/credential_input.h"
#include "installer/wizard/renewal/engine.h"
#include "installer/wizard/renewal/explain.h"
#include "installer/wizard/renewal/pipe_sink.h"
#include "installer/wizard/silent/arguments.h"
#include "installer/wizard/silent/choose.h"
#include "installer/wizard/silent/console.h"
#include "installer/wizard/silent/context.h"
#include "installer/wizard/silent/exit_code.h"
#include "installer/wizard/silent/input.h"
#include "installer/wizard/silent/observer.h"
#include "installer/wizard/silent/report.h"
#include "installer/wizard/silent/token_run.h"
#include "kigen_version.h"

namespace kigen::silent {
namespace {

using renewal::Kind;

constexpr std::string_view kUsageText =
    "kigen-wizard --silent --profile ID [--renew THUMBPRINT | --issue] [options]\n"
    "  --renew THUMBPRINT      SHA-256 or SHA-1, or its beginning; the one that is due if absent\n"
    "  --issue                 a new certificate\n"
    "  --resume [--job ID]     only go on with what was interrupted\n"
    "  --abandon [--job ID]    take back what was interrupted\n"
    "  --token SERIAL          on this token (needed only when several are inserted, or the profile has both places)\n"
    "  --change-pin, --unblock the token's PIN; nothing else is done\n"
    "  --last-try              use the PIN even if a wrong one locks the token\n"
    "  --json                  a JSON report on standard output\n"
    "  --accept-pinned-roots   install missing roots that equal the profile's thumbprints\n"
    "  --unattended            nobody asks: only where the profile allows it\n"
    "  --now                   do not wait after a failed attempt: a person asks\n"
    "  --wait SECONDS          how long to sit through \"ask again later\" (600)\n"
    "  --proxy system|none|HOST:PORT\n"
    "  --name TEXT             common name of a new certificate\n"
    "  --folder, --issuers, --profiles FOLDER; --connect ENDPOINT|none; --language ja|en\n"
    "Credentials come from standard input, a line each: id=value. See SILENT.md.\n";

int finish(const Arguments& arguments, text::Language language, const Report& report) {
  if (arguments.json) {
    write_out(to_json(report, language));
  } else if (report.outcome.success) {
    write_out(to_text(report, language));
  } else {
    write_err(to_text(report, language));
  }
  return exit_code_of(report.outcome);
}

profile::ProfileSet read_profiles(const Arguments& arguments) {
  const auto shipped =
      arguments.issuers.empty() ? platform::shipped_profiles_folder() : platform::from_utf8(arguments.issuers);
  const auto own =
      arguments.profiles.empty() ? platform::own_profiles_folder() : platform::from_utf8(arguments.profiles);
  return profile::load_profiles(shipped, own);
}

// Faults of a profile's own file explain why it is not there.
Result<profile::ProfilePtr> find_profile(const profile::ProfileSet& set, const std::string& id) {
  if (auto found = set.find(id)) return found;
  for (const auto& diagnostic : set.diagnostics) {
    if (diagnostic.severity == Diagnostic::Severity::Error && diagnostic.file.find(id) != std::string::npos) {
      return diagnostic.error;
    }
  }
  return Error(ErrorCode::NotFound).with("profile", id);
}

// Which rule of the profile it breaks; never the value itself.
Error does_not_fit(const profile::Credential& field, const wizard::Reading& reading) {
  using wizard::Complaint;
  const bool length = reading.complaint == Complaint::Empty || reading.complaint == Complaint::TooShort ||
                      reading.complaint == Complaint::TooLong;
  return Error(ErrorCode::InvalidArgument)
      .with("argument", "stdin")
      .with("id", field.id)
      .with("reason", length ? "length" : "characters")
      .with("min", std::to_string(field.min_length))
      .with("max", std::to_string(field.max_length));
}

Result<renewal::Credentials> read_credentials(const profile::Profile& profile, Lines& lines) {
  renewal::Credentials credentials;
  for (auto& line : lines) {
    const std::string& id = line.first;  // a structured binding cannot be captured
    if (id.starts_with("proxy.") || id == "token.pin" || id == "token.new_pin" || id == "token.puk") continue;
    const auto field = std::find_if(profile.credentials.begin(), profile.credentials.end(),
                                    [&](const auto& one) { return one.id == id; });
    if (field == profile.credentials.end()) {
      return Error(ErrorCode::InvalidArgument).with("argument", "stdin").with("reason", "unknown").with("id", id);
    }
    auto reading = wizard::read_credential(*field, line.second.view());
    if (reading.complaint != wizard::Complaint::None) return does_not_fit(*field, reading);
    credentials.insert_or_assign(id, std::move(reading.value));
  }
  return credentials;
}

bool needs_input(const profile::Profile& profile, const Arguments& arguments) {
  if (arguments.unattended) return false;
  const bool credentials = std::any_of(profile.credentials.begin(), profile.credentials.end(), [&](const auto& one) {
    return one.used_for == "both" || arguments.resume || one.used_for == (arguments.issue ? "issue" : "renew");
  });
  return credentials || arguments.proxy.kind == net::ProxySetting::Kind::Manual;
}

Status set_up(Context& context) {
  context.profiles = read_profiles(context.arguments);
  auto profile = find_profile(context.profiles, context.arguments.profile);
  if (!profile) return profile.error();
  context.profile = *std::move(profile);
  auto parts = renewal::system_parts(context.arguments.folder);
  if (!parts) return parts.error();
  context.parts = *std::move(parts);
  if (context.arguments.wait) context.parts.sit_through = *context.arguments.wait;
  if (context.arguments.connect == "none") {
    context.parts.sink.reset();
  } else if (!context.arguments.connect.empty()) {
    context.parts.sink = renewal::make_pipe_sink(context.arguments.connect);
  }
  return {};
}

std::vector<renewal::OpenJob> jobs_of(const Context& context, renewal::Engine& engine) {
  std::vector<Error> notes;
  auto jobs = engine.open_jobs(notes);
  for (const Error& note : notes) write_err(text::error_paragraph(context.language, note) + "\n");
  std::erase_if(jobs, [&](const renewal::OpenJob& one) {
    return one.profile != context.profile->id || !one.id.starts_with(context.arguments.job);
  });
  return jobs;
}

int abandon(const Context& context, renewal::Engine& engine, const std::stop_token& stop) {
  const auto jobs = jobs_of(context, engine);
  const auto fail = [&](const Error& error, Kind kind) {
    return finish(context.arguments, context.language,
                  report_of(error, context.profile->id, kind, SystemClock().now()));
  };
  const bool on_token = std::ranges::any_of(jobs, [](const auto& job) { return job.place == renewal::Place::Token; });
  auto lines = on_token ? read_standard_input() : Result<Lines>(Lines());
  if (!lines) return fail(lines.error(), Kind::Renew);
  SilentObserver observer({.last_try = context.arguments.last_try}, *std::move(lines));
  for (const auto& job : jobs) {
    if (Status done = engine.abandon(job.id, observer, stop); !done) return fail(done.error(), job.kind);
  }
  if (context.arguments.json) write_out(jobs_json(jobs.empty() ? "nothing" : "done", jobs));
  return kDone;
}

// What to do, from the command line; the job to go on with is found by resume_job.
Result<renewal::Job> plan_job(const Context& context, const std::stop_token& stop) {
  const Arguments& arguments = context.arguments;
  renewal::Job job;
  job.profile = context.profile;
  job.proxy = arguments.proxy;
  job.subject_name = arguments.subject_name;
  job.japanese = context.language == text::Language::Japanese;
  job.trigger = arguments.now ? renewal::Trigger::User : renewal::Trigger::Silent;
  if (arguments.unattended) {
    if (!context.profile->unattended) {
      return Error(ErrorCode::InvalidArgument).with("argument", "--unattended").with("reason", "profile");
    }
    job.trigger = renewal::Trigger::Unattended;
  }
  if (is_on_token(context)) job.place = renewal::Place::Token;
  job.token_serial = arguments.token;
  job.kind = arguments.issue ? Kind::Issue : Kind::Renew;
  if (job.kind == Kind::Issue || arguments.resume || arguments.abandon) return job;
  const auto there =
      is_on_token(context) ? certificates_on_tokens(context, stop) : context.parts.stores.personal->list();
  if (!there) return there.error();
  const auto chosen =
      choose_certificate(*there, context.profiles, context.profile->id, arguments.renew, context.parts.clock->now());
  if (!chosen) return chosen.error();
  job.old = *chosen;
  return job;
}

bool resume_job(const Context& context, renewal::Engine& engine, renewal::Job& job) {
  const auto jobs = jobs_of(context, engine);
  if (jobs.empty()) return false;
  job.kind = jobs.front().kind;
  job.old = jobs.front().old;
  job.resume = jobs.front().id;
  job.place = jobs.front().place;
  job.token_serial = jobs.front().token_serial;
  return true;
}

Status add_input(const Context& context, renewal::Job& job, Lines& lines) {
  const bool on_token = job.place == renewal::Place::Token;
  if (!on_token && !needs_input(*context.profile, context.arguments)) return {};
  auto read = read_standard_input();
  if (!read) return read.error();
  lines = *std::move(read);
  auto credentials = read_credentials(*context.profile, lines);
  if (!credentials) return credentials.error();
  job.credentials = *std::move(credentials);
  const auto& token = context.profile->token;
  const bool sets_pin = on_token && job.kind == Kind::Issue && token && token->pin == "set";
  if (!sets_pin || !lines.contains("token.new_pin")) return {};
  auto pin = read_new_pin(*token, lines);
  if (!pin) return pin.error();
  job.new_pin = *std::move(pin);
  return {};
}

// The profile's own code and words for what this PC says.
Report refusal_of(const Context& context, const Error& error, Kind kind) {
  Report report = report_of(error, context.arguments.profile, kind, SystemClock().now());
  if (!context.profile) return report;
  auto told = renewal::explain(error, std::nullopt, *context.profile);
  report.outcome.failure->error = std::move(told.error);
  report.outcome.failure->ra_code = std::move(told.ra_code);
  report.outcome.failure->hint = std::move(told.hint);
  return report;
}

int run_job(Context& context) {
  static std::stop_source interrupted;  // the handler may still run when this function has returned
  stop_on_interrupt(interrupted);
  const std::stop_token stop = interrupted.get_token();
  const Arguments& arguments = context.arguments;
  const Kind kind = arguments.issue ? Kind::Issue : Kind::Renew;
  const auto fail = [&](const Error& error) {
    return finish(arguments, context.language, refusal_of(context, error, kind));
  };
  if (Status ready = set_up(context); !ready) return fail(ready.error());
  if (arguments.change_pin || arguments.unblock) return change_pin(context, stop);
  const auto clock = context.parts.clock;
  auto job = plan_job(context, stop);
  if (!job) return fail(job.error());
  const auto engine = renewal::make_engine(std::move(context.parts));
  if (arguments.abandon) return abandon(context, *engine, stop);
  if (arguments.resume && !resume_job(context, *engine, *job)) {
    if (arguments.json) write_out(jobs_json("nothing", {}));
    return kDone;
  }
  Lines lines;
  if (Status added = add_input(context, *job, lines); !added) return fail(added.error());

  SilentObserver observer({.accept_pinned_roots = arguments.accept_pinned_roots,
                           .show_steps = !arguments.json,
                           .last_try = arguments.last_try},
                          std::move(lines));
  Report report{.profile = arguments.profile, .kind = job->kind, .started = clock->now(), .ended = {}, .outcome = {}};
  report.outcome = engine->run(*std::move(job), observer, stop);
  report.ended = clock->now();
  return finish(arguments, context.language, report);
}

int run(const std::vector<std::string>& words) {
  Context context;
  auto arguments = read_arguments(words);
  if (!arguments) {
    write_err(text::error_paragraph(text::system_language(), arguments.error()) + "\n" + std::string(kUsageText));
    return kUsage;
  }
  context.arguments = *std::move(arguments);
  context.language = context.arguments.language.value_or(text::system_language());
  if (context.arguments.help) {
    write_out(kUsageText);
    return kDone;
  }
  if (context.arguments.version) {
    write_out(std::string("kigen-wizard ") + kVersion + "\n");
    return kDone;
  }
  return run_job(context);
}

}  // namespace

int run_silent(const std::vector<std::string>& words) noexcept {
  try {
    return run(words);
  } catch (const std::exception& exception) {
    write_err(std::string("kigen-wizard: ") + exception.what() + "\n");
    return kFailed;
  }
}

}  // namespace kigen::silent
