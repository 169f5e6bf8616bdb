// Prints what a fleet of 100,000 PCs that renew unattended asks of the RA: one line of JSON a variant.
#include <fmt/format.h>

#include <cstdio>

#include "tests/bench/fleet_sim.h"

using kigen::bench::FleetFigures;
using kigen::bench::FleetOptions;
using kigen::bench::Habit;

namespace {

void print(const char* name, const FleetOptions& options) {
  const FleetFigures figures = kigen::bench::simulate(options);
  const auto line = fmt::format(
      R"({{"variant":"{}","pcs":{},"mean":{:.1f},"mean_on":{:.1f},"peak":{},"peak_after_outage":{},"requests":{},)"
      R"("warned":{},"late":{}}})",
      name, options.pcs, figures.mean, figures.mean_on, figures.peak, figures.peak_after_outage, figures.requests,
      figures.warned, figures.late);
  std::puts(line.c_str());
}

}  // namespace

int main() {
  using std::chrono::hours;
  print("always on", {});
  print("outage", {.outage_begins = hours{288}, .outage_lasts = hours{24}});
  print("outage, Retry-After 120",
        {.outage_begins = hours{240}, .outage_lasts = hours{24}, .retry_after = std::chrono::seconds{120}});
  print("office hours", {.habit = Habit::OfficeHours});
  print("office hours, outage", {.habit = Habit::OfficeHours, .outage_begins = hours{288}, .outage_lasts = hours{24}});
  print("an hour a day", {.habit = Habit::HourADay});
  return 0;
}
