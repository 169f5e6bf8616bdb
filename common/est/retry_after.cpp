#include "common/est/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "common/est/client.h"

namespace kigen::est {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kLongDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};

// Reads from left to right; once something is missing, everything after it is missing too.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool done() const { return good_ && rest_.empty(); }
  bool skip(std::string_view word) {
    good_ = good_ && rest_.starts_with(word);
    if (good_) rest_.remove_prefix(word.size());
    return good_;
  }
  /// Exactly `digits` digits; a leading space stands for zero where `padded` (asctime's day).
  int number(std::size_t digits, bool padded = false) {
    int value = 0;
    good_ = good_ && rest_.size() >= digits;
    for (std::size_t i = 0; good_ && i < digits; ++i) {
      const char c = i == 0 && padded && rest_[i] == ' ' ? '0' : rest_[i];
      good_ = c >= '0' && c <= '9';
      value = value * 10 + (c - '0');
    }
    if (good_) rest_.remove_prefix(digits);
    return good_ ? value : 0;
  }
  /// The index of the one of `words` that stands here.
  template <std::size_t N>
  unsigned one_of(const std::array<std::string_view, N>& words) {
    const auto found =
        std::find_if(words.begin(), words.end(), [this](std::string_view word) { return rest_.starts_with(word); });
    good_ = good_ && found != words.end();
    if (!good_) return 0;
    rest_.remove_prefix(found->size());
    return static_cast<unsigned>(found - words.begin());
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

struct Fields {
  int year = 0;
  unsigned month = 0;  // 0 to 11
  int day = 0, hour = 0, minute = 0, second = 0;
};

void read_time(Scanner& in, Fields& out) {
  out.hour = in.number(2);
  in.skip(":");
  out.minute = in.number(2);
  in.skip(":");
  out.second = in.number(2);
}

std::optional<Instant> to_instant(const Fields& f) {
  const std::chrono::year_month_day date{std::chrono::year{f.year}, std::chrono::month{f.month + 1},
                                         std::chrono::day{static_cast<unsigned>(f.day)}};
  // 60 is a leap second, which UTC seconds since 1970 do not count.
  if (!date.ok() || f.hour > 23 || f.minute > 59 || f.second > 60) return std::nullopt;
  return Instant{std::chrono::sys_days{date}} + std::chrono::hours{f.hour} + std::chrono::minutes{f.minute} +
         std::chrono::seconds{std::min(f.second, 59)};
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<Instant> parse_fixed(std::string_view text) {
  Scanner in(text);
  Fields f;
  in.one_of(kDays);
  in.skip(", ");
  f.day = in.number(2);
  in.skip(" ");
  f.month = in.one_of(kMonths);
  in.skip(" ");
  f.year = in.number(4);
  in.skip(" ");
  read_time(in, f);
  in.skip(" GMT");
  return in.done() ? to_instant(f) : std::nullopt;
}

// "Sunday, 06-Nov-94 08:49:37 GMT"
std::optional<Instant> parse_rfc850(std::string_view text, Instant now) {
  Scanner in(text);
  Fields f;
  in.one_of(kLongDays);
  in.skip(", ");
  f.day = in.number(2);
  in.skip("-");
  f.month = in.one_of(kMonths);
  in.skip("-");
  const int short_year = in.number(2);
  in.skip(" ");
  read_time(in, f);
  in.skip(" GMT");
  if (!in.done()) return std::nullopt;
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now)};
  const int this_year = static_cast<int>(today.year());
  f.year = this_year - this_year % 100 + short_year;
  if (f.year > this_year + 50) f.year -= 100;
  return to_instant(f);
}

// "Sun Nov  6 08:49:37 1994"
std::optional<Instant> parse_asctime(std::string_view text) {
  Scanner in(text);
  Fields f;
  in.one_of(kDays);
  in.skip(" ");
  f.month = in.one_of(kMonths);
  in.skip(" ");
  f.day = in.number(2, true);
  in.skip(" ");
  read_time(in, f);
  in.skip(" ");
  f.year = in.number(4);
  return in.done() ? to_instant(f) : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::optional<Instant> parse_http_date(std::string_view text, Instant now) {
  if (const auto fixed = parse_fixed(text)) return fixed;
  if (const auto old = parse_rfc850(text, now)) return old;
  return parse_asctime(text);
}

std::chrono::seconds read_retry_after(std::string_view header, Instant now) {
  header = trimmed(header);
  const bool digits = !header.empty() && header.find_first_not_of("0123456789") == std::string_view::npos;
  if (digits) {
    std::int64_t seconds = 0;
    const auto read = std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (read.ec != std::errc{}) return kMaxRetry;  // more than 64 bits hold
    return std::chrono::seconds{std::clamp<std::int64_t>(seconds, kMinRetry.count(), kMaxRetry.count())};
  }
  const auto date = parse_http_date(header, now);
  return date ? std::clamp<std::chrono::seconds>(*date - now, kMinRetry, kMaxRetry) : kDefaultRetry;
}

}  // namespace kigen::est
