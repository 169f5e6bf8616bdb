// The answer of serverkeygen (RFC 7030 4.4.2): a private key and its certificate. Pure functions, any thread.
//
// Taken: PrivateKeyInfo (RFC 5208), its second version (RFC 5958), and PKCS#1 or SEC 1 keys that are labelled as such;
// parts in any order and with any labels: the bytes tell what they are. A key inside CMS EnvelopedData (RFC 7030 4.4.2,
// server-generated-key) is opened with the private key to whose public half it was encrypted: by RSA key transport or
// by EC key agreement. Symmetric wrapping (a KEK or a password, RFC 7030 4.4.1.1) cannot be opened: Kigen shares no
// secret of that kind with an RA. Keys that only sign cannot unwrap, so the request for a wrapped key takes a key of
// its own. The server's signature inside the envelope is not looked at: the TLS channel proves who sent it.
//
// A PKCS#12 file (application/pkcs12, RFC 7292) is taken for key and certificates at once, as some RAs deliver it:
// under the password of the request's own login, or under an empty one.
#pragma once

#include <openssl/types.h>

#include <span>
#include <string_view>

#include "common/base/secret.h"
#include "common/est/client.h"
#include "common/est/media_type.h"

namespace kigen::est {

/// `unwrap` may be null. `password`: of a PKCS#12. Errors: AnswerUnreadable {reason "multipart", "base64", "pem",
/// "pkcs7", "too_many", "no_key", "several_keys", "key", "key_encrypted" (for another key, symmetrically, or with a
/// password)}; CertificateNotObtained without a certificate.
[[nodiscard]] Result<ServerKey> read_server_key(std::string_view body, const MediaType& type, EVP_PKEY* unwrap,
                                                const Secret& password = {});

/// PrivateKeyInfo (version 0), DER, of a key in any of the forms above but the wrapped ones; AnswerUnreadable "key".
/// The result is the caller's to wipe.
[[nodiscard]] Result<Bytes> to_private_key_info(std::span<const std::uint8_t> key);

/// SubjectPublicKeyInfo, DER, of a PrivateKeyInfo: what check_issued() compares. AnswerUnreadable {reason "key"}.
[[nodiscard]] Result<Bytes> public_key_info_of(std::span<const std::uint8_t> private_key_info);

}  // namespace kigen::est
