// SHA-256 and SHA-1 at their bare cost: OpenSSL's algorithms are fetched once, contexts are the call's own.
#pragma once

#include <initializer_list>

#include "common/base/certificate.h"
#include "common/x509/der_reader.h"

namespace kigen::x509 {

/// SHA-256 over the concatenation of `parts` (FIPS 180-4). Throws std::runtime_error when OpenSSL has none.
[[nodiscard]] Sha256 sha256(std::initializer_list<Bytes> parts);
/// SHA-1 of `bytes`: the thumbprint that Windows shows, never a proof of anything.
[[nodiscard]] Sha1 sha1(Bytes bytes);

}  // namespace kigen::x509
