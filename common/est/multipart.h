// The parts of a multipart body (RFC 2046 5.1), as RFC 7030 4.4.2 uses it. Nothing is owned: views into the body.
#pragma once

#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/est/media_type.h"

namespace kigen::est {

inline constexpr std::size_t kMaxParts = 8;

/// What stands behind the header of each part. Lines may end with CRLF or LF. Without a boundary parameter the first
/// line that begins with "--" is the delimiter; a missing last delimiter is forgiven, because what is in the parts
/// tells whether it is whole. Errors: AnswerUnreadable {reason "multipart", "too_many"}.
[[nodiscard]] Result<std::vector<std::string_view>> split_multipart(std::string_view body, const MediaType& type);

}  // namespace kigen::est
