#include "common/keys/pkcs11/token_key.h"

#include <p11-kit/pkcs11.h>

#include <algorithm>

#include "common/keys/hash.h"
#include "common/keys/key_blobs.h"

namespace kigen::keys::pkcs11 {
namespace {

struct HashNames {
  std::uint64_t mechanism, mask;
  std::vector<std::uint8_t> prefix;  // of the DigestInfo
};
HashNames names_of(Hash hash) {
  switch (hash) {
    case Hash::Sha1:
      return {CKM_SHA_1,
              CKG_MGF1_SHA1,
              {0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14}};
    case Hash::Sha256:
      return {CKM_SHA256,
              CKG_MGF1_SHA256,
              {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
               0x04, 0x20}};
    case Hash::Sha384:
      return {CKM_SHA384,
              CKG_MGF1_SHA384,
              {0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00,
               0x04, 0x30}};
    case Hash::Sha512:
      break;
  }
  return {CKM_SHA512,
          CKG_MGF1_SHA512,
          {0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04,
           0x40}};
}

Error not_usable(const std::string& why) {
  return Error(ErrorCode::KeyNotUsable, why).with("system", why);
}

class TokenKey final : public Key {
 public:
  TokenKey(std::shared_ptr<TokenSession> token, const PrivateObject& object, Bytes info)
      : token_(std::move(token)), object_(object), info_(std::move(info)) {}

  [[nodiscard]] Algorithm algorithm() const override { return object_.algorithm; }
  [[nodiscard]] const Bytes& public_key_info() const override { return info_; }
  [[nodiscard]] bool can(Padding padding) const override {
    if ((padding == Padding::Ecdsa) != (object_.algorithm == Algorithm::Ec)) return false;
    return padding != Padding::Pss || token_->can_sign(CKM_RSA_PKCS_PSS);
  }

  [[nodiscard]] Result<Bytes> sign(const SignRequest& request) override {
    if (Status fit = check_request(*this, request); !fit) return fit.error();
    return request.padding == Padding::Ecdsa ? sign_ec(request) : sign_rsa(request);
  }

 private:
  Result<Bytes> sign_rsa(const SignRequest& request) {
    std::vector<std::uint64_t> mechanism{CKM_RSA_PKCS};
    Bytes data(request.digest.begin(), request.digest.end());
    if (request.padding == Padding::Pss) {
      const HashNames names = names_of(request.hash);
      const auto salt =
          request.salt_length < 0 ? digest_length(request.hash) : static_cast<std::size_t>(request.salt_length);
      mechanism = {CKM_RSA_PKCS_PSS, names.mechanism, names.mask, salt};
    } else {
      data = digest_info(request.hash, request.digest);
    }
    Result<Bytes> signature = token_->sign(object_.handle, mechanism, data);
    if (signature && signature->size() != object_.modulus.size())
      return not_usable("C_Sign: a signature of another length");
    return signature;
  }

  Result<Bytes> sign_ec(const SignRequest& request) {
    const std::size_t field = object_.curve == "P-256" ? 32 : 48;
    // The leftmost bits of a longer hash (FIPS 186-4 6.4), which not every token takes itself.
    const auto digest = request.digest.first(std::min(field, request.digest.size()));
    const Result<Bytes> halves = token_->sign(object_.handle, {CKM_ECDSA}, digest);
    if (!halves) return halves.error();
    if (halves->size() != 2 * field) return not_usable("C_Sign: a signature of another length");
    return ecdsa_signature(*halves);
  }

  std::shared_ptr<TokenSession> token_;
  PrivateObject object_;
  Bytes info_;
};

}  // namespace

Bytes digest_info(Hash hash, std::span<const std::uint8_t> digest) {
  Bytes out = names_of(hash).prefix;
  out.insert(out.end(), digest.begin(), digest.end());
  return out;
}

Result<std::unique_ptr<Key>> make_token_key(std::shared_ptr<TokenSession> token, const PrivateObject& object,
                                            const Bytes& public_key_info) {
  if (object.asks_each_time) return not_usable("the key wants its PIN for every signature (CKA_ALWAYS_AUTHENTICATE)");
  return std::make_unique<TokenKey>(std::move(token), object, public_key_info);
}

}  // namespace kigen::keys::pkcs11
