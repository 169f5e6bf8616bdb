#include "common/platform/win32/certificate_store.h"

#include <windows.h>

#include <wincrypt.h>

#include <set>

#include "common/base/hex.h"
#include "common/platform/win32/store_handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::platform {
namespace {

// Larger than any certificate of a real authority; what a hostile entry claims beyond it is not copied.
constexpr DWORD kMaxCertificateBytes = 256 * 1024;
constexpr std::size_t kMaxNameUnits = 1024;

bool has_private_key(PCCERT_CONTEXT certificate) {
  DWORD bytes = 0;
  return ::CertGetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, nullptr, &bytes) != 0;
}

std::string friendly_name(PCCERT_CONTEXT certificate) {
  DWORD bytes = 0;
  if (::CertGetCertificateContextProperty(certificate, CERT_FRIENDLY_NAME_PROP_ID, nullptr, &bytes) == 0) return {};
  if (bytes < sizeof(wchar_t) || bytes > kMaxNameUnits * sizeof(wchar_t)) return {};
  std::wstring name(bytes / sizeof(wchar_t), L'\0');
  if (::CertGetCertificateContextProperty(certificate, CERT_FRIENDLY_NAME_PROP_ID, name.data(), &bytes) == 0) return {};
  return to_narrow(name.substr(0, name.find(L'\0')));
}

std::string item_name(PCCERT_CONTEXT certificate, std::size_t index) {
  std::uint8_t hash[20];
  DWORD bytes = sizeof hash;
  if (::CertGetCertificateContextProperty(certificate, CERT_SHA1_HASH_PROP_ID, hash, &bytes) == 0) {
    return "#" + std::to_string(index);
  }
  return to_hex({hash, bytes});
}

void add(StoreSnapshot& snapshot, PCCERT_CONTEXT certificate, std::size_t index) {
  const DWORD length = certificate->cbCertEncoded;
  if (certificate->pbCertEncoded == nullptr || length == 0) {
    snapshot.unreadable.push_back({item_name(certificate, index), Error(ErrorCode::CertificateUnparsable, "empty")});
    return;
  }
  if (length > kMaxCertificateBytes) {
    Error error(ErrorCode::CertificateTooLarge);
    error.with("limit", std::to_string(kMaxCertificateBytes));
    snapshot.unreadable.push_back({item_name(certificate, index), std::move(error)});
    return;
  }
  snapshot.certificates.push_back({{certificate->pbCertEncoded, certificate->pbCertEncoded + length},
                                   has_private_key(certificate),
                                   friendly_name(certificate)});
}

DWORD place_of(StoreLocation location) {
  return location == StoreLocation::CurrentUser ? CERT_SYSTEM_STORE_CURRENT_USER : CERT_SYSTEM_STORE_LOCAL_MACHINE;
}

}  // namespace

std::string store_source_name(StoreLocation location) {
  return location == StoreLocation::CurrentUser ? "CurrentUser\\My" : "LocalMachine\\My";
}

Result<UniqueStore> open_my_store(StoreLocation location) {
  // Read-only, and never created: a store that is not there is an empty one.
  UniqueStore store(
      ::CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, place_of(location) | CERT_STORE_READONLY_FLAG, L"My"));
  if (!store) {
    const DWORD error = ::GetLastError();
    return Error(ErrorCode::SourceUnavailable, "CertOpenStore: " + describe_windows_error(error))
        .with("source", store_source_name(location));
  }
  return store;
}

namespace {

Result<StoreSnapshot> read(HCERTSTORE store, StoreLocation location) {
  StoreSnapshot snapshot;
  std::size_t index = 0;
  PCCERT_CONTEXT certificate = nullptr;
  // Each call frees the context before it.
  while ((certificate = ::CertEnumCertificatesInStore(store, certificate)) != nullptr) {
    add(snapshot, certificate, ++index);
  }
  const DWORD end = ::GetLastError();
  const bool complete =
      end == static_cast<DWORD>(CRYPT_E_NOT_FOUND) || end == ERROR_NO_MORE_FILES || end == ERROR_SUCCESS;
  if (!complete) {
    // What follows the broken entry cannot be seen: say so, rather than let it look gone.
    Error error(ErrorCode::SourceUnavailable, "CertEnumCertificatesInStore: " + describe_windows_error(end));
    return std::move(error).with("source", store_source_name(location));
  }
  return snapshot;
}

std::string bytes_of(const StoreCertificate& certificate) {
  return {certificate.der.begin(), certificate.der.end()};
}

std::set<std::string> contents_of(const StoreSnapshot& snapshot) {
  std::set<std::string> contents;
  for (const StoreCertificate& one : snapshot.certificates) contents.insert(bytes_of(one));
  return contents;
}

// Windows lets the user's other stores inherit the machine's, and some systems this one too. What the machine has and
// the user's own part has not is the machine's alone.
void remove_inherited(StoreSnapshot& snapshot) {
  if (snapshot.certificates.empty()) return;
  const Result<UniqueStore> machine = open_my_store(StoreLocation::LocalMachine);
  const UniqueStore own(::CertOpenStore(CERT_STORE_PROV_SYSTEM_REGISTRY_W, 0, 0,
                                        CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_READONLY_FLAG, L"My"));
  if (!machine || !own) return;
  const Result<StoreSnapshot> machines = read(machine->get(), StoreLocation::LocalMachine);
  const Result<StoreSnapshot> owns = read(own.get(), StoreLocation::CurrentUser);
  if (!machines || !owns) return;
  const std::set<std::string> of_machine = contents_of(*machines);
  const std::set<std::string> of_user = contents_of(*owns);
  std::erase_if(snapshot.certificates, [&](const StoreCertificate& one) {
    return of_machine.contains(bytes_of(one)) && !of_user.contains(bytes_of(one));
  });
}

}  // namespace

Result<StoreSnapshot> read_my_store(StoreLocation location) {
  const Result<UniqueStore> store = open_my_store(location);
  if (!store) return store.error();
  Result<StoreSnapshot> snapshot = read(store->get(), location);
  if (snapshot && location == StoreLocation::CurrentUser) remove_inherited(*snapshot);
  return snapshot;
}

}  // namespace kigen::platform
