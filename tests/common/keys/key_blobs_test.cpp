#include "common/keys/key_blobs.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>

#include "common/keys/hash.h"
#include "common/keys/public_key.h"
#include "common/keys/reference.h"
#include "tests/common/keys/support/issued.h"

namespace kigen::keys {
namespace {

Bytes number(EVP_PKEY* key, const char* name, std::size_t size, bool little = false) {
  BIGNUM* value = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(key, name, &value), 1);
  Bytes out(size);
  EXPECT_GE(little ? BN_bn2lebinpad(value, out.data(), static_cast<int>(size))
                   : BN_bn2binpad(value, out.data(), static_cast<int>(size)),
            0);
  BN_clear_free(value);
  return out;
}

Bytes words(std::initializer_list<std::uint32_t> values) {
  Bytes out;
  for (const std::uint32_t value : values) {
    for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
  return out;
}

Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Bytes copy(const std::optional<WipedBytes>& blob) {
  if (!blob) return {};
  return {blob->view().begin(), blob->view().end()};
}

const Bytes kExponent = {0x01, 0x00, 0x01};

TEST(KeyBlobs, ReadPublicKeysOfCng) {
  EVP_PKEY* rsa = test::known_key("RSA 2048");
  const Bytes blob = words({0x31415352, 2048, 3, 256, 0, 0}) + kExponent + number(rsa, OSSL_PKEY_PARAM_RSA_N, 256);
  EXPECT_EQ(public_key_info_of_cng(blob), public_key_info_of(*rsa));
  for (const auto& [curve, ecdsa, ecdh, field] :
       {std::tuple{"P-256", 0x31534345U, 0x314b4345U, 32U}, std::tuple{"P-384", 0x33534345U, 0x334b4345U, 48U}}) {
    EVP_PKEY* ec = test::known_key(curve);
    const Bytes point = number(ec, OSSL_PKEY_PARAM_EC_PUB_X, field) + number(ec, OSSL_PKEY_PARAM_EC_PUB_Y, field);
    EXPECT_EQ(public_key_info_of_cng(words({ecdsa, field}) + point), public_key_info_of(*ec));
    EXPECT_EQ(public_key_info_of_cng(words({ecdh, field}) + point), public_key_info_of(*ec));
    EXPECT_TRUE(public_key_info_of_cng(words({ecdsa, field - 1}) + point).empty());
    // A point that is not on the curve.
    Bytes off = words({ecdsa, field}) + point;
    off.back() ^= 1;
    EXPECT_TRUE(public_key_info_of_cng(off).empty());
  }
}

TEST(KeyBlobs, ReadPublicKeysOfCapi) {
  EVP_PKEY* rsa = test::known_key("RSA 2048");
  const Bytes blob =
      words({0x00000206, 0x0000a400, 0x31415352, 2048, 65537}) + number(rsa, OSSL_PKEY_PARAM_RSA_N, 256, true);
  EXPECT_EQ(public_key_info_of_capi(blob), public_key_info_of(*rsa));
}

TEST(KeyBlobs, TakeNothingThatIsCutShort) {
  EVP_PKEY* rsa = test::known_key("RSA 2048");
  const Bytes cng = words({0x31415352, 2048, 3, 256, 0, 0}) + kExponent + number(rsa, OSSL_PKEY_PARAM_RSA_N, 256);
  const Bytes capi =
      words({0x00000206, 0x0000a400, 0x31415352, 2048, 65537}) + number(rsa, OSSL_PKEY_PARAM_RSA_N, 256, true);
  for (std::size_t size = 0; size < cng.size(); ++size) {
    EXPECT_TRUE(public_key_info_of_cng(std::span(cng).first(size)).empty()) << size;
  }
  for (std::size_t size = 0; size < capi.size(); ++size) {
    EXPECT_TRUE(public_key_info_of_capi(std::span(capi).first(size)).empty()) << size;
  }
  EXPECT_TRUE(public_key_info_of_cng(cng + Bytes{0}).empty());
  EXPECT_TRUE(public_key_info_of_capi(capi + Bytes{0}).empty());
  EXPECT_TRUE(public_key_info_of_cng(words({0x31415352, 2048, 3, 0xffffffff, 0, 0}) + kExponent).empty());
}

TEST(KeyBlobs, WritePrivateKeysAsWindowsReadsThem) {
  EVP_PKEY* rsa = test::known_key("RSA 2048");
  const std::initializer_list<const char*> halves = {OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
                                                     OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2,
                                                     OSSL_PKEY_PARAM_RSA_COEFFICIENT1};
  Bytes cng = words({0x33415352, 2048, 3, 256, 128, 128}) + kExponent + number(rsa, OSSL_PKEY_PARAM_RSA_N, 256);
  Bytes capi = words({0x00000207, 0x0000a400, 0x32415352, 2048, 65537}) + number(rsa, OSSL_PKEY_PARAM_RSA_N, 256, true);
  for (const char* half : halves) {
    cng = std::move(cng) + number(rsa, half, 128);
    capi = std::move(capi) + number(rsa, half, 128, true);
  }
  EXPECT_EQ(copy(cng_private_blob(*rsa)), cng + number(rsa, OSSL_PKEY_PARAM_RSA_D, 256));
  EXPECT_EQ(copy(capi_private_blob(*rsa)), capi + number(rsa, OSSL_PKEY_PARAM_RSA_D, 256, true));

  EVP_PKEY* ec = test::known_key("P-384");
  EXPECT_EQ(copy(cng_private_blob(*ec)), words({0x34534345, 48}) + number(ec, OSSL_PKEY_PARAM_EC_PUB_X, 48) +
                                             number(ec, OSSL_PKEY_PARAM_EC_PUB_Y, 48) +
                                             number(ec, OSSL_PKEY_PARAM_PRIV_KEY, 48));
  EXPECT_FALSE(capi_private_blob(*ec));
  EXPECT_FALSE(cng_private_blob(*test::known_key("secp256k1")));
}

TEST(KeyBlobs, JoinTheHalvesOfAnEcdsaSignature) {
  const Bytes halves = Bytes(31, 0) + Bytes{0x80} + Bytes(31, 0) + Bytes{0x05};
  EXPECT_EQ(ecdsa_signature(halves), (Bytes{0x30, 0x07, 0x02, 0x02, 0x00, 0x80, 0x02, 0x01, 0x05}));
  EXPECT_TRUE(ecdsa_signature(Bytes(63, 1)).empty());
  EXPECT_TRUE(ecdsa_signature({}).empty());
}

TEST(KeyReference, IsReadAsItIsWritten) {
  const KeyReference key{.provider = "cng", .name = "kigen-1.a_B"};
  EXPECT_EQ(to_text(key), "cng:kigen-1.a_B");
  EXPECT_EQ(parse_key_reference("cng:kigen-1.a_B"), key);
  for (const char* bad : {"", "cng", "cng:", ":name", "other:name", "cng:a/b", "cng:a b", "cng:a:b", "file:\n"}) {
    EXPECT_FALSE(parse_key_reference(bad)) << bad;
  }
  EXPECT_TRUE(parse_key_reference("file:" + std::string(128, 'x')));
  EXPECT_FALSE(parse_key_reference("file:" + std::string(129, 'x')));
}

TEST(HashName, IsFoundByEveryNameThatOpenSslUses) {
  for (const char* name : {"SHA256", "SHA2-256", "sha-256", "2.16.840.1.101.3.4.2.1"}) {
    EXPECT_EQ(hash_of_name(name), Hash::Sha256) << name;
  }
  EXPECT_EQ(hash_of_name("SHA1"), Hash::Sha1);
  EXPECT_EQ(hash_of_name("SHA384"), Hash::Sha384);
  EXPECT_EQ(hash_of_name("SHA512"), Hash::Sha512);
  EXPECT_FALSE(hash_of_name("MD5"));
  EXPECT_FALSE(hash_of_name("SHA3-256"));
  EXPECT_FALSE(hash_of_name("nonsense"));
}

}  // namespace
}  // namespace kigen::keys
