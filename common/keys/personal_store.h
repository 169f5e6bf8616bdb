// The user's certificates with their keys, and the roots this user trusts, as a renewal needs them: find, sign with,
// add, prove that it is there. The old certificate is never removed; what add() added can be taken back.
//
// One thread at a time; calls may block while Windows asks the user (a root, the use of a key).
// Implementations: win32/ over CurrentUser\My and CurrentUser\Root, posix/ over a folder.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/certificate.h"
#include "common/base/secret.h"
#include "common/keys/key.h"

namespace kigen::keys {

struct StoredCertificate {
  Bytes der;
  std::string friendly_name;        ///< UTF-8, "" when it has none
  std::optional<KeyReference> key;  ///< where its private key is; nothing when it has none
};

class PersonalStore {
 public:
  virtual ~PersonalStore() = default;
  [[nodiscard]] virtual Result<std::vector<StoredCertificate>> list() = 0;
  /// Errors: NotFound {thumbprint}.
  [[nodiscard]] virtual Result<StoredCertificate> find(const Sha256& thumbprint) = 0;
  /// The private key of a certificate, to sign with. Errors: NotFound, KeyNotFound, KeyNotUsable.
  [[nodiscard]] virtual Result<std::unique_ptr<Key>> key_of(const Sha256& thumbprint) = 0;
  /// Adds the certificate and ties it to the key, or ties it anew when it is there already (a repeated step after a
  /// crash). Other certificates stay as they are. Errors: StoreNotWritable {system}, KeyNotFound, KeyDoesNotMatch.
  [[nodiscard]] virtual Status add(std::span<const std::uint8_t> der, const KeyReference& key,
                                   const std::string& friendly_name) = 0;
  /// Takes back what add() added; success also when it is not there. The key stays.
  [[nodiscard]] virtual Status remove(const Sha256& thumbprint) = 0;
  /// Names a certificate that is there, by whomever it was added (a token's driver shows the token's certificates in
  /// the user's store). NotFound {thumbprint}; a store that keeps no such name says so of every certificate.
  [[nodiscard]] virtual Status set_friendly_name(const Sha256& /*thumbprint*/, const std::string& /*friendly_name*/) {
    return Error(ErrorCode::NotFound);
  }
  /// Certificate and key of a PKCS#12 (RFC 7292) that an RA delivers, with the key under `name` in the provider of
  /// `provider`. `exportable` as in KeySpec. Errors: Pkcs12Unreadable {reason}, CredentialsWrong (its password).
  [[nodiscard]] virtual Result<StoredCertificate> import_pkcs12(std::span<const std::uint8_t> pfx,
                                                                const Secret& password, const std::string& name,
                                                                bool exportable, const std::string& friendly_name) = 0;
  /// Intermediates that the RA sent; those already present are skipped.
  [[nodiscard]] virtual Status add_intermediate(std::span<const std::uint8_t> der) = 0;
};

class RootStore {
 public:
  virtual ~RootStore() = default;
  /// The roots trusted now, user's and machine's.
  [[nodiscard]] virtual Result<std::vector<Bytes>> list() = 0;
  /// Windows shows its own question for the user's store. Errors: RootRefused (the user said no), StoreNotWritable.
  [[nodiscard]] virtual Status add(std::span<const std::uint8_t> der) = 0;
  /// Into the machine's store, for all users: Windows asks for administrator rights, and a helper of its own adds it
  /// after it has compared the thumbprint. The same errors.
  [[nodiscard]] virtual Status add_for_machine(std::span<const std::uint8_t> der) = 0;
};

/// This system's stores. `folder` is where the Linux implementation keeps its files; Windows does not use it.
struct Stores {
  std::unique_ptr<PersonalStore> personal;
  std::unique_ptr<RootStore> roots;
  /// Of the profile's provider: "cng", "tpm", "capi" on Windows, "file" for all of them elsewhere.
  /// KeyProviderMissing {provider} when this system has no such provider.
  [[nodiscard]] Result<std::unique_ptr<KeyStore>> key_store(const std::string& provider) const;
  std::string folder;
};
[[nodiscard]] Result<Stores> open_stores(const std::string& folder);

}  // namespace kigen::keys
