#include "common/platform/win32/certificate_store.h"

#include <windows.h>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <wincrypt.h>

#include <algorithm>
#include <atomic>

#include "common/base/hex.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/store_handle.h"
#include "common/platform/win32/utf.h"
#include "tests/common/platform/temporary_folder.h"

namespace kigen::platform {
namespace {

using namespace std::chrono_literals;

UniqueStore open_for_writing(StoreLocation location) {
  const DWORD place =
      location == StoreLocation::CurrentUser ? CERT_SYSTEM_STORE_CURRENT_USER : CERT_SYSTEM_STORE_LOCAL_MACHINE;
  return UniqueStore(::CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, place, L"My"));
}

struct ContextTraits {
  using Handle = PCCERT_CONTEXT;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::CertFreeCertificateContext(handle); }
};
using UniqueContext = UniqueHandle<ContextTraits>;

/// A self-signed certificate in a real store, taken out again at the end. Each change opens and closes the store: Wine
/// writes it to the registry no earlier.
class StoredCertificate {
 public:
  explicit StoredCertificate(StoreLocation location, const wchar_t* name = L"Kigen 試験") : location_(location) {
    const std::wstring subject = L"CN=" + std::wstring(name);
    BYTE encoded[256];
    DWORD length = sizeof encoded;
    EXPECT_TRUE(
        ::CertStrToNameW(X509_ASN_ENCODING, subject.c_str(), CERT_X500_NAME_STR, nullptr, encoded, &length, nullptr));
    CERT_NAME_BLOB blob{length, encoded};
    const UniqueContext made(::CertCreateSelfSignCertificate(0, &blob, 0, nullptr, nullptr, nullptr, nullptr, nullptr));
    EXPECT_TRUE(made) << ::GetLastError();
    if (!made) return;
    der.assign(made.get()->pbCertEncoded, made.get()->pbCertEncoded + made.get()->cbCertEncoded);
    std::wstring friendly = L"期限 2026-12-02";
    CRYPT_DATA_BLOB text{static_cast<DWORD>((friendly.size() + 1) * sizeof(wchar_t)),
                         reinterpret_cast<BYTE*>(friendly.data())};
    EXPECT_TRUE(::CertSetCertificateContextProperty(made.get(), CERT_FRIENDLY_NAME_PROP_ID, 0, &text));
    add(made.get());
  }
  ~StoredCertificate() { remove(); }
  StoredCertificate(const StoredCertificate&) = delete;
  StoredCertificate& operator=(const StoredCertificate&) = delete;

  void remove() {
    const UniqueStore store = open_for_writing(location_);
    UniqueContext found;
    while (found.reset(::CertEnumCertificatesInStore(store.get(), found.release())), found) {
      const auto* bytes = found.get()->pbCertEncoded;
      if (!std::equal(der.begin(), der.end(), bytes, bytes + found.get()->cbCertEncoded)) continue;
      const std::wstring key = registry_key(found.get());
      EXPECT_TRUE(::CertDeleteCertificateFromStore(found.release()));
      // Wine 8 forgets to write what was deleted.
      ::RegDeleteTreeW(location_ == StoreLocation::CurrentUser ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE, key.c_str());
      return;
    }
  }

  /// The same certificate without the property that says where its key is.
  void put_again_without_key() {
    remove();
    const UniqueContext bare(
        ::CertCreateCertificateContext(X509_ASN_ENCODING, der.data(), static_cast<DWORD>(der.size())));
    add(bare.get());
  }

  std::vector<std::uint8_t> der;

 private:
  static std::wstring registry_key(PCCERT_CONTEXT certificate) {
    std::uint8_t hash[20];
    DWORD length = sizeof hash;
    EXPECT_TRUE(::CertGetCertificateContextProperty(certificate, CERT_SHA1_HASH_PROP_ID, hash, &length));
    return L"Software\\Microsoft\\SystemCertificates\\My\\Certificates\\" + to_wide(to_hex(hash));
  }
  void add(PCCERT_CONTEXT certificate) {
    const UniqueStore store = open_for_writing(location_);
    EXPECT_TRUE(::CertAddCertificateContextToStore(store.get(), certificate, CERT_STORE_ADD_ALWAYS, nullptr));
  }

  StoreLocation location_;
};

const StoreCertificate* find(const StoreSnapshot& snapshot, const std::vector<std::uint8_t>& der) {
  const auto found = std::find_if(snapshot.certificates.begin(), snapshot.certificates.end(),
                                  [&](const StoreCertificate& one) { return one.der == der; });
  return found == snapshot.certificates.end() ? nullptr : &*found;
}

class MyStore : public testing::TestWithParam<StoreLocation> {};

TEST_P(MyStore, ListsWhatIsThereWithNameAndKey) {
  StoredCertificate certificate(GetParam());
  const auto snapshot = read_my_store(GetParam());
  ASSERT_TRUE(snapshot) << to_log_line(snapshot.error());
  const StoreCertificate* found = find(*snapshot, certificate.der);
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->has_private_key);
  EXPECT_EQ(found->friendly_name, "期限 2026-12-02");
  certificate.put_again_without_key();
  const auto without_key = read_my_store(GetParam()).value();
  ASSERT_NE(find(without_key, certificate.der), nullptr);
  EXPECT_FALSE(find(without_key, certificate.der)->has_private_key);
  certificate.remove();
  EXPECT_EQ(find(read_my_store(GetParam()).value(), certificate.der), nullptr);
}

