#include "common/platform/local_calendar.h"

#include <algorithm>
#include <utility>

namespace kigen::platform {
namespace {

using namespace std::chrono;

// Windows has no rules before 1601, and no certificate is valid after 9999.
constexpr Instant kFirst{sys_days{year{1601} / January / 2}};
constexpr Instant kLast{sys_days{year{9999} / December / 31}};
// No zone has ever been farther from UTC (Manila before 1845: -15:56).
constexpr hours kFarthest{16};
constexpr seconds kRereadAfter{1};
constexpr std::size_t kMostDaysKept = 8192;

}  // namespace

OffsetCalendar::OffsetCalendar(std::unique_ptr<ZoneSource> source)
    : source_(std::move(source)), read_at_(steady_clock::now()) {
  source_->reread();
}

bool OffsetCalendar::refresh() {
  const std::scoped_lock lock(mutex_);
  return refresh_locked();
}

bool OffsetCalendar::refresh_locked() const {
  read_at_ = steady_clock::now();
  const bool changed = source_->reread();
  if (changed) days_.clear();
  return changed;
}

seconds OffsetCalendar::offset_at(Instant instant) const {
  const std::scoped_lock lock(mutex_);
  if (steady_clock::now() - read_at_ >= kRereadAfter) refresh_locked();
  instant = std::clamp(instant, kFirst, kLast);
  const auto day = floor<days>(instant);
  const auto key = std::int64_t{day.time_since_epoch().count()};
  auto found = days_.find(key);
  if (found == days_.end()) {
    const seconds begin = source_->offset_at(day), end = source_->offset_at(day + days{1} - seconds{1});
    if (days_.size() >= kMostDaysKept) days_.clear();
    found = days_.emplace(key, begin == end ? std::optional{begin} : std::nullopt).first;
  }
  return found->second ? *found->second : source_->offset_at(instant);
}

local_seconds OffsetCalendar::local_time(Instant instant) const {
  return local_seconds{(instant + offset_at(instant)).time_since_epoch()};
}

Instant OffsetCalendar::instant_of(local_seconds time) const {
  const Instant as_utc{time.time_since_epoch()};
  Instant before = as_utc - kFarthest, after = as_utc + kFarthest;
  const seconds old_offset = offset_at(before), new_offset = offset_at(after);
  if (old_offset == new_offset) return as_utc - old_offset;
  // The offset changes in between, once: find the first second of the new one.
  while (after - before > seconds{1}) {
    const Instant middle = before + (after - before) / 2;
    (offset_at(middle) == old_offset ? before : after) = middle;
  }
  const Instant by_old = as_utc - old_offset;
  return by_old < after ? by_old : std::max(as_utc - new_offset, after);
}

}  // namespace kigen::platform
