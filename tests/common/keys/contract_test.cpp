// What every place of keys promises (key.h, personal_store.h), run over each provider of this system.
#include <gtest/gtest.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>

#include <algorithm>

#include "common/base/hex.h"
#include "common/keys/pkcs12_file.h"
#include "common/keys/reference.h"
#include "common/keys/server_key.h"
#include "common/keys/software_key.h"
#include "common/platform/random.h"
#include "common/x509/digest.h"
#include "tests/common/keys/place.h"
#include "tests/common/keys/support/issued.h"
#include "tests/common/keys/tls_server.h"
#include "tests/common/platform/temporary_folder.h"

namespace kigen::keys {
namespace {

using test::FailingKey;
using test::issue;

constexpr Hash kHashes[] = {Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512};
constexpr Padding kPaddings[] = {Padding::Pkcs1, Padding::Pss, Padding::Ecdsa};
const KeySpec kRsa{.algorithm = Algorithm::Rsa, .rsa_bits = 2048};
const KeySpec kEc{.algorithm = Algorithm::Ec, .ec_curve = "P-256"};

// Subject "CN=Test", as a UTF8String.
const Bytes kTestSubject = {0x30, 0x0f, 0x31, 0x0d, 0x30, 0x0b, 0x06, 0x03, 0x55,
                            0x04, 0x03, 0x0c, 0x04, 'T',  'e',  's',  't'};

template <class T>
ErrorCode code_of(const Result<T>& result) {
  EXPECT_FALSE(result);
  return result ? ErrorCode::Internal : result.error().code;
}

class KeyContract : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (std::string(GetParam()) == "pkcs11") token_ = std::make_unique<test::TestToken>();
    Result<test::Place> opened = open_again();
    ASSERT_TRUE(opened) << to_log_line(opened.error());
    personal_ = std::move(opened->personal);
    keys_ = std::move(opened->keys);
  }
  /// The same place in another session: for a token another process, which wants the PIN again.
  Result<test::Place> open_again() { return test::open_place(GetParam(), folder_.path(), token_.get()); }

  void TearDown() override {
    if (!keys_) return;
    for (const Sha256& thumbprint : added_) EXPECT_TRUE(personal_->remove(thumbprint));
    for (const std::string& one : keys_->list(prefix_).value()) EXPECT_TRUE(keys_->remove(one));
  }

  /// Windows may put what it imports into another of its providers.
  std::unique_ptr<KeyStore> other_store(const std::string& provider) {
    return std::move(test::open_place(provider, folder_.path(), token_.get()).value().keys);
  }

  std::string name(const char* end) { return prefix_ + end; }
  std::string provider() const { return test::is_token(GetParam()) ? "pkcs11" : GetParam(); }
  KeyReference reference(const char* end) { return {.provider = provider(), .name = name(end)}; }
  /// Keys from outside come into every place but a token.
  bool takes_keys() const { return !test::is_token(GetParam()); }
  bool has_ec() const { return std::string(GetParam()) != "capi" && std::string(GetParam()) != "opencryptoki"; }
  std::vector<KeySpec> specs() const { return has_ec() ? std::vector{kRsa, kEc} : std::vector{kRsa}; }

  std::shared_ptr<Key> create(const char* end, const KeySpec& spec = kRsa) {
    Result<std::unique_ptr<Key>> key = keys_->create(name(end), spec);
    EXPECT_TRUE(key) << to_log_line(key.error());
    return key ? std::shared_ptr<Key>(std::move(*key)) : nullptr;
  }
  Bytes certificate_for(const Key& key, const char* subject = "Owner") {
    return der_of(*issue(key.public_key_info(), subject));
  }
  Sha256 remember(const Bytes& der) {
    added_.push_back(x509::sha256({der}));
    return added_.back();
  }
  Bytes pkcs12(EVP_PKEY* key, X509* certificate, const char* password) {
    const WipedBytes file = make_pkcs12(key, certificate, Secret(password)).value();
    return {file.view().begin(), file.view().end()};
  }

