#include "installer/wizard/model/pages/connections_view.h"

#include "common/net/endpoint_text.h"
#include "common/text/errors.h"
#include "common/text/phrase.h"
#include "common/text/wizard_text.h"

namespace kigen::wizard {
namespace {

std::int64_t seconds(std::chrono::milliseconds duration) {
  return std::chrono::round<std::chrono::seconds>(duration).count();
}

std::string host_detail(text::Language language, const net::HostResult& result) {
  if (!result.error) return text::wizard_host_reached_detail(language, result.connected, result.elapsed.count());
  const Error& error = *result.error;
  std::string words;
  switch (error.code) {
    case ErrorCode::HostNameNotFound:
      words = text::wizard_name_not_found_detail(language);
      break;
    case ErrorCode::HostUnreachable:
      words = text::wizard_refused_detail(language);
      break;
    case ErrorCode::HostTimedOut: {
      const auto step = error.args.find("step");
      const bool name = step != error.args.end() && step->second == "name";
      words = name ? text::wizard_name_timed_out_detail(language, seconds(result.elapsed))
                   : text::wizard_timed_out_detail(language, seconds(result.elapsed));
      break;
    }
    case ErrorCode::Cancelled:
      return {};
    default:
      words = text::error_text(language, error).title;
  }
  return words + " · " + kgn(error.code);
}

}  // namespace

HostCells host_cells(const Context& context, const HostRow& row, std::int64_t limit_seconds) {
  const text::Language language = context.language;
  HostCells cells{Mark::Waiting, {}, row.host.host, std::to_string(row.host.port) + " (TCP)", {}};
  switch (row.state) {
    case HostRow::State::Testing:
      cells.result = text::wizard_host_waiting(language);
      cells.detail = text::wizard_host_testing_detail(language, limit_seconds);
      return cells;
    case HostRow::State::Reached:
      cells.mark = Mark::Ok;
      cells.result = text::wizard_host_reached(language);
      break;
    case HostRow::State::Failed:
      cells.mark = Mark::Failed;
      cells.result = text::wizard_host_failed(language);
      break;
    case HostRow::State::Stopped:
      cells.mark = Mark::Other;
      cells.result = text::wizard_host_stopped(language);
      break;
  }
  cells.detail = host_detail(language, row.result);
  return cells;
}

std::string connections_headline(const Context& context, const State& state) {
  const Tally counts = tally(state.hosts);
  if (counts.count == 0) return text::wizard_no_hosts(context.language);
  if (state.testing) return text::wizard_testing(context.language, counts.done, counts.count);
  if (counts.failed > 0) return text::wizard_some_failed(context.language, counts.failed, counts.count);
  if (counts.stopped > 0) return text::wizard_test_stopped(context.language);
  return text::wizard_all_reached(context.language, counts.count);
}

std::vector<Line> firewall_lines(const Context& context, const State& state) {
  const auto failed = failed_hosts(state.hosts);
  if (failed.empty()) return {};
  std::vector<Line> lines{{Line::Kind::Heading, {}, text::wizard_firewall_needed(context.language)}};
  for (const auto& host : failed)
    lines.push_back({Line::Kind::Text,
                     {},
                     "• " + text::wizard_firewall_line(context.language, host.host, std::to_string(host.port))});
  lines.push_back({Line::Kind::Text, {}, text::wizard_firewall_proxy(context.language)});
  return lines;
}

std::string connection_report(const Context& context, const State& state) {
  std::string report = "Kigen " + std::string(context.version) + "  " + to_rfc3339(context.now) + "\r\n";
  report += connections_headline(context, state) + "\r\n";
  for (const auto& row : state.hosts) {
    const HostCells cells = host_cells(context, row, 0);
    report += net::to_text(row.host) + "\tTCP\t" + cells.result + '\t' + cells.detail;
    if (row.result.error && !row.result.error->detail.empty())
      report += '\t' + text::harmless(row.result.error->detail);
    report += "\r\n";
  }
  for (const Line& line : firewall_lines(context, state)) report += line.text + "\r\n";
  return report;
}

}  // namespace kigen::wizard
