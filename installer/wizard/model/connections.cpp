#include "installer/wizard/model/connections.h"

namespace kigen::wizard {

std::vector<HostRow> rows_of(const std::vector<profile::Host>& hosts) {
  std::vector<HostRow> rows;
  rows.reserve(hosts.size());
  for (const auto& host : hosts) rows.push_back({.host = host, .state = HostRow::State::Testing, .result = {}});
  return rows;
}

void take_result(std::vector<HostRow>& rows, std::size_t index, const net::HostResult& result) {
  if (index >= rows.size()) return;
  HostRow& row = rows[index];
  row.result = result;
  if (!result.error) {
    row.state = HostRow::State::Reached;
  } else {
    const bool stopped = result.error->code == ErrorCode::Cancelled;
    row.state = stopped ? HostRow::State::Stopped : HostRow::State::Failed;
  }
}

Tally tally(const std::vector<HostRow>& rows) {
  Tally result;
  for (const auto& row : rows) {
    ++result.count;
    if (row.state != HostRow::State::Testing) ++result.done;
    if (row.state == HostRow::State::Reached) ++result.reached;
    if (row.state == HostRow::State::Failed) ++result.failed;
    if (row.state == HostRow::State::Stopped) ++result.stopped;
  }
  return result;
}

std::vector<profile::Host> failed_hosts(const std::vector<HostRow>& rows) {
  std::vector<profile::Host> failed;
  for (const auto& row : rows) {
    const bool left_alone = row.result.error && row.result.error->code == ErrorCode::ForbiddenNetwork;
    if (row.state == HostRow::State::Failed && !left_alone) failed.push_back(row.host);
  }
  return failed;
}

}  // namespace kigen::wizard
