// Authorities and certificates for TLS tests, made anew in each run.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

#include "common/keys/key.h"
#include "common/net/http.h"

namespace kigen::net::test {

struct Credential {
  std::shared_ptr<X509> certificate;
  std::shared_ptr<EVP_PKEY> key;
  [[nodiscard]] Bytes der() const;
  /// As a client would hold it.
  [[nodiscard]] std::shared_ptr<keys::Key> client_key() const;
};

struct CertificateOrder {
  std::string name = "server.test";  ///< subject CN
  std::vector<std::string> alternatives = {"DNS:server.test", "IP:127.0.0.1", "IP:::1"};
  int from_days = -1, to_days = 30;  ///< validity, from today
  bool authority = false;
  bool client = false;
  bool elliptic = true;
  int rsa_bits = 2048;
};

class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name = "Test Root");
  /// Throws std::runtime_error when OpenSSL fails.
  [[nodiscard]] Credential issue(const CertificateOrder& order) const;
  /// An authority below this one.
  [[nodiscard]] TestAuthority issue_authority(const std::string& name) const;
  [[nodiscard]] const Credential& own() const { return own_; }

 private:
  explicit TestAuthority(Credential own) : own_(std::move(own)) {}
  Credential own_;
};

/// One for the whole test program: keys take time.
[[nodiscard]] const TestAuthority& shared_authority();

}  // namespace kigen::net::test
