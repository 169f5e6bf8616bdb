// Tokens from outside: found, opened, asked for a PIN, read, changed.
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/common/keys/pkcs11/support/test_token.h"
#include "tests/common/keys/support/issued.h"

namespace kigen::keys::pkcs11 {
namespace {

using test::kRigPin;
using test::kRigPuk;
using test::module_path;
using test::TestToken;

class TokenTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!test_token::TokenRig::available()) GTEST_SKIP() << "SoftHSM is not here";
    token_ = std::make_unique<TestToken>();
  }
  std::shared_ptr<Token> open() {
    const auto opened = Token::open({.module = module_path(), .serial = token_->serial()}, {}, {});
    if (!opened) throw std::runtime_error(to_log_line(opened.error()));
    return *opened;
  }
  std::unique_ptr<TestToken> token_;
};

TEST_F(TokenTest, IsListedWithWhatItSaysOfItself) {
  token_->set("label", "通関 トークン");
  const auto listing = list_tokens({module_path()}, {}, {});
  ASSERT_TRUE(listing) << to_log_line(listing.error());
  EXPECT_TRUE(listing->any_module);
  EXPECT_TRUE(listing->faults.empty());
  ASSERT_EQ(listing->tokens.size(), 1U);
  const TokenInfo& token = listing->tokens[0];
  EXPECT_EQ(token.serial, token_->serial());
  EXPECT_EQ(token.label, "通関 トークン");
  EXPECT_EQ(token.manufacturer, "SoftHSM project");
  EXPECT_EQ(token.module, module_path());
  EXPECT_TRUE(token.initialized && token.login_required && token.pin_initialized);
  EXPECT_FALSE(token.pin_pad || token.pin_locked || token.pin_count_low || token.write_protected);
  EXPECT_EQ(token.pin_min, 4);
}

TEST_F(TokenTest, IsListedOnceBehindTwoModules) {
  const std::string other = module_path() + ".copy";
  std::filesystem::copy_file(module_path(), other, std::filesystem::copy_options::overwrite_existing);
  const auto listing = list_tokens({module_path(), other, module_path()}, {}, {});
  std::filesystem::remove(other);
  ASSERT_TRUE(listing) << to_log_line(listing.error());
  ASSERT_EQ(listing->tokens.size(), 1U);
  EXPECT_EQ(listing->tokens[0].module, module_path());
}

TEST_F(TokenTest, IsFoundByItsSerialNumberInWhateverSlot) {
  const std::string second = token_->add("Second");
  ASSERT_NE(second, token_->serial());
  const auto opened = Token::open({.module = module_path(), .slot = 4711, .serial = second}, {}, {});
  ASSERT_TRUE(opened) << to_log_line(opened.error());
  EXPECT_EQ((*opened)->info().label, "Second");
  const auto missing = Token::open({.module = module_path(), .serial = "none"}, {}, {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::TokenNotFound);
  EXPECT_EQ(missing.error().args.at("serial"), "none");
}

TEST_F(TokenTest, TakesTheRightPinOnly) {
  const auto token = open();
  const Status wrong = token->login(Secret("654321"));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::PinWrong);
  EXPECT_EQ(wrong.error().args.at("serial"), token_->serial());
  EXPECT_FALSE(token->logged_in());
  // Too short to be a PIN is wrong as well.
  EXPECT_EQ(token->login(Secret("1")).error().code, ErrorCode::PinWrong);
  EXPECT_TRUE(token->refresh().value().pin_count_low);
  EXPECT_TRUE(token->login(Secret(kRigPin)));
  EXPECT_TRUE(token->login(Secret(kRigPin)));
  EXPECT_TRUE(token->logged_in());
  EXPECT_FALSE(token->refresh().value().pin_count_low);
  token->logout();
  EXPECT_FALSE(token->logged_in());
}

TEST_F(TokenTest, TriesAWrongPinExactlyOnce) {
  token_->set("log");
  const auto token = open();
  EXPECT_EQ(token->login(Secret("654321")).error().code, ErrorCode::PinWrong);
  EXPECT_EQ(token_->calls("C_Login"), 1);
}

TEST_F(TokenTest, LocksAndIsUnblockedWithThePuk) {
  token_->set("pin-tries", "3");
  const auto token = open();
  EXPECT_EQ(token->login(Secret("0000")).error().code, ErrorCode::PinWrong);
  EXPECT_EQ(token->login(Secret("0000")).error().code, ErrorCode::PinWrong);
  EXPECT_TRUE(token->refresh().value().pin_final_try);
  EXPECT_FALSE(token->login(Secret("0000")));
  EXPECT_TRUE(token->refresh().value().pin_locked);
  const Status locked = token->login(Secret(kRigPin));
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error().code, ErrorCode::TokenLocked);

  EXPECT_EQ(token->unblock(Secret("11111111"), Secret("2468")).error().code, ErrorCode::PukWrong);
  const Status freed = token->unblock(Secret(kRigPuk), Secret("2468"));
  ASSERT_TRUE(freed) << to_log_line(freed.error());
  EXPECT_FALSE(token->refresh().value().pin_locked);
  EXPECT_TRUE(token->login(Secret("2468")));
}

TEST_F(TokenTest, ChangesItsPin) {
  const auto token = open();
  EXPECT_EQ(token->change_pin(Secret("000000"), Secret("2468")).error().code, ErrorCode::PinWrong);
  const Status refused = token->change_pin(Secret(kRigPin), Secret("1"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::NewPinRefused);
  EXPECT_TRUE(token->change_pin(Secret(kRigPin), Secret("2468")));
  EXPECT_EQ(token->login(Secret(kRigPin)).error().code, ErrorCode::PinWrong);
  EXPECT_TRUE(token->login(Secret("2468")));
}

TEST_F(TokenTest, ShowsItsCertificatesWithoutAPin) {
  Bytes der;
  {
    const auto token = token_->open();
    const auto key = key_store_of(token)->create("kigen-1", {}).value();
    der = der_of(*test::issue(key->public_key_info(), "Owner"));
    ASSERT_TRUE(personal_store_of(token)->add(der, {"pkcs11", "kigen-1"}, "通関 2027"));
  }
  const auto content = open()->content();
  ASSERT_TRUE(content) << to_log_line(content.error());
  EXPECT_TRUE(content->faults.empty());
  ASSERT_EQ(content->certificates.size(), 1U);
  EXPECT_EQ(content->certificates[0].der, der);
  EXPECT_EQ(content->certificates[0].label, "通関 2027");
  EXPECT_TRUE(content->certificates[0].has_key);
}

}  // namespace
}  // namespace kigen::keys::pkcs11
