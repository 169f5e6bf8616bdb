// Where a job's certificate and key live: the stores of this PC, or a token that is open. Roots and intermediates are
// the PC's whatever the job. Private to this folder; the engine's thread. Owns the token together with its keys; the
// PC's stores are the caller's and outlive it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/keys/personal_store.h"
#include "common/keys/pkcs11/token.h"

namespace kigen::renewal {

class Vault {
 public:
  explicit Vault(const keys::Stores& pc) : pc_(&pc) {}
  explicit Vault(std::shared_ptr<keys::pkcs11::Token> token)
      : token_(std::move(token)), on_token_(keys::pkcs11::personal_store_of(token_)) {}

  [[nodiscard]] keys::PersonalStore& personal() const { return token_ ? *on_token_ : *pc_->personal; }
  /// `provider`: of the PC; a token has one kind of keys.
  [[nodiscard]] Result<std::unique_ptr<keys::KeyStore>> keys(const std::string& provider) const {
    if (token_) return keys::pkcs11::key_store_of(token_);
    return pc_->key_store(provider);
  }
  /// Null for the PC.
  [[nodiscard]] keys::pkcs11::Token* token() const { return token_.get(); }

 private:
  const keys::Stores* pc_ = nullptr;
  std::shared_ptr<keys::pkcs11::Token> token_;
  std::shared_ptr<keys::PersonalStore> on_token_;
};

}  // namespace kigen::renewal
