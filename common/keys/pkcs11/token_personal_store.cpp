#include <openssl/x509.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>

#include "common/base/hex.h"
#include "common/keys/pkcs11/key_id.h"
#include "common/keys/pkcs11/token_key.h"
#include "common/keys/pkcs11/token_stores.h"
#include "common/keys/reference.h"
#include "common/x509/digest.h"

namespace kigen::keys::pkcs11 {
namespace {

template <class Item>
Bytes der_with(int (*encode)(const Item*, unsigned char**), const Item* item) {
  unsigned char* der = nullptr;
  const int size = encode(item, &der);
  if (size <= 0) return {};
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

Result<CertificateObject> find_certificate(TokenSession& token, const Sha256& thumbprint) {
  Result<std::vector<CertificateObject>> all = certificates_of(token);
  if (!all) return all.error();
  for (CertificateObject& one : *all) {
    if (x509::sha256({one.der}) == thumbprint) return std::move(one);
  }
  return Error(ErrorCode::NotFound).with("thumbprint", to_hex(thumbprint));
}

class TokenPersonalStore final : public PersonalStore {
 public:
  explicit TokenPersonalStore(std::shared_ptr<TokenSession> token) : token_(std::move(token)) {}

  [[nodiscard]] Result<std::vector<StoredCertificate>> list() override {
    const Result<TokenContent> content = token_->content();
    if (!content) return content.error();
    std::vector<StoredCertificate> out;
    for (const TokenCertificate& one : content->certificates) {
      StoredCertificate stored{.der = one.der, .friendly_name = one.label, .key = std::nullopt};
      // Many cards show no key before the PIN: until then an ID is taken at its word.
      const bool unknown = token_->info().login_required && !token_->logged_in();
      const auto name = one.has_key || unknown ? name_of_id(one.id) : std::nullopt;
      if (name) stored.key = KeyReference{.provider = std::string(kProvider), .name = *name};
      out.push_back(std::move(stored));
    }
    return out;
  }

  [[nodiscard]] Result<StoredCertificate> find(const Sha256& thumbprint) override {
    Result<std::vector<StoredCertificate>> all = list();
    if (!all) return all.error();
    for (StoredCertificate& one : *all) {
      if (x509::sha256({one.der}) == thumbprint) return std::move(one);
    }
    return Error(ErrorCode::NotFound).with("thumbprint", to_hex(thumbprint));
  }

  [[nodiscard]] Result<std::unique_ptr<Key>> key_of(const Sha256& thumbprint) override {
    const Result<CertificateObject> certificate = find_certificate(*token_, thumbprint);
    if (!certificate) return certificate.error();
    if (Status ready = check_login(*token_); !ready) return ready.error();
    const Result<KeyObjects> keys = key_objects(*token_, certificate->id);
    if (!keys) return keys.error();
    const Bytes info = info_of(*certificate);
    const PrivateObject* key = certificate->id.empty() ? nullptr : private_key_for(*keys, info);
    if (key == nullptr) return Error(ErrorCode::KeyNotFound).with("name", to_hex(thumbprint));
    return make_token_key(token_, *key, info);
  }

  [[nodiscard]] Status add(std::span<const std::uint8_t> der, const KeyReference& key,
                           const std::string& friendly_name) override {
    const X509Ptr certificate = decode_certificate(der);
    if (!certificate) return Error(ErrorCode::CertificateUnparsable, "not a certificate");
    if (key.provider != kProvider) return Error(ErrorCode::KeyNotFound).with("name", to_text(key));
    const Result<Bytes> id = id_of_name(key.name);
    if (!id) return id.error();
    if (Status ready = check_login(*token_); !ready) return ready;
    const Result<KeyObjects> keys = key_objects(*token_, *id);
    if (!keys) return keys.error();
    if (keys->private_keys.empty()) return Error(ErrorCode::KeyNotFound).with("name", key.name);
    if (private_key_for(*keys, info_of({.der = {der.begin(), der.end()}})) == nullptr) {
      return Error(ErrorCode::KeyDoesNotMatch).with("name", key.name);
    }
    if (Status put = put_certificate(*certificate, *id, friendly_name); !put) return put;
    return label_keys(*keys, *certificate, friendly_name);
  }

  [[nodiscard]] Status remove(const Sha256& thumbprint) override {
    const Result<CertificateObject> found = find_certificate(*token_, thumbprint);
    if (found) return token_->destroy(found->handle);
    return found.error().code == ErrorCode::NotFound ? Status() : found.error();
  }

  [[nodiscard]] Status set_friendly_name(const Sha256& thumbprint, const std::string& friendly_name) override {
    const Result<CertificateObject> found = find_certificate(*token_, thumbprint);
    if (!found) return found.error();
    if (found->label == friendly_name) return {};
    if (Status ready = check_login(*token_); !ready) return ready;
    return token_->change(found->handle, {attribute(CKA_LABEL, std::string_view(friendly_name))});
  }

  [[nodiscard]] Result<StoredCertificate> import_pkcs12(std::span<const std::uint8_t> /*pfx*/,
                                                        const Secret& /*password*/, const std::string& /*name*/,
                                                        bool /*exportable*/,
                                                        const std::string& /*friendly_name*/) override {
    return Error(ErrorCode::InvalidArgument, "keys of a token are made on it");
  }

  [[nodiscard]] Status add_intermediate(std::span<const std::uint8_t> /*der*/) override { return {}; }

 private:
  Status put_certificate(const X509& certificate, const Bytes& id, const std::string& friendly_name) {
    const Bytes der = der_of(certificate);
    const Result<CertificateObject> there = find_certificate(*token_, x509::sha256({der}));
    if (!there && there.error().code != ErrorCode::NotFound) return there.error();
    if (there) {
      Status changed =
          token_->change(there->handle, {attribute(CKA_ID, id), attribute(CKA_LABEL, std::string_view(friendly_name))});
      if (changed || !token_->usable()) return changed;
      // A library that changes nothing: written anew, which a repeated step finishes if it is cut off here.
      if (Status gone = token_->destroy(there->handle); !gone) return gone;
    }
    const Bytes subject = der_with(i2d_X509_NAME, X509_get_subject_name(&certificate));
    const Bytes issuer = der_with(i2d_X509_NAME, X509_get_issuer_name(&certificate));
    const Bytes serial = der_with(i2d_ASN1_INTEGER, X509_get0_serialNumber(&certificate));
    return token_->create({attribute(CKA_CLASS, std::uint64_t{CKO_CERTIFICATE}), attribute(CKA_TOKEN, true),
                           attribute(CKA_PRIVATE, false), attribute(CKA_CERTIFICATE_TYPE, std::uint64_t{CKC_X_509}),
                           attribute(CKA_ID, id), attribute(CKA_LABEL, std::string_view(friendly_name)),
                           attribute(CKA_SUBJECT, subject), attribute(CKA_ISSUER, issuer),
                           attribute(CKA_SERIAL_NUMBER, serial), attribute(CKA_VALUE, der)});
  }

  // Keys that do not let themselves be renamed are as good: the ID is what ties.
  Status label_keys(const KeyObjects& keys, const X509& certificate, const std::string& friendly_name) {
    const Bytes subject = der_with(i2d_X509_NAME, X509_get_subject_name(&certificate));
    std::vector<ObjectHandle> halves;
    for (const PrivateObject& one : keys.private_keys) halves.push_back(one.handle);
    for (const PublicObject& one : keys.public_keys) halves.push_back(one.handle);
    for (const ObjectHandle one : halves) {
      const Attribute label = attribute(CKA_LABEL, std::string_view(friendly_name));
      Status named = token_->change(one, {label, attribute(CKA_SUBJECT, subject)});
      if (!named && token_->usable()) named = token_->change(one, {label});
      if (!named && !token_->usable()) return named;
    }
    return {};
  }

  std::shared_ptr<TokenSession> token_;
};

}  // namespace

std::unique_ptr<PersonalStore> personal_store_of(std::shared_ptr<Token> token) {
  TokenSession& session = TokenSession::of(*token);
  return std::make_unique<TokenPersonalStore>(std::shared_ptr<TokenSession>(std::move(token), &session));
}

Status remove_pair(Token& token, const Sha256& thumbprint) {
  TokenSession& session = TokenSession::of(token);
  if (Status ready = check_login(session); !ready) return ready;
  const Result<CertificateObject> certificate = find_certificate(session, thumbprint);
  if (!certificate) return certificate.error().code == ErrorCode::NotFound ? Status() : certificate.error();
  const auto sharing =
      session.find({attribute(CKA_CLASS, std::uint64_t{CKO_CERTIFICATE}), attribute(CKA_ID, certificate->id)});
  if (!sharing) return sharing.error();
  if (!certificate->id.empty() && sharing->size() == 1) {
    const Result<KeyObjects> all = key_objects(session, certificate->id);
    if (!all) return all.error();
    // Of keys that share an ID only those that are the certificate's.
    const Bytes info = info_of(*certificate);
    KeyObjects its;
    if (const PrivateObject* key = private_key_for(*all, info)) its.private_keys.push_back(*key);
    std::ranges::copy_if(all->public_keys, std::back_inserter(its.public_keys),
                         [&](const PublicObject& half) { return half.public_key_info == info; });
    if (Status gone = destroy_keys(session, its); !gone) return gone;
  }
  return session.destroy(certificate->handle);
}

}  // namespace kigen::keys::pkcs11
