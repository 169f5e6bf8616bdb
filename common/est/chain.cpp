#include "common/est/chain.h"

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "common/est/answer_error.h"
#include "common/est/check.h"
#include "common/x509/openssl_ptr.h"
#include "common/x509/parse_certificate.h"

namespace kigen::est {
namespace {

using x509::OpenSslPtr;
using CertificatePtr = OpenSslPtr<X509, X509_free>;
using Der = std::vector<std::uint8_t>;

constexpr int kMaxDepth = 8, kSecurityLevel = 1;

CertificatePtr decode_certificate(std::span<const std::uint8_t> der) {
  const unsigned char* at = der.data();
  if (der.size() > x509::kMaxCertificateSize) return nullptr;
  return CertificatePtr(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
}

Der encode(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  Der out;
  if (size > 0) out.assign(der, der + size);
  OPENSSL_free(der);
  return out;
}

void free_stack(STACK_OF(X509) * stack) {
  sk_X509_pop_free(stack, X509_free);
}
using StackPtr = OpenSslPtr<STACK_OF(X509), free_stack>;

StackPtr to_stack(const std::vector<std::span<const std::uint8_t>>& certificates) {
  StackPtr out(sk_X509_new_null());
  for (const auto& der : certificates) {
    CertificatePtr one = decode_certificate(der);
    if (one && sk_X509_push(out.get(), one.get()) > 0) static_cast<void>(one.release());
  }
  return out;
}

// Times are checked apart, with the skew that OpenSSL knows nothing of.
bool is_valid_now(X509* certificate, Instant now) {
  const std::int64_t at = to_unix(now), skew = std::chrono::seconds(kClockSkew).count();
  auto early = static_cast<std::time_t>(at + skew), late = static_cast<std::time_t>(at - skew);
  return X509_cmp_time(X509_get0_notBefore(certificate), &early) < 0 &&
         X509_cmp_time(X509_get0_notAfter(certificate), &late) > 0;
}

Result<std::vector<Der>> chain_of(X509_STORE_CTX* context, Instant now) {
  STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
  std::vector<Der> out;
  for (int i = 1; i < sk_X509_num(chain); ++i) {
    X509* authority = sk_X509_value(chain, i);
    if (!is_valid_now(authority, now)) return wrong_certificate("chain", "a CA certificate is not valid now");
    out.push_back(encode(authority));
  }
  return out;
}

}  // namespace

Result<std::vector<Der>> build_chain(const ChainQuestion& question) {
  const x509::ErrorQueueScope quiet;
  const CertificatePtr leaf = decode_certificate(question.leaf);
  if (!leaf) return wrong_certificate("chain", "the certificate cannot be decoded");
  const StackPtr roots = to_stack(question.roots), others = to_stack(question.others);
  const OpenSslPtr<X509_STORE, X509_STORE_free> store(X509_STORE_new());
  const OpenSslPtr<X509_STORE_CTX, X509_STORE_CTX_free> context(X509_STORE_CTX_new());
  const bool ready = store && context && roots && others &&
                     X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), others.get()) == 1;
  if (!ready) return wrong_certificate("chain", "out of memory");
  X509_STORE_CTX_set0_trusted_stack(context.get(), roots.get());
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_depth(rules, kMaxDepth);
  X509_VERIFY_PARAM_set_auth_level(rules, kSecurityLevel);
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_NO_CHECK_TIME);
  X509_VERIFY_PARAM_set_purpose(rules, question.tls_client ? X509_PURPOSE_SSL_CLIENT : X509_PURPOSE_ANY);
  if (X509_verify_cert(context.get()) == 1) return chain_of(context.get(), question.now);
  const int failure = X509_STORE_CTX_get_error(context.get());
  const bool leaf_usage = failure == X509_V_ERR_INVALID_PURPOSE && X509_STORE_CTX_get_error_depth(context.get()) == 0;
  return wrong_certificate(leaf_usage ? "usage" : "chain", X509_verify_cert_error_string(failure));
}

}  // namespace kigen::est
