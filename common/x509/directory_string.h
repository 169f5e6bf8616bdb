// The character strings of certificates as UTF-8. Pure functions, any thread.
//
// What comes out is always valid UTF-8: what cannot be decoded becomes U+FFFD, because these strings go into JSON and
// onto the screen.
#pragma once

#include <string>
#include <string_view>

#include "common/x509/der_reader.h"

namespace kigen::x509 {

/// Appends a UTF8String, PrintableString, IA5String, NumericString, VisibleString, GeneralString, T61String (the last
/// five as Latin-1, which is what issuers write), BMPString (UTF-16 big endian) or UniversalString (UTF-32 big endian).
/// False when the element is no character string.
[[nodiscard]] bool append_directory_string(const DerElement& element, std::string& out);
/// Appends octets as Latin-1 (ASCII in the standard's case).
void append_latin1(Bytes octets, std::string& out);
/// Appends UTF-8 with each malformed sequence replaced (Unicode 15, 3.9, best practice for U+FFFD).
void append_valid_utf8(Bytes octets, std::string& out);
/// `text` with control characters as "\hh", so that a line of a list stays one line.
void append_without_controls(std::string_view text, std::string& out);

}  // namespace kigen::x509
