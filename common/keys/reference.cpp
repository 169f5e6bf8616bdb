#include "common/keys/reference.h"

#include <algorithm>

namespace kigen::keys {
namespace {

constexpr std::size_t kMaxName = 128;
constexpr std::string_view kProviders[] = {"cng", "tpm", "capi", "file", "pkcs11"};

}  // namespace

bool is_key_name(std::string_view name) noexcept {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  return !name.empty() && name.size() <= kMaxName && name.find_first_not_of(kAllowed) == std::string_view::npos;
}

Status check_key_name(std::string_view name) {
  if (is_key_name(name)) return {};
  return Error(ErrorCode::InvalidArgument, "not a key's name").with("name", std::string(name.substr(0, kMaxName)));
}

std::string to_text(const KeyReference& reference) {
  return reference.provider + ':' + reference.name;
}

std::optional<KeyReference> parse_key_reference(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view provider = text.substr(0, colon), name = text.substr(colon + 1);
  if (std::ranges::find(kProviders, provider) == std::end(kProviders) || !is_key_name(name)) return std::nullopt;
  return KeyReference{.provider = std::string(provider), .name = std::string(name)};
}

}  // namespace kigen::keys
