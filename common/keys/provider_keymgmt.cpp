#include <openssl/core_names.h>
#include <openssl/params.h>

#include <cstring>

#include "common/keys/provider.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::keys::provider {
namespace {

using PkeyContext = x509::OpenSslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

KeyData* data_of(void* key) {
  return static_cast<KeyData*>(key);
}
const KeyData* data_of(const void* key) {
  return static_cast<const KeyData*>(key);
}

void* new_data(void* /*context*/) {
  return new (std::nothrow) KeyData;
}
void free_data(void* key) {
  delete data_of(key);
}

EvpPkey same(const EvpPkey& key) {
  if (key) EVP_PKEY_up_ref(key.get());
  return EvpPkey(key.get());
}

void* dup_data(const void* from, int /*selection*/) {
  auto* copy = new (std::nothrow) KeyData;
  if (copy != nullptr) *copy = {.key = data_of(from)->key, .public_key = same(data_of(from)->public_key)};
  return copy;
}

int has(const void* key, int selection) {
  const KeyData* data = data_of(key);
  if (!data->public_key) return 0;
  return static_cast<int>((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) == 0 || data->key != nullptr);
}

// The private halves cannot be looked at: equal public halves make equal keys.
int match(const void* one, const void* other, int /*selection*/) {
  const KeyData *a = data_of(one), *b = data_of(other);
  return static_cast<int>(a->public_key && b->public_key && EVP_PKEY_eq(a->public_key.get(), b->public_key.get()) == 1);
}

EvpPkey public_key_from(const char* type, const OSSL_PARAM params[]) {
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(library(), type, "provider=default"));
  EVP_PKEY* key = nullptr;
  // What is declared const here is written to by no provider; OpenSSL's own prototype lacks the word.
  auto* values = const_cast<OSSL_PARAM*>(params);
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, values) != 1) {
    return nullptr;
  }
  return EvpPkey(key);
}

// Either a Key that is handed over, or the public values of a key of another provider, to be compared with.
int import_key(const char* type, void* key, const OSSL_PARAM params[]) {
  KeyData* data = data_of(key);
  const OSSL_PARAM* handed = OSSL_PARAM_locate_const(params, kHandover);
  if (handed == nullptr) {
    data->public_key = public_key_from(type, params);
    return static_cast<int>(data->public_key != nullptr);
  }
  Handover handover;
  if (handed->data_type != OSSL_PARAM_OCTET_STRING || handed->data_size != sizeof handover) return 0;
  std::memcpy(&handover, handed->data, sizeof handover);
  const KeyData* from = handover.from;
  if (EVP_PKEY_is_a(from->public_key.get(), type) != 1) return 0;
  data->key = from->key;
  data->public_key = same(from->public_key);
  return 1;
}
int import_rsa(void* key, int /*selection*/, const OSSL_PARAM params[]) {
  return import_key("RSA", key, params);
}
int import_ec(void* key, int /*selection*/, const OSSL_PARAM params[]) {
  return import_key("EC", key, params);
}

// Only the public half leaves. Who asks for all of it wants to sign with another provider's means, and is told no: then
// OpenSSL signs with this provider's.
int export_key(void* key, int selection, OSSL_CALLBACK* callback, void* argument) {
  const KeyData* data = data_of(key);
  if (!data->public_key) return 0;
  if ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) != 0 && data->key) return 0;
  return EVP_PKEY_export(data->public_key.get(), EVP_PKEY_PUBLIC_KEY, callback, argument);
}

const OSSL_PARAM* rsa_types(int selection) {
  static const OSSL_PARAM kPublic[] = {
      {OSSL_PKEY_PARAM_RSA_N, OSSL_PARAM_UNSIGNED_INTEGER, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_RSA_E, OSSL_PARAM_UNSIGNED_INTEGER, nullptr, 0, 0},
      {kHandover, OSSL_PARAM_OCTET_STRING, nullptr, 0, 0},
      {nullptr, 0, nullptr, 0, 0},
  };
  return (selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) != 0 ? kPublic : nullptr;
}
const OSSL_PARAM* ec_types(int selection) {
  static const OSSL_PARAM kPublic[] = {
      {OSSL_PKEY_PARAM_GROUP_NAME, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_PUB_KEY, OSSL_PARAM_OCTET_STRING, nullptr, 0, 0},
      {kHandover, OSSL_PARAM_OCTET_STRING, nullptr, 0, 0},
      {nullptr, 0, nullptr, 0, 0},
  };
  return (selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) != 0 ? kPublic : nullptr;
}

