#include "service/inventory/win32/wtf8.h"

#include <cstdint>

namespace kigen::inventory {
namespace {

bool is_high(std::uint32_t unit) {
  return unit >= 0xD800U && unit < 0xDC00U;
}
bool is_low(std::uint32_t unit) {
  return unit >= 0xDC00U && unit < 0xE000U;
}

void append(std::string& out, std::uint32_t code) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
  if (code < 0x80U) {
    out += static_cast<char>(code);
  } else if (code < 0x800U) {
    out += static_cast<char>(0xC0U | (code >> 6U));
    tail(0);
  } else if (code < 0x10000U) {
    out += static_cast<char>(0xE0U | (code >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | (code >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace

std::string to_wtf8(std::wstring_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    std::uint32_t code = static_cast<std::uint16_t>(name[i]);
    if (is_high(code) && i + 1 < name.size() && is_low(static_cast<std::uint16_t>(name[i + 1]))) {
      code = 0x10000U + ((code - 0xD800U) << 10U) + (static_cast<std::uint16_t>(name[++i]) - 0xDC00U);
    }
    append(out, code);
  }
  return out;
}

std::wstring from_wtf8(std::string_view bytes) {
  std::wstring out;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i++]);
    const unsigned more = lead >= 0xF0U ? 3 : lead >= 0xE0U ? 2 : lead >= 0xC0U ? 1 : 0;
    std::uint32_t code = more == 0 ? lead : lead & (0x3FU >> more);
    for (unsigned k = 0; k < more && i < bytes.size(); ++k) {
      code = code << 6U | (static_cast<unsigned char>(bytes[i++]) & 0x3FU);
    }
    if (code >= 0x10000U) {
      out += static_cast<wchar_t>(0xD800U + ((code - 0x10000U) >> 10U));
      out += static_cast<wchar_t>(0xDC00U + ((code - 0x10000U) & 0x3FFU));
    } else {
      out += static_cast<wchar_t>(code);
    }
  }
  return out;
}

}  // namespace kigen::inventory
