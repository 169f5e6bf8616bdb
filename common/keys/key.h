// A private key that stays where it is: what OpenSSL needs of it is one signature at a time.
//
// One Key, one thread at a time. Implementations: CNG and CAPI (win32/), a file (posix/, for tests and Linux); tokens
// behind PKCS#11 implement the same interface. tests/common/keys/contract runs over every one of them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace kigen::keys {

using Bytes = std::vector<std::uint8_t>;

enum class Algorithm { Rsa, Ec };
enum class Hash { Sha1, Sha256, Sha384, Sha512 };
/// RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017 8.2 and 8.1; MGF1 with the same hash), ECDSA (RFC 3279 2.2.3).
enum class Padding { Pkcs1, Pss, Ecdsa };

struct SignRequest {
  Padding padding = Padding::Pkcs1;
  Hash hash = Hash::Sha256;
  std::span<const std::uint8_t> digest;  ///< exactly as long as `hash` makes it
  int salt_length = -1;                  ///< Pss: octets; -1 is the digest's length
};

class Key {
 public:
  virtual ~Key() = default;
  [[nodiscard]] virtual Algorithm algorithm() const = 0;
  /// SubjectPublicKeyInfo, DER (RFC 5280 4.1.2.7).
  [[nodiscard]] virtual const Bytes& public_key_info() const = 0;
  /// False where the place of the key cannot do it: a CAPI key has no PSS, so TLS 1.3 is out of its reach.
  [[nodiscard]] virtual bool can(Padding padding) const = 0;
  /// RSA: as long as the modulus; ECDSA: DER Ecdsa-Sig-Value. May block while Windows asks the user.
  /// Errors: KeyUseRefused (the user said no), KeyNotUsable {system}, InvalidArgument (the padding cannot be done).
  [[nodiscard]] virtual Result<Bytes> sign(const SignRequest& request) = 0;
};

struct KeySpec {
  Algorithm algorithm = Algorithm::Rsa;
  int rsa_bits = 2048;             ///< 2048, 3072, 4096
  std::string ec_curve = "P-256";  ///< "P-256", "P-384"
  bool exportable = false;
};

/// Where a key is: enough to open it again after a crash. Not a secret. Text form "provider:name".
struct KeyReference {
  std::string provider;  ///< "cng", "tpm", "capi", "file", "pkcs11"
  std::string name;      ///< the container's or key's name, letters, digits, '-', '_' and '.', at most 128
  friend bool operator==(const KeyReference&, const KeyReference&) = default;
};

/// One provider's keys of this user. One thread at a time; calls may block for seconds (RSA 4096, a TPM).
class KeyStore {
 public:
  virtual ~KeyStore() = default;
  /// "cng", "tpm", "capi", "file": what KeyReference::provider says.
  [[nodiscard]] virtual std::string provider() const = 0;
  /// Makes and keeps a new key under `name`, which no key may have yet.
  /// Errors: KeyExists {name}, KeyProviderMissing {provider}, KeyNotMade {provider, system}, InvalidArgument.
  [[nodiscard]] virtual Result<std::unique_ptr<Key>> create(const std::string& name, const KeySpec& spec) = 0;
  /// Errors: KeyNotFound {name}, KeyNotUsable.
  [[nodiscard]] virtual Result<std::unique_ptr<Key>> open(const std::string& name) = 0;
  /// Keeps a key that another made (serverkeygen): PrivateKeyInfo (RFC 5208), DER, which stays the caller's to wipe.
  /// Errors as create(), KeyNotUsable when it is no RSA or EC key; InvalidArgument where keys are made in place only.
  [[nodiscard]] virtual Status import_key(const std::string& /*name*/, std::span<const std::uint8_t> /*pkcs8*/,
                                          bool /*exportable*/) {
    return Error(ErrorCode::InvalidArgument, "keys of " + provider() + " are made where they stay");
  }
  /// Success also when there is none, so that a rollback may be repeated.
  [[nodiscard]] virtual Status remove(const std::string& name) = 0;
  /// Names that begin with `prefix`, to find what a crash left behind.
  [[nodiscard]] virtual Result<std::vector<std::string>> list(const std::string& prefix) = 0;
};

}  // namespace kigen::keys
