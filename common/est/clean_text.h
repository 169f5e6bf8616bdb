// Text that a stranger wrote, made fit for a log line and the screen. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kigen::est {

/// Valid UTF-8 of at most `limit` octets, cut between characters: malformed sequences become U+FFFD; control
/// characters, line separators, text direction marks and zero-width characters are dropped (tabs and line ends become a
/// space).
[[nodiscard]] std::string clean_text(std::string_view text, std::size_t limit);

/// `text` when it is printable ASCII of at most `limit` octets, else "": for codes that are compared.
[[nodiscard]] std::string clean_token(std::string_view text, std::size_t limit);

}  // namespace kigen::est
