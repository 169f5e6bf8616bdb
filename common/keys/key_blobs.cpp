#include "common/keys/key_blobs.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>

#include <algorithm>

#include "common/keys/public_key.h"
#include "common/keys/signing_key.h"

namespace kigen::keys {
namespace {

using Octets = std::span<const std::uint8_t>;
using Number = x509::OpenSslPtr<BIGNUM, BN_clear_free>;
using Builder = x509::OpenSslPtr<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = x509::OpenSslPtr<OSSL_PARAM, OSSL_PARAM_free>;
using PkeyContext = x509::OpenSslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

constexpr std::uint32_t kRsaPublic = 0x31415352, kRsaFullPrivate = 0x33415352, kCapiRsaPrivate = 0x32415352;
constexpr std::uint32_t kEcdsaPublicP256 = 0x31534345, kEcdsaPrivateP256 = 0x32534345;
constexpr std::uint32_t kEcdsaPublicP384 = 0x33534345, kEcdsaPrivateP384 = 0x34534345;
constexpr std::uint32_t kEcdhPublicP256 = 0x314b4345, kEcdhPublicP384 = 0x334b4345;
constexpr std::uint32_t kCalgRsaKeyExchange = 0x0000a400;
constexpr std::uint8_t kPublicKeyBlob = 6, kPrivateKeyBlob = 7, kBlobVersion = 2;
constexpr std::size_t kMaxModulus = 2048;  // octets

// Little-endian words, then numbers of given lengths.
class BlobReader {
 public:
  explicit BlobReader(Octets rest) : rest_(rest) {}
  std::uint32_t word() {
    const Octets four = take(4);
    if (four.size() < 4) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 4; i > 0; --i) value = value << 8 | four[i - 1];
    return value;
  }
  Octets take(std::size_t size) {
    if (size > rest_.size()) {
      failed_ = true;
      return {};
    }
    const Octets taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  [[nodiscard]] bool complete() const { return !failed_ && rest_.empty(); }

 private:
  Octets rest_;
  bool failed_ = false;
};

class BlobWriter {
 public:
  explicit BlobWriter(std::size_t size) : blob_(size) {}
  void word(std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) blob_.data()[at_++] = static_cast<std::uint8_t>(value >> shift);
  }
  void big_endian(const BIGNUM* number, int size) { advance(BN_bn2binpad(number, blob_.data() + at_, size)); }
  void little_endian(const BIGNUM* number, int size) { advance(BN_bn2lebinpad(number, blob_.data() + at_, size)); }
  [[nodiscard]] std::optional<WipedBytes> finish() {
    if (failed_ || at_ != blob_.size()) return std::nullopt;
    return std::move(blob_);
  }

