// A TLS server in this process that wants a client certificate, and a client that has one: the handshake passes through
// memory. One thread.
#pragma once

#include <memory>
#include <string>

#include "common/keys/key.h"
#include "common/keys/public_key.h"

namespace kigen::keys::test {

struct Handshake {
  bool done = false;           ///< both sides, with one message passed each way
  std::string failure;         ///< OpenSSL's reason when not done
  std::string version;         ///< "TLSv1.3"
  std::string client_subject;  ///< what the server saw, "" without a certificate
  std::string signature_hash;  ///< of the client's CertificateVerify: "SHA256"
  bool pss = false;
  std::unique_ptr<Error> signing_error;  ///< take_signing_error() after the handshake
};

/// `tls` is TLS1_2_VERSION or TLS1_3_VERSION. The client signs with the provider's key; a key without PSS gets PKCS#1
/// offered alone. The server trusts authority().
Handshake authenticate(const std::shared_ptr<Key>& key, X509* certificate, int tls);

}  // namespace kigen::keys::test
