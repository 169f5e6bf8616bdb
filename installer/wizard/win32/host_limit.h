// How long the connection test waits for one host.
#pragma once

#include <chrono>

namespace kigen::wizard {

inline constexpr std::chrono::seconds kHostLimit{10};

}  // namespace kigen::wizard
