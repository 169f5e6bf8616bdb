// Networks from which the RA must not be contacted (T7): decided from this PC's own addresses and DNS suffixes.
// find_forbidden is pure; network_facts asks the system (blocking for moments, any thread).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/profile/profile.h"

namespace kigen::renewal {

struct NetworkFacts {
  std::vector<std::string> addresses;     ///< of interfaces that are up, loopback left out; without scope
  std::vector<std::string> dns_suffixes;  ///< of the connections
};
[[nodiscard]] NetworkFacts network_facts();

/// The first network of the profile of which an address lies in one of its ranges, or a suffix is (or ends in) one of
/// its suffixes.
[[nodiscard]] std::optional<profile::ForbiddenNetwork> find_forbidden(const profile::Profile& profile,
                                                                      const NetworkFacts& facts);

/// "10.0.0.0/8", "fd00::/8"; false for anything else.
[[nodiscard]] bool lies_in(const std::string& address, const std::string& range);

}  // namespace kigen::renewal
