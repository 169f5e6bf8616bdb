#include "service/ctl/duration.h"

#include <charconv>

namespace kigen::ctl {
namespace {

constexpr std::int64_t kMostDays = 36'500;

}  // namespace

std::optional<std::int64_t> parse_days(std::string_view text) noexcept {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || number < 0 || number > kMostDays) return std::nullopt;
  const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  if (unit == "w") number *= 7;
  if ((!unit.empty() && unit != "d" && unit != "w") || number > kMostDays) return std::nullopt;
  return number;
}

}  // namespace kigen::ctl
