#include "common/keys/signing_key.h"

#include <openssl/provider.h>
#include <openssl/x509.h>

#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "common/keys/openssl_error.h"
#include "common/keys/provider.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::keys {
namespace {

using PkeyContext = x509::OpenSslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

OSSL_LIB_CTX* make_library_context() {
  OSSL_LIB_CTX* library = OSSL_LIB_CTX_new();
  const bool good = library != nullptr && OSSL_PROVIDER_load(library, "default") != nullptr &&
                    OSSL_PROVIDER_add_builtin(library, provider::kName, provider::init) == 1 &&
                    OSSL_PROVIDER_load(library, provider::kName) != nullptr &&
                    // What does not name this provider means the default one.
                    EVP_set_default_properties(library, "?provider!=kigen") == 1;
  if (!good) throw std::runtime_error("OpenSSL's providers do not load");
  return library;
}

// MinGW destroys thread_local objects after the memory that they live in, so they are kept here. One entry a thread
// that failed and did not ask why.
struct SigningErrors {
  std::mutex mutex;
  std::map<std::thread::id, Error> of_thread;
};
SigningErrors& signing_errors() {
  static auto* errors = new SigningErrors;
  return *errors;
}

Error not_usable(const char* call) {
  const std::string words = describe_openssl(call);
  return Error(ErrorCode::KeyNotUsable, words).with("system", words);
}

}  // namespace

namespace provider {

OSSL_LIB_CTX* library() noexcept {
  return signing_library_context();
}

void keep_signing_error(const Error& error) {
  const std::lock_guard lock(signing_errors().mutex);
  signing_errors().of_thread.insert_or_assign(std::this_thread::get_id(), error);
}

void forget_signing_error() {
  const std::lock_guard lock(signing_errors().mutex);
  signing_errors().of_thread.erase(std::this_thread::get_id());
}

}  // namespace provider

OSSL_LIB_CTX* signing_library_context() {
  static OSSL_LIB_CTX* library = make_library_context();
  return library;
}

std::unique_ptr<Error> take_signing_error() {
  SigningErrors& errors = signing_errors();
  const std::lock_guard lock(errors.mutex);
  const auto found = errors.of_thread.find(std::this_thread::get_id());
  if (found == errors.of_thread.end()) return nullptr;
  auto taken = std::make_unique<Error>(std::move(found->second));
  errors.of_thread.erase(found);
  return taken;
}

Result<EvpPkey> make_signing_key(std::shared_ptr<Key> key) {
  const x509::ErrorQueueScope errors;
  const Bytes& info = key->public_key_info();
  const unsigned char* at = info.data();
  provider::KeyData data;
  data.public_key.reset(
      d2i_PUBKEY_ex(nullptr, &at, static_cast<long>(info.size()), signing_library_context(), nullptr));
  if (!data.public_key) return not_usable("d2i_PUBKEY");
  const char* type = key->algorithm() == Algorithm::Rsa ? "RSA" : "EC";
  data.key = std::move(key);

  provider::Handover handed{.from = &data};
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_octet_string(provider::kHandover, &handed, sizeof handed),
                               OSSL_PARAM_construct_end()};
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(signing_library_context(), type, provider::kQuery));
  EVP_PKEY* made = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, const_cast<OSSL_PARAM*>(params)) != 1) {
    return not_usable("EVP_PKEY_fromdata");
  }
  return EvpPkey(made);
}

}  // namespace kigen::keys
