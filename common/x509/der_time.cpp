#include "common/x509/der_time.h"

namespace kigen::x509 {
namespace {

using namespace std::chrono;

bool read_text(Bytes text, Instant& out, std::string_view& reason) {
  reason = "time_format";
  const std::size_t year_digits = text.size() == 13 ? 2 : 4;
  if (text.size() != year_digits + 11 || text.back() != 'Z') return false;
  for (const std::uint8_t c : text.first(text.size() - 1)) {
    if (c < '0' || c > '9') return false;
  }
  std::size_t at = 0;
  const auto two = [&text, &at] {
    const int value = (text[at] - '0') * 10 + (text[at + 1] - '0');
    at += 2;
    return value;
  };
  int y = two();
  y = year_digits == 4 ? y * 100 + two() : y >= 50 ? 1900 + y : 2000 + y;
  const int mo = two(), d = two(), h = two(), mi = two(), s = two();
  reason = "date_out_of_range";
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 59) return false;
  out = sys_days{date} + hours{h} + minutes{mi} + seconds{s};
  return true;
}

}  // namespace

bool read_time(DerReader& reader, Instant& out) {
  constexpr std::size_t kUtcTimeSize = 13, kGeneralizedTimeSize = 15;
  const Bytes before = reader.rest();
  DerElement time;
  if (!reader.next(time)) return false;
  DerTrace& trace = reader.trace();
  const bool utc = time.tag == tag::kUtcTime;
  if (!utc && time.tag != tag::kGeneralizedTime) return trace.fail("unexpected_tag", before.data());
  if (time.content.size() != (utc ? kUtcTimeSize : kGeneralizedTimeSize))
    return trace.fail("time_format", before.data());
  std::string_view reason;
  return read_text(time.content, out, reason) || trace.fail(reason, before.data());
}

}  // namespace kigen::x509
