#include <openssl/evp.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>

#include "common/keys/pkcs11/key_id.h"
#include "common/keys/pkcs11/token_key.h"
#include "common/keys/pkcs11/token_stores.h"
#include "common/keys/signing_key.h"
#include "common/keys/software_key.h"

namespace kigen::keys::pkcs11 {
namespace {

const Bytes kPublicExponent = {0x01, 0x00, 0x01};

struct Templates {
  std::uint64_t mechanism = 0;
  std::vector<Attribute> public_key, private_key;
};

Templates templates_for(const std::string& name, const Bytes& id, const KeySpec& spec) {
  Templates out;
  out.public_key = {attribute(CKA_TOKEN, true), attribute(CKA_PRIVATE, false), attribute(CKA_VERIFY, true),
                    attribute(CKA_LABEL, std::string_view(name)), attribute(CKA_ID, id)};
  out.private_key = {attribute(CKA_TOKEN, true),     attribute(CKA_PRIVATE, true),
                     attribute(CKA_SENSITIVE, true), attribute(CKA_EXTRACTABLE, false),
                     attribute(CKA_SIGN, true),      attribute(CKA_LABEL, std::string_view(name)),
                     attribute(CKA_ID, id)};
  if (spec.algorithm == Algorithm::Ec) {
    out.mechanism = CKM_EC_KEY_PAIR_GEN;
    out.public_key.push_back(attribute(CKA_EC_PARAMS, params_of_curve(spec.ec_curve)));
    return out;
  }
  out.mechanism = CKM_RSA_PKCS_KEY_PAIR_GEN;
  out.public_key.push_back(attribute(CKA_MODULUS_BITS, static_cast<std::uint64_t>(spec.rsa_bits)));
  out.public_key.push_back(attribute(CKA_PUBLIC_EXPONENT, kPublicExponent));
  return out;
}

// What the token made is what was asked for, and stays in it.
bool is_as_asked(const PrivateObject& key, const KeySpec& spec) {
  if (key.algorithm != spec.algorithm || key.extractable || key.public_key_info.empty()) return false;
  return spec.algorithm == Algorithm::Ec ? key.curve == spec.ec_curve
                                         : key.modulus.size() * 8 == static_cast<std::size_t>(spec.rsa_bits);
}

class TokenKeyStore final : public KeyStore {
 public:
  explicit TokenKeyStore(std::shared_ptr<TokenSession> token) : token_(std::move(token)) {}

  [[nodiscard]] std::string provider() const override { return std::string(kProvider); }

  [[nodiscard]] Result<std::unique_ptr<Key>> create(const std::string& name, const KeySpec& spec) override {
    if (Status fit = check_new_name(name); !fit) return fit.error();
    if (Status fit = check_spec(spec); !fit) return fit.error();
    const Bytes id(name.begin(), name.end());
    const Result<KeyObjects> there = objects(id);
    if (!there) return there.error();
    if (!there->private_keys.empty() || !there->unknown.empty()) return Error(ErrorCode::KeyExists).with("name", name);
    // The public half of a pair whose making was cut off.
    for (const PublicObject& half : there->public_keys) {
      if (Status gone = token_->destroy(half.handle); !gone) return gone.error();
    }
    Templates wanted = templates_for(name, id, spec);
    const auto made = token_->generate(wanted.mechanism, std::move(wanted.public_key), std::move(wanted.private_key));
    if (!made) return made.error();
    const Result<KeyObjects> keys = key_objects(*token_, id);
    if (!keys) return keys.error();
    const auto key = std::ranges::find(keys->private_keys, *made, &PrivateObject::handle);
    if (key != keys->private_keys.end() && is_as_asked(*key, spec)) {
      return make_token_key(token_, *key, key->public_key_info);
    }
    static_cast<void>(remove(name));
    constexpr const char* kWords = "the token made another kind of key than it was asked for";
    return Error(ErrorCode::KeyNotMade, kWords).with("provider", provider()).with("system", kWords);
  }

  [[nodiscard]] Result<std::unique_ptr<Key>> open(const std::string& name) override {
    const Result<Bytes> id = id_of_name(name);
    if (!id) return id.error();
    const Result<KeyObjects> keys = objects(*id);
    if (!keys) return keys.error();
    for (const PrivateObject& one : keys->private_keys) {
      if (!one.public_key_info.empty()) return make_token_key(token_, one, one.public_key_info);
    }
    // Many cards keep a public key in its certificate only.
    const Result<std::vector<CertificateObject>> certificates = certificates_of(*token_);
    if (!certificates) return certificates.error();
    for (const CertificateObject& one : *certificates) {
      if (one.id != *id) continue;
      const Bytes info = info_of(one);
      if (const PrivateObject* key = private_key_for(*keys, info)) return make_token_key(token_, *key, info);
    }
    if (keys->private_keys.empty() && keys->unknown.empty()) return Error(ErrorCode::KeyNotFound).with("name", name);
    constexpr const char* kWords = "the token does not tell the public half of the key";
    return Error(ErrorCode::KeyNotUsable, kWords).with("name", name).with("system", kWords);
  }

  [[nodiscard]] Status remove(const std::string& name) override {
    const Result<Bytes> id = id_of_name(name);
    if (!id) return id.error();
    const Result<KeyObjects> keys = objects(*id);
    if (!keys) return keys.error();
    const auto certificates =
        token_->find({attribute(CKA_CLASS, std::uint64_t{CKO_CERTIFICATE}), attribute(CKA_ID, *id)});
    if (!certificates) return certificates.error();
    if (!certificates->empty()) return {};
    return destroy_keys(*token_, *keys);
  }

  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& prefix) override {
    if (Status ready = check_login(*token_); !ready) return ready.error();
    const auto keys = token_->find({attribute(CKA_CLASS, std::uint64_t{CKO_PRIVATE_KEY})});
    if (!keys) return keys.error();
    std::vector<std::string> names;
    for (const ObjectHandle one : *keys) {
      const Result<ObjectValues> values = token_->read(one, {CKA_ID});
      if (!values && !token_->usable()) return values.error();
      const auto name = name_of_id(values ? values->octets(CKA_ID).value_or(Bytes{}) : Bytes{});
      if (name && name->starts_with(prefix)) names.push_back(*name);
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
  }

 private:
  [[nodiscard]] Result<KeyObjects> objects(const Bytes& id) {
    if (Status ready = check_login(*token_); !ready) return ready.error();
    return key_objects(*token_, id);
  }
  std::shared_ptr<TokenSession> token_;
};

}  // namespace

Status check_login(const TokenSession& token) {
  if (token.logged_in() || !token.info().login_required) return {};
  constexpr const char* kWords = "the PIN was not given";
  return Error(ErrorCode::KeyNotUsable, kWords).with("system", kWords);
}

Status destroy_keys(TokenSession& token, const KeyObjects& keys) {
  // The private halves first: while one is left, a repeated call finds it.
  for (const PrivateObject& one : keys.private_keys) {
    if (Status gone = token.destroy(one.handle); !gone) return gone;
  }
  for (const ObjectHandle one : keys.unknown) {
    if (Status gone = token.destroy(one); !gone) return gone;
  }
  for (const PublicObject& one : keys.public_keys) {
    if (Status gone = token.destroy(one.handle); !gone) return gone;
  }
  return {};
}

std::unique_ptr<KeyStore> key_store_of(std::shared_ptr<Token> token) {
  TokenSession& session = TokenSession::of(*token);
  return std::make_unique<TokenKeyStore>(std::shared_ptr<TokenSession>(std::move(token), &session));
}

}  // namespace kigen::keys::pkcs11
