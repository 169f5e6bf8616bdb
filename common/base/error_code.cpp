#include "common/base/error_code.h"

#include <fmt/format.h>

#include <array>

namespace kigen {
namespace {

struct Entry {
  ErrorCode code;
  std::string_view name;
};

constexpr std::array kEntries{
#define KIGEN_ERROR(number, name) Entry{ErrorCode::name, #name},
#include "common/base/error_codes.def"
#undef KIGEN_ERROR
};

}  // namespace

std::string kgn(ErrorCode code) {
  return fmt::format("KGN-{:04}", static_cast<unsigned>(code));
}

std::string_view name(ErrorCode code) noexcept {
  for (const Entry& entry : kEntries) {
    if (entry.code == code) return entry.name;
  }
  return "Internal";
}

std::optional<ErrorCode> error_code_from_number(int number) noexcept {
  for (const Entry& entry : kEntries) {
    if (static_cast<int>(entry.code) == number) return entry.code;
  }
  return std::nullopt;
}

}  // namespace kigen
