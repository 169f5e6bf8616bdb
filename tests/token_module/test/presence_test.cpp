#include <future>

#include "tests/token_module/test/token_fixture.h"

namespace kigen::test_token {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_F(TestToken, EndsItsSessionsWhenItIsPulled) {
  const auto own_slot = slot();
  const Session session(library(), own_slot, kRigPin);
  ASSERT_EQ(make_ec_key(session), CKR_OK);
  rig().pull(serial_);
  EXPECT_EQ(make_ec_key(session), CKR_DEVICE_REMOVED);
  EXPECT_TRUE(library().tokens().empty());
  CK_TOKEN_INFO found{};
  EXPECT_EQ(call().C_GetTokenInfo(own_slot, &found), CKR_TOKEN_NOT_PRESENT);
  CK_ULONG readers = 0;
  EXPECT_EQ(call().C_GetSlotList(CK_FALSE, nullptr, &readers), CKR_OK);
  EXPECT_EQ(readers, 1U);
  rig().insert(serial_);
  EXPECT_EQ(make_ec_key(session), CKR_SESSION_HANDLE_INVALID);
  const Session again(library(), slot(), "");
  EXPECT_EQ(make_ec_key(again), CKR_USER_NOT_LOGGED_IN);
}

TEST_F(TestToken, EndsItsSessionsWhenItWasAwayBetweenTwoCalls) {
  const Session session(library(), slot(), kRigPin);
  rig().pull(serial_);
  rig().insert(serial_);
  EXPECT_EQ(make_ec_key(session), CKR_SESSION_HANDLE_INVALID);
}

TEST_F(TestToken, IsPulledAtTheCallNamed) {
  const Session session(library(), slot(), kRigPin);
  rig().set("at", "C_GenerateKeyPair before 2 pull");
  EXPECT_EQ(make_ec_key(session), CKR_OK);
  EXPECT_EQ(make_ec_key(session), CKR_DEVICE_REMOVED);
  rig().insert(serial_);
  const Session second(library(), slot(), kRigPin);
  EXPECT_EQ(second.find({}).size(), 2U);
  rig().set("at", "C_GenerateKeyPair lost 1 pull");
  EXPECT_EQ(make_ec_key(second), CKR_DEVICE_REMOVED);
  rig().insert(serial_);
  const Session third(library(), slot(), kRigPin);
  EXPECT_EQ(third.find({}).size(), 4U);
  rig().set("at", "C_GenerateKeyPair after 1 pull");
  EXPECT_EQ(make_ec_key(third), CKR_OK);
  EXPECT_EQ(make_ec_key(third), CKR_DEVICE_REMOVED);
}

TEST_F(TestToken, LeavesOtherTokensWhereTheyAre) {
  const auto other = rig().add_token("Second");
  // SoftHSM finds a token that others made when it is initialised.
  call().C_Finalize(nullptr);
  ASSERT_EQ(call().C_Initialize(nullptr), CKR_OK);
  EXPECT_EQ(library().tokens().size(), 2U);
  rig().pull(serial_);
  ASSERT_EQ(library().tokens().size(), 1U);
  EXPECT_EQ(library().tokens()[0].serial, other);
}

TEST_F(TestToken, MayComeBackInAnotherSlot) {
  const auto before = slot();
  rig().pull();
  rig().set("new-slot-ids", "3");
  rig().insert();
  EXPECT_NE(slot(), before);
  CK_TOKEN_INFO found{};
  EXPECT_EQ(call().C_GetTokenInfo(before, &found), CKR_SLOT_ID_INVALID);
}

TEST_F(TestToken, ShowsTheSerialThatItIsGiven) {
  rig().set("serial@" + serial_, "ETK-0001");
  EXPECT_EQ(library().tokens().at(0).serial, "ETK-0001");
  rig().set("pulled@ETK-0001");
  EXPECT_TRUE(library().tokens().empty());
}

TEST_F(TestToken, WaitsUntilATokenGoesOrComes) {
  const auto own_slot = slot();
  CK_SLOT_ID changed = 0;
  EXPECT_EQ(call().C_WaitForSlotEvent(CKF_DONT_BLOCK, &changed, nullptr), CKR_NO_EVENT);
  const auto wait = [&] {
    CK_SLOT_ID found = 0;
    const CK_RV answer = call().C_WaitForSlotEvent(0, &found, nullptr);
    return std::pair(answer, found);
  };
  auto gone = std::async(std::launch::async, wait);
  EXPECT_EQ(gone.wait_for(milliseconds(150)), std::future_status::timeout);
  rig().pull(serial_);
  ASSERT_EQ(gone.wait_for(seconds(20)), std::future_status::ready);
  EXPECT_EQ(gone.get(), std::pair(CKR_OK + 0UL, own_slot));
  auto back = std::async(std::launch::async, wait);
  rig().insert(serial_);
  ASSERT_EQ(back.wait_for(seconds(20)), std::future_status::ready);
  EXPECT_EQ(back.get(), std::pair(CKR_OK + 0UL, own_slot));
  EXPECT_EQ(call().C_WaitForSlotEvent(CKF_DONT_BLOCK, &changed, nullptr), CKR_NO_EVENT);
}

TEST_F(TestToken, EndsAWaitWhenItIsFinalized) {
  auto waiting = std::async(std::launch::async, [&] {
    CK_SLOT_ID found = 0;
    return call().C_WaitForSlotEvent(0, &found, nullptr);
  });
  EXPECT_EQ(waiting.wait_for(milliseconds(100)), std::future_status::timeout);
  call().C_Finalize(nullptr);
  ASSERT_EQ(waiting.wait_for(seconds(20)), std::future_status::ready);
  EXPECT_EQ(waiting.get(), static_cast<CK_RV>(CKR_CRYPTOKI_NOT_INITIALIZED));
}

TEST_F(TestToken, HasNoWaitWhereToldSo) {
  rig().set("no-wait");
  CK_SLOT_ID changed = 0;
  EXPECT_EQ(call().C_WaitForSlotEvent(0, &changed, nullptr), CKR_FUNCTION_NOT_SUPPORTED);
}

}  // namespace
}  // namespace kigen::test_token
