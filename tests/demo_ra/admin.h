// The admin interface: plain HTTP with JSON on a loopback port, for tests that drive the RA. README.md lists what it
// takes. Any thread.
#pragma once

#include <functional>
#include <string>

#include "tests/demo_ra/ra.h"

namespace kigen::demo_ra {

struct AdminContext {
  RegistrationAuthority* ra = nullptr;
  Switchboard* switches = nullptr;
  SettableClock* clock = nullptr;
};

[[nodiscard]] Answer handle_admin(const AdminContext& context, const Message& message);

/// The known accounts and tokens as JSON; with their present state when there is an RA, else with `more` tokens.
[[nodiscard]] std::string accounts_json(RegistrationAuthority* ra, const std::vector<HandedOut>& more = {});

}  // namespace kigen::demo_ra