int get_key_params(void* key, OSSL_PARAM params[]) {
  return EVP_PKEY_get_params(data_of(key)->public_key.get(), params);
}
const OSSL_PARAM* gettable_rsa(void* /*context*/) {
  static const OSSL_PARAM kParams[] = {
      {OSSL_PKEY_PARAM_BITS, OSSL_PARAM_INTEGER, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_SECURITY_BITS, OSSL_PARAM_INTEGER, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_MAX_SIZE, OSSL_PARAM_INTEGER, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_DEFAULT_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_RSA_N, OSSL_PARAM_UNSIGNED_INTEGER, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_RSA_E, OSSL_PARAM_UNSIGNED_INTEGER, nullptr, 0, 0},
      {nullptr, 0, nullptr, 0, 0},
  };
  return kParams;
}
const OSSL_PARAM* gettable_ec(void* /*context*/) {
  static const OSSL_PARAM kParams[] = {
      {OSSL_PKEY_PARAM_BITS, OSSL_PARAM_INTEGER, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_SECURITY_BITS, OSSL_PARAM_INTEGER, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_MAX_SIZE, OSSL_PARAM_INTEGER, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_DEFAULT_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_GROUP_NAME, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, OSSL_PARAM_INTEGER, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_PUB_KEY, OSSL_PARAM_OCTET_STRING, nullptr, 0, 0},
      {OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, OSSL_PARAM_OCTET_STRING, nullptr, 0, 0},
      {nullptr, 0, nullptr, 0, 0},
  };
  return kParams;
}

const char* rsa_operation(int operation) {
  return operation == OSSL_OP_SIGNATURE ? "RSA" : nullptr;
}
const char* ec_operation(int operation) {
  return operation == OSSL_OP_SIGNATURE ? "ECDSA" : nullptr;
}

}  // namespace

const OSSL_DISPATCH kRsaKeyManagement[] = {
    entry(OSSL_FUNC_KEYMGMT_NEW, new_data),
    entry(OSSL_FUNC_KEYMGMT_FREE, free_data),
    entry(OSSL_FUNC_KEYMGMT_DUP, dup_data),
    entry(OSSL_FUNC_KEYMGMT_HAS, has),
    entry(OSSL_FUNC_KEYMGMT_MATCH, match),
    entry(OSSL_FUNC_KEYMGMT_IMPORT, import_rsa),
    entry(OSSL_FUNC_KEYMGMT_IMPORT_TYPES, rsa_types),
    entry(OSSL_FUNC_KEYMGMT_EXPORT, export_key),
    entry(OSSL_FUNC_KEYMGMT_EXPORT_TYPES, rsa_types),
    entry(OSSL_FUNC_KEYMGMT_GET_PARAMS, get_key_params),
    entry(OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, gettable_rsa),
    entry(OSSL_FUNC_KEYMGMT_QUERY_OPERATION_NAME, rsa_operation),
    kEnd,
};
const OSSL_DISPATCH kEcKeyManagement[] = {
    entry(OSSL_FUNC_KEYMGMT_NEW, new_data),
    entry(OSSL_FUNC_KEYMGMT_FREE, free_data),
    entry(OSSL_FUNC_KEYMGMT_DUP, dup_data),
    entry(OSSL_FUNC_KEYMGMT_HAS, has),
    entry(OSSL_FUNC_KEYMGMT_MATCH, match),
    entry(OSSL_FUNC_KEYMGMT_IMPORT, import_ec),
    entry(OSSL_FUNC_KEYMGMT_IMPORT_TYPES, ec_types),
    entry(OSSL_FUNC_KEYMGMT_EXPORT, export_key),
    entry(OSSL_FUNC_KEYMGMT_EXPORT_TYPES, ec_types),
    entry(OSSL_FUNC_KEYMGMT_GET_PARAMS, get_key_params),
    entry(OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, gettable_ec),
    entry(OSSL_FUNC_KEYMGMT_QUERY_OPERATION_NAME, ec_operation),
    kEnd,
};

}  // namespace kigen::keys::provider
