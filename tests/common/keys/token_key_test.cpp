// Keys on a token beyond the contract: what a token cannot do, and pairs that are removed.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "common/keys/key_blobs.h"
#include "common/x509/digest.h"
#include "tests/common/keys/pkcs11/support/test_token.h"
#include "tests/common/keys/support/issued.h"
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

// A pair as other software makes it; the public half is left out as many cards do.
Bytes make_foreign_pair(const test::RawToken& raw, const Bytes& id, bool asks_each_time) {
  const Bytes p256 = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
  std::vector<CK_ATTRIBUTE> shown{test_token::yes(CKA_TOKEN), test_token::attribute(CKA_EC_PARAMS, p256)};
  std::vector<CK_ATTRIBUTE> hidden{test_token::yes(CKA_TOKEN), test_token::yes(CKA_PRIVATE), test_token::yes(CKA_SIGN),
                                   test_token::attribute(CKA_ID, id)};
  if (asks_each_time) hidden.push_back(test_token::yes(CKA_ALWAYS_AUTHENTICATE));
  CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
  CK_OBJECT_HANDLE open_half = 0, closed_half = 0;
  test_token::check(
      "C_GenerateKeyPair",
      raw.functions().C_GenerateKeyPair(raw.session(), &mechanism, shown.data(), static_cast<CK_ULONG>(shown.size()),
                                        hidden.data(), static_cast<CK_ULONG>(hidden.size()), &open_half, &closed_half));
  Bytes point(67);
  CK_ATTRIBUTE wanted{CKA_EC_POINT, point.data(), static_cast<CK_ULONG>(point.size())};
  test_token::check("C_GetAttributeValue", raw.functions().C_GetAttributeValue(raw.session(), open_half, &wanted, 1));
  test_token::check("C_DestroyObject", raw.functions().C_DestroyObject(raw.session(), open_half));
  return public_key_info_of_ec("P-256", std::span(point).subspan(2));
}

void make_foreign_certificate(const test::RawToken& raw, const Bytes& id, const Bytes& der) {
  const CK_ULONG kind = CKO_CERTIFICATE, type = CKC_X_509;
  const Bytes subject = {0x30, 0x00};
  raw.create({test_token::attribute(CKA_CLASS, kind), test_token::attribute(CKA_CERTIFICATE_TYPE, type),
              test_token::yes(CKA_TOKEN), test_token::no(CKA_PRIVATE), test_token::attribute(CKA_ID, id),
              test_token::attribute(CKA_SUBJECT, subject), test_token::attribute(CKA_VALUE, der)});
}

TEST_F(TokenKeyTest, OfOtherSoftwareIsUsedWithTheCertificateAsItsPublicHalf) {
  const Bytes id = {0x01, 0x02};
  Bytes info, der;
  {
    const test::RawToken raw(*token_);
    info = make_foreign_pair(raw, id, false);
    der = der_of(*test::issue(info, "Foreign"));
    make_foreign_certificate(raw, id, der);
  }
  const auto token = token_->open();
  for (const bool by_name : {true, false}) {
    Result<std::unique_ptr<Key>> opened = by_name ? pkcs11::key_store_of(token)->open("id-0102")
                                                  : pkcs11::personal_store_of(token)->key_of(x509::sha256({der}));
    ASSERT_TRUE(opened) << to_log_line(opened.error());
    const std::shared_ptr<Key> key = std::move(*opened);
    EXPECT_EQ(key->public_key_info(), info);
    const X509Ptr certificate = decode_certificate(der);
    EXPECT_TRUE(test::authenticate(key, certificate.get(), TLS1_3_VERSION).done);
  }
}

TEST_F(TokenKeyTest, ThatAsksForItsPinEachTimeIsSaidToBeSo) {
  const Bytes id = {0x01, 0x02};
  {
    const test::RawToken raw(*token_);
    const Bytes info = make_foreign_pair(raw, id, true);
    make_foreign_certificate(raw, id, der_of(*test::issue(info, "Foreign")));
  }
  const auto key = pkcs11::key_store_of(token_->open())->open("id-0102");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::KeyNotUsable);
  EXPECT_NE(key.error().args.at("system").find("ALWAYS_AUTHENTICATE"), std::string::npos);
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