  kigen::test::TemporaryFolder folder_;
  std::unique_ptr<test::TestToken> token_;
  std::unique_ptr<PersonalStore> personal_;
  std::unique_ptr<KeyStore> keys_;
  std::string prefix_ = "kigen-test." + platform::random_hex(6) + "_";
  std::vector<Sha256> added_;
};

void expect_signs(Key& key) {
  for (const Padding padding : kPaddings) {
    for (const Hash hash : kHashes) {
      const Bytes digest = test::digest_of(hash, "message");
      const SignRequest request{.padding = padding, .hash = hash, .digest = digest};
      const Result<Bytes> signature = key.sign(request);
      if (!key.can(padding)) {
        EXPECT_EQ(code_of(signature), ErrorCode::InvalidArgument);
        continue;
      }
      ASSERT_TRUE(signature) << to_log_line(signature.error());
      EXPECT_TRUE(test::verifies(key.public_key_info(), request, *signature));
      const Bytes other = test::digest_of(hash, "another message");
      const SignRequest another{.padding = padding, .hash = hash, .digest = other};
      EXPECT_FALSE(test::verifies(key.public_key_info(), another, *signature));
    }
  }
}

TEST_P(KeyContract, MakesEverySizeAndSignsInEveryWayThatItCan) {
  std::vector<KeySpec> all = specs();
  all.push_back({.algorithm = Algorithm::Rsa, .rsa_bits = 3072});
  all.push_back({.algorithm = Algorithm::Rsa, .rsa_bits = 4096});
  if (has_ec()) all.push_back({.algorithm = Algorithm::Ec, .ec_curve = "P-384"});
  int number = 0;
  for (const KeySpec& spec : all) {
    const std::shared_ptr<Key> key = create(std::to_string(++number).c_str(), spec);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->algorithm(), spec.algorithm);
    const EvpPkey signing = make_signing_key(key).value();
    const int bits = spec.algorithm == Algorithm::Rsa ? spec.rsa_bits : spec.ec_curve == "P-256" ? 256 : 384;
    EXPECT_EQ(EVP_PKEY_get_bits(signing.get()), bits);
    expect_signs(*key);
  }
}

TEST_P(KeyContract, OpensAKeyAgainInAnotherSession) {
  for (const KeySpec& spec : specs()) {
    const char* end = spec.algorithm == Algorithm::Rsa ? "rsa" : "ec";
    const Bytes info = create(end, spec)->public_key_info();
    const test::Place again = open_again().value();
    const Result<std::unique_ptr<Key>> key = again.keys->open(name(end));
    ASSERT_TRUE(key) << to_log_line(key.error());
    EXPECT_EQ((*key)->public_key_info(), info);
    EXPECT_EQ((*key)->algorithm(), spec.algorithm);
    expect_signs(**key);
  }
}

TEST_P(KeyContract, RefusesADigestOfAnotherLength) {
  for (const KeySpec& spec : specs()) {
    const std::shared_ptr<Key> key = create(spec.algorithm == Algorithm::Rsa ? "rsa" : "ec", spec);
    const Bytes digest = test::digest_of(Hash::Sha384, "message");
    const Padding padding = spec.algorithm == Algorithm::Rsa ? Padding::Pkcs1 : Padding::Ecdsa;
    EXPECT_EQ(code_of(key->sign({.padding = padding, .hash = Hash::Sha256, .digest = digest})),
              ErrorCode::InvalidArgument);
    EXPECT_EQ(code_of(key->sign({.padding = padding, .hash = Hash::Sha256, .digest = {}})), ErrorCode::InvalidArgument);
  }
}

TEST_P(KeyContract, HasOneKeyOfAName) {
  const Bytes info = create("one")->public_key_info();
  const Result<std::unique_ptr<Key>> again = keys_->create(name("one"), kRsa);
  EXPECT_EQ(code_of(again), ErrorCode::KeyExists);
  EXPECT_EQ(again.error().args.at("name"), name("one"));
  EXPECT_EQ(keys_->open(name("one")).value()->public_key_info(), info);
}

TEST_P(KeyContract, RemovesAKeyOnceAndForAll) {
  create("gone").reset();
  EXPECT_TRUE(keys_->remove(name("gone")));
  EXPECT_TRUE(keys_->remove(name("gone")));
  EXPECT_EQ(code_of(keys_->open(name("gone"))), ErrorCode::KeyNotFound);
  EXPECT_TRUE(keys_->list(prefix_).value().empty());
  EXPECT_TRUE(create("gone"));
}

