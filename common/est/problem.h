// Why an RA says "no": application/problem+json (RFC 9457). Pure functions, any thread.
#pragma once

#include <optional>
#include <string_view>

#include "common/est/client.h"

namespace kigen::est {

inline constexpr std::size_t kMaxProblemSize = std::size_t{64} * 1024;

/// Reads a problem document of at most kMaxProblemSize octets and 8 levels. Members of the wrong type are left out,
/// text is cleaned (clean_text.h); `status` is the HTTP status, which outranks the member of that name. Without a
/// `reason`, one is taken from a type of the form "urn:kigen:ra:REASON". Nothing when it is no JSON object.
[[nodiscard]] std::optional<Problem> read_problem(std::string_view body, int status);

}  // namespace kigen::est
