#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <exception>
#include <optional>

#include "common/keys/algorithm_identifier.h"
#include "common/keys/hash.h"
#include "common/keys/provider.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::keys::provider {
namespace {

using DigestContext = x509::OpenSslPtr<EVP_MD_CTX, EVP_MD_CTX_free>;
using Digest = x509::OpenSslPtr<EVP_MD, EVP_MD_free>;

struct Signature {
  std::shared_ptr<Key> key;
  std::size_t size = 0;  ///< of the longest signature
  Padding padding = Padding::Pkcs1;
  std::optional<Hash> hash;
  int salt_length = -1;
  DigestContext digest;  ///< while OpenSSL passes the message, not its digest
};

Signature* signature_of(void* context) {
  return static_cast<Signature*>(context);
}

// The wall between Kigen's exceptions and OpenSSL's C.
template <class Body>
int guarded(Body body) noexcept {
  try {
    return static_cast<int>(body());
  } catch (const std::exception& thrown) {
    try {
      keep_signing_error(Error(ErrorCode::Internal, thrown.what()));
    } catch (const std::exception&) {
      return 0;
    }
    return 0;
  }
}

bool refuse(ErrorCode code, const char* why) {
  keep_signing_error(Error(code, why).with("system", why));
  return false;
}

template <Padding Default>
void* new_context(void* /*provider*/, const char* /*properties*/) {
  auto* context = new (std::nothrow) Signature;
  if (context != nullptr) context->padding = Default;
  return context;
}
void free_context(void* context) {
  delete signature_of(context);
}

void* dup_context(void* context) {
  const Signature* from = signature_of(context);
  auto* copy = new (std::nothrow) Signature;
  if (copy == nullptr) return nullptr;
  copy->key = from->key;
  copy->size = from->size;
  copy->padding = from->padding;
  copy->hash = from->hash;
  copy->salt_length = from->salt_length;
  if (from->digest) {
    copy->digest.reset(EVP_MD_CTX_new());
    if (!copy->digest || EVP_MD_CTX_copy_ex(copy->digest.get(), from->digest.get()) != 1) {
      delete copy;
      return nullptr;
    }
  }
  return copy;
}

bool set_hash(Signature& signature, const char* name) {
  signature.hash = hash_of_name(name);
  return signature.hash.has_value() || refuse(ErrorCode::InvalidArgument, "a hash that keys do not sign");
}

bool set_padding(Signature& signature, const OSSL_PARAM& param) {
  int mode = 0;
  if (param.data_type == OSSL_PARAM_UTF8_STRING) {
    const char* name = static_cast<const char*>(param.data);
    if (std::strcmp(name, OSSL_PKEY_RSA_PAD_MODE_PSS) == 0) mode = RSA_PKCS1_PSS_PADDING;
    if (std::strcmp(name, OSSL_PKEY_RSA_PAD_MODE_PKCSV15) == 0) mode = RSA_PKCS1_PADDING;
  } else if (OSSL_PARAM_get_int(&param, &mode) != 1) {
    return false;
  }
  if (mode != RSA_PKCS1_PADDING && mode != RSA_PKCS1_PSS_PADDING) return false;
  const Padding padding = mode == RSA_PKCS1_PSS_PADDING ? Padding::Pss : Padding::Pkcs1;
  if (!signature.key->can(padding)) return refuse(ErrorCode::InvalidArgument, "the key has no PSS");
  signature.padding = padding;
  return true;
}

// EMSA-PSS (RFC 8017 9.1.1): the encoded message is one bit shorter than the modulus, less hash and two octets.
int longest_salt(const Signature& signature) {
  const std::size_t hash = digest_length(signature.hash.value_or(Hash::Sha256));
  return static_cast<int>(signature.size) - static_cast<int>(hash) - 2;
}

bool set_salt_length(Signature& signature, const OSSL_PARAM& param) {
  int length = 0;
  if (param.data_type == OSSL_PARAM_UTF8_STRING) {
    const std::string_view text = static_cast<const char*>(param.data);
    if (text == OSSL_PKEY_RSA_PSS_SALT_LEN_DIGEST) {
      length = RSA_PSS_SALTLEN_DIGEST;
    } else if (text == OSSL_PKEY_RSA_PSS_SALT_LEN_MAX || text == OSSL_PKEY_RSA_PSS_SALT_LEN_AUTO) {
      length = RSA_PSS_SALTLEN_MAX;
    } else if (std::from_chars(text.data(), text.data() + text.size(), length).ec != std::errc{} || length < 0) {
      return false;
    }
  } else if (OSSL_PARAM_get_int(&param, &length) != 1) {
    return false;
  }
  if (length == RSA_PSS_SALTLEN_MAX || length == RSA_PSS_SALTLEN_AUTO) length = longest_salt(signature);
  if (length < RSA_PSS_SALTLEN_DIGEST) return false;
  signature.salt_length = length;
  return true;
}

bool is_same_hash(const Signature& signature, const OSSL_PARAM& param) {
  return param.data_type == OSSL_PARAM_UTF8_STRING && signature.hash &&
         hash_of_name(static_cast<const char*>(param.data)) == signature.hash;
}

int set_params(void* context, const OSSL_PARAM params[]) {
  return guarded([&] {
    Signature& signature = *signature_of(context);
    if (params == nullptr) return true;
    const OSSL_PARAM* digest = OSSL_PARAM_locate_const(params, OSSL_SIGNATURE_PARAM_DIGEST);
    if (digest != nullptr) {
      if (digest->data_type != OSSL_PARAM_UTF8_STRING) return false;
      // While a message is being hashed the hash is settled.
      if (signature.digest ? !is_same_hash(signature, *digest)
                           : !set_hash(signature, static_cast<const char*>(digest->data))) {
        return false;
      }
    }
    if (signature.padding == Padding::Ecdsa) return true;
    const OSSL_PARAM* mode = OSSL_PARAM_locate_const(params, OSSL_SIGNATURE_PARAM_PAD_MODE);
    if (mode != nullptr && !set_padding(signature, *mode)) return false;
    const OSSL_PARAM* salt = OSSL_PARAM_locate_const(params, OSSL_SIGNATURE_PARAM_PSS_SALTLEN);
    if (salt != nullptr && !set_salt_length(signature, *salt)) return false;
    const OSSL_PARAM* mask = OSSL_PARAM_locate_const(params, OSSL_SIGNATURE_PARAM_MGF1_DIGEST);
    return mask == nullptr || is_same_hash(signature, *mask);
  });
}

const OSSL_PARAM* settable(void* /*context*/, void* /*provider*/) {
  static const OSSL_PARAM kParams[] = {
      {OSSL_SIGNATURE_PARAM_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {OSSL_SIGNATURE_PARAM_PAD_MODE, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {OSSL_SIGNATURE_PARAM_PSS_SALTLEN, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {OSSL_SIGNATURE_PARAM_MGF1_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {nullptr, 0, nullptr, 0, 0},
  };
  return kParams;
}

int get_signature_params(void* context, OSSL_PARAM params[]) {
  return guarded([&] {
    const Signature& signature = *signature_of(context);
    const Hash hash = signature.hash.value_or(Hash::Sha256);
    OSSL_PARAM* algorithm = OSSL_PARAM_locate(params, OSSL_SIGNATURE_PARAM_ALGORITHM_ID);
    if (algorithm != nullptr) {
      const Bytes der = signature_algorithm(signature.padding, hash, signature.salt_length);
      if (der.empty() || OSSL_PARAM_set_octet_string(algorithm, der.data(), der.size()) != 1) return false;
    }
    OSSL_PARAM* digest = OSSL_PARAM_locate(params, OSSL_SIGNATURE_PARAM_DIGEST);
    if (digest != nullptr && OSSL_PARAM_set_utf8_string(digest, openssl_name(hash)) != 1) return false;
    OSSL_PARAM* mode = OSSL_PARAM_locate(params, OSSL_SIGNATURE_PARAM_PAD_MODE);
    if (mode == nullptr) return true;
    const bool pss = signature.padding == Padding::Pss;
    if (mode->data_type == OSSL_PARAM_INTEGER) {
      return OSSL_PARAM_set_int(mode, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) == 1;
    }
    const char* name = pss ? OSSL_PKEY_RSA_PAD_MODE_PSS : OSSL_PKEY_RSA_PAD_MODE_PKCSV15;
    return OSSL_PARAM_set_utf8_string(mode, name) == 1;
  });
}

const OSSL_PARAM* gettable(void* /*context*/, void* /*provider*/) {
  static const OSSL_PARAM kParams[] = {
      {OSSL_SIGNATURE_PARAM_ALGORITHM_ID, OSSL_PARAM_OCTET_STRING, nullptr, 0, 0},
      {OSSL_SIGNATURE_PARAM_DIGEST, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {OSSL_SIGNATURE_PARAM_PAD_MODE, OSSL_PARAM_UTF8_STRING, nullptr, 0, 0},
      {nullptr, 0, nullptr, 0, 0},
  };
  return kParams;
}

bool start(Signature& signature, void* key, const OSSL_PARAM params[]) {
  if (key != nullptr) {
    const KeyData* data = static_cast<const KeyData*>(key);
    if (!data->key) return refuse(ErrorCode::KeyNotUsable, "the key has no private half");
    signature.key = data->key;
    signature.size = static_cast<std::size_t>(EVP_PKEY_get_size(data->public_key.get()));
  }
  return signature.key && set_params(&signature, params) == 1;
}

int sign_init(void* context, void* key, const OSSL_PARAM params[]) {
  return guarded([&] {
    forget_signing_error();
    signature_of(context)->digest.reset();
    return start(*signature_of(context), key, params);
  });
}

bool sign_digest(const Signature& signature, std::span<const std::uint8_t> digest, unsigned char* out,
                 std::size_t* out_size, std::size_t space) {
  if (out == nullptr) {
    *out_size = signature.size;
    return true;
  }
  forget_signing_error();
  if (!signature.hash) return refuse(ErrorCode::InvalidArgument, "no hash was named");
  Result<Bytes> made = signature.key->sign(
      {.padding = signature.padding, .hash = *signature.hash, .digest = digest, .salt_length = signature.salt_length});
  if (!made) {
    keep_signing_error(made.error());
    return false;
  }
  if (made->size() > space) return refuse(ErrorCode::KeyNotUsable, "a signature longer than the key");
  std::ranges::copy(*made, out);
  *out_size = made->size();
  return true;
}

int sign(void* context, unsigned char* out, std::size_t* out_size, std::size_t space, const unsigned char* digest,
         std::size_t digest_size) {
  return guarded([&] { return sign_digest(*signature_of(context), {digest, digest_size}, out, out_size, space); });
}

int digest_sign_init(void* context, const char* name, void* key, const OSSL_PARAM params[]) {
  return guarded([&] {
    forget_signing_error();
    Signature& signature = *signature_of(context);
    signature.digest.reset();
    if (!set_hash(signature, name != nullptr && *name != '\0' ? name : openssl_name(Hash::Sha256))) return false;
    if (!start(signature, key, params)) return false;
    const Digest digest(EVP_MD_fetch(library(), openssl_name(*signature.hash), nullptr));
    signature.digest.reset(EVP_MD_CTX_new());
    return digest && signature.digest && EVP_DigestInit_ex2(signature.digest.get(), digest.get(), nullptr) == 1;
  });
}

int digest_sign_update(void* context, const unsigned char* data, std::size_t size) {
  EVP_MD_CTX* digest = signature_of(context)->digest.get();
  return digest == nullptr ? 0 : EVP_DigestUpdate(digest, data, size);
}

int digest_sign_final(void* context, unsigned char* out, std::size_t* out_size, std::size_t space) {
  return guarded([&] {
    const Signature& signature = *signature_of(context);
    std::uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (!signature.digest) return false;
    if (out != nullptr && EVP_DigestFinal_ex(signature.digest.get(), digest, &size) != 1) return false;
    return sign_digest(signature, {digest, size}, out, out_size, space);
  });
}

}  // namespace

const OSSL_DISPATCH kRsaSignature[] = {
    entry(OSSL_FUNC_SIGNATURE_NEWCTX, new_context<Padding::Pkcs1>),
    entry(OSSL_FUNC_SIGNATURE_FREECTX, free_context),
    entry(OSSL_FUNC_SIGNATURE_DUPCTX, dup_context),
    entry(OSSL_FUNC_SIGNATURE_SIGN_INIT, sign_init),
    entry(OSSL_FUNC_SIGNATURE_SIGN, sign),
    entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_INIT, digest_sign_init),
    entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_UPDATE, digest_sign_update),
    entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_FINAL, digest_sign_final),
    entry(OSSL_FUNC_SIGNATURE_GET_CTX_PARAMS, get_signature_params),
    entry(OSSL_FUNC_SIGNATURE_GETTABLE_CTX_PARAMS, gettable),
    entry(OSSL_FUNC_SIGNATURE_SET_CTX_PARAMS, set_params),
    entry(OSSL_FUNC_SIGNATURE_SETTABLE_CTX_PARAMS, settable),
    kEnd,
};
const OSSL_DISPATCH kEcSignature[] = {
    entry(OSSL_FUNC_SIGNATURE_NEWCTX, new_context<Padding::Ecdsa>),
    entry(OSSL_FUNC_SIGNATURE_FREECTX, free_context),
    entry(OSSL_FUNC_SIGNATURE_DUPCTX, dup_context),
    entry(OSSL_FUNC_SIGNATURE_SIGN_INIT, sign_init),
    entry(OSSL_FUNC_SIGNATURE_SIGN, sign),
    entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_INIT, digest_sign_init),
    entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_UPDATE, digest_sign_update),
    entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_FINAL, digest_sign_final),
    entry(OSSL_FUNC_SIGNATURE_GET_CTX_PARAMS, get_signature_params),
    entry(OSSL_FUNC_SIGNATURE_GETTABLE_CTX_PARAMS, gettable),
    entry(OSSL_FUNC_SIGNATURE_SET_CTX_PARAMS, set_params),
    entry(OSSL_FUNC_SIGNATURE_SETTABLE_CTX_PARAMS, settable),
    kEnd,
};

}  // namespace kigen::keys::provider
