#include "common/keys/pkcs11/worker/template.h"

#include <cstring>

namespace kigen::keys::pkcs11 {
namespace {

Octets native(const Attribute& attribute) {
  const std::optional<std::uint64_t> number =
      is_number(attribute.type) ? number_of(attribute.value) : std::optional<std::uint64_t>();
  if (!number) return attribute.value;
  const auto narrow = static_cast<CK_ULONG>(*number);
  Octets out(sizeof narrow);
  std::memcpy(out.data(), &narrow, sizeof narrow);
  return out;
}

}  // namespace

Template::Template(const std::vector<Attribute>& attributes) {
  values_.reserve(attributes.size());
  for (const Attribute& one : attributes) {
    Octets& value = values_.emplace_back(native(one));
    // No null pointer, even for an empty text.
    void* at = value.empty() ? static_cast<void*>(&nothing_) : value.data();
    shape_.push_back({static_cast<CK_ATTRIBUTE_TYPE>(one.type), at, static_cast<CK_ULONG>(value.size())});
  }
}

Attribute::State room_for(CK_ULONG size, Attribute& attribute) {
  attribute.value.clear();
  if (size == CK_UNAVAILABLE_INFORMATION) return Attribute::State::Missing;
  if (size > kMaxValue) return Attribute::State::TooLarge;
  if (is_number(attribute.type) && size != sizeof(CK_ULONG)) return Attribute::State::Missing;
  attribute.value.resize(size);
  return Attribute::State::Present;
}

void take_value(CK_ULONG size, Attribute& attribute) {
  const bool number = is_number(attribute.type);
  if (size > attribute.value.size() || (number && size != sizeof(CK_ULONG))) {
    attribute.value.clear();
    attribute.state = Attribute::State::Missing;
    return;
  }
  attribute.value.resize(size);
  if (!number) return;
  CK_ULONG value = 0;
  std::memcpy(&value, attribute.value.data(), sizeof value);
  // "No such information" is all ones, however wide a number is.
  const bool none = value == CK_UNAVAILABLE_INFORMATION;
  attribute.value = number_octets(none ? ~std::uint64_t{0} : std::uint64_t{value});
}

}  // namespace kigen::keys::pkcs11
