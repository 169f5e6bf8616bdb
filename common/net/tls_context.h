// What a TLS connection of Kigen is: TLS 1.2 at least, security level 2, always verified, no session ever resumed, the
// client's certificate ready for whenever the server asks.
//
// One TlsSetup serves one connection on one thread and must outlive it.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <set>
#include <string>

#include "common/base/certificate.h"
#include "common/base/result.h"
#include "common/net/http.h"
#include "common/net/phase.h"

namespace kigen::net {

struct SslContextFree {
  void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};
using SslContext = std::unique_ptr<SSL_CTX, SslContextFree>;

struct CertificateStackFree {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_pop_free(stack, X509_free); }
};
using CertificateStack = std::unique_ptr<STACK_OF(X509), CertificateStackFree>;

/// What the check of the server's chain found.
struct Verdict {
  int error = X509_V_OK;  ///< X509_V_ERR_…
  int depth = 0;
  std::string subject;  ///< of the certificate it is about, one line
};

struct TlsSetup {
  SslContext context;
  CertificateStack intermediates;  ///< the system's, to complete a chain that the server sent in part
  std::set<Sha256> disallowed;     ///< certificates that this system distrusts by name
  Verdict verdict;
  int (*openssl_security)(const SSL*, const SSL_CTX*, int, int, int, void*, void*) = nullptr;  ///< its own judgement
  std::shared_ptr<KeyTime> key_time = std::make_shared<KeyTime>();
};

/// `host`: a name or a numeric address, which the server's certificate must be for (RFC 9525: subjectAltName only, a
/// wildcard stands for a whole label). Errors: KeyNotUsable (the identity's certificate and key), Internal.
[[nodiscard]] Result<std::unique_ptr<TlsSetup>> make_tls_setup(const std::string& host, const ConnectOptions& options);

/// SHA-256 of the DER.
[[nodiscard]] Sha256 thumbprint_of(const X509* certificate);

}  // namespace kigen::net
