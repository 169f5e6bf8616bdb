// The windows with a real token: SoftHSM behind the test module, read by the worker process (T1, E10, E11).
#include <windows.h>

#include <gtest/gtest.h>

#include "installer/wizard/ids.h"
#include "office.h"
#include "stage.h"
#include "tests/token_module/rig/rig.h"

namespace kigen::wizard::test {
namespace {

// Starting a worker takes its time where Windows is Wine.
constexpr std::chrono::seconds kPatience{60};

class RealToken : public testing::Test {
 protected:
  void SetUp() override {
    if (!test_token::TokenRig::available()) GTEST_SKIP() << "KIGEN_TEST_SOFTHSM names no SoftHSM for Windows";
  }

  std::unique_ptr<Stage> open() {
    profile::Profile profile;
    profile.id = "real";
    profile.name = {"テスト", "Test"};
    profile.key.where = "token";
    profile.token.emplace();
    profile.token->modules = {test_token::TokenRig::module()};
    profile.token->pin_min = 4;
    profile.token->pin_max = 8;
    profile.token->pin_tries = 10;
    profile.token->unblock = true;
    Surroundings around = office();
    around.profiles = {std::make_shared<const profile::Profile>(profile)};
    around.desk = [] { return renewal::make_token_desk({}); };
    auto stage =
        std::make_unique<Stage>(text::Language::Japanese, Flow::Start(), std::move(around), std::make_shared<Script>());
    EXPECT_TRUE(stage->until([&] { return stage->enabled(ids::kNext); }, kPatience));
    return stage;
  }
  static bool says(Stage& stage, TokenVerdict verdict) {
    return stage.until([&] { return token_verdict(stage.state()) == verdict; }, kPatience);
  }
  static bool comes(Stage& stage, Page page) {
    return stage.until([&] { return stage.page() == page; }, kPatience);
  }
  static void type_pins(Stage& stage, const std::wstring& proof, const std::wstring& next) {
    stage.type(ids::kFirstField, proof);
    stage.type(ids::kFirstField + 1, next);
    stage.type(ids::kFirstField + 2, next);
  }

  test_token::TokenRig rig_;
};

TEST_F(RealToken, ChangesItsPinAfterAWrongOne) {
  const std::string serial = rig_.add_token("Kigen");
  const auto stage = open();
  stage->press(ids::kFirstChoice + 2);
  stage->press(ids::kNext);
  ASSERT_TRUE(says(*stage, TokenVerdict::Ready));
  EXPECT_EQ(stage->state().token.found.at(0).info.serial, serial);
  stage->shoot("50-real-token");
  stage->press(ids::kNext);
  ASSERT_TRUE(comes(*stage, Page::ChangePin));
  type_pins(*stage, L"999999", L"2468");
  stage->press(ids::kNext);
  ASSERT_TRUE(comes(*stage, Page::Failure));
  EXPECT_EQ(stage->state().failure->error.code, ErrorCode::PinWrong);
  EXPECT_EQ(stage->state().failure->tries_left, 9);
  stage->press(ids::kNext);
  ASSERT_TRUE(comes(*stage, Page::ChangePin));
  type_pins(*stage, L"123456", L"2468");
  ASSERT_TRUE(stage->until([&] { return stage->enabled(ids::kNext); }, kPatience));
  stage->press(ids::kNext);
  ASSERT_TRUE(comes(*stage, Page::Result)) << stage->state().failure->error.detail;
  stage->shoot("50-real-changed");
  EXPECT_NO_THROW((void)rig_.maker("login", {"--serial", serial, "--pin", "2468"}));
  EXPECT_ANY_THROW((void)rig_.maker("login", {"--serial", serial, "--pin", "123456"}));
}

TEST_F(RealToken, IsFoundWhenItIsPluggedIn) {
  const std::string serial = rig_.add_token("Kigen");
  rig_.pull(serial);
  const auto stage = open();
  stage->press(ids::kFirstChoice + 2);
  stage->press(ids::kNext);
  ASSERT_TRUE(says(*stage, TokenVerdict::None));
  rig_.insert(serial);
  stage->plug();
  EXPECT_TRUE(says(*stage, TokenVerdict::Ready));
}

TEST_F(RealToken, IsUnblockedWithItsPukOnceItHasLocked) {
  rig_.set("pin-tries", "1");
  const std::string serial = rig_.add_token("Kigen");
  const auto stage = open();
  stage->press(ids::kFirstChoice + 2);
  stage->press(ids::kNext);
  ASSERT_TRUE(says(*stage, TokenVerdict::Ready));
  stage->press(ids::kNext);
  ASSERT_TRUE(comes(*stage, Page::ChangePin));
  type_pins(*stage, L"999999", L"2468");
  stage->press(ids::kNext);
  if (const HWND question = find_top(ui::QuestionDialog::kClass)) stage->press(question, ui::Dialog::kOk);
  ASSERT_TRUE(comes(*stage, Page::Failure));
  EXPECT_EQ(stage->state().failure->error.code, ErrorCode::TokenLocked);
  ASSERT_EQ(remedies(stage->state()).front(), Remedy::Unblock);
  stage->press(ids::kNext);
  ASSERT_TRUE(comes(*stage, Page::Unblock));
  type_pins(*stage, L"87654321", L"2468");
  stage->press(ids::kNext);
  ASSERT_TRUE(comes(*stage, Page::Result)) << stage->state().failure->error.detail;
  EXPECT_NO_THROW((void)rig_.maker("login", {"--serial", serial, "--pin", "2468"}));
}

}  // namespace
}  // namespace kigen::wizard::test
