// The demonstration's certificates: one of every status, with Japanese subjects of companies that do not exist.
#pragma once

#include <string>
#include <vector>

#include "common/base/time.h"
#include "tests/pki/authority.h"

namespace kigen::test_pki {

struct DemoCertificate {
  std::string name;      ///< of its files, such as "due-in-12-days"
  bool machine = false;  ///< LocalMachine\My instead of CurrentUser\My
  Order order;
};

/// Days count in the local calendar: what is due today ends today, in the last second.
[[nodiscard]] std::vector<DemoCertificate> demo_set(Instant now, const LocalCalendar& calendar);

/// The profile that matches them: renewable from 28 days before to 90 days after expiry.
/// `hosts` become its preflight list ("127.0.0.1:443").
[[nodiscard]] std::string demo_profile(const std::vector<std::string>& hosts);

}  // namespace kigen::test_pki
