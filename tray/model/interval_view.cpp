#include "tray/model/interval_view.h"

#include <chrono>

#include "common/base/utf8_fold.h"
#include "common/text/tray_text.h"
#include "tray/model/words.h"

namespace kigen::tray {
std::optional<int> parse_interval(const std::string& text) {
  const std::string plain = fold_case_and_width(text);
  const std::size_t first = plain.find_first_not_of(" \t");
  if (first == std::string::npos) return std::nullopt;
  const std::string digits = plain.substr(first, plain.find_last_not_of(" \t") - first + 1);
  if (digits.size() > 4 || digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const int hours = std::stoi(digits);
  if (hours < kShortestInterval || hours > kLongestInterval) return std::nullopt;
  return hours;
}

IntervalView interval_view(const Context& context, const IntervalState& state, const std::string& input) {
  if (!state.connected) return {false, false, true, text::interval_not_connected(context.language)};
  if (state.locked) return {false, false, false, text::interval_locked(context.language)};
  const std::optional<int> hours = parse_interval(input);
  if (!hours) {
    return {true, false, true,
            text::interval_refused(context.language, kShortestInterval, kLongestInterval, state.present)};
  }
  const std::string when = when_soon(context, context.now + std::chrono::hours(*hours));
  return {true, true, false, text::interval_next(context.language, when)};
}

}  // namespace kigen::tray
