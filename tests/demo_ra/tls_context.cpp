#include "tests/demo_ra/tls_context.h"

namespace kigen::demo_ra {
namespace {

using namespace std::chrono;

struct Served {
  const Signer* by = nullptr;
  CertificatePtr certificate;
};

Served server_certificate(const Authority& authority, std::string_view label, const std::vector<std::string>& hosts,
                          const std::string& fault, Instant now) {
  Served served{.by = &authority.of(label).of_server(), .certificate = nullptr};
  // The PC's clock judges the server, whatever the RA's clock was set to.
  const Instant system = SystemClock().now();
  Instant not_before = std::min(now, system) - days{30};
  Instant not_after = std::max(now, system) + days{365};
  std::vector<std::string> names = hosts;
  if (fault == "expired") not_after = system - days{1};
  if (fault == "expired") not_before = system - days{30};
  if (fault == "not_yet_valid") not_before = system + days{30};
  if (fault == "unknown_ca") served.by = &authority.unknown();
  if (fault == "wrong_name") names = {"another-server.invalid"};
  served.certificate = authority.issue_server(*served.by, names, not_before, not_after);
  return served;
}

int accept_any(int, X509_STORE_CTX*) {
  return 1;
}

void name_authorities(SSL_CTX* context, const Authority& authority, std::string_view label) {
  const ProfileAuthority& of = authority.of(label);
  check(::SSL_CTX_add_client_CA(context, of.issuing.certificate.get()) == 1);
  check(::SSL_CTX_add_client_CA(context, of.client_root().certificate.get()) == 1);
}

}  // namespace

TlsSettings make_tls_settings(const Authority& authority, std::string_view label, const std::vector<std::string>& hosts,
                              Switchboard& switches, Instant now) {
  TlsSettings settings{.late = switches.is_on("late_certificate", "connect", label),
                       .context = SslContextPtr(::SSL_CTX_new(::TLS_server_method()))};
  SSL_CTX* context = settings.context.get();
  check(context != nullptr);
  const std::string version = switches.take("tls", "connect", label).value_or("");
  check(SSL_CTX_set_min_proto_version(context, version == "1.3" ? TLS1_3_VERSION : TLS1_2_VERSION) == 1);
  check(SSL_CTX_set_max_proto_version(context, version == "1.2" ? TLS1_2_VERSION : TLS1_3_VERSION) == 1);
  const Served served = server_certificate(authority, label, hosts,
                                           switches.take("server_certificate", "connect", label).value_or(""), now);
  check(::SSL_CTX_use_certificate(context, served.certificate.get()) == 1);
  check(::SSL_CTX_use_PrivateKey(context, authority.server_key()) == 1);
  // Each handshake stands alone: what a client proves is never remembered.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  ::SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  check(::SSL_CTX_set_num_tickets(context, 0) == 1);
  constexpr unsigned char kId[] = "kigen-demo-ra";
  check(::SSL_CTX_set_session_id_context(context, kId, sizeof kId) == 1);
  ::SSL_CTX_set_verify(context, settings.late ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, accept_any);
  name_authorities(context, authority, label);
  return settings;
}

}  // namespace kigen::demo_ra
