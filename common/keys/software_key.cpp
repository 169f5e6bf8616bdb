#include "common/keys/software_key.h"

#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "common/keys/hash.h"
#include "common/keys/openssl_error.h"
#include "common/keys/public_key.h"

namespace kigen::keys {
namespace {

using PkeyContext = x509::OpenSslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Pkcs8Ptr = x509::OpenSslPtr<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
constexpr std::size_t kMaxPkcs8 = std::size_t{64} * 1024;

Error system_error(ErrorCode code, const char* call) {
  const std::string words = describe_openssl(call);
  return Error(code, words).with("system", words);
}

class SoftwareKey final : public Key {
 public:
  SoftwareKey(EvpPkey key, Algorithm algorithm)
      : key_(std::move(key)), algorithm_(algorithm), info_(public_key_info_of(*key_)) {}

  [[nodiscard]] Algorithm algorithm() const override { return algorithm_; }
  [[nodiscard]] const Bytes& public_key_info() const override { return info_; }
  [[nodiscard]] bool can(Padding padding) const override {
    return (padding == Padding::Ecdsa) == (algorithm_ == Algorithm::Ec);
  }

  [[nodiscard]] Result<Bytes> sign(const SignRequest& request) override {
    if (Status fit = check_request(*this, request); !fit) return fit.error();
    const x509::ErrorQueueScope errors;
    const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
    if (!context || !prepare(context.get(), request))
      return system_error(ErrorCode::KeyNotUsable, "EVP_PKEY_sign_init");
    Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
    std::size_t size = signature.size();
    if (EVP_PKEY_sign(context.get(), signature.data(), &size, request.digest.data(), request.digest.size()) != 1) {
      return system_error(ErrorCode::KeyNotUsable, "EVP_PKEY_sign");
    }
    signature.resize(size);
    return signature;
  }

 private:
  static bool prepare(EVP_PKEY_CTX* context, const SignRequest& request) {
    const x509::OpenSslPtr<EVP_MD, EVP_MD_free> digest(EVP_MD_fetch(nullptr, openssl_name(request.hash), nullptr));
    if (EVP_PKEY_sign_init(context) != 1 || EVP_PKEY_CTX_set_signature_md(context, digest.get()) != 1) return false;
    if (request.padding == Padding::Ecdsa) return true;
    const bool pss = request.padding == Padding::Pss;
    if (EVP_PKEY_CTX_set_rsa_padding(context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) != 1) return false;
    const int salt = request.salt_length < 0 ? RSA_PSS_SALTLEN_DIGEST : request.salt_length;
    return !pss || EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt) == 1;
  }

  EvpPkey key_;
  Algorithm algorithm_;
  Bytes info_;
};

}  // namespace

Status check_spec(const KeySpec& spec) {
  const bool rsa = spec.rsa_bits == 2048 || spec.rsa_bits == 3072 || spec.rsa_bits == 4096;
  const bool ec = spec.ec_curve == "P-256" || spec.ec_curve == "P-384";
  if (spec.algorithm == Algorithm::Rsa ? rsa : ec) return {};
  return Error(ErrorCode::InvalidArgument, spec.algorithm == Algorithm::Rsa
                                               ? "RSA with " + std::to_string(spec.rsa_bits) + " bits"
                                               : "an unknown curve");
}

Result<EvpPkey> generate_software_key(const KeySpec& spec) {
  if (Status fit = check_spec(spec); !fit) return fit.error();
  const x509::ErrorQueueScope errors;
  EvpPkey key(spec.algorithm == Algorithm::Rsa
                  ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(spec.rsa_bits))
                  : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", spec.ec_curve.c_str()));
  if (!key) return system_error(ErrorCode::KeyNotMade, "EVP_PKEY_Q_keygen");
  return key;
}

Result<EvpPkey> decode_private_key(std::span<const std::uint8_t> pkcs8) {
  const x509::ErrorQueueScope errors;
  if (pkcs8.size() > kMaxPkcs8) return Error(ErrorCode::KeyNotUsable, "too large").with("system", "PKCS#8: too large");
  const unsigned char* at = pkcs8.data();
  const Pkcs8Ptr info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(pkcs8.size())));
  EvpPkey key(info ? EVP_PKCS82PKEY(info.get()) : nullptr);
  const bool known = key && (EVP_PKEY_is_a(key.get(), "RSA") == 1 || EVP_PKEY_is_a(key.get(), "EC") == 1);
  if (!known) return system_error(ErrorCode::KeyNotUsable, "PKCS#8");
  return key;
}

Result<WipedBytes> encode_private_key(const EVP_PKEY& key) {
  const x509::ErrorQueueScope errors;
  const Pkcs8Ptr info(EVP_PKEY2PKCS8(&key));
  const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
  if (size <= 0) return system_error(ErrorCode::KeyNotUsable, "EVP_PKEY2PKCS8");
  WipedBytes der(static_cast<std::size_t>(size));
  unsigned char* at = der.data();
  i2d_PKCS8_PRIV_KEY_INFO(info.get(), &at);
  return der;
}

Result<std::unique_ptr<Key>> make_software_key(EvpPkey key) {
  const bool rsa = EVP_PKEY_is_a(key.get(), "RSA") == 1;
  if (!rsa && EVP_PKEY_is_a(key.get(), "EC") != 1) {
    return Error(ErrorCode::KeyNotUsable, "neither RSA nor EC").with("system", "neither RSA nor EC");
  }
  return std::make_unique<SoftwareKey>(std::move(key), rsa ? Algorithm::Rsa : Algorithm::Ec);
}

}  // namespace kigen::keys
