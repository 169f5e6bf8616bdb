// The connection test: a row a host, what it comes to, and what a firewall must allow.
#pragma once

#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

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
[[nodiscard]] std::string connection_report(const Context& context, const State& state);

}  // namespace kigen::wizard
