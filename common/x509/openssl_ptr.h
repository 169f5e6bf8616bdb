// Owners for OpenSSL's objects, and a scope that keeps its error queue clean.
#pragma once

#include <openssl/err.h>

#include <memory>

namespace kigen::x509 {

template <auto Free>
struct OpenSslFree {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};
/// OpenSslPtr<EVP_PKEY, EVP_PKEY_free>.
template <class T, auto Free>
using OpenSslPtr = std::unique_ptr<T, OpenSslFree<Free>>;

/// What OpenSSL reports of hostile input inside the scope stays out of this thread's error queue.
class ErrorQueueScope {
 public:
  ErrorQueueScope() { ERR_set_mark(); }
  ~ErrorQueueScope() { ERR_pop_to_mark(); }
  ErrorQueueScope(const ErrorQueueScope&) = delete;
  ErrorQueueScope& operator=(const ErrorQueueScope&) = delete;
};

}  // namespace kigen::x509
