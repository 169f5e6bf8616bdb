#include "common/x509/digest.h"

#include <openssl/evp.h>

#include <stdexcept>

#include "common/x509/openssl_ptr.h"

namespace kigen::x509 {
namespace {

using Algorithm = OpenSslPtr<EVP_MD, EVP_MD_free>;

Algorithm fetch(const char* name) {
  Algorithm algorithm(EVP_MD_fetch(nullptr, name, nullptr));
  if (!algorithm) throw std::runtime_error("no digest");
  return algorithm;
}

// A context a call: MinGW destroys thread_local objects after the memory that they live in.
void run(const EVP_MD* algorithm, std::initializer_list<Bytes> parts, std::uint8_t* out) {
  const OpenSslPtr<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  bool ok = context != nullptr && EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1;
  for (const Bytes part : parts) ok = ok && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  if (!ok || EVP_DigestFinal_ex(context.get(), out, nullptr) != 1) throw std::runtime_error("digest failed");
}

}  // namespace

Sha256 sha256(std::initializer_list<Bytes> parts) {
  static const Algorithm kAlgorithm = fetch("SHA256");
  Sha256 digest{};
  run(kAlgorithm.get(), parts, digest.data());
  return digest;
}

Sha1 sha1(Bytes bytes) {
  static const Algorithm kAlgorithm = fetch("SHA1");
  Sha1 digest{};
  run(kAlgorithm.get(), {bytes}, digest.data());
  return digest;
}

}  // namespace kigen::x509
