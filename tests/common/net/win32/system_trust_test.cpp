#include <windows.h>

#include <gtest/gtest.h>
#include <wincrypt.h>

#include "common/platform/random.h"
#include "common/platform/win32/store_handle.h"
#include "tests/common/net/https_fixture.h"

namespace kigen::net {
namespace {

using namespace test;  // NOLINT: the fixture's words

/// A certificate in one of the user's stores for the length of a test; with `use` it is good for that alone (Windows's
/// properties of a root, "Enable only the following purposes").
class Placed {
 public:
  Placed(const wchar_t* store, const Bytes& der, const char* use = nullptr)
      : store_(::CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, store)) {
    PCCERT_CONTEXT made = ::CertCreateCertificateContext(X509_ASN_ENCODING, der.data(), static_cast<DWORD>(der.size()));
    std::string oid = use != nullptr ? use : "";
    char* oids[] = {oid.data()};
    CERT_ENHKEY_USAGE usage{1, oids};
    if (use != nullptr) ::CertSetEnhancedKeyUsage(made, &usage);
    ::CertAddCertificateContextToStore(store_.get(), made, CERT_STORE_ADD_REPLACE_EXISTING, &certificate_);
    ::CertFreeCertificateContext(made);
    write();
  }
  Placed(const Placed&) = delete;
  Placed& operator=(const Placed&) = delete;
  ~Placed() {
    if (certificate_ != nullptr) ::CertDeleteCertificateFromStore(certificate_);
    write();
  }

 private:
  /// Wine keeps changes to itself until told.
  void write() { ::CertControlStore(store_.get(), 0, CERT_STORE_CTRL_COMMIT, nullptr); }

  platform::UniqueStore store_;
  PCCERT_CONTEXT certificate_ = nullptr;
};

/// Windows asks the user before it takes a root; Wine does not.
bool asks_about_roots() {
  return ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version") == nullptr;
}

ConnectOptions with_system() {
  auto options = trusting();
  options.trust.system_roots = true;
  return options;
}

TEST(SystemTrust, TakesTheUsersRoots) {
  if (asks_about_roots()) GTEST_SKIP() << "Windows would ask";
  TlsServer server(good_server(), answer_all);
  auto options = with_system();
  options.trust.anchors.clear();
  const auto before = get(url_of(server), options);
  ASSERT_FALSE(before);
  EXPECT_EQ(arg(before.error(), "reason"), "unknown_ca");
  {
    const Placed root(L"Root", shared_authority().own().der());
    EXPECT_TRUE(get(url_of(server), options));
  }
  const Placed for_mail(L"Root", shared_authority().own().der(), szOID_PKIX_KP_EMAIL_PROTECTION);
  EXPECT_FALSE(get(url_of(server), options));
}

TEST(SystemTrust, CompletesAChainFromTheUsersIntermediatesButTrustsNoneOfThem) {
  const auto below = shared_authority().issue_authority("Below " + platform::random_hex(4));
  ServerOptions server_options;
  server_options.credential = below.issue({});
  TlsServer server(server_options, answer_all);
  EXPECT_FALSE(get(url_of(server), with_system()));
  const Placed intermediate(L"CA", below.own().der());
  EXPECT_TRUE(get(url_of(server), with_system()));
  auto without_root = with_system();
  without_root.trust.anchors.clear();
  EXPECT_FALSE(get(url_of(server), without_root));
}

TEST(SystemTrust, HeedsWhatIsDisallowed) {
  TlsServer server(good_server(), answer_all);
  ASSERT_TRUE(get(url_of(server), with_system()));
  const Placed out_of_use(L"Disallowed", good_server().credential.der());
  const auto refused = get(url_of(server), with_system());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::ServerNotTrusted);
  EXPECT_EQ(arg(refused.error(), "reason"), "revoked");
}

}  // namespace
}  // namespace kigen::net
