#include "installer/wizard/renewal/key_proof.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>

#include "common/platform/random.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::renewal {

Status prove_key(keys::Key& key, std::span<const std::uint8_t> certificate) {
  std::array<std::uint8_t, 32> digest{};
  platform::fill_random(digest);
  const bool rsa = key.algorithm() == keys::Algorithm::Rsa;
  const auto signature = key.sign(
      {.padding = rsa ? keys::Padding::Pkcs1 : keys::Padding::Ecdsa, .hash = keys::Hash::Sha256, .digest = digest});
  if (!signature) return signature.error();

  const x509::ErrorQueueScope scope;
  const unsigned char* from = certificate.data();
  const x509::OpenSslPtr<X509, X509_free> parsed(d2i_X509(nullptr, &from, static_cast<long>(certificate.size())));
  EVP_PKEY* const public_key = parsed ? X509_get0_pubkey(parsed.get()) : nullptr;
  const x509::OpenSslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(
      public_key != nullptr ? EVP_PKEY_CTX_new(public_key, nullptr) : nullptr);
  const bool good =
      context && EVP_PKEY_verify_init(context.get()) == 1 &&
      (!rsa || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1) &&
      EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1 &&
      EVP_PKEY_verify(context.get(), signature->data(), signature->size(), digest.data(), digest.size()) == 1;
  if (!good) return Error(ErrorCode::KeyDoesNotMatch);
  return {};
}

}  // namespace kigen::renewal
