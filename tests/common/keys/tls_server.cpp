#include "tests/common/keys/tls_server.h"

#include <openssl/ssl.h>

#include <stdexcept>

#include "common/keys/signing_key.h"
#include "tests/common/keys/support/issued.h"

namespace kigen::keys::test {
namespace {

using Context = x509::OpenSslPtr<SSL_CTX, SSL_CTX_free>;
using Session = x509::OpenSslPtr<SSL, SSL_free>;

Context server_context(int tls) {
  Context context(SSL_CTX_new(TLS_server_method()));
  const X509Ptr certificate = issue(public_key_info_of(*known_key("P-256")), "localhost");
  require(context && SSL_CTX_set_min_proto_version(context.get(), tls) == 1 &&
              SSL_CTX_set_max_proto_version(context.get(), tls) == 1 &&
              SSL_CTX_use_certificate(context.get(), certificate.get()) == 1 &&
              SSL_CTX_use_PrivateKey(context.get(), known_key("P-256")) == 1 &&
              X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), authority()) == 1,
          "server");
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return context;
}

Context client_context(const std::shared_ptr<Key>& key, X509* certificate) {
  Context context(SSL_CTX_new_ex(signing_library_context(), nullptr, TLS_client_method()));
  const Result<EvpPkey> signing = make_signing_key(key);
  require(context && signing, "client");
  require(SSL_CTX_use_certificate(context.get(), certificate) == 1, "client certificate");
  require(SSL_CTX_use_PrivateKey(context.get(), signing->get()) == 1, "client key");
  require(SSL_CTX_check_private_key(context.get()) == 1, "client key does not match");
  require(X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), authority()) == 1, "client trust");
  if (key->algorithm() == Algorithm::Rsa && !key->can(Padding::Pss)) {
    require(SSL_CTX_set1_client_sigalgs_list(context.get(), "RSA+SHA256:RSA+SHA384:RSA+SHA512:RSA+SHA1") == 1,
            "client signature algorithms");
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context;
}

// Until neither side moves any more.
bool shake(SSL* client, SSL* server) {
  bool client_done = false, server_done = false;
  for (int round = 0; round < 20 && !(client_done && server_done); ++round) {
    if (!client_done) client_done = SSL_do_handshake(client) == 1;
    if (!server_done) server_done = SSL_do_handshake(server) == 1;
  }
  return client_done && server_done;
}

bool pass(SSL* from, SSL* to) {
  char got = 0;
  return SSL_write(from, "x", 1) == 1 && SSL_read(to, &got, 1) == 1 && got == 'x';
}

}  // namespace

Handshake authenticate(const std::shared_ptr<Key>& key, X509* certificate, int tls) {
  const x509::ErrorQueueScope errors;
  const Context of_server = server_context(tls), of_client = client_context(key, certificate);
  const Session server(SSL_new(of_server.get())), client(SSL_new(of_client.get()));
  BIO *at_client = nullptr, *at_server = nullptr;
  require(BIO_new_bio_pair(&at_client, 0, &at_server, 0) == 1, "pipe");
  SSL_set_bio(client.get(), at_client, at_client);
  SSL_set_bio(server.get(), at_server, at_server);
  SSL_set_connect_state(client.get());
  SSL_set_accept_state(server.get());

  Handshake result;
  result.done =
      shake(client.get(), server.get()) && pass(client.get(), server.get()) && pass(server.get(), client.get());
  if (const unsigned long number = ERR_peek_last_error(); number != 0 && !result.done) {
    result.failure = ERR_error_string(number, nullptr);
  }
  result.signing_error = take_signing_error();
  result.version = SSL_get_version(server.get());
  int nid = 0;
  if (SSL_get_peer_signature_nid(server.get(), &nid) == 1) result.signature_hash = OBJ_nid2sn(nid);
  if (SSL_get_peer_signature_type_nid(server.get(), &nid) == 1) result.pss = nid == EVP_PKEY_RSA_PSS;
  if (const X509* seen = SSL_get0_peer_certificate(server.get())) {
    char name[256];
    X509_NAME_oneline(X509_get_subject_name(seen), name, sizeof name);
    result.client_subject = name;
  }
  return result;
}

}  // namespace kigen::keys::test
