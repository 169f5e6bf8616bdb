#include "service/inventory/settings_copy.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "common/platform/files.h"
#include "db/failure.h"
#include "db/packed.h"
#include "db/sip_hash.h"

namespace kigen::inventory {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
constexpr std::string_view kVersion = "kigen-settings 1 ";
constexpr std::size_t kSumDigits = 16;

std::filesystem::path file_in(const std::filesystem::path& folder) {
  return folder / "settings.copy";
}

// Against damage, not against a forger, who could as well write the database.
std::string sum_of(std::string_view content) {
  return fmt::format("{:016x}", db::sip_hash(db::SipKey{}, content));
}

}  // namespace

Status write_settings_copy(const std::filesystem::path& folder, const SettingsMap& settings) {
  const std::string content = db::pack(db::Arguments(settings.begin(), settings.end()));
  return platform::write_file_atomically(file_in(folder), std::string(kVersion) + sum_of(content) + '\n' + content);
}

std::optional<SettingsMap> read_settings_copy(const std::filesystem::path& folder) {
  const auto text = platform::read_file(file_in(folder), kMaxBytes);
  const std::size_t head = kVersion.size() + kSumDigits;
  if (!text || text->size() <= head || !text->starts_with(kVersion) || (*text)[head] != '\n') return std::nullopt;
  const std::string_view content = std::string_view(*text).substr(head + 1);
  if (std::string_view(*text).substr(kVersion.size(), kSumDigits) != sum_of(content)) return std::nullopt;
  try {
    const db::Arguments settings = db::unpack_arguments(content);
    return SettingsMap(settings.begin(), settings.end());
  } catch (const db::Failure&) {
    return std::nullopt;
  }
}

}  // namespace kigen::inventory
