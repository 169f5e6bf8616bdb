// Lists of texts in one column: each as its length in decimal, ':' and its bytes ("3:abc0:"), so that no text needs
// escaping.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/error.h"
#include "db/rows.h"

namespace kigen::db {

[[nodiscard]] std::string pack(const std::vector<std::string>& texts);
[[nodiscard]] std::string pack(const Arguments& arguments);
[[nodiscard]] std::string pack_errors(const std::vector<Error>& errors);
// What was not packed by these throws Failure(DatabaseCorrupt).
[[nodiscard]] std::vector<std::string> unpack(std::string_view packed);
[[nodiscard]] Arguments unpack_arguments(std::string_view packed);
[[nodiscard]] std::vector<Error> unpack_errors(std::string_view packed);

}  // namespace kigen::db
