#include "common/keys/algorithm_identifier.h"

#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "common/keys/hash.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::keys {
namespace {

using AlgorithmPtr = x509::OpenSslPtr<X509_ALGOR, X509_ALGOR_free>;
using PssPtr = x509::OpenSslPtr<RSA_PSS_PARAMS, RSA_PSS_PARAMS_free>;
using StringPtr = x509::OpenSslPtr<ASN1_STRING, ASN1_STRING_free>;

int nid_of(Hash hash) {
  switch (hash) {
    case Hash::Sha1:
      return NID_sha1;
    case Hash::Sha256:
      return NID_sha256;
    case Hash::Sha384:
      return NID_sha384;
    case Hash::Sha512:
      return NID_sha512;
  }
  return NID_undef;
}

AlgorithmPtr digest_algorithm(Hash hash) {
  AlgorithmPtr algorithm(X509_ALGOR_new());
  if (algorithm) X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(nid_of(hash)), V_ASN1_NULL, nullptr);
  return algorithm;
}

// MaskGenAlgorithm: id-mgf1 with the same hash.
AlgorithmPtr mask_algorithm(Hash hash) {
  AlgorithmPtr algorithm(X509_ALGOR_new());
  const AlgorithmPtr digest = digest_algorithm(hash);
  if (!algorithm || !digest) return nullptr;
  StringPtr packed(ASN1_item_pack(digest.get(), ASN1_ITEM_rptr(X509_ALGOR), nullptr));
  if (!packed) return nullptr;
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_mgf1), V_ASN1_SEQUENCE, packed.release());
  return algorithm;
}

StringPtr pss_parameters(Hash hash, int salt_length) {
  const PssPtr pss(RSA_PSS_PARAMS_new());
  if (!pss) return nullptr;
  // SHA-1 and 20 octets are the defaults, which DER leaves out.
  if (hash != Hash::Sha1) {
    pss->hashAlgorithm = digest_algorithm(hash).release();
    pss->maskGenAlgorithm = mask_algorithm(hash).release();
  }
  if (salt_length != 20) {
    pss->saltLength = ASN1_INTEGER_new();
    if (pss->saltLength == nullptr || ASN1_INTEGER_set(pss->saltLength, salt_length) != 1) return nullptr;
  }
  return StringPtr(ASN1_item_pack(pss.get(), ASN1_ITEM_rptr(RSA_PSS_PARAMS), nullptr));
}

AlgorithmPtr make(Padding padding, Hash hash, int salt_length) {
  AlgorithmPtr algorithm(X509_ALGOR_new());
  if (!algorithm) return nullptr;
  if (padding == Padding::Pss) {
    StringPtr parameters = pss_parameters(hash, salt_length);
    if (!parameters) return nullptr;
    X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_rsassaPss), V_ASN1_SEQUENCE, parameters.release());
    return algorithm;
  }
  const bool ec = padding == Padding::Ecdsa;
  int nid = NID_undef;
  if (OBJ_find_sigid_by_algs(&nid, nid_of(hash), ec ? NID_X9_62_id_ecPublicKey : NID_rsaEncryption) != 1)
    return nullptr;
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(nid), ec ? V_ASN1_UNDEF : V_ASN1_NULL, nullptr);
  return algorithm;
}

}  // namespace

Bytes signature_algorithm(Padding padding, Hash hash, int salt_length) {
  const x509::ErrorQueueScope errors;
  const int salt = salt_length < 0 ? static_cast<int>(digest_length(hash)) : salt_length;
  const AlgorithmPtr algorithm = make(padding, hash, salt);
  unsigned char* der = nullptr;
  const int size = algorithm ? i2d_X509_ALGOR(algorithm.get(), &der) : 0;
  if (size <= 0) return {};
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

}  // namespace kigen::keys
