#include "common/keys/pkcs11/key_objects.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>

#include "common/keys/key_blobs.h"
#include "common/keys/signing_key.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::keys::pkcs11 {
namespace {

struct Curve {
  const char* name;
  std::vector<std::uint8_t> params;  // OBJECT IDENTIFIER, DER (RFC 5480 2.1.1.1)
};
const std::vector<Curve>& curves() {
  static const auto* known = new std::vector<Curve>{
      {"P-256", {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07}},
      {"P-384", {0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22}},
  };
  return *known;
}

// RSA numbers may come with leading zeros.
Bytes without_zeros(Bytes number) {
  number.erase(number.begin(), std::ranges::find_if(number, [](std::uint8_t octet) { return octet != 0; }));
  return number;
}

Bytes rsa_info(const ObjectValues& values) {
  const auto modulus = values.octets(CKA_MODULUS), exponent = values.octets(CKA_PUBLIC_EXPONENT);
  if (!modulus || !exponent) return {};
  return public_key_info_of_rsa(*modulus, without_zeros(*exponent));
}

EvpPkey decode(const Bytes& info) {
  const x509::ErrorQueueScope errors;
  const unsigned char* at = info.data();
  return EvpPkey(d2i_PUBKEY(nullptr, &at, static_cast<long>(info.size())));
}

// Whether the private key may be this public key's: of RSA certain, of EC as far as the curve tells.
bool may_belong(const PrivateObject& key, const Bytes& info) {
  if (!key.public_key_info.empty()) return key.public_key_info == info;
  const x509::ErrorQueueScope errors;
  const EvpPkey public_key = decode(info);
  if (!public_key) return false;
  if (key.algorithm == Algorithm::Ec) {
    return EVP_PKEY_is_a(public_key.get(), "EC") == 1 &&
           EVP_PKEY_get_bits(public_key.get()) == (key.curve == "P-256" ? 256 : 384);
  }
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(public_key.get(), OSSL_PKEY_PARAM_RSA_N, &number) != 1) return false;
  Bytes modulus(static_cast<std::size_t>(BN_num_bytes(number)));
  BN_bn2bin(number, modulus.data());
  BN_free(number);
  return modulus == key.modulus;
}

// A private EC key does not tell its point: where one private and one public key share an ID they belong together.
void pair_up(KeyObjects& keys) {
  for (PrivateObject& one : keys.private_keys) {
    if (!one.public_key_info.empty()) continue;
    const auto same = [&](const PrivateObject& other) {
      return other.algorithm == one.algorithm && other.curve == one.curve && other.modulus == one.modulus;
    };
    std::vector<Bytes> halves;
    for (const PublicObject& half : keys.public_keys) {
      if (may_belong(one, half.public_key_info)) halves.push_back(half.public_key_info);
    }
    if (std::ranges::count_if(keys.private_keys, same) == 1 && halves.size() == 1) one.public_key_info = halves[0];
  }
}

}  // namespace

Bytes public_info(const ObjectValues& values) {
  if (values.number(CKA_KEY_TYPE) == CKK_RSA) return rsa_info(values);
  const auto params = values.octets(CKA_EC_PARAMS), point = values.octets(CKA_EC_POINT);
  if (values.number(CKA_KEY_TYPE) != CKK_EC || !params || !point) return {};
  const std::string curve = curve_of_params(*params);
  return curve.empty() ? Bytes{} : public_key_info_of_ec(curve.c_str(), point_of(*point));
}

bool read_private(const ObjectValues& values, PrivateObject& key) {
  key.asks_each_time = values.is_true(CKA_ALWAYS_AUTHENTICATE);
  key.extractable = values.is_true(CKA_EXTRACTABLE);
  const auto type = values.number(CKA_KEY_TYPE);
  if (type == CKK_RSA) {
    key.modulus = without_zeros(values.octets(CKA_MODULUS).value_or(Bytes{}));
    key.public_key_info = rsa_info(values);
    return !key.modulus.empty();
  }
  key.algorithm = Algorithm::Ec;
  key.curve = curve_of_params(values.octets(CKA_EC_PARAMS).value_or(Bytes{}));
  return type == CKK_EC && !key.curve.empty();
}

std::string curve_of_params(std::span<const std::uint8_t> params) {
  const auto found =
      std::ranges::find_if(curves(), [&](const Curve& one) { return std::ranges::equal(one.params, params); });
  return found == curves().end() ? std::string() : std::string(found->name);
}

Bytes params_of_curve(const std::string& curve) {
  const auto found = std::ranges::find_if(curves(), [&](const Curve& one) { return curve == one.name; });
  return found == curves().end() ? Bytes{} : found->params;
}

std::span<const std::uint8_t> point_of(std::span<const std::uint8_t> value) {
  const bool wrapped = value.size() > 2 && value[0] == 0x04 && value[1] == value.size() - 2 && value[1] < 0x80;
  return wrapped ? value.subspan(2) : value;
}

Result<KeyObjects> key_objects(TokenSession& token, const Bytes& id) {
  KeyObjects keys;
  const auto private_keys = token.find({attribute(CKA_CLASS, std::uint64_t{CKO_PRIVATE_KEY}), attribute(CKA_ID, id)});
  if (!private_keys) return private_keys.error();
  const auto public_keys = token.find({attribute(CKA_CLASS, std::uint64_t{CKO_PUBLIC_KEY}), attribute(CKA_ID, id)});
  if (!public_keys) return public_keys.error();
  for (const ObjectHandle handle : *public_keys) {
    const auto values =
        token.read(handle, {CKA_KEY_TYPE, CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_EC_PARAMS, CKA_EC_POINT});
    if (!values && !token.usable()) return values.error();
    keys.public_keys.push_back({handle, values ? public_info(*values) : Bytes{}});
  }
  for (const ObjectHandle handle : *private_keys) {
    const auto values = token.read(handle, {CKA_KEY_TYPE, CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_EC_PARAMS,
                                            CKA_ALWAYS_AUTHENTICATE, CKA_EXTRACTABLE});
    if (!values && !token.usable()) return values.error();
    PrivateObject key{.handle = handle};
    if (values && read_private(*values, key)) {
      keys.private_keys.push_back(std::move(key));
    } else {
      keys.unknown.push_back(handle);
    }
  }
  pair_up(keys);
  return keys;
}

const PrivateObject* private_key_for(const KeyObjects& keys, const Bytes& public_key_info) {
  const PrivateObject* found = nullptr;
  for (const PrivateObject& one : keys.private_keys) {
    if (!may_belong(one, public_key_info)) continue;
    if (!one.public_key_info.empty()) return &one;
    if (found != nullptr) return nullptr;
    found = &one;
  }
  return found;
}

}  // namespace kigen::keys::pkcs11