TEST_P(KeyContract, ListsNamesByTheirBeginning) {
  create("a-1");
  create("a-2");
  create("b-1");
  using Names = std::vector<std::string>;
  EXPECT_EQ(keys_->list(prefix_).value(), (Names{name("a-1"), name("a-2"), name("b-1")}));
  EXPECT_EQ(keys_->list(name("a-")).value(), (Names{name("a-1"), name("a-2")}));
  EXPECT_EQ(keys_->list(name("c")).value(), Names{});
}

TEST_P(KeyContract, HoldsTwoKeysAtOnce) {
  const std::shared_ptr<Key> one = create("one"), two = create("two");
  EXPECT_NE(one->public_key_info(), two->public_key_info());
  const Bytes digest = test::digest_of(Hash::Sha256, "message");
  const SignRequest request{.digest = digest};
  const Bytes by_one = one->sign(request).value(), by_two = two->sign(request).value();
  EXPECT_TRUE(test::verifies(one->public_key_info(), request, by_one));
  EXPECT_TRUE(test::verifies(two->public_key_info(), request, by_two));
  EXPECT_FALSE(test::verifies(one->public_key_info(), request, by_two));
}

TEST_P(KeyContract, RefusesNamesAndKindsThatItDoesNotKnow) {
  for (const std::string& bad :
       {std::string(), std::string("../key"), std::string("a b"), std::string("a\\b"), std::string(129, 'x')}) {
    EXPECT_EQ(code_of(keys_->create(bad, kRsa)), ErrorCode::InvalidArgument) << bad;
    EXPECT_EQ(code_of(keys_->open(bad)), ErrorCode::InvalidArgument) << bad;
    EXPECT_EQ(code_of(keys_->remove(bad)), ErrorCode::InvalidArgument) << bad;
  }
  EXPECT_EQ(code_of(keys_->create(name("x"), {.algorithm = Algorithm::Rsa, .rsa_bits = 1024})),
            ErrorCode::InvalidArgument);
  EXPECT_EQ(code_of(keys_->create(name("x"), {.algorithm = Algorithm::Ec, .ec_curve = "P-192"})),
            ErrorCode::InvalidArgument);
  if (!has_ec()) {
    // Which kinds a token makes is its own affair, not the program's.
    const ErrorCode refused = test::is_token(GetParam()) ? ErrorCode::TokenCannotDo : ErrorCode::InvalidArgument;
    EXPECT_EQ(code_of(keys_->create(name("x"), kEc)), refused);
  }
  EXPECT_EQ(code_of(keys_->open(name("never"))), ErrorCode::KeyNotFound);
  EXPECT_TRUE(keys_->list(prefix_).value().empty());
}

TEST_P(KeyContract, TiesACertificateToItsKey) {
  const std::shared_ptr<Key> key = create("tied");
  const Bytes der = certificate_for(*key);
  const Sha256 thumbprint = remember(der);
  EXPECT_EQ(code_of(personal_->find(thumbprint)), ErrorCode::NotFound);
  const Status added = personal_->add(der, reference("tied"), "期限 2027-01-01");
  ASSERT_TRUE(added) << to_log_line(added.error());
  // A repeated step after a crash.
  ASSERT_TRUE(personal_->add(der, reference("tied"), "通関 2027-01-01"));

  const test::Place again = open_again().value();
  const Result<StoredCertificate> found = again.personal->find(thumbprint);
  ASSERT_TRUE(found) << to_log_line(found.error());
  EXPECT_EQ(found->der, der);
  EXPECT_EQ(found->friendly_name, "通関 2027-01-01");
  EXPECT_EQ(found->key, reference("tied"));
  const auto listed = again.personal->list().value();
  EXPECT_EQ(std::ranges::count(listed, der, &StoredCertificate::der), 1);

  const Result<std::unique_ptr<Key>> its_key = again.personal->key_of(thumbprint);
  ASSERT_TRUE(its_key) << to_log_line(its_key.error());
  EXPECT_EQ((*its_key)->public_key_info(), key->public_key_info());
  expect_signs(**its_key);
}

