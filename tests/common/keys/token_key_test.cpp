// Keys on a token beyond the contract: what a token cannot do, and pairs that are removed.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "common/x509/digest.h"
#include "tests/common/keys/issued.h"
#include "tests/common/keys/pkcs11/support/test_token.h"
#include "tests/common/keys/tls_server.h"

namespace kigen::keys {
namespace {

class TokenKeyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!test_token::TokenRig::available()) GTEST_SKIP() << "SoftHSM is not here";
    token_ = std::make_unique<test::TestToken>();
  }
  std::unique_ptr<test::TestToken> token_;
};

TEST_F(TokenKeyTest, WithoutPssAuthenticatesOverTls12) {
  token_->set("mechanisms-off", "PSS");
  const std::shared_ptr<Key> key = pkcs11::key_store_of(token_->open())->create("kigen-old", {}).value();
  EXPECT_TRUE(key->can(Padding::Pkcs1));
  EXPECT_FALSE(key->can(Padding::Pss));
  const X509Ptr certificate = test::issue(key->public_key_info(), "Old token");
  const test::Handshake old = test::authenticate(key, certificate.get(), TLS1_2_VERSION);
  EXPECT_TRUE(old.done) << old.failure;
  EXPECT_FALSE(old.pss);
  EXPECT_EQ(old.client_subject, "/CN=Old token");
}

TEST_F(TokenKeyTest, ThatTheTokenCannotMakeIsSaidToBeBeyondIt) {
  token_->set("mechanisms-off", "EC");
  const auto key = pkcs11::key_store_of(token_->open())->create("kigen-ec", {.algorithm = Algorithm::Ec});
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::TokenCannotDo);
}

TEST_F(TokenKeyTest, NeedsThePin) {
  { const auto made = pkcs11::key_store_of(token_->open())->create("kigen-pin", {}).value(); }
  const std::shared_ptr<pkcs11::Token> token =
      pkcs11::Token::open({.module = test::module_path(), .serial = token_->serial()}, {}, {}).value();
  const auto keys = pkcs11::key_store_of(token);
  EXPECT_EQ(keys->open("kigen-pin").error().code, ErrorCode::KeyNotUsable);
  EXPECT_EQ(keys->create("kigen-more", {}).error().code, ErrorCode::KeyNotUsable);
  EXPECT_EQ(keys->list("").error().code, ErrorCode::KeyNotUsable);
  EXPECT_EQ(keys->remove("kigen-pin").error().code, ErrorCode::KeyNotUsable);
  ASSERT_TRUE(token->login(Secret(test::kRigPin)));
  EXPECT_TRUE(keys->open("kigen-pin"));
}

TEST_F(TokenKeyTest, StaysWhileItsCertificateIsThere) {
  const auto token = token_->open();
  const auto keys = pkcs11::key_store_of(token);
  const auto store = pkcs11::personal_store_of(token);
  Bytes der[2];
  for (const int i : {0, 1}) {
    const std::string name = i == 0 ? "kigen-older" : "kigen-newer";
    const auto key = keys->create(name, {}).value();
    der[i] = der_of(*test::issue(key->public_key_info(), name));
    ASSERT_TRUE(store->add(der[i], {"pkcs11", name}, name));
  }
  // A rollback that asks for too much takes nothing that is in use.
  EXPECT_TRUE(keys->remove("kigen-older"));
  EXPECT_TRUE(store->key_of(x509::sha256({der[0]})));

  EXPECT_TRUE(pkcs11::remove_pair(*token, x509::sha256({der[0]})));
  EXPECT_TRUE(pkcs11::remove_pair(*token, x509::sha256({der[0]})));
  EXPECT_EQ(store->list().value().size(), 1U);
  EXPECT_EQ(keys->list("").value(), std::vector<std::string>{"kigen-newer"});
  EXPECT_TRUE(store->key_of(x509::sha256({der[1]})));
}

TEST_F(TokenKeyTest, WhosePairWasCutOffIsMadeAnew) {
  const auto token = token_->open();
  token_->set("at", "C_GenerateKeyPair lost 1 crash");
  EXPECT_EQ(pkcs11::key_store_of(token)->create("kigen-cut", {}).error().code, ErrorCode::TokenLibraryFailed);
  const auto keys = pkcs11::key_store_of(token_->open());
  // The pair is there, under its name, although nobody was told.
  EXPECT_EQ(keys->list("kigen-").value(), std::vector<std::string>{"kigen-cut"});
  EXPECT_EQ(keys->create("kigen-cut", {}).error().code, ErrorCode::KeyExists);
  EXPECT_TRUE(keys->remove("kigen-cut"));
  EXPECT_TRUE(keys->create("kigen-cut", {}));
}

}  // namespace
}  // namespace kigen::keys
