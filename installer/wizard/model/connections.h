// The hosts of the connection test and how each is doing. Pure values and functions.
#pragma once

#include <cstdint>
#include <vector>

#include "common/net/host_check.h"
#include "common/profile/profile.h"

namespace kigen::wizard {

struct HostRow {
  enum class State { Testing, Reached, Failed, Stopped };
  profile::Host host;
  State state = State::Testing;
  net::HostResult result;  ///< once State is not Testing
};

[[nodiscard]] std::vector<HostRow> rows_of(const std::vector<profile::Host>& hosts);
/// Takes the result of one host; an index beyond the rows is ignored.
void take_result(std::vector<HostRow>& rows, std::size_t index, const net::HostResult& result);

struct Tally {
  std::int64_t count = 0, done = 0, reached = 0, failed = 0, stopped = 0;
};
[[nodiscard]] Tally tally(const std::vector<HostRow>& rows);
/// Those that a firewall may hold back; not what was left alone because the network is a forbidden one.
[[nodiscard]] std::vector<profile::Host> failed_hosts(const std::vector<HostRow>& rows);

}  // namespace kigen::wizard
