// What goes into the PKCS#10 request: subject and alternative names of the certificate that is renewed (RFC
// 7030 4.2.2), or the given common name; and what the RA's csrattrs ask for. Pure functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "common/est/client.h"
#include "common/keys/signing_key.h"

namespace kigen::renewal {

/// CertificateUnparsable when `der` is no certificate.
[[nodiscard]] Result<keys::RequestContent> content_like(std::span<const std::uint8_t> der);
/// A subject of one common name, at most 64 characters (RFC 5280 appendix A: ub-common-name). InvalidArgument.
[[nodiscard]] Result<keys::RequestContent> content_named(const std::string& common_name);

/// Lays the RA's wishes over it: a stronger hash. The channel binding, where wanted, goes in as base64 (RFC 7030 3.5).
void apply_wishes(keys::RequestContent& content, const est::CsrAttributes& wishes,
                  const std::optional<est::Bytes>& binding);

/// Whether the SubjectPublicKeyInfo of a certificate is exactly this one.
[[nodiscard]] bool has_key(std::span<const std::uint8_t> der, std::span<const std::uint8_t> public_key_info);
/// The same of a PKCS#10 request.
[[nodiscard]] bool request_has_key(std::span<const std::uint8_t> pkcs10, std::span<const std::uint8_t> public_key_info);

}  // namespace kigen::renewal
