#include "common/keys/signing_key.h"

#include <gtest/gtest.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <thread>

#include "tests/common/keys/support/issued.h"
#include "tests/common/keys/tls_server.h"

namespace kigen::keys {
namespace {

using test::authenticate;
using test::FailingKey;
using test::Handshake;
using test::issue;
using test::software_key;
using DigestContext = x509::OpenSslPtr<EVP_MD_CTX, EVP_MD_CTX_free>;
using PkeyContext = x509::OpenSslPtr<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

Bytes sign_message(EVP_PKEY* key, const char* hash, const std::string& message, bool pss = false) {
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;
  if (EVP_DigestSignInit_ex(context.get(), &options, hash, signing_library_context(), nullptr, key, nullptr) != 1)
    return {};
  if (pss && (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
              EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return {};
  }
  std::size_t size = 0;
  if (EVP_DigestSignUpdate(context.get(), message.data(), message.size()) != 1) return {};
  if (EVP_DigestSignFinal(context.get(), nullptr, &size) != 1) return {};
  Bytes signature(size);
  if (EVP_DigestSignFinal(context.get(), signature.data(), &size) != 1) return {};
  signature.resize(size);
  return signature;
}

TEST(SigningProvider, IsFetchedByNameAndLeavesTheRestToTheDefaultProvider) {
  OSSL_LIB_CTX* library = signing_library_context();
  const auto provider_of = [&](const char* algorithm, const char* query) {
    const x509::OpenSslPtr<EVP_SIGNATURE, EVP_SIGNATURE_free> found(EVP_SIGNATURE_fetch(library, algorithm, query));
    return std::string(found ? OSSL_PROVIDER_get0_name(EVP_SIGNATURE_get0_provider(found.get())) : "none");
  };
  EXPECT_EQ(provider_of("RSA", "provider=kigen"), "kigen");
  EXPECT_EQ(provider_of("ECDSA", "provider=kigen"), "kigen");
  EXPECT_EQ(provider_of("RSA", nullptr), "default");
  EXPECT_EQ(provider_of("ECDSA", nullptr), "default");
  EXPECT_EQ(provider_of("ED25519", "provider=kigen"), "none");
  const x509::OpenSslPtr<EVP_KEYMGMT, EVP_KEYMGMT_free> ordinary(EVP_KEYMGMT_fetch(library, "RSA", nullptr));
  EXPECT_STREQ(OSSL_PROVIDER_get0_name(EVP_KEYMGMT_get0_provider(ordinary.get())), "default");
}

TEST(SigningProvider, SignsMessagesThatTheDefaultProviderVerifies) {
  for (const char* kind : {"RSA 2048", "P-256", "P-384"}) {
    const std::shared_ptr<Key> key = software_key(kind);
    const EvpPkey signing = make_signing_key(key).value();
    EXPECT_STREQ(OSSL_PROVIDER_get0_name(EVP_PKEY_get0_provider(signing.get())), "kigen");
    for (const Hash hash : {Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512}) {
      const char* const names[] = {"SHA1", "SHA256", "SHA384", "SHA512"};
      const Bytes digest = test::digest_of(hash, "message");
      SignRequest request{.padding = key->algorithm() == Algorithm::Rsa ? Padding::Pkcs1 : Padding::Ecdsa,
                          .hash = hash,
                          .digest = digest};
      const char* name = names[static_cast<int>(hash)];
      Bytes signature = sign_message(signing.get(), name, "message");
      EXPECT_TRUE(test::verifies(key->public_key_info(), request, signature)) << kind << ' ' << name;
      if (key->algorithm() == Algorithm::Ec) continue;
      request.padding = Padding::Pss;
      EXPECT_FALSE(test::verifies(key->public_key_info(), request, signature));
      signature = sign_message(signing.get(), name, "message", true);
      EXPECT_TRUE(test::verifies(key->public_key_info(), request, signature)) << kind << " PSS " << name;
    }
  }
}

TEST(SigningProvider, SignsDigests) {
  const std::shared_ptr<Key> key = software_key("RSA 2048");
  const EvpPkey signing = make_signing_key(key).value();
  const PkeyContext context(EVP_PKEY_CTX_new_from_pkey(signing_library_context(), signing.get(), nullptr));
  ASSERT_EQ(EVP_PKEY_sign_init(context.get()), 1);
  ASSERT_EQ(EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha384()), 1);
  ASSERT_EQ(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PSS_PADDING), 1);
  ASSERT_EQ(EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), 20), 1);
  const Bytes digest = test::digest_of(Hash::Sha384, "message");
  Bytes signature(256);
  std::size_t size = signature.size();
  ASSERT_EQ(EVP_PKEY_sign(context.get(), signature.data(), &size, digest.data(), digest.size()), 1);
  const SignRequest request{.padding = Padding::Pss, .hash = Hash::Sha384, .digest = digest, .salt_length = 20};
  EXPECT_TRUE(test::verifies(key->public_key_info(), request, signature));
  // A digest of another length is not a digest.
  EXPECT_NE(EVP_PKEY_sign(context.get(), signature.data(), &size, digest.data(), 32), 1);
  const std::unique_ptr<Error> said = take_signing_error();
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(said->code, ErrorCode::InvalidArgument);
}

