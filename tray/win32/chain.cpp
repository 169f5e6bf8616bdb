#include "tray/win32/chain.h"

#include <windows.h>

#include <wincrypt.h>

#include <vector>

#include "common/base/hex.h"
#include "common/base/unique_handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::tray {
namespace {

struct StoreTraits {
  using Handle = HCERTSTORE;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CertCloseStore(handle, 0); }
};
struct CertificateTraits {
  using Handle = PCCERT_CONTEXT;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CertFreeCertificateContext(handle); }
};
struct ChainTraits {
  using Handle = PCCERT_CHAIN_CONTEXT;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CertFreeCertificateChain(handle); }
};

std::string simple_name(PCCERT_CONTEXT certificate) {
  wchar_t name[256] = {};
  ::CertGetNameStringW(certificate, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, nullptr, name, 256);
  return platform::to_narrow(name);
}

Chain::State state_of(DWORD status) {
  if ((status & CERT_TRUST_IS_REVOKED) != 0) return Chain::State::Revoked;
  if ((status & CERT_TRUST_IS_PARTIAL_CHAIN) != 0) return Chain::State::Partial;
  if ((status & CERT_TRUST_IS_UNTRUSTED_ROOT) != 0) return Chain::State::UntrustedRoot;
  return Chain::State::Trusted;
}

}  // namespace

std::optional<Chain> build_chain(const std::string& thumbprint_sha1) {
  std::optional<std::vector<std::uint8_t>> hash = from_hex(thumbprint_sha1);
  if (!hash || hash->empty()) return std::nullopt;
  const DWORD flags = CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG;
  const UniqueHandle<StoreTraits> store(::CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, L"MY"));
  if (!store) return std::nullopt;
  const CRYPT_HASH_BLOB blob{static_cast<DWORD>(hash->size()), hash->data()};
  const UniqueHandle<CertificateTraits> leaf(
      ::CertFindCertificateInStore(store.get(), X509_ASN_ENCODING, 0, CERT_FIND_SHA1_HASH, &blob, nullptr));
  if (!leaf) return std::nullopt;
  CERT_CHAIN_PARA parameters{};
  parameters.cbSize = sizeof parameters;
  UniqueHandle<ChainTraits> chain;
  const DWORD how = CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL | CERT_CHAIN_DISABLE_AUTH_ROOT_AUTO_UPDATE;
  if (!::CertGetCertificateChain(nullptr, leaf.get(), nullptr, store.get(), &parameters, how, nullptr, chain.out()) ||
      chain.get()->cChain == 0) {
    return std::nullopt;
  }
  const CERT_SIMPLE_CHAIN& simple = *chain.get()->rgpChain[0];
  Chain result;
  for (DWORD i = 1; i < simple.cElement; ++i) result.names.push_back(simple_name(simple.rgpElement[i]->pCertContext));
  result.state = state_of(chain.get()->TrustStatus.dwErrorStatus);
  return result;
}

}  // namespace kigen::tray
