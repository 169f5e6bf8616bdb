// SubjectPublicKeyInfo (RFC 5280 4.1.2.7) of keys and certificates. Pure functions, any thread.
#pragma once

#include <openssl/x509.h>

#include <span>

#include "common/keys/key.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::keys {

using X509Ptr = x509::OpenSslPtr<X509, X509_free>;

/// The public half, DER; empty when OpenSSL cannot write it.
[[nodiscard]] Bytes public_key_info_of(const EVP_PKEY& key);
/// Nothing unless `der` is exactly one certificate.
[[nodiscard]] X509Ptr decode_certificate(std::span<const std::uint8_t> der);
[[nodiscard]] Bytes der_of(const X509& certificate);
/// Whether the certificate is for this public key, by value.
[[nodiscard]] bool is_certificate_for(const X509& certificate, const Bytes& public_key_info);

}  // namespace kigen::keys
