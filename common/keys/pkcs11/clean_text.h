// Texts that a token or its library gave, made fit for a log line and the screen. Pure function, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kigen::keys::pkcs11 {

/// Valid UTF-8 of at most `limit` octets without padding: bad sequences become U+FFFD, control characters, marks that
/// turn the direction and what follows a zero octet are dropped, blanks and zeros at both ends too.
[[nodiscard]] std::string clean_text(std::string_view text, std::size_t limit);

}  // namespace kigen::keys::pkcs11
