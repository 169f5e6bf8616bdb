#include "common/net/tls_context.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "common/keys/signing_key.h"
#include "common/net/system_trust.h"
#include "common/net/tls_error.h"

namespace kigen::net {

namespace {

struct X509Free {
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};
using Certificate = std::unique_ptr<X509, X509Free>;

/// Adds to the connection's KeyTime what each signature takes.
class TimedKey final : public keys::Key {
 public:
  TimedKey(std::shared_ptr<keys::Key> key, std::shared_ptr<KeyTime> time)
      : key_(std::move(key)), time_(std::move(time)) {}
  [[nodiscard]] keys::Algorithm algorithm() const override { return key_->algorithm(); }
  [[nodiscard]] const Bytes& public_key_info() const override { return key_->public_key_info(); }
  [[nodiscard]] bool can(keys::Padding padding) const override { return key_->can(padding); }
  [[nodiscard]] Result<Bytes> sign(const keys::SignRequest& request) override {
    const auto started = std::chrono::steady_clock::now();
    auto signature = key_->sign(request);
    time_->spent += std::chrono::steady_clock::now() - started;
    return signature;
  }

 private:
  std::shared_ptr<keys::Key> key_;
  std::shared_ptr<KeyTime> time_;
};

Certificate decode(const Bytes& der) {
  const unsigned char* at = der.data();
  Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  return at == der.data() + der.size() ? std::move(certificate) : Certificate();
}

Error internal() {
  return Error(ErrorCode::Internal, take_openssl_reason());
}

std::string one_line(const X509_NAME* name) {
  std::string line;
  if (BIO* text = BIO_new(BIO_s_mem()); text != nullptr) {
    X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* data = nullptr;
    const long size = BIO_get_mem_data(text, &data);
    if (size > 0) line.assign(data, static_cast<std::size_t>(std::min(size, 300L)));
    BIO_free(text);
  }
  return line;
}

void note(Verdict& verdict, int error, int depth, const X509* certificate) {
  verdict.error = error;
  verdict.depth = depth;
  verdict.subject = certificate != nullptr ? one_line(X509_get_subject_name(certificate)) : std::string();
}

/// A chain that OpenSSL accepts is still refused when the system has put one of its certificates out of use.
bool all_allowed(X509_STORE_CTX* store, TlsSetup& setup) {
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(store);
  for (int depth = 0; depth < sk_X509_num(chain); ++depth) {
    const X509* certificate = sk_X509_value(chain, depth);
    if (!setup.disallowed.contains(thumbprint_of(certificate))) continue;
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REVOKED);
    note(setup.verdict, X509_V_ERR_CERT_REVOKED, depth, certificate);
    return false;
  }
  return true;
}

/// OpenSSL's own check, given the system's intermediates beside those that the server sent: never as anchors.
int verify(X509_STORE_CTX* store, void* argument) {
  auto& setup = *static_cast<TlsSetup*>(argument);
  CertificateStack untrusted(sk_X509_dup(X509_STORE_CTX_get0_untrusted(store)));
  if (untrusted) {
    for (int i = 0; i < sk_X509_num(untrusted.get()); ++i) X509_up_ref(sk_X509_value(untrusted.get(), i));
    for (int i = 0; i < sk_X509_num(setup.intermediates.get()); ++i) {
      X509* one = sk_X509_value(setup.intermediates.get(), i);
      if (sk_X509_push(untrusted.get(), one) > 0) X509_up_ref(one);
    }
    X509_STORE_CTX_set0_untrusted(store, untrusted.get());
  }
  const int accepted = X509_verify_cert(store);
  if (accepted <= 0) {
    note(setup.verdict, X509_STORE_CTX_get_error(store), X509_STORE_CTX_get_error_depth(store),
         X509_STORE_CTX_get_current_cert(store));
  }
  const bool fine = accepted > 0 && all_allowed(store, setup);
  X509_STORE_CTX_set0_untrusted(store, nullptr);
  return fine ? 1 : 0;
}

/// Level 2 is for what the server shows. The client's own certificate may be older (1024 bits, SHA-1): whether it still
/// serves is for the server to say.
int judge_security(const SSL* ssl, const SSL_CTX* context, int operation, int bits, int nid, void* other,
                   void* argument) {
  if (operation == SSL_SECOP_EE_KEY || operation == SSL_SECOP_CA_KEY || operation == SSL_SECOP_CA_MD) return 1;
  return static_cast<TlsSetup*>(argument)->openssl_security(ssl, context, operation, bits, nid, other, nullptr);
}

Status set_rules(TlsSetup& setup) {
  SSL_CTX* context = setup.context.get();
  if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) return internal();
  SSL_CTX_set_security_level(context, 2);
  setup.openssl_security = SSL_CTX_get_security_callback(context);
  SSL_CTX_set0_security_ex_data(context, &setup);
  SSL_CTX_set_security_callback(context, judge_security);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_CLEANSE_PLAINTEXT);
  SSL_CTX_clear_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_LEGACY_SERVER_CONNECT);
  SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_post_handshake_auth(context, 1);
  return {};
}

