// Plays the service's handling of one certificate through random histories of sleep, clock changes, zone changes, user
// actions and restarts, and checks after every step the properties that warnings.h and schedule.h promise.
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <random>
#include <sstream>

#include "service/check/schedule.h"
#include "service/check/warnings.h"
#include "tests/support/zones.h"

namespace kigen::check {
namespace {

using namespace std::chrono;
using test::at;

// Real time runs; the wall clock is real time plus an error that changes when it is set.
struct World {
  seconds real{0};
  seconds error{0};
  Instant start = at("2026-03-01T00:00:00Z");
  [[nodiscard]] Instant wall() const { return start + real + error; }
};

// What was true when the present quiet began, and what has happened since.
struct SinceQuiet {
  seconds began{0};
  seconds length{0};
  bool for_good = false;
  CertificateStatus status = CertificateStatus::Valid;
  bool status_changed = false;
  seconds set_forward{0};  // sum of all forward settings of the clock
};

class History {
 public:
  History(std::uint64_t seed, const std::array<const LocalCalendar*, 4>& calendars)
      : random_(seed), calendars_(calendars), calendar_(calendars[random_() % calendars.size()]) {
    Facts& facts = subject_.facts;
    subject_.actionable = true;
    facts.not_after = world_.start + days{pick(0, 60)} + seconds{pick(0, 86399)};
    facts.not_before = facts.not_after - days{pick(1, 400)};
    facts.days_before = static_cast<int>(pick(1, 40));
    facts.grace_days = pick(0, 1) == 0 ? 0 : static_cast<int>(pick(1, 90));
    facts.has_profile = pick(0, 3) != 0;
    schedule_.interval_hours = static_cast<int>(pick(1, 72));
  }

  // False when a property did not hold; failure() says which and how it came to it.
  bool play(int steps) {
    happen(Trigger::Start, "start");
    for (int i = 0; i < steps && broken_.empty(); ++i) step();
    return broken_.empty();
  }
  [[nodiscard]] std::string failure() const { return broken_ + "\n" + log_.str(); }
  [[nodiscard]] int times_stood() const { return times_stood_; }

 private:
  std::int64_t pick(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
  }

  seconds some_span() {
    switch (pick(0, 3)) {
      case 0:
        return seconds{pick(1, 120)};
      case 1:
        return minutes{pick(1, 180)};
      case 2:
        return hours{pick(1, 100)};
      default:
        return days{pick(1, 12)};
    }
  }

  void step() {
    switch (pick(0, 11)) {
      case 0:
      case 1:
      case 2:
        return stay_awake(std::min<seconds>(some_span(), hours{60}));
      case 3:
        return sleep(some_span());
      case 4:
        return set_clock(pick(0, 1) == 0 ? some_span() : -some_span());
      case 5:
        return set_clock(days{365} * pick(-10, 10) + some_span());
      case 6:
        return set_clock(-world_.error);  // somebody corrects it
      case 7:
        calendar_ = calendars_[static_cast<std::size_t>(pick(0, 3))];
        return happen(Trigger::TimeChange, "zone");
      case 8:
        return set_interval();
      case 9:
        return happen(pick(0, 1) == 0 ? Trigger::SessionChange : Trigger::SourceChange, "other");
      case 10:
        return happen(Trigger::Start, "restart");
      default:
        return answer();
    }
  }

  void sleep(seconds span) {
    world_.real += span;
    asleep_ += span;
    happen(Trigger::Resume, "resume");
  }

  void set_clock(seconds by) {
    world_.error += by;
    if (by > seconds{0}) since_.set_forward += by;
    clock_set_ = world_.real;
    asleep_ = seconds{0};
    happen(Trigger::TimeChange, by < seconds{0} ? "set back" : "set forward");
  }

  void set_interval() {
    const ScheduleStep result = on_interval_set(schedule_, static_cast<int>(pick(1, 72)), world_.wall());
    schedule_ = result.schedule;
    if (quiet_) {
      quiet_ = with_earlier_check(*quiet_, *schedule_.next_check);
      if (!since_.for_good) since_.length = std::min<seconds>(since_.length, quiet_->quiet_until - quiet_->set_at);
    }
    decide("interval");
  }

  // The user closes or snoozes what stands; often, so that there is something to repeat.
  void answer() {
    if (!shown_) return;
    const Instant now = world_.wall();
    const int how = static_cast<int>(pick(0, 4));
    quiet_ = how == 0   ? snooze_warning(Snooze::OneHour, subject_.facts, now, *schedule_.next_check, *calendar_)
             : how == 1 ? snooze_warning(Snooze::Tomorrow, subject_.facts, now, *schedule_.next_check, *calendar_)
                        : close_warning(subject_.facts, now, *schedule_.next_check, *calendar_);
    since_ = {.began = world_.real,
              .length = quiet_->quiet_until - quiet_->set_at,
              .for_good = quiet_->quiet_until == kForGood,
              .status = status_of(subject_.facts, now, *calendar_)};
    stood_ = shown_ = false;
    log("answer");
    if (!since_.for_good && since_.length > kLongestQuiet) broken_ = "a quiet is longer than the longest interval";
    decide("answered");
    if (stood_) broken_ = "a warning stands right after it was answered";
  }

  // Awake, the shell sleeps until wake_at and decides there.
  void stay_awake(seconds span) {
    const seconds until = world_.real + span;
    while (broken_.empty()) {
      const seconds to_wake = wake() - world_.wall();
      if (world_.real + to_wake > until) break;
      const bool before = shown_;
      world_.real += to_wake - seconds{1};
      if (standing(subject_, quiet_, world_.wall(), *calendar_).stands != before) {
        broken_ = "the shell slept through a change";
      }
      world_.real += seconds{1};
      happen(Trigger::Interval, "wake");
    }
    world_.real = std::max(world_.real, until);
    happen(Trigger::Interval, "awake");
  }

