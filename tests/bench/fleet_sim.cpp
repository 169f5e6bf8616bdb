#include "tests/bench/fleet_sim.h"

#include <algorithm>
#include <array>
#include <optional>

#include "db/sip_hash.h"
#include "service/renewal/plan.h"

namespace kigen::bench {
namespace {

using namespace std::chrono;
using namespace kigen::unattended;

const FixedOffsetCalendar kTokyo{hours{9}};
const Instant kExpires = *from_rfc3339("2027-03-31T23:59:59+09:00");

// When a PC is on: [begin, end) of the local day that holds `day`, or nothing.
struct On {
  Instant begin, end;
};
class Presence {
 public:
  Presence(Habit habit, std::uint64_t pc) : habit_(habit), pc_(pc) {}

  /// The stretch in which the PC is on that ends after `now`: it may have begun already.
  [[nodiscard]] On next(Instant now) const {
    if (habit_ == Habit::AlwaysOn) return {now, Instant::max()};
    for (local_days day = kTokyo.date_of(now);; day += days{1}) {
      const weekday which(day);
      if (which == Saturday || which == Sunday) continue;
      On on{kTokyo.start_of(day) + hours{9}, kTokyo.start_of(day) + hours{18}};
      if (habit_ == Habit::HourADay) {
        const auto number = static_cast<std::uint64_t>(day.time_since_epoch().count());
        on.begin = moment_within(on.begin, on.end - hours{1}, draw(pc_, Draw::First, number));
        on.end = on.begin + hours{1};
      }
      if (on.end > now) return on;
    }
  }

 private:
  Habit habit_;
  std::uint64_t pc_;
};

Seed seed_of(const FleetOptions& options, int pc) {
  const db::SipKey machine{options.fleet, static_cast<std::uint64_t>(pc)};
  const std::array<std::uint8_t, 4> certificate{1, 2, 3, 4};
  return db::sip_hash(machine, certificate);
}

class Fleet {
 public:
  explicit Fleet(const FleetOptions& options) : options_(options) {
    check::Facts facts;
    facts.not_before = kExpires - days{365};
    facts.not_after = kExpires;
    facts.days_before = options.window_days;
    facts.has_profile = true;
    window_ = window_of(facts, kTokyo);
    figures_.per_hour.resize(static_cast<std::size_t>(options.window_days + 2) * 24);
  }

  FleetFigures run() {
    for (int pc = 0; pc < options_.pcs; ++pc) play(pc);
    finish();
    return std::move(figures_);
  }

 private:
  [[nodiscard]] bool refuses(Instant now) const {
    const Instant begin = window_.opens + options_.outage_begins;
    return now >= begin && now < begin + options_.outage_lasts;
  }

  void count(Instant now) {
    ++figures_.requests;
    const auto hour = static_cast<std::size_t>(floor<hours>(now - window_.opens).count());
    ++figures_.per_hour.at(hour);
  }

  // One PC from the opening of the window until its certificate is renewed or has expired.
  void play(int pc) {
    const Seed seed = seed_of(options_, pc);
    const Presence presence(options_.habit, seed);
    Instant now = window_.opens;
    Plan plan = make_plan({window_, seed, now});
    bool warned = false;
    while (now <= kExpires) {
      const On on = presence.next(now);
      now = std::max(now, on.begin);
      warned = warned || !is_calm(plan, window_, now);
      plan = advance(plan, {window_, seed, now}, true, false).plan;
      if (plan.begun) {
        count(now);
        if (!refuses(now)) {
          ++figures_.renewed;
          figures_.warned += warned ? 1 : 0;
          return;
        }
        std::optional<Instant> asked;
        if (options_.retry_after > seconds{0}) asked = now + options_.retry_after;
        plan = after(plan, {window_, seed, now}, Ended::Failed, asked);
      }
      const auto wake = wake_at(plan, window_, now, true, false);
      now = std::min(wake.value_or(on.end), on.end);
    }
    ++figures_.late;
  }

  void finish() {
    const double window_hours = options_.window_days * 24.0;
    figures_.mean = options_.pcs / window_hours;
    double on_hours = 0;
    for (Instant at = window_.opens; at < kExpires; at += hours{1}) {
      if (Presence(options_.habit == Habit::HourADay ? Habit::OfficeHours : options_.habit, 0).next(at).begin <= at) {
        ++on_hours;
      }
    }
    figures_.mean_on = options_.pcs / on_hours;
    const auto& hourly = figures_.per_hour;
    const auto peak = std::max_element(hourly.begin(), hourly.end());
    figures_.peak = *peak;
    figures_.peak_hour = static_cast<int>(peak - hourly.begin());
    const auto returns = (options_.outage_begins + options_.outage_lasts).count();
    figures_.peak_after_outage = *std::max_element(hourly.begin() + returns, hourly.end());
  }

  const FleetOptions options_;
  Window window_;
  FleetFigures figures_;
};

}  // namespace

FleetFigures simulate(const FleetOptions& options) {
  return Fleet(options).run();
}

}  // namespace kigen::bench
