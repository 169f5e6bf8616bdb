#include "common/ipc/json_string.h"

#include <cstddef>

namespace kigen::ipc {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

unsigned char byte(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7); 0 when there is none.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const unsigned char first = byte(text, at);
  std::size_t length = 0;
  unsigned char low = 0x80, high = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  }
  if (length == 0 || at + length > text.size()) return 0;
  if (byte(text, at + 1) < low || byte(text, at + 1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(text, at + i) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

void append_escape(std::string& out, char c) {
  constexpr char kDigits[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto value = static_cast<unsigned char>(c);
  out += "\\u00";
  out += kDigits[value >> 4U];
  out += kDigits[value & 0xFU];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t done = 0;  // everything before is in `out`
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned char c = byte(text, at);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++at;
      continue;
    }
    if (const std::size_t length = c < 0x80 ? 0 : sequence_length(text, at); length > 0) {
      at += length;
      continue;
    }
    out.append(text.substr(done, at - done));
    if (c < 0x80) {
      append_escape(out, text[at]);
    } else {
      out.append(kReplacement);
    }
    done = ++at;
  }
  out.append(text.substr(done));
  out += '"';
}

}  // namespace kigen::ipc
