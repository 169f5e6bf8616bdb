// What each page says, as texts and rows: pure functions of the state, in one language.
#pragma once

#include <string>
#include <vector>

#include "common/base/time.h"
#include "common/text/language.h"
#include "installer/wizard/model/state.h"

namespace kigen::wizard {

struct Context {
  text::Language language = text::Language::English;
  Instant now{};
  const LocalCalendar* calendar = nullptr;
};

struct Step {
  enum class When { Before, Now, After };
  std::string text;
  When when = When::After;
};
[[nodiscard]] std::vector<Step> steps(const Context& context, const State& state);
/// What the present page is for, in one sentence.
[[nodiscard]] std::string purpose(const Context& context, const State& state);

struct Line {
  enum class Kind { Headline, Heading, Field, Text };
  Kind kind = Kind::Text;
  std::string label;  ///< Field only
  std::string text;
  friend bool operator==(const Line&, const Line&) = default;
};

/// The shapes beside words, in the order of the list's marks.
enum class Mark { Ok, Due, Expired, Lapsed, Waiting, Other, Failed, Info };
[[nodiscard]] Mark mark_of_status(std::string_view status) noexcept;

/// Cells of a row of the first page: name, used for, expires, days left, status.
[[nodiscard]] std::vector<std::string> choice_cells(const Context& context, const State& state,
                                                    const ipc::CertificateSummary& item);
[[nodiscard]] std::string choose_empty(const Context& context, const State& state);

[[nodiscard]] std::vector<Line> certificate_lines(const Context& context, const State& state);
/// What must be seen beside the certificate; "" when there is nothing to warn of.
[[nodiscard]] std::string account_warning(const Context& context, const State& state);

struct HostCells {
  Mark mark = Mark::Waiting;
  std::string result, host, port, detail;
};
[[nodiscard]] HostCells host_cells(const Context& context, const HostRow& row, std::int64_t limit_seconds);
/// One sentence above the list.
[[nodiscard]] std::string connections_headline(const Context& context, const State& state);
/// What a firewall must allow, one host a line; nothing while nothing has failed.
[[nodiscard]] std::vector<Line> firewall_lines(const Context& context, const State& state);
/// For the clipboard: everything that the person who manages the network needs.
[[nodiscard]] std::string connection_report(const Context& context, const State& state, std::string_view version);

[[nodiscard]] std::vector<Line> summary_lines(const Context& context, const State& state, std::string_view version);
[[nodiscard]] Mark summary_mark(const State& state);

}  // namespace kigen::wizard