TEST_P(KeyContract, RenamesACertificateThatIsThere) {
  const std::shared_ptr<Key> key = create("renamed");
  const Bytes der = certificate_for(*key);
  const Sha256 thumbprint = remember(der);
  EXPECT_EQ(code_of(personal_->set_friendly_name(thumbprint, "期限")), ErrorCode::NotFound);
  ASSERT_TRUE(personal_->add(der, reference("renamed"), ""));
  ASSERT_TRUE(personal_->set_friendly_name(thumbprint, "期限 2027-01-01"));
  const test::Place again = open_again().value();
  EXPECT_EQ(again.personal->find(thumbprint).value().friendly_name, "期限 2027-01-01");
  EXPECT_TRUE(again.personal->key_of(thumbprint)) << "its key stays its key";
}

TEST_P(KeyContract, TakesBackACertificateAndLeavesItsKey) {
  const std::shared_ptr<Key> key = create("kept");
  const Bytes der = certificate_for(*key), other = certificate_for(*key, "Older");
  const Sha256 thumbprint = remember(der), older = remember(other);
  ASSERT_TRUE(personal_->add(other, reference("kept"), "older"));
  ASSERT_TRUE(personal_->add(der, reference("kept"), ""));
  EXPECT_EQ(personal_->find(thumbprint).value().friendly_name, "");
  EXPECT_TRUE(personal_->remove(thumbprint));
  EXPECT_TRUE(personal_->remove(thumbprint));
  EXPECT_EQ(code_of(personal_->find(thumbprint)), ErrorCode::NotFound);
  EXPECT_EQ(code_of(personal_->key_of(thumbprint)), ErrorCode::NotFound);
  EXPECT_EQ(personal_->find(older).value().friendly_name, "older");
  EXPECT_TRUE(keys_->open(name("kept")));
}

TEST_P(KeyContract, TiesNoCertificateToAKeyThatIsNotItsOwn) {
  const std::shared_ptr<Key> key = create("own"), other = create("other");
  const Bytes der = certificate_for(*key);
  const Sha256 thumbprint = remember(der);
  EXPECT_EQ(code_of(personal_->add(der, reference("other"), "")), ErrorCode::KeyDoesNotMatch);
  EXPECT_EQ(code_of(personal_->add(der, reference("never"), "")), ErrorCode::KeyNotFound);
  const Bytes garbage = {1, 2, 3};
  EXPECT_EQ(code_of(personal_->add(garbage, reference("own"), "")), ErrorCode::CertificateUnparsable);
  EXPECT_EQ(code_of(personal_->find(thumbprint)), ErrorCode::NotFound);
}

TEST_P(KeyContract, AuthenticatesATlsClient) {
  for (const KeySpec& spec : specs()) {
    const std::shared_ptr<Key> key = create(spec.algorithm == Algorithm::Rsa ? "rsa" : "ec", spec);
    const X509Ptr certificate = issue(key->public_key_info(), "Client");
    const bool pss = key->can(Padding::Pss);
    const test::Handshake old = test::authenticate(key, certificate.get(), TLS1_2_VERSION);
    EXPECT_TRUE(old.done) << old.failure;
    EXPECT_EQ(old.client_subject, "/CN=Client");
    EXPECT_EQ(old.pss, pss);
    if (!pss && spec.algorithm == Algorithm::Rsa) continue;
    const test::Handshake now = test::authenticate(key, certificate.get(), TLS1_3_VERSION);
    EXPECT_TRUE(now.done) << now.failure;
    EXPECT_EQ(now.version, "TLSv1.3");
    EXPECT_EQ(now.client_subject, "/CN=Client");
  }
}

