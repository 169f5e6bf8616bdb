// What every command of kigenctl has at hand. One thread.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/ipc/client.h"
#include "common/text/language.h"
#include "service/ctl/exit_code.h"
#include "service/ctl/output.h"

namespace kigen::ctl {

/// The surroundings of a run: the real ones in main, a test's own in tests.
struct Environment {
  Output& output;
  const Clock& clock;
  const LocalCalendar& calendar;
  text::Language language = text::Language::English;  ///< unless --lang says otherwise
};

struct GlobalOptions {
  bool json = false;
  text::Language language = text::Language::English;
  ipc::Endpoint endpoint = ipc::default_endpoint();
};

class Context {
 public:
  Context(const Environment& environment, GlobalOptions options)
      : environment_(environment), options_(std::move(options)) {}

  [[nodiscard]] Result<ipc::Client> connect() const;

  [[nodiscard]] bool json() const noexcept { return options_.json; }
  [[nodiscard]] text::Language language() const noexcept { return options_.language; }
  [[nodiscard]] const ipc::Endpoint& endpoint() const noexcept { return options_.endpoint; }
  [[nodiscard]] Instant now() const { return environment_.clock.now(); }
  [[nodiscard]] const LocalCalendar& calendar() const noexcept { return environment_.calendar; }
  [[nodiscard]] Output& output() const noexcept { return environment_.output; }
  void print(std::string_view text) const { environment_.output.out(text); }

  /// `json` and a line end.
  void print_json(std::string json) const;
  /// Says what went wrong: on standard error for people, as an object on standard output with --json.
  [[nodiscard]] ExitCode fail(const Error& error) const;
  /// The same when a part of the JSON stands on standard output already: the object goes to standard error.
  [[nodiscard]] ExitCode fail_midway(const Error& error) const;

  /// "2026-12-02" and "2026-12-02 18:00" in the user's calendar: they sort and line up.
  [[nodiscard]] std::string date(Instant instant) const;
  [[nodiscard]] std::string date_time(Instant instant) const;
  /// "Today 18:00", as a label says it.
  [[nodiscard]] std::string moment(Instant instant) const;

  /// Connects, calls `method` and gives the answer to `print`; every failure becomes its exit code.
  template <class P, class R, class Print>
  [[nodiscard]] ExitCode call(const ipc::Method<P, R>& method, const P& params, Print print) const {
    auto client = connect();
    if (!client) return fail(client.error());
    auto answer = client->call(method, params);
    if (!answer) return fail(answer.error());
    if (json()) {
      print_json(ipc::to_json(*answer));
    } else {
      print(*answer);
    }
    return kOk;
  }

 private:
  const Environment& environment_;
  GlobalOptions options_;
};

/// {"error": {…, "title", "cause", "remedy"}}
[[nodiscard]] std::string error_json(text::Language language, const Error& error);
/// Title, cause, remedy and code, as people read it, with line ends.
[[nodiscard]] std::string error_lines(text::Language language, const Error& error);

}  // namespace kigen::ctl
