// What the wizard does with tokens beside a job, on tokens of SoftHSM.
#include "installer/wizard/renewal/token_desk.h"

#include <gtest/gtest.h>

#include "common/base/hex.h"
#include "common/x509/digest.h"
#include "tests/common/keys/pkcs11/support/test_token.h"
#include "tests/common/keys/support/issued.h"

namespace kigen::renewal {
namespace {

using keys::test::bad_module_path;
using keys::test::kRigPin;
using keys::test::kRigPuk;
using keys::test::module_path;
using keys::test::TestToken;

class Nobody final : public Observer {
 public:
  void on_event(const Event&) override {}
  Answer ask(const Question&) override {
    ADD_FAILURE() << "asked";
    return {};
  }
};

class TokenDeskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!test_token::TokenRig::available()) GTEST_SKIP() << "SoftHSM is not here";
    token_ = std::make_unique<TestToken>();
    profile_ = std::make_shared<profile::Profile>();
    profile_->id = "etoken";
    profile_->key.where = "token";
    profile_->match.issuer_cn = {"Kigen Test Authority"};
    profile_->token.emplace().modules = {module_path()};
    profile_->token->pin_tries = 3;
    token_->set("pin-tries", "3");
    token_->set("puk-tries", "3");
    desk_ = make_token_desk({});
  }
  [[nodiscard]] keys::pkcs11::TokenInfo info() const {
    return {.module = module_path(), .slot = 0, .serial = token_->serial()};
  }
  Status change(const char* current, const char* next) {
    return desk_->change_pin(info(), profile_.get(), Secret(current), Secret(next), {});
  }
  Status unblock(const char* puk, const char* next) {
    return desk_->unblock(info(), profile_.get(), Secret(puk), Secret(next), {});
  }
  Result<TokenHolder> holder() {
    Nobody nobody;
    return desk_->holder(profile_, info(), {}, nobody, {});
  }
  // A certificate of the profile with its key, as a renewal stores it; its thumbprint.
  Sha256 store_certificate() {
    const auto token = token_->open();
    const auto key = keys::pkcs11::key_store_of(token)->create("made", {.algorithm = keys::Algorithm::Ec});
    const auto certificate = keys::test::issue((*key)->public_key_info(), "YAMADA HANAKO");
    const keys::Bytes der = keys::der_of(*certificate);
    const Status added = keys::pkcs11::personal_store_of(token)->add(der, {"pkcs11", "made"}, "mine");
    EXPECT_TRUE(added) << to_log_line(added.error());
    return x509::sha256({der});
  }

  std::unique_ptr<TestToken> token_;
  std::shared_ptr<profile::Profile> profile_;
  std::unique_ptr<TokenDesk> desk_;
};

std::string arg(const Status& status, const std::string& name) {
  const Error error = status ? Error() : status.error();
  const auto found = error.args.find(name);
  return found == error.args.end() ? "" : found->second;
}
ErrorCode code(const Status& status) {
  return status ? ErrorCode::Internal : status.error().code;
}

TEST_F(TokenDeskTest, FindsTokensWithWhatIsOnThem) {
  const Sha256 thumbprint = store_certificate();
  const std::string other = token_->add("Second");
  const auto search = desk_->search(profile_.get(), {});
  ASSERT_TRUE(search) << to_log_line(search.error());
  ASSERT_EQ(search->tokens.size(), 2U);
  for (const FoundToken& one : search->tokens) {
    if (one.info.serial == other) {
      EXPECT_TRUE(one.content.certificates.empty());
    } else {
      ASSERT_EQ(one.content.certificates.size(), 1U);
      EXPECT_EQ(x509::sha256({one.content.certificates[0].der}), thumbprint);
    }
  }
  profile_->token->serial_pattern = other;
  EXPECT_EQ(desk_->search(profile_.get(), {})->tokens.size(), 1U);
}

TEST_F(TokenDeskTest, SaysWhichSoftwareIsMissing) {
  profile_->token->modules = {module_path() + ".missing"};
  profile_->token->software = "Token client 10";
  profile_->token->software_url = "https://driver.example/";
  const auto search = desk_->search(profile_.get(), {});
  ASSERT_FALSE(search);
  EXPECT_EQ(search.error().code, ErrorCode::TokenDriverMissing);
  EXPECT_EQ(search.error().args.find("software")->second, "Token client 10");
  EXPECT_EQ(search.error().args.find("url")->second, "https://driver.example/");
}

