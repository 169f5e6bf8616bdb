#include "common/keys/hash.h"

#include <openssl/evp.h>

#include "common/x509/openssl_ptr.h"

namespace kigen::keys {
namespace {

constexpr Hash kHashes[] = {Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512};

}  // namespace

std::size_t digest_length(Hash hash) noexcept {
  switch (hash) {
    case Hash::Sha1:
      return 20;
    case Hash::Sha256:
      return 32;
    case Hash::Sha384:
      return 48;
    case Hash::Sha512:
      return 64;
  }
  return 0;
}

const char* openssl_name(Hash hash) noexcept {
  switch (hash) {
    case Hash::Sha1:
      return "SHA1";
    case Hash::Sha256:
      return "SHA2-256";
    case Hash::Sha384:
      return "SHA2-384";
    case Hash::Sha512:
      return "SHA2-512";
  }
  return "";
}

std::optional<Hash> hash_of_name(const char* name) {
  const x509::ErrorQueueScope errors;
  const x509::OpenSslPtr<EVP_MD, EVP_MD_free> digest(EVP_MD_fetch(nullptr, name, nullptr));
  if (!digest) return std::nullopt;
  for (const Hash hash : kHashes) {
    if (EVP_MD_is_a(digest.get(), openssl_name(hash)) == 1) return hash;
  }
  return std::nullopt;
}

Status check_request(const Key& key, const SignRequest& request) {
  if (request.digest.size() != digest_length(request.hash)) {
    return Error(ErrorCode::InvalidArgument, "a digest of " + std::to_string(request.digest.size()) + " octets");
  }
  if (!key.can(request.padding)) return Error(ErrorCode::InvalidArgument, "the key cannot do this kind of signature");
  return {};
}

}  // namespace kigen::keys
