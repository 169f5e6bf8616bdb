#pragma once

#include <string>

#include "common/base/error.h"

namespace kigen::est::testing {

/// Empty when the error has none of that name.
inline std::string arg(const Error& error, const std::string& name) {
  const auto found = error.args.find(name);
  return found == error.args.end() ? "" : found->second;
}

}  // namespace kigen::est::testing
