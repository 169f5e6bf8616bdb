// Faults and switches: what this RA is told to do otherwise than well. One has a name and a value, may be meant for one
// operation or label only, and for a number of times.
//
// Switchboard: any thread.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace kigen::demo_ra {

struct Switch {
  std::string name, value;
  std::string operation;  ///< "cacerts", "simpleenroll" …, "check", "connect"; "" any
  std::string label;      ///< "" any
  int times = -1;         ///< how often it still works; -1 until it is cleared
};

struct SwitchKind {
  std::string_view name;
  std::string_view values;  ///< "a|b", or a description in <>
  std::string_view does;
};
[[nodiscard]] const std::vector<SwitchKind>& switch_kinds();

/// "NAME=VALUE[,op=OPERATION][,label=LABEL][,times=N]"; "NAME" alone has the value "on".
/// InvalidArgument {value, reason}.
[[nodiscard]] Result<Switch> parse_switch(std::string_view text);
/// Is it one that is known, with a value that it takes? InvalidArgument {value, reason}.
[[nodiscard]] Status validate(const Switch& one);

class Switchboard {
 public:
  /// Replaces one of the same name, operation and label; value "off" removes it.
  void set(Switch one);
  void clear();
  [[nodiscard]] std::vector<Switch> all() const;

  /// What the switch says for this operation of this label, and one time less of it; the latest one set wins.
  [[nodiscard]] std::optional<std::string> take(std::string_view name, std::string_view operation,
                                                std::string_view label);
  /// The same for one of the values: another value of the switch is left as it is.
  [[nodiscard]] bool take_value(std::string_view name, std::string_view value, std::string_view operation,
                                std::string_view label);
  [[nodiscard]] bool is_on(std::string_view name, std::string_view operation, std::string_view label) {
    return take(name, operation, label).has_value();
  }
  [[nodiscard]] std::optional<long long> number(std::string_view name, std::string_view operation,
                                                std::string_view label);

 private:
  [[nodiscard]] std::optional<std::string> take(std::string_view name, const std::string_view* value,
                                                std::string_view operation, std::string_view label);

  mutable std::mutex mutex_;
  std::vector<Switch> switches_;
};

}  // namespace kigen::demo_ra
