#include "common/net/tls_error.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "common/keys/signing_key.h"

namespace kigen::net {

const char* trust_reason(int verify_error) {
  switch (verify_error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "not_yet_valid";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
      return "unknown_ca";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "name";
    case X509_V_ERR_CERT_REVOKED:
    case X509_V_ERR_CERT_REJECTED:
      return "revoked";
    default:
      return "other";
  }
}

std::string openssl_reason(unsigned long error) {
  const char* reason = ERR_reason_error_string(error);
  return reason != nullptr ? reason : "OpenSSL error " + std::to_string(error);
}

std::string take_openssl_reason() {
  const unsigned long error = ERR_peek_last_error();
  ERR_clear_error();
  return error != 0 ? openssl_reason(error) : "no reason";
}

Error tls_failure(const Phase& phase, const Verdict& verdict, unsigned long openssl_error) {
  ERR_clear_error();
  if (const auto refused = keys::take_signing_error()) return Error(*refused).with("phase", phase.name());
  if (verdict.error != X509_V_OK) {
    std::string detail = X509_verify_cert_error_string(verdict.error);
    if (!verdict.subject.empty()) detail += " (" + verdict.subject + ')';
    return phase.error(ErrorCode::ServerNotTrusted, std::move(detail)).with("reason", trust_reason(verdict.error));
  }
  const std::string reason = openssl_reason(openssl_error);
  return phase.error(ErrorCode::TlsFailed, reason).with("reason", reason);
}

}  // namespace kigen::net