Status set_name(SSL_CTX* context, const std::string& host) {
  X509_VERIFY_PARAM* param = SSL_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (X509_VERIFY_PARAM_set1_ip_asc(param, host.c_str()) == 1) return {};
  ERR_clear_error();
  if (X509_VERIFY_PARAM_set1_host(param, host.data(), host.size()) != 1) return internal();
  return {};
}

Status set_trust(TlsSetup& setup, const Trust& trust) {
  X509_STORE* store = SSL_CTX_get_cert_store(setup.context.get());
  SystemTrust system;
  if (trust.system_roots) system = read_system_trust();
  if (system.openssl_paths && X509_STORE_set_default_paths(store) != 1) return internal();
  for (const auto& der : system.roots) {
    if (const auto root = decode(der)) X509_STORE_add_cert(store, root.get());
  }
  setup.intermediates.reset(sk_X509_new_null());
  if (!setup.intermediates) return internal();
  for (const auto& der : system.intermediates) {
    auto one = decode(der);
    if (one && sk_X509_push(setup.intermediates.get(), one.get()) > 0) static_cast<void>(one.release());
  }
  for (const auto& der : system.disallowed) {
    if (const auto one = decode(der)) setup.disallowed.insert(thumbprint_of(one.get()));
  }
  for (const auto& der : trust.anchors) {
    const auto anchor = decode(der);
    if (!anchor) return Error(ErrorCode::InvalidArgument).with("value", "anchor").with("reason", "no certificate");
    X509_STORE_add_cert(store, anchor.get());
  }
  // An anchor need not be self-signed: a profile may pin an authority below a root.
  if (!trust.anchors.empty()) X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
  ERR_clear_error();
  return {};
}

Status set_identity(TlsSetup& setup, const ClientIdentity& identity) {
  SSL_CTX* context = setup.context.get();
  const auto certificate = decode(identity.certificate);
  if (!certificate || !identity.key) return Error(ErrorCode::KeyNotUsable, "no client certificate or no key");
  if (SSL_CTX_use_certificate(context, certificate.get()) != 1) {
    return Error(ErrorCode::KeyNotUsable, take_openssl_reason());
  }
  for (const auto& der : identity.intermediates) {
    if (const auto one = decode(der)) SSL_CTX_add1_chain_cert(context, one.get());
  }
  const auto key = keys::make_signing_key(std::make_shared<TimedKey>(identity.key, setup.key_time));
  if (!key) return key.error();
  if (SSL_CTX_use_PrivateKey(context, key->get()) != 1) return Error(ErrorCode::KeyNotUsable, take_openssl_reason());
  if (identity.key->algorithm() == keys::Algorithm::Rsa && !identity.key->can(keys::Padding::Pss)) {
    // TLS 1.3 signs with PSS alone (RFC 8446 4.2.3); in 1.2 the client chooses from what the server accepts.
    if (SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION) != 1) return internal();
    if (SSL_CTX_set1_client_sigalgs_list(context, "RSA+SHA256:RSA+SHA384:RSA+SHA512") != 1) return internal();
  }
  ERR_clear_error();
  return {};
}

}  // namespace

Sha256 thumbprint_of(const X509* certificate) {
  Sha256 digest{};
  X509_digest(certificate, EVP_sha256(), digest.data(), nullptr);
  return digest;
}

Result<std::unique_ptr<TlsSetup>> make_tls_setup(const std::string& host, const ConnectOptions& options) {
#ifdef _WIN32
  // No configuration file may tell this process which code to load.
  OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
#endif
  ERR_clear_error();
  auto setup = std::make_unique<TlsSetup>();
  OSSL_LIB_CTX* library = options.identity ? keys::signing_library_context() : nullptr;
  setup->context.reset(SSL_CTX_new_ex(library, nullptr, TLS_client_method()));
  SSL_CTX* context = setup->context.get();
  if (context == nullptr) return internal();
  if (const auto done = set_rules(*setup); !done) return done.error();
  if (const auto done = set_name(context, host); !done) return done.error();
  if (const auto done = set_trust(*setup, options.trust); !done) return done.error();
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context, verify, setup.get());
  if (options.identity) {
    if (const auto done = set_identity(*setup, *options.identity); !done) return done.error();
  }
  return setup;
}

}  // namespace kigen::net
