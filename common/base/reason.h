// A sentence as a code with named arguments: decided below, carried over the pipe, rendered by common/text/reasons.h.
// Plain values: no thread rule.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "common/base/time.h"

namespace kigen {

/// Such as {"in_window", {{"days", "12"}}}. Arguments: instants as RFC 3339 UTC, numbers in decimal; an argument that
/// has a text in each language comes as NAME_ja and NAME_en. Never a secret: reasons are logged.
struct Reason {
  std::string code;
  std::map<std::string, std::string, std::less<>> args;

  Reason& with(std::string key, std::string value) & {
    args.insert_or_assign(std::move(key), std::move(value));
    return *this;
  }
  Reason&& with(std::string key, std::string value) && {
    args.insert_or_assign(std::move(key), std::move(value));
    return std::move(*this);
  }

  friend bool operator==(const Reason&, const Reason&) = default;
};

/// A Reason that will hold at `at` (what happens next, and when).
struct NextStep {
  Reason reason;
  std::optional<Instant> at;

  friend bool operator==(const NextStep&, const NextStep&) = default;
};

}  // namespace kigen