TEST_P(KeyContract, SignsARequestThatOpenSslVerifies) {
  for (const KeySpec& spec : specs()) {
    const std::shared_ptr<Key> key = create(spec.algorithm == Algorithm::Rsa ? "rsa" : "ec", spec);
    const Result<Bytes> der = make_certificate_request(key, {.subject = kTestSubject, .hash = Hash::Sha384});
    ASSERT_TRUE(der) << to_log_line(der.error());
    const unsigned char* at = der->data();
    const x509::OpenSslPtr<X509_REQ, X509_REQ_free> request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der->size())));
    ASSERT_TRUE(request);
    EXPECT_EQ(X509_REQ_verify(request.get(), X509_REQ_get0_pubkey(request.get())), 1);
    EXPECT_EQ(public_key_info_of(*X509_REQ_get0_pubkey(request.get())), key->public_key_info());
  }
}

TEST_P(KeyContract, TellsThatTheUserRefused) {
  const std::shared_ptr<Key> key = create("asked");
  const X509Ptr certificate = issue(key->public_key_info(), "Client");
  const auto refusing = std::make_shared<FailingKey>(key, Error(ErrorCode::KeyUseRefused));
  const test::Handshake seen = test::authenticate(refusing, certificate.get(), TLS1_2_VERSION);
  EXPECT_FALSE(seen.done);
  ASSERT_NE(seen.signing_error, nullptr);
  EXPECT_EQ(seen.signing_error->code, ErrorCode::KeyUseRefused);
  EXPECT_TRUE(test::authenticate(key, certificate.get(), TLS1_2_VERSION).done);
}

TEST_P(KeyContract, TakesAKeyThatTheAuthorityMade) {
  if (!takes_keys()) {
    EXPECT_EQ(code_of(personal_->import_pkcs12({}, Secret(), name("made"), false, "")), ErrorCode::InvalidArgument);
    return;
  }
  const X509Ptr certificate = issue(public_key_info_of(*test::known_key("RSA 2048")), "Delivered");
  const Bytes der = der_of(*certificate);
  const Sha256 thumbprint = remember(der);
  const WipedBytes pkcs8 = encode_private_key(*test::known_key("RSA 2048")).value();
  const Result<StoredCertificate> stored =
      import_server_key(*personal_, pkcs8.view(), der, name("made"), false, "Delivered 2027");
  ASSERT_TRUE(stored) << to_log_line(stored.error());
  EXPECT_EQ(stored->der, der);
  EXPECT_EQ(stored->friendly_name, "Delivered 2027");
  ASSERT_TRUE(stored->key);
  EXPECT_EQ(stored->key->name, name("made"));
  EXPECT_EQ(personal_->find(thumbprint).value().key, stored->key);
  const std::unique_ptr<Key> key = personal_->key_of(thumbprint).value();
  EXPECT_EQ(key->public_key_info(), public_key_info_of(*test::known_key("RSA 2048")));
  expect_signs(*key);

  const X509Ptr wrong = issue(public_key_info_of(*test::known_key("P-256")), "Delivered");
  EXPECT_EQ(code_of(import_server_key(*personal_, pkcs8.view(), der_of(*wrong), name("wrong"), false, "")),
            ErrorCode::KeyDoesNotMatch);
  EXPECT_EQ(code_of(import_server_key(*personal_, der, der, name("wrong"), false, "")), ErrorCode::KeyNotUsable);
  EXPECT_EQ(keys_->list(name("wrong")).value().size(), 0U);
  EXPECT_TRUE(other_store(stored->key->provider)->remove(name("made")));
}

TEST_P(KeyContract, ImportsAKeyWithoutItsCertificate) {
  const EvpPkey key = generate_software_key({.rsa_bits = 2048}).value();
  const WipedBytes pkcs8 = encode_private_key(*key).value();
  if (!takes_keys()) {
    EXPECT_EQ(code_of(keys_->import_key(name("alone"), pkcs8.view(), false)), ErrorCode::InvalidArgument);
    return;
  }
  ASSERT_TRUE(keys_->import_key(name("alone"), pkcs8.view(), false));
  EXPECT_EQ(code_of(keys_->import_key(name("alone"), pkcs8.view(), false)), ErrorCode::KeyExists);
  EXPECT_EQ(code_of(keys_->import_key(name("none"), pkcs8.view().first(40), false)), ErrorCode::KeyNotUsable);
  const auto opened = keys_->open(name("alone"));
  ASSERT_TRUE(opened) << to_log_line(opened.error());
  EXPECT_EQ((*opened)->public_key_info(), public_key_info_of(*key));
  EXPECT_EQ(keys_->list(name("alone")).value().size(), 1U);
  ASSERT_TRUE(keys_->remove(name("alone")));
  EXPECT_TRUE(keys_->list(name("alone")).value().empty());
}

