#include <openssl/asn1.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "common/keys/hash.h"
#include "common/keys/openssl_error.h"
#include "common/keys/signing_key.h"
#include "common/x509/openssl_ptr.h"

namespace kigen::keys {
namespace {

template <class T, auto Free>
using Ptr = x509::OpenSslPtr<T, Free>;
using RequestPtr = Ptr<X509_REQ, X509_REQ_free>;
void free_extensions(STACK_OF(X509_EXTENSION) * stack) {
  sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
}
using ExtensionsPtr = Ptr<STACK_OF(X509_EXTENSION), free_extensions>;

constexpr std::size_t kMaxPart = std::size_t{64} * 1024;
constexpr std::size_t kMaxChallenge = 255;  // ub-challengePassword (RFC 2985 A)

Error bad(const char* what) {
  return Error(ErrorCode::InvalidArgument, std::string("certificate request: ") + what);
}

Error failed(const char* call) {
  const std::string words = describe_openssl(call);
  return Error(ErrorCode::KeyNotUsable, words).with("system", words);
}

// Exactly one value of this type and nothing after it.
template <class Pointer, class Decode>
Pointer decode(const Bytes& der, Decode decode_one) {
  if (der.empty() || der.size() > kMaxPart) return nullptr;
  const unsigned char* at = der.data();
  Pointer value(decode_one(nullptr, &at, static_cast<long>(der.size())));
  if (at != der.data() + der.size()) return nullptr;
  return value;
}

Status set_subject(X509_REQ* request, const Bytes& subject) {
  const auto name = decode<Ptr<X509_NAME, X509_NAME_free>>(subject, d2i_X509_NAME);
  // OpenSSL keeps the octets of a name that it decoded: the subject stays as it is encoded in the old certificate.
  if (!name || X509_REQ_set_subject_name(request, name.get()) != 1) return bad("subject");
  return {};
}

Status add_extensions(X509_REQ* request, const std::vector<Bytes>& extensions) {
  if (extensions.empty()) return {};
  const ExtensionsPtr stack(sk_X509_EXTENSION_new_null());
  for (const Bytes& der : extensions) {
    auto extension = decode<Ptr<X509_EXTENSION, X509_EXTENSION_free>>(der, d2i_X509_EXTENSION);
    if (!extension || sk_X509_EXTENSION_push(stack.get(), extension.get()) <= 0) return bad("extension");
    static_cast<void>(extension.release());
  }
  if (X509_REQ_add_extensions(request, stack.get()) != 1) return bad("extensions");
  return {};
}

Status add_attribute(X509_REQ* request, const RequestAttribute& wanted) {
  const Ptr<ASN1_OBJECT, ASN1_OBJECT_free> type(OBJ_txt2obj(wanted.oid.c_str(), 1));
  const Ptr<X509_ATTRIBUTE, X509_ATTRIBUTE_free> attribute(X509_ATTRIBUTE_new());
  if (!type || !attribute || wanted.values.empty() || X509_ATTRIBUTE_set1_object(attribute.get(), type.get()) != 1) {
    return bad("attribute");
  }
  for (const Bytes& der : wanted.values) {
    const auto value = decode<Ptr<ASN1_TYPE, ASN1_TYPE_free>>(der, d2i_ASN1_TYPE);
    if (!value) return bad("attribute value");
    const void* content = value->value.ptr;
    // Where there is no object behind the pointer, it only says yes or no.
    if (value->type == V_ASN1_NULL) content = nullptr;
    if (value->type == V_ASN1_BOOLEAN) content = value->value.boolean != 0 ? value.get() : nullptr;
    if (X509_ATTRIBUTE_set1_data(attribute.get(), value->type, content, -1) != 1) return bad("attribute value");
  }
  if (X509_REQ_add1_attr(request, attribute.get()) != 1) return bad("attribute");
  return {};
}

Status add_challenge(X509_REQ* request, const std::string& password) {
  if (password.empty()) return {};
  if (password.size() > kMaxChallenge ||
      X509_REQ_add1_attr_by_NID(request, NID_pkcs9_challengePassword, MBSTRING_UTF8,
                                reinterpret_cast<const unsigned char*>(password.data()),
                                static_cast<int>(password.size())) != 1) {
    return bad("challenge password");
  }
  return {};
}

Status sign(X509_REQ* request, EVP_PKEY* key, Hash hash) {
  const Ptr<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  static_cast<void>(take_signing_error());
  if (context &&
      EVP_DigestSignInit_ex(context.get(), nullptr, openssl_name(hash), signing_library_context(), nullptr, key,
                            nullptr) == 1 &&
      X509_REQ_sign_ctx(request, context.get()) > 0) {
    return {};
  }
  if (const std::unique_ptr<Error> said = take_signing_error()) return *said;
  return failed("X509_REQ_sign");
}

Status fill(X509_REQ* request, EVP_PKEY* key, const RequestContent& content) {
  if (X509_REQ_set_version(request, X509_REQ_VERSION_1) != 1 || X509_REQ_set_pubkey(request, key) != 1) {
    return failed("X509_REQ_set_pubkey");
  }
  if (Status set = set_subject(request, content.subject); !set) return set;
  if (Status added = add_challenge(request, content.challenge_password); !added) return added;
  for (const RequestAttribute& attribute : content.attributes) {
    if (Status added = add_attribute(request, attribute); !added) return added;
  }
  return add_extensions(request, content.extensions);
}

}  // namespace

Result<Bytes> make_certificate_request(const std::shared_ptr<Key>& key, const RequestContent& content) {
  const x509::ErrorQueueScope errors;
  const Result<EvpPkey> signing = make_signing_key(key);
  if (!signing) return signing.error();
  const RequestPtr request(X509_REQ_new_ex(signing_library_context(), nullptr));
  if (!request) return failed("X509_REQ_new");
  if (Status filled = fill(request.get(), signing->get(), content); !filled) return filled.error();
  if (Status made = sign(request.get(), signing->get(), content.hash); !made) return made.error();
  unsigned char* der = nullptr;
  const int size = i2d_X509_REQ(request.get(), &der);
  if (size <= 0) return failed("i2d_X509_REQ");
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

}  // namespace kigen::keys
