#include "common/est/server_key.h"

#include <openssl/x509.h>

#include <algorithm>

#include "common/est/answer_error.h"
#include "common/est/certs_only.h"
#include "common/est/key_package.h"
#include "common/est/multipart.h"
#include "common/keys/pkcs12_file.h"
#include "common/keys/software_key.h"
#include "common/x509/der_reader.h"
#include "common/x509/openssl_ptr.h"
#include "common/x509/private_key.h"

namespace kigen::est {
namespace {

using x509::OpenSslPtr;
using KeyPtr = OpenSslPtr<EVP_PKEY, EVP_PKEY_free>;

// Envelope, signature, package: three layers in the standard, one more for those who wrap twice.
constexpr int kMaxLayers = 4;

KeyPtr decode_key(std::span<const std::uint8_t> der) {
  const unsigned char* at = der.data();
  return KeyPtr(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
}

void append_element(std::uint8_t tag, std::span<const std::uint8_t> content, std::vector<std::uint8_t>& out) {
  out.push_back(tag);
  if (content.size() < 0x80) {
    out.push_back(static_cast<std::uint8_t>(content.size()));
  } else {
    // A key is less than 64 KiB: two octets of length hold it.
    out.push_back(0x82);
    out.push_back(static_cast<std::uint8_t>(content.size() >> 8));
    out.push_back(static_cast<std::uint8_t>(content.size() & 0xff));
  }
  out.insert(out.end(), content.begin(), content.end());
}

// RFC 5958's version 1 carries the public key too, which OpenSSL 3.0 does not read: the first three fields as version
// 0.
keys::WipedBytes as_first_version(std::span<const std::uint8_t> key) {
  x509::DerTrace trace;
  x509::DerReader file(key, trace);
  x509::DerElement outer, version, algorithm, octets;
  if (!file.next(x509::tag::kSequence, outer)) return {};
  x509::DerReader fields(outer, trace);
  const bool read = fields.next(x509::tag::kInteger, version) && fields.next(x509::tag::kSequence, algorithm) &&
                    fields.next(x509::tag::kOctetString, octets);
  if (!read) return {};
  // One allocation each: nothing of the key is left behind by growth.
  std::vector<std::uint8_t> content, whole;
  content.reserve(outer.content.size() + 16);
  whole.reserve(outer.content.size() + 32);
  constexpr std::uint8_t kZero[] = {0};
  append_element(x509::tag::kInteger, kZero, content);
  content.insert(content.end(), algorithm.whole.begin(), algorithm.whole.end());
  append_element(x509::tag::kOctetString, octets.content, content);
  append_element(x509::tag::kSequence, content, whole);
  keys::WipedBytes out(whole);
  wipe(content.data(), content.size());
  wipe(whole.data(), whole.size());
  return out;
}

// Layer after layer down to the key.
Result<Bytes> unpack_key(std::span<const std::uint8_t> object, EVP_PKEY* unwrap) {
  keys::WipedBytes held;
  std::span<const std::uint8_t> now = object;
  for (int layer = 0; layer < kMaxLayers; ++layer) {
    const Kind kind = kind_of(now);
    if (kind == Kind::Key) return to_private_key_info(now);
    if (kind == Kind::EncryptedKey) return unreadable("key_encrypted", "protected by a password");
    if (kind == Kind::Enveloped || kind == Kind::Signed) {
      Result<keys::WipedBytes> inner = kind == Kind::Enveloped ? open_envelope(now, unwrap) : signed_content(now);
      if (!inner) return inner.error();
      held = std::move(*inner);
      now = held.view();
      continue;
    }
    const auto only = only_key_of(now);
    if (!only) break;
    now = *only;
  }
  return unreadable("key", "no private key inside");
}

// SignedData that signs something holds a key; one that signs nothing only carries certificates.
bool is_key(const Block& block) {
  const Kind kind = kind_of(block.bytes);
  if (kind != Kind::Signed) return kind == Kind::Key || kind == Kind::EncryptedKey || kind == Kind::Enveloped;
  const Result<keys::WipedBytes> content = signed_content(block.bytes);
  return content && content->size() > 0;
}

/// What opens a protected key.
struct Openers {
  EVP_PKEY* unwrap = nullptr;
  const Secret& password;
};

Bytes der_of(const X509& certificate) {
  Bytes der(static_cast<std::size_t>(std::max(i2d_X509(&certificate, nullptr), 0)));
  unsigned char* at = der.data();
  if (!der.empty()) i2d_X509(&certificate, &at);
  return der;
}

// The login's password, or none: a PFX always has one.
Result<keys::Pkcs12Contents> open_pfx(std::span<const std::uint8_t> pfx, const Secret& password) {
  auto contents = keys::open_pkcs12(pfx, password);
  const bool wrong = !contents && contents.error().code == ErrorCode::CredentialsWrong;
  if (wrong && !password.empty()) contents = keys::open_pkcs12(pfx, Secret());
  if (contents) return contents;
  const bool locked = contents.error().code == ErrorCode::CredentialsWrong;
  return unreadable(locked ? "key_encrypted" : "key", std::string(contents.error().detail));
}

Status add_pfx(const Block& block, const Secret& password, ServerKey& out) {
  const auto contents = open_pfx(block.bytes, password);
  if (!contents) return contents.error();
  const auto key = keys::encode_private_key(*contents->key);
  if (!key) return unreadable("key", "a private key that cannot be written as PKCS#8");
  out.private_key.assign(key->view().begin(), key->view().end());
  out.certificates.push_back(der_of(*contents->certificate));
  for (const auto& other : contents->others) out.certificates.push_back(der_of(*other));
  return {};
}

Status add_block(const Block& block, const Openers& openers, ServerKey& out) {
  const bool pfx = kind_of(block.bytes) == Kind::Pkcs12;
  if (!pfx && !is_key(block)) return add_certificates(block, out.certificates);
  if (!out.private_key.empty()) return unreadable("several_keys");
  if (pfx) return add_pfx(block, openers.password, out);
  Result<Bytes> key = unpack_key(block.bytes, openers.unwrap);
  if (!key) return key.error();
  out.private_key = std::move(*key);
  return {};
}

Status add_part(std::string_view body, const Openers& openers, ServerKey& out) {
  Result<std::vector<Block>> blocks = read_body(body);
  if (!blocks) return blocks.error();
  Status status;
  for (Block& block : *blocks) {
    if (status) status = add_block(block, openers, out);
    wipe(block.bytes.data(), block.bytes.size());
  }
  return status;
}

Status add_parts(std::string_view body, const MediaType& type, const Openers& openers, ServerKey& out) {
  if (!type.name.starts_with("multipart/")) return add_part(body, openers, out);
  const Result<std::vector<std::string_view>> parts = split_multipart(body, type);
  if (!parts) return parts.error();
  for (const std::string_view part : *parts) {
    Status added = add_part(part, openers, out);
    if (!added) return added;
  }
  return {};
}

Status check_complete(const ServerKey& key) {
  if (key.private_key.empty()) return unreadable("no_key");
  if (key.certificates.empty()) return Error(ErrorCode::CertificateNotObtained, "a key without a certificate");
  return {};
}

}  // namespace

Result<Bytes> to_private_key_info(std::span<const std::uint8_t> key) {
  const x509::ErrorQueueScope quiet;
  if (key.size() > x509::kMaxPrivateKeySize || kind_of(key) != Kind::Key) return unreadable("key", "no private key");
  KeyPtr decoded = decode_key(key);
  if (!decoded) {
    const keys::WipedBytes first_version = as_first_version(key);
    if (!first_version.view().empty()) decoded = decode_key(first_version.view());
  }
  if (!decoded) return unreadable("key", "a private key that cannot be decoded");
  const OpenSslPtr<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info(EVP_PKEY2PKCS8(decoded.get()));
  unsigned char* der = nullptr;
  const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), &der) : 0;
  if (size <= 0) return unreadable("key", "a private key that cannot be written as PKCS#8");
  Bytes out(der, der + size);
  OPENSSL_clear_free(der, static_cast<std::size_t>(size));
  return out;
}

Result<Bytes> public_key_info_of(std::span<const std::uint8_t> private_key_info) {
  const x509::ErrorQueueScope quiet;
  const KeyPtr key = kind_of(private_key_info) == Kind::Key ? decode_key(private_key_info) : nullptr;
  unsigned char* der = nullptr;
  const int size = key ? i2d_PUBKEY(key.get(), &der) : 0;
  if (size <= 0) return unreadable("key", "no public half");
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

Result<ServerKey> read_server_key(std::string_view body, const MediaType& type, EVP_PKEY* unwrap,
                                  const Secret& password) {
  ServerKey out;
  Status status = add_parts(body, type, {unwrap, password}, out);
  if (status) status = check_complete(out);
  if (status) return out;
  wipe(out.private_key.data(), out.private_key.size());
  return status.error();
}

}  // namespace kigen::est