TEST_P(KeyContract, ImportsPkcs12WithTheRightPasswordOnly) {
  if (!takes_keys()) return;
  EVP_PKEY* key = test::known_key("RSA 2048");
  const X509Ptr certificate = issue(public_key_info_of(*key), "Delivered");
  const Sha256 thumbprint = remember(der_of(*certificate));
  const Bytes file = pkcs12(key, certificate.get(), "正しい");
  EXPECT_EQ(code_of(personal_->import_pkcs12(file, Secret("wrong"), name("p12"), false, "")),
            ErrorCode::CredentialsWrong);
  EXPECT_EQ(code_of(personal_->import_pkcs12(file, Secret(), name("p12"), false, "")), ErrorCode::CredentialsWrong);
  EXPECT_EQ(
      code_of(personal_->import_pkcs12(Bytes(file.begin(), file.end() - 1), Secret("正しい"), name("p12"), false, "")),
      ErrorCode::Pkcs12Unreadable);
  EXPECT_EQ(code_of(personal_->find(thumbprint)), ErrorCode::NotFound);
  const Result<StoredCertificate> stored = personal_->import_pkcs12(file, Secret("正しい"), name("p12"), true, "P12");
  ASSERT_TRUE(stored) << to_log_line(stored.error());
  EXPECT_EQ(personal_->find(thumbprint).value().friendly_name, "P12");
  const std::unique_ptr<Key> imported = personal_->key_of(thumbprint).value();
  EXPECT_EQ(imported->public_key_info(), public_key_info_of(*key));
  // The name is taken, whoever asks for it.
  EXPECT_EQ(code_of(personal_->import_pkcs12(file, Secret("正しい"), name("p12"), true, "")), ErrorCode::KeyExists);
  EXPECT_TRUE(other_store(stored->key->provider)->remove(name("p12")));
}

#ifdef _WIN32
const std::vector<const char*> kProviders = {"capi", "cng", "tpm", "pkcs11"};
#else
const std::vector<const char*> kProviders = {"file", "pkcs11"};
#endif

Result<std::unique_ptr<KeyStore>> open_once(const char* provider) {
  const kigen::test::TemporaryFolder folder;
  std::unique_ptr<test::TestToken> token;
  if (std::string(provider) == "pkcs11") {
    if (!test_token::TokenRig::available())
      return Error(ErrorCode::KeyProviderMissing, "no SoftHSM").with("provider", provider);
    token = std::make_unique<test::TestToken>();
  }
  Result<test::Place> place = test::open_place(provider, folder.path(), token.get());
  if (!place) return place.error();
  return std::move(place->keys);
}

std::vector<const char*> places() {
  // Who lends a token asks for it alone.
  if (!test::opencryptoki_module().empty()) return {"opencryptoki"};
  std::vector<const char*> there = kProviders;
  std::erase_if(there, [](const char* provider) {
    const Result<std::unique_ptr<KeyStore>> keys = open_once(provider);
    return !keys && keys.error().code == ErrorCode::KeyProviderMissing;
  });
  return there;
}
INSTANTIATE_TEST_SUITE_P(Of, KeyContract, ::testing::ValuesIn(places()));

class KeyPlace : public ::testing::TestWithParam<const char*> {};
TEST_P(KeyPlace, IsThereOrIsSaidToBeMissing) {
  const Result<std::unique_ptr<KeyStore>> keys = open_once(GetParam());
  if (keys) {
    EXPECT_EQ((*keys)->provider(), GetParam());
    return;
  }
  ASSERT_EQ(keys.error().code, ErrorCode::KeyProviderMissing);
  EXPECT_EQ(keys.error().args.at("provider"), GetParam());
  GTEST_SKIP() << "the contract does not run there: " << to_log_line(keys.error());
}
INSTANTIATE_TEST_SUITE_P(Of, KeyPlace, ::testing::ValuesIn(kProviders));

}  // namespace
}  // namespace kigen::keys
