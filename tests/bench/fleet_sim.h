// A fleet of PCs that renew one certificate each, unattended, by the service's own decisions (service/renewal): when do
// their requests reach the RA? Deterministic: the same options give the same figures. No clock, no network.
#pragma once

#include <cstdint>
#include <vector>

#include "common/base/time.h"

namespace kigen::bench {

enum class Habit {
  AlwaysOn,
  OfficeHours,  ///< Monday to Friday, 09:00 to 18:00, to the second: the worst case of a company
  HourADay,     ///< Monday to Friday, one hour at a time of its own
};

struct FleetOptions {
  int pcs = 100'000;
  int window_days = 28;
  Habit habit = Habit::AlwaysOn;
  /// The RA refuses everything for so long, from so long after the window opened. 0: it is always there.
  std::chrono::hours outage_begins{0}, outage_lasts{0};
  /// What the RA (or its load balancer) says meanwhile as Retry-After; 0: nothing.
  std::chrono::seconds retry_after{0};
  std::uint64_t fleet = 1;  ///< another number, another fleet
};

struct FleetFigures {
  std::vector<int> per_hour;  ///< requests, failed ones included, from the window's opening on
  double mean = 0;            ///< PCs by hours of the window
  double mean_on = 0;         ///< PCs by hours in which PCs are on
  int peak = 0;
  int peak_hour = 0;
  int peak_after_outage = 0;  ///< from the outage's end on
  std::int64_t requests = 0;
  int renewed = 0;
  int warned = 0;  ///< whose user was warned before it was renewed
  int late = 0;    ///< renewed after expiry, or never
};

[[nodiscard]] FleetFigures simulate(const FleetOptions& options);

}  // namespace kigen::bench
