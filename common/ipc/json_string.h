// Text as a JSON string (RFC 8259 section 7).
#pragma once

#include <string>
#include <string_view>

namespace kigen::ipc {

/// Appends `text` in quotes, escaped. Bytes that are not UTF-8 become U+FFFD, so that one bad name in a certificate
/// cannot make a whole answer unreadable.
void append_json_string(std::string& out, std::string_view text);

}  // namespace kigen::ipc