TEST_F(TokenDeskTest, TakesAnEmptyReaderForNoError) {
  token_->rig().pull();
  const auto search = desk_->search(profile_.get(), {});
  ASSERT_TRUE(search) << to_log_line(search.error());
  EXPECT_TRUE(search->tokens.empty());
}

TEST_F(TokenDeskTest, PassesOverALibraryThatFailsBesideOneThatWorks) {
  profile_->token->modules = {bad_module_path("crash-list"), module_path()};
  const auto search = desk_->search(profile_.get(), {});
  ASSERT_TRUE(search) << to_log_line(search.error());
  EXPECT_EQ(search->tokens.size(), 1U);
  ASSERT_EQ(search->faults.size(), 1U);
  EXPECT_EQ(search->faults[0].code, ErrorCode::TokenLibraryFailed);
  profile_->token->modules = {bad_module_path("crash-list")};
  EXPECT_EQ(desk_->search(profile_.get(), {}).error().code, ErrorCode::TokenLibraryFailed);
}

TEST_F(TokenDeskTest, ChangesAPinOnceAndCountsWrongOnes) {
  EXPECT_TRUE(change(kRigPin, "5678"));
  EXPECT_TRUE(change("5678", kRigPin)) << "it was changed";
  const Status wrong = change("0001", "5678");
  EXPECT_EQ(code(wrong), ErrorCode::PinWrong);
  EXPECT_EQ(arg(wrong, "tries_left"), "2");
  EXPECT_EQ(arg(change("0002", "5678"), "tries_left"), "1");
  EXPECT_EQ(code(change("0003", "5678")), ErrorCode::TokenLocked) << "that one locked it";
  token_->set("log");
  EXPECT_EQ(code(change(kRigPin, "5678")), ErrorCode::TokenLocked);
  EXPECT_EQ(token_->calls("C_SetPIN"), 0) << "a locked token is not tried";
}

TEST_F(TokenDeskTest, TellsThatTheTokenRefusesTheNewPin) {
  token_->set("pin-length", "6 8");
  EXPECT_EQ(code(change(kRigPin, "12345")), ErrorCode::NewPinRefused);
  EXPECT_TRUE(change(kRigPin, "1234567"));
}

TEST_F(TokenDeskTest, UnblocksWhereTheProfileAllowsIt) {
  for (const char* pin : {"0001", "0002", "0003"}) static_cast<void>(change(pin, "5678"));
  EXPECT_EQ(code(unblock(kRigPuk, "5678")), ErrorCode::TokenCannotDo);
  profile_->token->unblock = true;
  EXPECT_EQ(code(unblock("00000001", "5678")), ErrorCode::PukWrong);
  EXPECT_TRUE(unblock(kRigPuk, "5678"));
  EXPECT_TRUE(change("5678", kRigPin));
  for (const char* puk : {"00000001", "00000002"}) EXPECT_EQ(code(unblock(puk, "5678")), ErrorCode::PukWrong);
  EXPECT_EQ(code(unblock("00000003", "5678")), ErrorCode::TokenLocked) << "that one locked the PUK";
  token_->set("log");
  EXPECT_EQ(code(unblock(kRigPuk, "5678")), ErrorCode::TokenLocked);
  EXPECT_EQ(token_->calls("C_Login"), 0);
}

TEST_F(TokenDeskTest, ChangesNoPinOnATokenThatIsNotThere) {
  token_->rig().pull();
  EXPECT_EQ(code(change(kRigPin, "5678")), ErrorCode::TokenNotFound);
}

TEST_F(TokenDeskTest, NamesNoHolderWhereTheProfileHasNoPlaceToAsk) {
  const auto found = holder();
  ASSERT_TRUE(found) << to_log_line(found.error());
  EXPECT_EQ(found->name, "");
}

TEST_F(TokenDeskTest, SeesACertificateOfTheProfileThatIsStillValid) {
  const Sha256 thumbprint = store_certificate();
  const auto found = holder();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::TokenHoldsCertificate);
  EXPECT_EQ(found.error().args.find("thumbprint")->second, to_hex(thumbprint));
  profile_->match.issuer_cn = {"Somebody else"};
  EXPECT_TRUE(holder()) << "another profile's";
}

TEST_F(TokenDeskTest, EndsWhenItIsStopped) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(desk_->search(profile_.get(), stop.get_token()).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace kigen::renewal