  Instant wake() const {
    const Instant now = world_.wall();
    std::optional<Instant> change;
    if (const auto next = next_transition(subject_.facts, now, *calendar_)) change = next->at;
    // The end of the attention for a lapsed certificate is no change of status; a shell that knows it is exact.
    if (shown_ && status_of(subject_.facts, now, *calendar_) == CertificateStatus::Lapsed) change = attention_ends();
    return wake_at(schedule_, now, standing(subject_, quiet_, now, *calendar_).returns_at, change);
  }

  [[nodiscard]] Instant attention_ends() const {
    const auto lapsed = calendar_->date_of(grace_ends(subject_.facts, *calendar_) + seconds{1});
    return calendar_->start_of(lapsed + days{kLapsedAttentionDays});
  }

  void happen(Trigger trigger, const char* what) {
    const Instant now = world_.wall();
    const auto deadline = schedule_.next_check;
    const ScheduleStep result = on_event(schedule_, trigger, now);
    schedule_ = result.schedule;
    const bool passed = deadline && *deadline <= now;
    if (passed && !result.run) broken_ = "a deadline passed without a check";
    if (trigger == Trigger::Interval && !passed && result.run) broken_ = "a regular check ran too early";
    if (*schedule_.next_check <= now || *schedule_.next_check > now + hours{schedule_.interval_hours}) {
      broken_ = "the next check is not within the interval";
    }
    if (result.persist != (deadline != schedule_.next_check)) broken_ = "persist does not tell a changed deadline";
    decide(what);
  }

  void decide(const char* what) {
    log(what);
    const Instant now = world_.wall();
    const Standing result = standing(subject_, quiet_, now, *calendar_);
    if (result.changed != (result.quiet != quiet_)) broken_ = "changed does not tell a changed quiet";
    const bool had_quiet = quiet_.has_value();
    quiet_ = result.quiet;
    const CertificateStatus status = status_of(subject_.facts, now, *calendar_);
    if (status != since_.status) since_.status_changed = true;
    const bool wanted = wants_attention(subject_, now, *calendar_);
    if (wanted) {
      result.stands ? check_not_repeated(had_quiet) : check_not_missed(status);
    } else if (result.stands) {
      broken_ = "a warning stands that nobody needs";
    }
    if (stood_ && wanted && !result.stands) broken_ = "a standing warning vanished";
    if (result.stands && !stood_) ++times_stood_;
    shown_ = result.stands;
    // What stood and is not wanted for a while was not answered: it still counts as standing.
    if (wanted) stood_ = result.stands;
  }

  void check_not_repeated(bool had_quiet) {
    if (!had_quiet || since_.status_changed) return;
    if (since_.for_good) {
      broken_ = "a warning that was closed for good stands again";
    } else if (world_.real - since_.began + since_.set_forward < since_.length) {
      broken_ = "a warning was repeated within its quiet";
    }
  }

  void check_not_missed(CertificateStatus status) {
    if (since_.for_good && status == CertificateStatus::Lapsed) return;
    const bool clock_was_set = clock_set_ >= since_.began;
    const seconds waited = clock_was_set ? world_.real - clock_set_ - asleep_ : world_.real - since_.began;
    const seconds longest = clock_was_set ? 2 * since_.length : since_.length;
    if (waited >= std::max(longest, seconds{1})) broken_ = "a warning was missed";
  }

  void log(const char* what) {
    log_ << to_rfc3339(world_.wall()) << " real " << world_.real.count() << ' ' << what << ' '
         << to_string(status_of(subject_.facts, world_.wall(), *calendar_)) << (stood_ ? " stands" : "");
    if (quiet_) log_ << " quiet " << to_rfc3339(quiet_->set_at) << " to " << to_rfc3339(quiet_->quiet_until);
    if (quiet_ && quiet_->anchor) log_ << " anchor " << to_rfc3339(*quiet_->anchor);
    log_ << '\n';
  }

  std::mt19937_64 random_;
  std::array<const LocalCalendar*, 4> calendars_;
  const LocalCalendar* calendar_;
  World world_;
  Subject subject_;
  Schedule schedule_;
  std::optional<Quiet> quiet_;
  SinceQuiet since_;
  seconds clock_set_{-1};  // real time
  seconds asleep_{0};      // since the clock was set
  bool stood_ = false;     // not answered since
  bool shown_ = false;
  int times_stood_ = 0;
  std::string broken_;
  std::ostringstream log_;
};

TEST(ClockSimulation, MissesAndRepeatsNothingWhateverTheClockDoes) {
  const auto berlin = test::berlin(), new_york = test::new_york();
  const auto tokyo = test::tokyo(), utc = test::utc();
  const std::array<const LocalCalendar*, 4> calendars{&berlin, &new_york, &tokyo, &utc};
#ifdef NDEBUG
  constexpr std::uint64_t kHistories = 20000;
#else
  constexpr std::uint64_t kHistories = 4000;  // with sanitizers: for memory, not for more histories
#endif
  std::int64_t stood = 0;
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
    History history(seed, calendars);
    ASSERT_TRUE(history.play(60)) << "history " << seed << ": " << history.failure();
    stood += history.times_stood();
  }
  EXPECT_GT(stood, static_cast<std::int64_t>(kHistories));  // the histories are about something
}

}  // namespace
}  // namespace kigen::check
