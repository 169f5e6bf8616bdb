#include "tests/token_module/test/token_fixture.h"

namespace kigen::test_token {
namespace {

TEST_F(TestToken, LocksAfterAsManyWrongPinsAsTold) {
  rig().set("pin-tries", "3");
  EXPECT_FALSE(has_flag(CKF_USER_PIN_COUNT_LOW));
  EXPECT_EQ(try_pin(kWrong), CKR_PIN_INCORRECT);
  EXPECT_TRUE(has_flag(CKF_USER_PIN_COUNT_LOW));
  EXPECT_FALSE(has_flag(CKF_USER_PIN_FINAL_TRY));
  EXPECT_EQ(try_pin(kWrong), CKR_PIN_INCORRECT);
  EXPECT_TRUE(has_flag(CKF_USER_PIN_FINAL_TRY));
  EXPECT_EQ(try_pin(kWrong), CKR_PIN_INCORRECT);
  EXPECT_TRUE(has_flag(CKF_USER_PIN_LOCKED));
  EXPECT_FALSE(has_flag(CKF_USER_PIN_FINAL_TRY));
  EXPECT_EQ(try_pin(kRigPin), CKR_PIN_LOCKED);
  EXPECT_FALSE(has_flag(CKF_SO_PIN_COUNT_LOW));
}

TEST_F(TestToken, ForgetsWrongPinsAfterTheRightOne) {
  rig().set("pin-tries", "2");
  EXPECT_EQ(try_pin(kWrong), CKR_PIN_INCORRECT);
  EXPECT_EQ(try_pin(kRigPin), CKR_OK);
  EXPECT_FALSE(has_flag(CKF_USER_PIN_COUNT_LOW));
  EXPECT_EQ(try_pin(kWrong), CKR_PIN_INCORRECT);
  EXPECT_EQ(try_pin(kRigPin), CKR_OK);
}

TEST_F(TestToken, CountsWhatOtherProcessesTried) {
  rig().set("pin-tries", "2");
  EXPECT_THROW(rig().maker("login", {"--module", TokenRig::module(), "--pin", kWrong}), std::runtime_error);
  EXPECT_TRUE(has_flag(CKF_USER_PIN_FINAL_TRY));
  EXPECT_EQ(try_pin(kWrong), CKR_PIN_INCORRECT);
  EXPECT_THROW(rig().maker("login", {"--module", TokenRig::module(), "--pin", kRigPin}), std::runtime_error);
}

TEST_F(TestToken, IsUnlockedByThePuk) {
  rig().set("pin-tries", "1");
  EXPECT_EQ(try_pin(kWrong), CKR_PIN_INCORRECT);
  EXPECT_EQ(try_pin(kRigPin), CKR_PIN_LOCKED);
  const std::string next = "654321";
  {
    const Session session(library(), slot(), kRigPuk, CKU_SO);
    EXPECT_EQ(call().C_InitPIN(session.handle(), text_of(next), 6), CKR_OK);
    call().C_CloseSession(session.handle());
  }
  EXPECT_FALSE(has_flag(CKF_USER_PIN_LOCKED));
  EXPECT_EQ(try_pin(next), CKR_OK);
}

TEST_F(TestToken, LocksThePukToo) {
  rig().set("puk-tries", "2");
  EXPECT_EQ(try_pin(kWrong, CKU_SO), CKR_PIN_INCORRECT);
  EXPECT_TRUE(has_flag(CKF_SO_PIN_FINAL_TRY));
  EXPECT_EQ(try_pin(kWrong, CKU_SO), CKR_PIN_INCORRECT);
  EXPECT_TRUE(has_flag(CKF_SO_PIN_LOCKED));
  EXPECT_EQ(try_pin(kRigPuk, CKU_SO), CKR_PIN_LOCKED);
  EXPECT_EQ(try_pin(kRigPin), CKR_OK);
}

TEST_F(TestToken, CountsAWrongPinOfAChangeToo) {
  rig().set("pin-tries", "1");
  const Session session(library(), slot(), "");
  const std::string next = "654321";
  EXPECT_EQ(call().C_SetPIN(session.handle(), text_of(kWrong), 6, text_of(next), 6), CKR_PIN_INCORRECT);
  EXPECT_EQ(call().C_SetPIN(session.handle(), text_of(kRigPin), 6, text_of(next), 6), CKR_PIN_LOCKED);
}

TEST_F(TestToken, HoldsNewPinsToItsRules) {
  rig().set("pin-length", "6 8");
  rig().set("pin-digits");
  EXPECT_EQ(info().ulMinPinLen, 6U);
  EXPECT_EQ(info().ulMaxPinLen, 8U);
  const Session session(library(), slot(), "");
  const auto change = [&](const std::string& next) {
    return call().C_SetPIN(session.handle(), text_of(kRigPin), 6, text_of(next), static_cast<CK_ULONG>(next.size()));
  };
  EXPECT_EQ(change("12345"), CKR_PIN_LEN_RANGE);
  EXPECT_EQ(change("123456789"), CKR_PIN_LEN_RANGE);
  EXPECT_EQ(change("12345x"), CKR_PIN_INVALID);
  EXPECT_EQ(change("87654321"), CKR_OK);
}

TEST_F(TestToken, WantsItsPinChangedUntilItIs) {
  rig().set("pin-to-be-changed", "enforced");
  EXPECT_TRUE(has_flag(CKF_USER_PIN_TO_BE_CHANGED));
  const Session session(library(), slot(), kRigPin);
  EXPECT_EQ(make_ec_key(session), CKR_PIN_EXPIRED);
  const std::string next = "654321";
  EXPECT_EQ(call().C_SetPIN(session.handle(), text_of(kRigPin), 6, text_of(next), 6), CKR_OK);
  EXPECT_FALSE(has_flag(CKF_USER_PIN_TO_BE_CHANGED));
  EXPECT_EQ(make_ec_key(session), CKR_OK);
}

TEST_F(TestToken, TakesThePinFromItsPad) {
  rig().set("pin-pad", "pin=123456 puk=87654321 new=654321 delay=20");
  EXPECT_TRUE(has_flag(CKF_PROTECTED_AUTHENTICATION_PATH));
  const Session session(library(), slot(), "");
  EXPECT_EQ(login(session, kRigPin), CKR_ARGUMENTS_BAD);
  EXPECT_EQ(call().C_Login(session.handle(), CKU_USER, nullptr, 0), CKR_OK);
  EXPECT_EQ(call().C_SetPIN(session.handle(), nullptr, 0, nullptr, 0), CKR_OK);
  EXPECT_EQ(call().C_Logout(session.handle()), CKR_OK);
  EXPECT_EQ(call().C_Login(session.handle(), CKU_USER, nullptr, 0), CKR_PIN_INCORRECT);
  rig().set("pin-pad", "cancel");
  EXPECT_EQ(call().C_Login(session.handle(), CKU_USER, nullptr, 0), CKR_FUNCTION_CANCELED);
}

}  // namespace
}  // namespace kigen::test_token
