#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <iterator>

#include "tests/token_module/test/token_fixture.h"

namespace kigen::test_token {
namespace {

TEST_F(TestToken, LogsEveryCallAndNoPin) {
  rig().set("log", "results");
  EXPECT_EQ(try_pin(kRigPin), CKR_OK);
  const auto calls = rig().calls();
  const std::vector<std::string> tail(calls.end() - 3, calls.end());
  EXPECT_EQ(tail, (std::vector<std::string>{"C_OpenSession", "C_Login", "C_CloseSession"}));
  const auto whole = [&] {
    std::ifstream file(rig().folder() / "state" / "calls");
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  EXPECT_NE(whole.find("C_Login -> 0"), std::string::npos);
  EXPECT_EQ(whole.find(kRigPin), std::string::npos);
  rig().clear("log");
  rig().forget_calls();
  EXPECT_EQ(try_pin(kRigPin), CKR_OK);
  EXPECT_TRUE(rig().calls().empty());
}

TEST_F(TestToken, AnswersAsTold) {
  rig().set("error", "C_Login=0x30");
  EXPECT_EQ(try_pin(kRigPin), CKR_DEVICE_ERROR);
  rig().set("error", "C_Logout=0x30");
  EXPECT_EQ(try_pin(kRigPin), CKR_OK);
}

TEST_F(TestToken, IsSlowWhereTold) {
  const auto took = [&] {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(try_pin(kRigPin), CKR_OK);
    return std::chrono::steady_clock::now() - start;
  };
  rig().set("slow", "C_Login=300");
  EXPECT_GE(took(), std::chrono::milliseconds(300));
}

TEST_F(TestToken, TakesItsProcessDownWhereTold) {
  const std::vector<std::string> through{"--module", TokenRig::module()};
  EXPECT_NO_THROW(rig().maker("list", through));
  rig().set("crash", "C_GetTokenInfo");
  EXPECT_THROW(rig().maker("list", through), std::runtime_error);
  rig().clear("crash");
  rig().set("at", "C_GetSlotList before 2 crash");
  EXPECT_THROW(rig().maker("list", through), std::runtime_error);
  EXPECT_NO_THROW(rig().maker("list", through));
}

TEST_F(TestToken, RefusesWhatItsStateForbids) {
  const Session session(library(), slot(), kRigPin);
  rig().set("full");
  EXPECT_EQ(make_ec_key(session), CKR_DEVICE_MEMORY);
  rig().clear("full");
  rig().set("write-protected");
  EXPECT_TRUE(has_flag(CKF_WRITE_PROTECTED));
  EXPECT_EQ(make_ec_key(session), CKR_TOKEN_WRITE_PROTECTED);
  EXPECT_THROW(Session(library(), slot(), ""), Refused);
  rig().clear("write-protected");
  rig().set("mechanisms-off", "EC PSS");
  EXPECT_EQ(make_ec_key(session), CKR_MECHANISM_INVALID);
  CK_MECHANISM_INFO found{};
  EXPECT_EQ(call().C_GetMechanismInfo(slot(), CKM_ECDSA, &found), CKR_MECHANISM_INVALID);
  EXPECT_EQ(call().C_GetMechanismInfo(slot(), CKM_RSA_PKCS_PSS, &found), CKR_MECHANISM_INVALID);
  EXPECT_EQ(call().C_GetMechanismInfo(slot(), CKM_SHA256_RSA_PKCS, &found), CKR_OK);
  rig().clear("mechanisms-off");
  EXPECT_EQ(make_ec_key(session), CKR_OK);
}

TEST_F(TestToken, TalksNonsenseOfTheObjectsNamed) {
  const Session session(library(), slot(), kRigPin);
  ASSERT_EQ(make_ec_key(session), CKR_OK);
  const auto object = session.find({}).at(0);
  CK_ATTRIBUTE wanted{CKA_ID, nullptr, 0};
  rig().set("nonsense", "huge-length");
  EXPECT_EQ(call().C_GetAttributeValue(session.handle(), object, &wanted, 1), CKR_OK);
  EXPECT_GT(wanted.ulValueLen, 1U << 30U);
  rig().set("nonsense", "missing-attributes");
  EXPECT_EQ(call().C_GetAttributeValue(session.handle(), object, &wanted, 1), CKR_ATTRIBUTE_TYPE_INVALID);
  rig().set("nonsense", "duplicate-id");
  EXPECT_EQ(session.attribute(object, CKA_ID), Bytes{0x01});
  rig().set("nonsense-only", "another");
  EXPECT_TRUE(session.attribute(object, CKA_ID).empty());
  rig().set("nonsense", "endless-objects");
  std::array<CK_OBJECT_HANDLE, 9> some{};
  ASSERT_EQ(call().C_FindObjectsInit(session.handle(), nullptr, 0), CKR_OK);
  for (int i = 0; i < 5; ++i) {
    CK_ULONG count = 0;
    EXPECT_EQ(call().C_FindObjects(session.handle(), some.data(), some.size(), &count), CKR_OK);
    EXPECT_EQ(count, some.size());
  }
}

TEST_F(TestToken, SaysWhyItsLibraryWasNotLoaded) {
  call().C_Finalize(nullptr);
  TokenRig other;
  other.set("module", TokenRig::bad_module("text"));
  EXPECT_THROW(other.maker("list", {"--module", TokenRig::module()}), std::runtime_error);
  EXPECT_TRUE(std::filesystem::exists(other.folder() / "state" / "error"));
}

}  // namespace
}  // namespace kigen::test_token
