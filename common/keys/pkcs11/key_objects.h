// The key objects of one CKA_ID, paired: which private key belongs to which public half. Uses a TokenSession, on its
// thread. Nothing that the token says is trusted: IDs may be shared, halves missing, numbers wrong.
#pragma once

#include <span>
#include <vector>

#include "common/keys/key.h"
#include "common/keys/pkcs11/token_session.h"

namespace kigen::keys::pkcs11 {

struct PrivateObject {
  ObjectHandle handle = 0;
  Algorithm algorithm = Algorithm::Rsa;
  Bytes modulus;                ///< RSA
  std::string curve;            ///< EC: "P-256", "P-384"
  Bytes public_key_info;        ///< empty when the token has no public half and it has to be taken from a certificate
  bool asks_each_time = false;  ///< CKA_ALWAYS_AUTHENTICATE
  bool extractable = false;
};
struct PublicObject {
  ObjectHandle handle = 0;
  Bytes public_key_info;  ///< empty when it is of a kind that Kigen does not know
};
struct KeyObjects {
  std::vector<PrivateObject> private_keys;  ///< RSA and EC on a known curve
  std::vector<ObjectHandle> unknown;        ///< private keys of other kinds
  std::vector<PublicObject> public_keys;
};
[[nodiscard]] Result<KeyObjects> key_objects(TokenSession& token, const Bytes& id);

/// SubjectPublicKeyInfo of a public key object's values; empty for a kind that Kigen does not know.
[[nodiscard]] Bytes public_info(const ObjectValues& values);
/// Takes over a private key object's values; false for a kind that Kigen cannot use.
[[nodiscard]] bool read_private(const ObjectValues& values, PrivateObject& key);

/// The private key for this SubjectPublicKeyInfo, which comes from a certificate; null when there is none, or when it
/// cannot be told which of several it is.
[[nodiscard]] const PrivateObject* private_key_for(const KeyObjects& keys, const Bytes& public_key_info);

/// "P-256" or "P-384" of CKA_EC_PARAMS, "" for another curve; and back.
[[nodiscard]] std::string curve_of_params(std::span<const std::uint8_t> params);
[[nodiscard]] Bytes params_of_curve(const std::string& curve);
/// The point of CKA_EC_POINT: in an OCTET STRING as PKCS #11 has it, or bare as some libraries do.
[[nodiscard]] std::span<const std::uint8_t> point_of(std::span<const std::uint8_t> value);

}  // namespace kigen::keys::pkcs11