TEST(SigningProvider, TellsThePublicHalfAndHidesThePrivateOne) {
  for (const char* kind : {"RSA 2048", "P-256"}) {
    const std::shared_ptr<Key> key = software_key(kind);
    const EvpPkey signing = make_signing_key(key).value();
    EXPECT_EQ(public_key_info_of(*signing), key->public_key_info());
    EXPECT_EQ(EVP_PKEY_eq(signing.get(), test::known_key(kind)), 1);
    EXPECT_EQ(EVP_PKEY_eq(test::known_key(kind), signing.get()), 1);
    EXPECT_NE(EVP_PKEY_eq(signing.get(), test::known_key("P-384")), 1);
    EXPECT_EQ(EVP_PKEY_get_bits(signing.get()), EVP_PKEY_get_bits(test::known_key(kind)));
    EXPECT_EQ(EVP_PKEY_get_id(signing.get()), EVP_PKEY_get_id(test::known_key(kind)));
    unsigned char* der = nullptr;
    EXPECT_LE(i2d_PrivateKey(signing.get(), &der), 0);
    BIGNUM* secret = nullptr;
    EXPECT_NE(EVP_PKEY_get_bn_param(signing.get(), kind[0] == 'R' ? "d" : "priv", &secret), 1);
    const EvpPkey copy(EVP_PKEY_dup(signing.get()));
    ASSERT_TRUE(copy);
    EXPECT_FALSE(sign_message(copy.get(), "SHA256", "message").empty());
  }
}

TEST(SigningProvider, KeepsTheKeyAsLongAsOpenSslNeedsIt) {
  std::shared_ptr<Key> key = software_key("P-256");
  const std::weak_ptr<Key> watched = key;
  EvpPkey signing = make_signing_key(std::move(key)).value();
  EXPECT_FALSE(watched.expired());
  EXPECT_FALSE(sign_message(signing.get(), "SHA256", "message").empty());
  signing.reset();
  EXPECT_TRUE(watched.expired());
}

TEST(SigningProvider, TellsOnThisThreadWhyAKeyDidNotSign) {
  const auto refusing =
      std::make_shared<FailingKey>(software_key("RSA 2048"), Error(ErrorCode::KeyUseRefused, "the user said no"));
  const EvpPkey signing = make_signing_key(refusing).value();
  EXPECT_TRUE(sign_message(signing.get(), "SHA256", "message").empty());
  std::thread([] { EXPECT_EQ(take_signing_error(), nullptr); }).join();
  const std::unique_ptr<Error> said = take_signing_error();
  ASSERT_NE(said, nullptr);
  EXPECT_EQ(said->code, ErrorCode::KeyUseRefused);
  EXPECT_EQ(take_signing_error(), nullptr);
}

TEST(SigningProvider, ForgetsAnErrorWhenTheNextSignatureSucceeds) {
  const auto failing = std::make_shared<FailingKey>(software_key("P-256"), Error(ErrorCode::KeyNotUsable));
  EXPECT_TRUE(sign_message(make_signing_key(failing).value().get(), "SHA256", "message").empty());
  EXPECT_FALSE(sign_message(make_signing_key(software_key("P-256")).value().get(), "SHA256", "message").empty());
  EXPECT_EQ(take_signing_error(), nullptr);
}

TEST(SigningProvider, RefusesAPublicKeyThatIsNone) {
  class Broken final : public Key {
   public:
    [[nodiscard]] Algorithm algorithm() const override { return Algorithm::Rsa; }
    [[nodiscard]] const Bytes& public_key_info() const override { return info_; }
    [[nodiscard]] bool can(Padding /*padding*/) const override { return true; }
    [[nodiscard]] Result<Bytes> sign(const SignRequest& /*request*/) override { return Bytes{}; }

   private:
    Bytes info_ = {0x30, 0x03, 0x02, 0x01, 0x00};
  };
  const Result<EvpPkey> made = make_signing_key(std::make_shared<Broken>());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::KeyNotUsable);
}

TEST(SigningProvider, AuthenticatesATlsClient) {
  for (const char* kind : {"RSA 2048", "P-256", "P-384"}) {
    const std::shared_ptr<Key> key = software_key(kind);
    const X509Ptr certificate = issue(key->public_key_info(), "Client");
    for (const int tls : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      const Handshake seen = authenticate(key, certificate.get(), tls);
      EXPECT_TRUE(seen.done) << kind << ' ' << seen.version << ' ' << seen.failure;
      EXPECT_EQ(seen.version, tls == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3");
      EXPECT_EQ(seen.client_subject, "/CN=Client");
      EXPECT_EQ(seen.pss, key->algorithm() == Algorithm::Rsa) << seen.signature_hash;
    }
  }
}

TEST(SigningProvider, TellsOfARefusalInTheMiddleOfAHandshake) {
  const std::shared_ptr<Key> real = software_key("P-256");
  const X509Ptr certificate = issue(real->public_key_info(), "Client");
  for (const int tls : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto refusing = std::make_shared<FailingKey>(real, Error(ErrorCode::KeyUseRefused));
    const Handshake seen = authenticate(refusing, certificate.get(), tls);
    EXPECT_FALSE(seen.done);
    ASSERT_NE(seen.signing_error, nullptr);
    EXPECT_EQ(seen.signing_error->code, ErrorCode::KeyUseRefused);
  }
}

}  // namespace
}  // namespace kigen::keys
