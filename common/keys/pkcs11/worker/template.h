// Attributes of the protocol as CK_ATTRIBUTEs, and what a library wrote into one. Pure functions, one thread.
#pragma once

#include <p11-kit/pkcs11.h>

#include <vector>

#include "common/keys/pkcs11/protocol/message.h"

namespace kigen::keys::pkcs11 {

/// Points into copies of its own, which live as long as it does.
class Template {
 public:
  explicit Template(const std::vector<Attribute>& attributes);
  Template(const Template&) = delete;
  Template& operator=(const Template&) = delete;
  [[nodiscard]] CK_ATTRIBUTE* data() noexcept { return shape_.data(); }
  [[nodiscard]] CK_ULONG size() const noexcept { return static_cast<CK_ULONG>(shape_.size()); }

 private:
  std::vector<Octets> values_;
  std::vector<CK_ATTRIBUTE> shape_;
  CK_BYTE nothing_ = 0;
};

/// After the first call of C_GetAttributeValue, which said `size`: makes room in attribute.value, or tells why not.
[[nodiscard]] Attribute::State room_for(CK_ULONG size, Attribute& attribute);
/// After the second, which said `size` this time: what is not as long as it should be counts as missing, and a number
/// gets its 8 octets.
void take_value(CK_ULONG size, Attribute& attribute);

}  // namespace kigen::keys::pkcs11
