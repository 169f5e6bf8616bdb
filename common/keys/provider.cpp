#include "common/keys/provider.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

namespace kigen::keys::provider {
namespace {

const OSSL_ALGORITHM kKeyManagement[] = {
    {"RSA:rsaEncryption:1.2.840.113549.1.1.1", kQuery, kRsaKeyManagement, "RSA keys that sign elsewhere"},
    {"EC:id-ecPublicKey:1.2.840.10045.2.1", kQuery, kEcKeyManagement, "EC keys that sign elsewhere"},
    {nullptr, nullptr, nullptr, nullptr}};
const OSSL_ALGORITHM kSignatures[] = {
    {"RSA:rsaEncryption:1.2.840.113549.1.1.1", kQuery, kRsaSignature, "RSA signatures made elsewhere"},
    {"ECDSA", kQuery, kEcSignature, "ECDSA signatures made elsewhere"},
    {nullptr, nullptr, nullptr, nullptr}};

const OSSL_ALGORITHM* query(void* /*context*/, int operation, int* no_cache) {
  *no_cache = 0;
  if (operation == OSSL_OP_KEYMGMT) return kKeyManagement;
  if (operation == OSSL_OP_SIGNATURE) return kSignatures;
  return nullptr;
}

const OSSL_PARAM* gettable_params(void* /*context*/) {
  static const OSSL_PARAM kParams[] = {
      {OSSL_PROV_PARAM_NAME, OSSL_PARAM_UTF8_PTR, nullptr, 0, 0},
      {OSSL_PROV_PARAM_STATUS, OSSL_PARAM_UNSIGNED_INTEGER, nullptr, 0, 0},
      {nullptr, 0, nullptr, 0, 0},
  };
  return kParams;
}

int get_provider_params(void* /*context*/, OSSL_PARAM params[]) {
  OSSL_PARAM* name = OSSL_PARAM_locate(params, OSSL_PROV_PARAM_NAME);
  OSSL_PARAM* status = OSSL_PARAM_locate(params, OSSL_PROV_PARAM_STATUS);
  return static_cast<int>((name == nullptr || OSSL_PARAM_set_utf8_ptr(name, kName) == 1) &&
                          (status == nullptr || OSSL_PARAM_set_int(status, 1) == 1));
}

const OSSL_DISPATCH kProvider[] = {
    entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, query),
    entry(OSSL_FUNC_PROVIDER_GETTABLE_PARAMS, gettable_params),
    entry(OSSL_FUNC_PROVIDER_GET_PARAMS, get_provider_params),
    kEnd,
};

}  // namespace

int init(const OSSL_CORE_HANDLE* handle, const OSSL_DISPATCH* /*in*/, const OSSL_DISPATCH** out,
         void** context) noexcept {
  *out = kProvider;
  // OpenSSL takes a null context for a provider that could not start.
  *context = const_cast<OSSL_CORE_HANDLE*>(handle);
  return 1;
}

}  // namespace kigen::keys::provider
