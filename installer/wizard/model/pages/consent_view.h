// What the engine asks for: consent before anything is sent (B3), and each root against its pin (N3, S6).
#pragma once

#include <string>
#include <vector>

#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

[[nodiscard]] std::vector<Line> consent_lines(const Context& context, const State& state);

/// One thumbprint as it came beside the one on record, in groups that the eye can compare.
struct ThumbprintRow {
  std::string received_label, received;
  std::string pinned_label, pinned;  ///< `pinned` says so when there is none
  std::string verdict;
  Mark mark = Mark::Info;
};
/// "40A6C237 3D05322D 64087065 04F141D0 0775CD57": upper case, groups of eight digits.
[[nodiscard]] std::string grouped_hex(std::string_view hex);
[[nodiscard]] std::vector<Line> root_lines(const Context& context, const State& state);
[[nodiscard]] std::vector<ThumbprintRow> root_thumbprints(const Context& context, const State& state);
[[nodiscard]] std::string root_advice(const Context& context);

}  // namespace kigen::wizard
