#include "common/keys/pkcs11/key_id.h"

#include "common/base/hex.h"
#include "common/keys/reference.h"

namespace kigen::keys::pkcs11 {
namespace {

constexpr std::string_view kForeign = "id-";

}  // namespace

Result<Bytes> id_of_name(const std::string& name) {
  if (Status fit = check_key_name(name); !fit) return fit.error();
  if (!name.starts_with(kForeign)) return Bytes(name.begin(), name.end());
  std::optional<Bytes> id = from_hex(std::string_view(name).substr(kForeign.size()));
  if (!id || name_of_id(*id) != name) return Error(ErrorCode::InvalidArgument, "not an ID").with("name", name);
  return *std::move(id);
}

std::optional<std::string> name_of_id(std::span<const std::uint8_t> id) {
  std::string text(id.begin(), id.end());
  if (is_key_name(text) && !text.starts_with(kForeign)) return text;
  std::string name(kForeign);
  name += to_hex(id);
  if (id.empty() || !is_key_name(name)) return std::nullopt;
  return name;
}

Status check_new_name(const std::string& name) {
  if (Status fit = check_key_name(name); !fit) return fit;
  if (!name.starts_with(kForeign)) return {};
  return Error(ErrorCode::InvalidArgument, "the name of a foreign key").with("name", name);
}

}  // namespace kigen::keys::pkcs11
