#include "common/x509/digest.h"

#include <openssl/evp.h>

#include <stdexcept>

#include "common/x509/openssl_ptr.h"

namespace kigen::x509 {
namespace {

class Hasher {
 public:
  explicit Hasher(const char* name) : md_(EVP_MD_fetch(nullptr, name, nullptr)), context_(EVP_MD_CTX_new()) {
    if (!md_ || !context_) throw std::runtime_error("no digest");
  }

  void run(std::initializer_list<Bytes> parts, std::uint8_t* out) {
    bool ok = EVP_DigestInit_ex2(context_.get(), md_.get(), nullptr) == 1;
    for (const Bytes part : parts) ok = ok && EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1;
    if (!ok || EVP_DigestFinal_ex(context_.get(), out, nullptr) != 1) throw std::runtime_error("digest failed");
  }

 private:
  OpenSslPtr<EVP_MD, EVP_MD_free> md_;
  OpenSslPtr<EVP_MD_CTX, EVP_MD_CTX_free> context_;
};

}  // namespace

Sha256 sha256(std::initializer_list<Bytes> parts) {
  thread_local Hasher hasher("SHA256");
  Sha256 digest{};
  hasher.run(parts, digest.data());
  return digest;
}

Sha1 sha1(Bytes bytes) {
  thread_local Hasher hasher("SHA1");
  Sha1 digest{};
  hasher.run({bytes}, digest.data());
  return digest;
}

}  // namespace kigen::x509
