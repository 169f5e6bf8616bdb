// The interval dialog's decisions: what an input means, and what the dialog says about it. Pure.
#pragma once

#include <optional>
#include <string>

#include "tray/model/context.h"

namespace kigen::tray {

inline constexpr int kShortestInterval = 1;
inline constexpr int kLongestInterval = 72;

/// Whole hours 1 to 72; full-width digits and spaces around are accepted. Nothing for anything else.
[[nodiscard]] std::optional<int> parse_interval(const std::string& text);

struct IntervalState {
  int present = 24;  ///< what the service has
  bool locked = false;
  bool connected = false;
};

struct IntervalView {
  bool editable = false;    ///< the fields
  bool acceptable = false;  ///< OK
  bool warn = false;        ///< the message refuses something
  std::string message;      ///< when the next check is then, or why not
};

[[nodiscard]] IntervalView interval_view(const Context& context, const IntervalState& state, const std::string& input);

}  // namespace kigen::tray
