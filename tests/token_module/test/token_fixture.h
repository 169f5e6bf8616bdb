// A test token behind the module, in this process.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/token_module/maker/session.h"
#include "tests/token_module/rig/rig.h"

namespace kigen::test_token {

class TestToken : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TokenRig::available()) GTEST_SKIP() << "SoftHSM is not here";
    rig_ = std::make_unique<TokenRig>();
    serial_ = rig_->add_token("Kigen test");
    library_ = std::make_unique<Library>(TokenRig::module());
  }

  [[nodiscard]] TokenRig& rig() const { return *rig_; }
  [[nodiscard]] const Library& library() const { return *library_; }
  [[nodiscard]] CK_FUNCTION_LIST& call() const { return library_->call(); }
  [[nodiscard]] CK_SLOT_ID slot() const { return library_->token(serial_).slot; }
  [[nodiscard]] CK_TOKEN_INFO info() const {
    CK_TOKEN_INFO found{};
    check("C_GetTokenInfo", call().C_GetTokenInfo(slot(), &found));
    return found;
  }
  [[nodiscard]] bool has_flag(CK_FLAGS flag) const { return (info().flags & flag) != 0; }

  [[nodiscard]] static CK_RV login(const Session& session, const std::string& pin, CK_USER_TYPE user = CKU_USER) {
    return session.call().C_Login(session.handle(), user, text_of(pin), static_cast<CK_ULONG>(pin.size()));
  }
  /// One try in a session of its own, ended at once.
  [[nodiscard]] CK_RV try_pin(const std::string& pin, CK_USER_TYPE user = CKU_USER) const {
    const Session session(library(), slot(), "");
    const CK_RV answer = login(session, pin, user);
    call().C_CloseSession(session.handle());
    return answer;
  }
  [[nodiscard]] static CK_RV make_ec_key(const Session& session) {
    const Bytes p256{0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
    std::vector<CK_ATTRIBUTE> shown{yes(CKA_TOKEN), attribute(CKA_EC_PARAMS, p256), attribute(CKA_LABEL, kLabel)};
    std::vector<CK_ATTRIBUTE> hidden{yes(CKA_TOKEN), yes(CKA_PRIVATE), yes(CKA_SIGN), attribute(CKA_LABEL, kLabel)};
    CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
    CK_OBJECT_HANDLE one = 0, other = 0;
    return session.call().C_GenerateKeyPair(session.handle(), &mechanism, shown.data(),
                                            static_cast<CK_ULONG>(shown.size()), hidden.data(),
                                            static_cast<CK_ULONG>(hidden.size()), &one, &other);
  }

  inline static const std::string kLabel = "pair";
  inline static const std::string kWrong = "999999";
  std::string serial_;

 private:
  std::unique_ptr<TokenRig> rig_;
  std::unique_ptr<Library> library_;
};

}  // namespace kigen::test_token
