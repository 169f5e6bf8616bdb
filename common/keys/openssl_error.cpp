#include "common/keys/openssl_error.h"

#include <openssl/err.h>

namespace kigen::keys {

std::string describe_openssl(const char* call) {
  const unsigned long number = ERR_peek_last_error();
  const char* reason = number != 0 ? ERR_reason_error_string(number) : nullptr;
  return std::string(call) + ": " + (reason != nullptr ? reason : "failed");
}

}  // namespace kigen::keys
