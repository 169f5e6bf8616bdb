#include <windows.h>

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "common/base/base64.h"
#include "common/base/hex.h"
#include "common/keys/key_blobs.h"
#include "common/keys/personal_store.h"
#include "common/keys/prompts.h"
#include "common/keys/win32/capi_key.h"
#include "common/keys/win32/certificate_properties.h"
#include "common/keys/win32/cng_key.h"
#include "common/keys/win32/key_error.h"
#include "common/keys/win32/user_store.h"
#include "common/platform/random.h"
#include "common/platform/win32/utf.h"
#include "common/x509/digest.h"
#include "tests/common/keys/support/issued.h"
#include "tests/common/keys/tls_server.h"
#include "tests/common/keys/win32/old_pkcs12.h"

namespace kigen::keys {
namespace {

constexpr Hash kSigned[] = {Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512};

std::string fresh_name() {
  return "kigen-test." + platform::random_hex(8);
}

TEST(KeyError, TellsARefusalFromAFailure) {
  for (const DWORD refusal :
       {static_cast<DWORD>(SCARD_W_CANCELLED_BY_USER), static_cast<DWORD>(NTE_USER_CANCELLED),
        static_cast<DWORD>(ERROR_CANCELLED), DWORD{0x800704c7}, static_cast<DWORD>(NTE_SILENT_CONTEXT)}) {
    EXPECT_EQ(key_error(ErrorCode::KeyNotUsable, "CryptSignHash", refusal).code, ErrorCode::KeyUseRefused);
    EXPECT_EQ(key_error(ErrorCode::KeyNotMade, "CryptGenKey", refusal).code, ErrorCode::KeyUseRefused);
    EXPECT_EQ(open_error("NCryptOpenKey", refusal, "name").code, ErrorCode::KeyUseRefused);
    EXPECT_EQ(store_error("CertAddCertificateContextToStore", refusal).code, ErrorCode::RootRefused);
  }
  EXPECT_EQ(key_error(ErrorCode::KeyNotUsable, "x", ERROR_ACCESS_DENIED).code, ErrorCode::KeyNotUsable);
  EXPECT_EQ(open_error("x", static_cast<DWORD>(NTE_BAD_KEYSET), "name").code, ErrorCode::KeyNotFound);
  EXPECT_EQ(open_error("x", static_cast<DWORD>(NTE_PERM), "name").code, ErrorCode::KeyNotUsable);
  EXPECT_EQ(store_error("x", ERROR_ACCESS_DENIED).code, ErrorCode::StoreNotWritable);
  EXPECT_NE(key_error(ErrorCode::KeyNotUsable, "x", static_cast<DWORD>(NTE_PERM)).args.at("system").find("80090010"),
            std::string::npos);
}

// A key of the session, without a name: what Wine has of CNG.
std::unique_ptr<Key> session_key() {
  UniqueNcrypt provider, key;
  DWORD bits = 2048;
  if (::NCryptOpenStorageProvider(provider.out(), MS_KEY_STORAGE_PROVIDER, 0) != ERROR_SUCCESS ||
      ::NCryptCreatePersistedKey(provider.get(), key.out(), BCRYPT_RSA_ALGORITHM, nullptr, 0, 0) != ERROR_SUCCESS ||
      ::NCryptSetProperty(key.get(), NCRYPT_LENGTH_PROPERTY, reinterpret_cast<PBYTE>(&bits), sizeof bits, 0) !=
          ERROR_SUCCESS ||
      ::NCryptFinalizeKey(key.get(), 0) != ERROR_SUCCESS) {
    return nullptr;
  }
  return wrap_cng_key(std::move(key)).value();
}

TEST(CngKey, OfTheSessionSignsAndAuthenticates) {
  const std::shared_ptr<Key> key = session_key();
  ASSERT_TRUE(key);
  EXPECT_EQ(key->algorithm(), Algorithm::Rsa);
  EXPECT_TRUE(key->can(Padding::Pkcs1) && key->can(Padding::Pss));
  EXPECT_FALSE(key->can(Padding::Ecdsa));
  for (const Padding padding : {Padding::Pkcs1, Padding::Pss}) {
    for (const Hash hash : kSigned) {
      if (padding == Padding::Pss && hash == Hash::Sha1) continue;  // GnuTLS, behind Wine, has no such thing
      const Bytes digest = test::digest_of(hash, "message");
      const SignRequest request{.padding = padding, .hash = hash, .digest = digest};
      const Result<Bytes> signature = key->sign(request);
      ASSERT_TRUE(signature) << to_log_line(signature.error());
      EXPECT_TRUE(test::verifies(key->public_key_info(), request, *signature));
    }
  }
  EXPECT_EQ(key->sign({.digest = {}}).error().code, ErrorCode::InvalidArgument);
  const X509Ptr certificate = test::issue(key->public_key_info(), "Client");
  for (const int tls : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const test::Handshake seen = test::authenticate(key, certificate.get(), tls);
    EXPECT_TRUE(seen.done && seen.pss) << seen.failure;
  }
}

bool can_export(const std::string& name) {
  UniqueCapiProvider container;
  UniqueCapiKey key;
  if (::CryptAcquireContextW(container.out(), platform::to_wide(name).c_str(), MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES,
                             0) == 0 ||
      ::CryptGetUserKey(container.get(), AT_KEYEXCHANGE, key.out()) == 0) {
    ADD_FAILURE() << "the key is not there";
    return false;
  }
  DWORD size = 0;
  return ::CryptExportKey(key.get(), 0, PRIVATEKEYBLOB, 0, nullptr, &size) != 0;
}

TEST(CapiKey, LeavesItsContainerOnlyWhenItMay) {
  const std::unique_ptr<KeyStore> keys = make_capi_store();
  const std::string kept = fresh_name(), given = fresh_name(), in = fresh_name(), out = fresh_name();
  EXPECT_TRUE(keys->create(kept, {.exportable = false}));
  EXPECT_TRUE(keys->create(given, {.exportable = true}));
  EXPECT_TRUE(import_capi_key(in, *test::known_key("RSA 2048"), false));
  EXPECT_TRUE(import_capi_key(out, *test::known_key("RSA 2048"), true));
  EXPECT_FALSE(can_export(kept));
  EXPECT_TRUE(can_export(given));
  EXPECT_FALSE(can_export(in));
  EXPECT_TRUE(can_export(out));
  for (const std::string& name : {kept, given, in, out}) EXPECT_TRUE(keys->remove(name));
}

TEST(CapiKey, LeavesNoContainerWhenTheKeyIsNotTaken) {
  const std::string name = fresh_name();
  EXPECT_EQ(import_capi_key(name, *test::known_key("P-256"), false).error().code, ErrorCode::KeyNotMade);
  EXPECT_TRUE(make_capi_store()->list(name).value().empty());
}

// What PFXImportCertStore makes on some systems: a container of the provider that has no SHA-2.
TEST(CapiKey, OfAnOlderProviderSignsWithSha2) {
  const std::string name = fresh_name();
  {
    UniqueCapiProvider container;
    UniqueCapiKey key;
    ASSERT_NE(::CryptAcquireContextW(container.out(), platform::to_wide(name).c_str(), MS_ENHANCED_PROV_W,
                                     PROV_RSA_FULL, CRYPT_NEWKEYSET),
              0);
    ASSERT_NE(::CryptGenKey(container.get(), AT_SIGNATURE, 2048 << 16, key.out()), 0);
  }
  UniqueCapiProvider container;
  ASSERT_NE(
      ::CryptAcquireContextW(container.out(), platform::to_wide(name).c_str(), MS_ENHANCED_PROV_W, PROV_RSA_FULL, 0),
      0);
  const Result<std::unique_ptr<Key>> key = wrap_capi_key(std::move(container), AT_SIGNATURE);
  ASSERT_TRUE(key) << to_log_line(key.error());
  const Bytes digest = test::digest_of(Hash::Sha512, "message");
  const SignRequest request{.hash = Hash::Sha512, .digest = digest};
  const Result<Bytes> signature = (*key)->sign(request);
  ASSERT_TRUE(signature) << to_log_line(signature.error());
  EXPECT_TRUE(test::verifies((*key)->public_key_info(), request, *signature));
  // Opened by name it is found too, although it is a key for signatures only.
  EXPECT_EQ(make_capi_store()->open(name).value()->public_key_info(), (*key)->public_key_info());
  EXPECT_TRUE(make_capi_store()->remove(name));
}

TEST(CapiKey, SignsWithAWindowToAskAboveAndWithoutAnyQuestion) {
  const std::unique_ptr<KeyStore> keys = make_capi_store();
  const std::string name = fresh_name();
  ASSERT_TRUE(keys->create(name, {}));
  const Bytes digest = test::digest_of(Hash::Sha256, "message");
  for (const KeyPrompts& prompts : {KeyPrompts{.parent_window = reinterpret_cast<std::uintptr_t>(::GetDesktopWindow())},
                                    KeyPrompts{.silent = true}}) {
    set_key_prompts(prompts);
    const Result<Bytes> signature = keys->open(name).value()->sign({.digest = digest});
    EXPECT_TRUE(signature) << to_log_line(signature.error());
  }
  set_key_prompts({});
  EXPECT_TRUE(keys->remove(name));
}

TEST(CertificateProperties, NameEveryKindOfKeyAsItWasTied) {
  const Bytes der = der_of(*test::issue(public_key_info_of(*test::known_key("P-256")), "Tied"));
  const UniqueCertificate certificate = make_certificate(der).value();
  EXPECT_FALSE(key_reference_of(certificate.get()));
  EXPECT_EQ(friendly_name_of(certificate.get()), "");
  for (const char* provider : {"cng", "tpm", "capi"}) {
    const KeyReference key{.provider = provider, .name = "kigen.name"};
    ASSERT_TRUE(set_key_reference(certificate.get(), key));
    EXPECT_EQ(key_reference_of(certificate.get()), key);
  }
  ASSERT_TRUE(set_friendly_name(certificate.get(), "期限 2027"));
  EXPECT_EQ(friendly_name_of(certificate.get()), "期限 2027");
  ASSERT_TRUE(set_friendly_name(certificate.get(), ""));
  EXPECT_EQ(friendly_name_of(certificate.get()), "");
}

TEST(WindowsStores, ImportPkcs12OfCiphersThatOnlyWindowsKnows) {
  const Stores stores = open_stores("").value();
  Bytes file;
  ASSERT_TRUE(decode_base64(test::kOldPkcs12, file));
  EXPECT_EQ(stores.personal->import_pkcs12(file, Secret("new"), fresh_name(), false, "").error().code,
            ErrorCode::CredentialsWrong);
  const Result<StoredCertificate> stored =
      stores.personal->import_pkcs12(file, Secret("old"), fresh_name(), false, "古い");
  ASSERT_TRUE(stored) << to_log_line(stored.error());
  const Sha256 thumbprint = x509::sha256({stored->der});
  EXPECT_EQ(stores.personal->find(thumbprint).value().friendly_name, "古い");
  ASSERT_TRUE(stored->key);
  const Result<std::unique_ptr<Key>> key = stores.personal->key_of(thumbprint);
  EXPECT_TRUE(stores.personal->remove(thumbprint));
  if (!key && key.error().code == ErrorCode::KeyNotFound) {
    GTEST_SKIP() << "Wine writes such a key down when the process ends: " << to_log_line(key.error());
  }
  ASSERT_TRUE(key) << to_log_line(key.error());
  const Bytes digest = test::digest_of(Hash::Sha256, "message");
  const SignRequest request{.digest = digest};
  const Result<Bytes> signature = (*key)->sign(request);
  ASSERT_TRUE(signature) << to_log_line(signature.error());
  EXPECT_TRUE(test::verifies((*key)->public_key_info(), request, *signature));
}

TEST(WindowsStores, KeepARootAndAnIntermediate) {
  const Stores stores = open_stores("").value();
  for (const wchar_t* name : {L"Root", L"CA"}) {
    const bool root = name[0] == L'R';
    const Bytes der =
        root ? der_of(*test::authority()) : der_of(*test::issue(public_key_info_of(*test::known_key("P-384")), "CA"));
    const Sha256 thumbprint = x509::sha256({der});
    const auto add = [&] { return root ? stores.roots->add(der) : stores.personal->add_intermediate(der); };
    const Status added = add();
    ASSERT_TRUE(added) << to_log_line(added.error());
    EXPECT_TRUE(add());
    const UserStore store = UserStore::open(name).value();
    EXPECT_TRUE(store.find(thumbprint)) << root;
    if (root) {
      const std::vector<Bytes> all = stores.roots->list().value();
      EXPECT_EQ(std::count(all.begin(), all.end(), der), 1);
    }
    EXPECT_TRUE(store.remove(thumbprint));
    // Wine keeps a removed root when it is not told to write the whole store.
    if (!root) {
      EXPECT_FALSE(UserStore::open(name).value().find(thumbprint));
    }
  }
}

}  // namespace
}  // namespace kigen::keys