 private:
  void advance(int written) {
    failed_ = failed_ || written < 0;
    at_ += static_cast<std::size_t>(std::max(written, 0));
  }
  WipedBytes blob_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

Bytes info_of(const char* type, const OSSL_PARAM_BLD* values) {
  const Params params(OSSL_PARAM_BLD_to_param(const_cast<OSSL_PARAM_BLD*>(values)));
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return {};
  }
  const EvpPkey owner(key);
  return public_key_info_of(*key);
}

Bytes rsa_info(const BIGNUM* modulus, const BIGNUM* exponent) {
  const Builder values(OSSL_PARAM_BLD_new());
  if (!values || OSSL_PARAM_BLD_push_BN(values.get(), OSSL_PKEY_PARAM_RSA_N, modulus) != 1 ||
      OSSL_PARAM_BLD_push_BN(values.get(), OSSL_PKEY_PARAM_RSA_E, exponent) != 1) {
    return {};
  }
  return info_of("RSA", values.get());
}

Number big_endian(Octets octets) {
  return Number(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
}

Bytes cng_rsa(BlobReader blob) {
  blob.word();
  const std::uint32_t exponent_size = blob.word(), modulus_size = blob.word();
  blob.word();
  blob.word();
  if (exponent_size == 0 || exponent_size > 8 || modulus_size == 0 || modulus_size > kMaxModulus) return {};
  const Octets exponent = blob.take(exponent_size), modulus = blob.take(modulus_size);
  if (!blob.complete()) return {};
  return rsa_info(big_endian(modulus).get(), big_endian(exponent).get());
}

Bytes ec_info(const char* curve, Octets point) {
  const Builder values(OSSL_PARAM_BLD_new());
  if (!values || OSSL_PARAM_BLD_push_utf8_string(values.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(values.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
    return {};
  }
  return info_of("EC", values.get());
}

Bytes cng_ec(BlobReader blob, const char* curve, std::size_t field) {
  if (blob.word() != field) return {};
  const Octets point = blob.take(2 * field);
  if (!blob.complete()) return {};
  Bytes uncompressed{POINT_CONVERSION_UNCOMPRESSED};
  uncompressed.insert(uncompressed.end(), point.begin(), point.end());
  return ec_info(curve, uncompressed);
}

Number number_of(const EVP_PKEY& key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(&key, name, &number);
  return Number(number);
}

struct RsaNumbers {
  Number modulus, exponent, private_exponent, prime1, prime2, exponent1, exponent2, coefficient;
  int octets = 0;  ///< of the modulus
};
std::optional<RsaNumbers> rsa_numbers(const EVP_PKEY& key) {
  RsaNumbers rsa{.modulus = number_of(key, OSSL_PKEY_PARAM_RSA_N),
                 .exponent = number_of(key, OSSL_PKEY_PARAM_RSA_E),
                 .private_exponent = number_of(key, OSSL_PKEY_PARAM_RSA_D),
                 .prime1 = number_of(key, OSSL_PKEY_PARAM_RSA_FACTOR1),
                 .prime2 = number_of(key, OSSL_PKEY_PARAM_RSA_FACTOR2),
                 .exponent1 = number_of(key, OSSL_PKEY_PARAM_RSA_EXPONENT1),
                 .exponent2 = number_of(key, OSSL_PKEY_PARAM_RSA_EXPONENT2),
                 .coefficient = number_of(key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1)};
  const bool whole = rsa.modulus && rsa.exponent && rsa.private_exponent && rsa.prime1 && rsa.prime2 && rsa.exponent1 &&
                     rsa.exponent2 && rsa.coefficient;
  // Windows has RSA keys of whole, even numbers of octets with a 32-bit exponent only.
  if (!whole || BN_num_bits(rsa.modulus.get()) % 16 != 0 || BN_num_bits(rsa.exponent.get()) > 32) return std::nullopt;
  rsa.octets = BN_num_bytes(rsa.modulus.get());
  return rsa;
}

std::optional<WipedBytes> rsa_private_blob(const EVP_PKEY& key) {
  const std::optional<RsaNumbers> rsa = rsa_numbers(key);
  if (!rsa) return std::nullopt;
  const int full = rsa->octets, half = full / 2, exponent = BN_num_bytes(rsa->exponent.get());
  BlobWriter blob(24 + static_cast<std::size_t>(exponent + 2 * full + 5 * half));
  blob.word(kRsaFullPrivate);
  for (const int size : {full * 8, exponent, full, half, half}) blob.word(static_cast<std::uint32_t>(size));
  blob.big_endian(rsa->exponent.get(), exponent);
  blob.big_endian(rsa->modulus.get(), full);
  for (const Number* part : {&rsa->prime1, &rsa->prime2, &rsa->exponent1, &rsa->exponent2, &rsa->coefficient}) {
    blob.big_endian(part->get(), half);
  }
  blob.big_endian(rsa->private_exponent.get(), full);
  return blob.finish();
}

std::optional<WipedBytes> ec_private_blob(const EVP_PKEY& key) {
  const int bits = EVP_PKEY_get_bits(&key);
  if (bits != 256 && bits != 384) return std::nullopt;
  const Number x = number_of(key, OSSL_PKEY_PARAM_EC_PUB_X), y = number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y);
  const Number secret = number_of(key, OSSL_PKEY_PARAM_PRIV_KEY);
  char curve[64];
  const bool known = EVP_PKEY_get_group_name(&key, curve, sizeof curve, nullptr) == 1 &&
                     (OBJ_txt2nid(curve) == NID_X9_62_prime256v1 || OBJ_txt2nid(curve) == NID_secp384r1);
  if (!known || !x || !y || !secret) return std::nullopt;
  const int field = bits / 8;
  BlobWriter blob(8 + 3 * static_cast<std::size_t>(field));
  blob.word(bits == 256 ? kEcdsaPrivateP256 : kEcdsaPrivateP384);
  blob.word(static_cast<std::uint32_t>(field));
  for (const Number* part : {&x, &y, &secret}) blob.big_endian(part->get(), field);
  return blob.finish();
}

}  // namespace

Bytes public_key_info_of_cng(Octets blob) {
  const x509::ErrorQueueScope errors;
  BlobReader reader(blob);
  switch (reader.word()) {
    case kRsaPublic:
      return cng_rsa(reader);
    case kEcdsaPublicP256:
    case kEcdhPublicP256:
      return cng_ec(reader, "P-256", 32);
    case kEcdsaPublicP384:
    case kEcdhPublicP384:
      return cng_ec(reader, "P-384", 48);
    default:
      return {};
  }
}

Bytes public_key_info_of_capi(Octets blob) {
  const x509::ErrorQueueScope errors;
  BlobReader reader(blob);
  const std::uint32_t head = reader.word();
  reader.word();
  if ((head & 0xff) != kPublicKeyBlob || reader.word() != kRsaPublic) return {};
  const std::uint32_t bits = reader.word(), exponent = reader.word();
  if (bits == 0 || bits % 8 != 0 || bits / 8 > kMaxModulus) return {};
  const Octets modulus = reader.take(bits / 8);
  if (!reader.complete()) return {};
  const Number n(BN_lebin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr)), e(BN_new());
  if (!n || !e || BN_set_word(e.get(), exponent) != 1) return {};
  return rsa_info(n.get(), e.get());
}

Bytes public_key_info_of_rsa(Octets modulus, Octets exponent) {
  const x509::ErrorQueueScope errors;
  if (exponent.empty() || exponent.size() > 8 || modulus.empty() || modulus.size() > kMaxModulus) return {};
  return rsa_info(big_endian(modulus).get(), big_endian(exponent).get());
}

Bytes public_key_info_of_ec(const char* curve, Octets point) {
  const x509::ErrorQueueScope errors;
  if (point.empty() || point[0] != POINT_CONVERSION_UNCOMPRESSED) return {};
  return ec_info(curve, point);
}

std::optional<WipedBytes> cng_private_blob(const EVP_PKEY& key) {
  const x509::ErrorQueueScope errors;
  return EVP_PKEY_is_a(&key, "RSA") == 1 ? rsa_private_blob(key) : ec_private_blob(key);
}

std::optional<WipedBytes> capi_private_blob(const EVP_PKEY& key) {
  const x509::ErrorQueueScope errors;
  const std::optional<RsaNumbers> rsa = EVP_PKEY_is_a(&key, "RSA") == 1 ? rsa_numbers(key) : std::nullopt;
  if (!rsa) return std::nullopt;
  const int full = rsa->octets, half = full / 2;
  BlobWriter blob(20 + static_cast<std::size_t>(2 * full + 5 * half));
  blob.word(kPrivateKeyBlob | std::uint32_t{kBlobVersion} << 8);
  blob.word(kCalgRsaKeyExchange);
  blob.word(kCapiRsaPrivate);
  blob.word(static_cast<std::uint32_t>(full * 8));
  blob.word(static_cast<std::uint32_t>(BN_get_word(rsa->exponent.get())));
  blob.little_endian(rsa->modulus.get(), full);
  for (const Number* part : {&rsa->prime1, &rsa->prime2, &rsa->exponent1, &rsa->exponent2, &rsa->coefficient}) {
    blob.little_endian(part->get(), half);
  }
  blob.little_endian(rsa->private_exponent.get(), full);
  return blob.finish();
}

Bytes ecdsa_signature(Octets halves) {
  const x509::OpenSslPtr<ECDSA_SIG, ECDSA_SIG_free> signature(ECDSA_SIG_new());
  if (!signature || halves.empty() || halves.size() % 2 != 0) return {};
  Number r = big_endian(halves.first(halves.size() / 2)), s = big_endian(halves.subspan(halves.size() / 2));
  if (!r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
  static_cast<void>(r.release());
  static_cast<void>(s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return {};
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

}  // namespace kigen::keys
