#include "common/keys/pkcs11/expand_path.h"

namespace kigen::keys::pkcs11 {

std::string expand_path(const std::string& path) {
  return path;
}

}  // namespace kigen::keys::pkcs11
