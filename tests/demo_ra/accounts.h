// The known accounts: at least one for every case that the five systems know. Names and companies are fictional.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/demo_ra/rules.h"

namespace kigen::demo_ra {

[[nodiscard]] const std::vector<Account>& known_accounts();
/// Null when there is none. User names of customs-filing are compared as upper-case letters.
[[nodiscard]] const Account* find_account(std::string_view label, std::string_view user);
/// "ready", "locked" …
[[nodiscard]] std::string_view condition_name(Condition condition);
[[nodiscard]] std::optional<Condition> condition_of(std::string_view name);

/// For `--list`: one line an account.
[[nodiscard]] std::string accounts_table();

}  // namespace kigen::demo_ra
