// Certificates for any public key, issued by an authority of the test's own. One thread.
#pragma once

#include <openssl/x509.h>

#include <string>

#include "common/keys/key.h"
#include "common/keys/public_key.h"
#include "common/keys/signing_key.h"

namespace kigen::keys::test {

/// "RSA 2048", "P-256" or "P-384"; made once a process.
EVP_PKEY* known_key(const std::string& kind);
/// A Key over known_key(kind).
std::shared_ptr<Key> software_key(const std::string& kind);

/// A certificate for this SubjectPublicKeyInfo, valid from yesterday for a month, subject CN=`name`.
X509Ptr issue(const Bytes& public_key_info, const std::string& name);
/// The authority's own certificate.
X509* authority();

/// The hash of some message.
Bytes digest_of(Hash hash, const std::string& message);
/// Whether OpenSSL's default provider takes this for the key's signature of the digest.
bool verifies(const Bytes& public_key_info, const SignRequest& request, const Bytes& signature);

/// A key whose user says no, or whose place fails: it answers every request with this error.
class FailingKey final : public Key {
 public:
  FailingKey(std::shared_ptr<Key> real, Error error) : real_(std::move(real)), error_(std::move(error)) {}
  [[nodiscard]] Algorithm algorithm() const override { return real_->algorithm(); }
  [[nodiscard]] const Bytes& public_key_info() const override { return real_->public_key_info(); }
  [[nodiscard]] bool can(Padding padding) const override { return real_->can(padding); }
  [[nodiscard]] Result<Bytes> sign(const SignRequest& /*request*/) override { return error_; }

 private:
  std::shared_ptr<Key> real_;
  Error error_;
};

/// Throws std::runtime_error: what a test stands on did not work.
void require(bool ok, const char* what);

}  // namespace kigen::keys::test