TEST_P(MyStore, CallsBackOnTheIoContextAfterEachChange) {
  boost::asio::io_context io;
  int calls = 0;
  auto watcher = StoreWatcher::watch(GetParam(), io, [&] { ++calls; });
  ASSERT_TRUE(watcher) << to_log_line(watcher.error());
  io.run_for(100ms);
  EXPECT_EQ(calls, 0) << "nothing changed yet";

  const auto seen = [&](auto condition) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!condition() && std::chrono::steady_clock::now() < deadline) io.run_one_until(deadline);
    return condition();
  };
  StoredCertificate certificate(GetParam());
  EXPECT_TRUE(seen([&] { return calls > 0 && find(read_my_store(GetParam()).value(), certificate.der) != nullptr; }));
  io.run_for(200ms);
  calls = 0;
  certificate.remove();
  EXPECT_TRUE(seen([&] { return calls > 0 && find(read_my_store(GetParam()).value(), certificate.der) == nullptr; }));
  io.run_for(200ms);
  watcher->reset();
  calls = 0;
  const StoredCertificate unseen(GetParam(), L"unseen");
  io.run_for(200ms);
  EXPECT_EQ(calls, 0);
}

TEST_P(MyStore, CallsBackFromItsThreadAfterEachChange) {
  UniqueKernelHandle event(::CreateEventW(nullptr, FALSE, FALSE, nullptr));
  auto watcher = StoreWatcher::watch_with_callback(GetParam(), [&] { ::SetEvent(event.get()); });
  ASSERT_TRUE(watcher) << to_log_line(watcher.error());
  StoredCertificate certificate(GetParam());
  EXPECT_EQ(::WaitForSingleObject(event.get(), 20'000), WAIT_OBJECT_0);
  while (::WaitForSingleObject(event.get(), 200) == WAIT_OBJECT_0) {
  }
  certificate.remove();
  EXPECT_EQ(::WaitForSingleObject(event.get(), 20'000), WAIT_OBJECT_0);
}

/// Takes the store's key out of the registry; whoever watches may open the store meanwhile, which makes the key anew.
void remove_store_key(StoreLocation location) {
  const HKEY root = location == StoreLocation::CurrentUser ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
  ::RegDeleteTreeW(root, L"Software\\Microsoft\\SystemCertificates\\My");
}

TEST_P(MyStore, CallsBackAfterItsKeyWasRemovedAndMadeAnew) {
  // The tests have a registry of their own there.
  if (::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version") == nullptr) GTEST_SKIP() << "not Wine";
  UniqueKernelHandle event(::CreateEventW(nullptr, FALSE, FALSE, nullptr));
  auto watcher = StoreWatcher::watch_with_callback(GetParam(), [&] { ::SetEvent(event.get()); });
  ASSERT_TRUE(watcher) << to_log_line(watcher.error());
  // The key goes after what is in it, now sooner, now later than the watcher looks again.
  for (int round = 0; round < 10; ++round) {
    { const StoredCertificate makes_the_key(GetParam()); }
    while (::WaitForSingleObject(event.get(), 200) == WAIT_OBJECT_0) {
    }
    remove_store_key(GetParam());
    EXPECT_EQ(::WaitForSingleObject(event.get(), 20'000), WAIT_OBJECT_0);
    while (::WaitForSingleObject(event.get(), 200) == WAIT_OBJECT_0) {
    }
    const StoredCertificate certificate(GetParam());
    ASSERT_EQ(::WaitForSingleObject(event.get(), 5'000), WAIT_OBJECT_0) << "round " << round;
  }
}

TEST_P(MyStore, CallsBackNoMoreOnceNothingChanges) {
  std::atomic<int> calls = 0;
  auto watcher = StoreWatcher::watch_with_callback(GetParam(), [&] { ++calls; });
  ASSERT_TRUE(watcher) << to_log_line(watcher.error());
  { const StoredCertificate certificate(GetParam()); }
  ::Sleep(1000);
  const int after_the_change = calls;
  EXPECT_GT(after_the_change, 0);
  ::Sleep(1000);
  EXPECT_EQ(calls, after_the_change);
}

INSTANTIATE_TEST_SUITE_P(Locations, MyStore, testing::Values(StoreLocation::CurrentUser, StoreLocation::LocalMachine),
                         [](const auto& one) {
                           return one.param == StoreLocation::CurrentUser ? "CurrentUser" : "LocalMachine";
                         });

TEST(MyStores, AreApart) {
  const StoredCertificate machine(StoreLocation::LocalMachine, L"machine");
  const StoredCertificate user(StoreLocation::CurrentUser, L"user");
  EXPECT_EQ(find(read_my_store(StoreLocation::LocalMachine).value(), user.der), nullptr);
  EXPECT_EQ(find(read_my_store(StoreLocation::CurrentUser).value(), machine.der), nullptr);
}

}  // namespace
}  // namespace kigen::platform
