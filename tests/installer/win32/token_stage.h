// The wizard's window with tokens that a test plugs in, in one language: what the tests of its pages and dialogs share.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "installer/wizard/ids.h"
#include "keyboard.h"
#include "office.h"
#include "stage.h"

namespace kigen::wizard::test {

class TokenStage : public testing::TestWithParam<text::Language> {
 protected:
  std::shared_ptr<Script> script_ = std::make_shared<Script>();
  std::shared_ptr<Drawer> drawer_ = std::make_shared<Drawer>();

  std::unique_ptr<Stage> open(Flow::Start start = {}, Surroundings around = token_office()) {
    return std::make_unique<Stage>(GetParam(), std::move(start), std::move(around), script_, drawer_);
  }
  static bool ready(Stage& stage) {
    return stage.until([&stage] { return stage.enabled(ids::kNext); });
  }
  static void look(Stage& stage, const std::string& name, HWND window = nullptr) {
    stage.shoot(name, window);
    const HWND shown = window ? window : stage.hwnd();
    EXPECT_THAT(stage.clipped(shown), testing::IsEmpty()) << name;
    EXPECT_THAT(keyboard_faults(shown), testing::IsEmpty()) << name;
  }
  /// The token's page of an issue with the service whose tokens are handed out.
  std::unique_ptr<Stage> issuing() {
    auto stage = open({"", "etoken", false});
    EXPECT_TRUE(ready(*stage));
    stage->press(ids::kFirstChoice + 1);
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until_page(Page::Service));
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until_page(Page::Token));
    return stage;
  }
  static bool says(Stage& stage, TokenVerdict verdict) {
    return stage.until([&stage, verdict] { return token_verdict(stage.state()) == verdict; });
  }
  /// The page that a task of the first page leads to, with this token in hand.
  std::unique_ptr<Stage> pin_page(int choice, Page page, const renewal::FoundToken& found) {
    drawer_->put({found});
    auto stage = open();
    EXPECT_TRUE(ready(*stage));
    stage->press(ids::kFirstChoice + choice);
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until_page(Page::Token) && ready(*stage));
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until_page(page));
    return stage;
  }
  /// A renewal on the token whose job runs.
  std::unique_ptr<Stage> running(Surroundings around = token_office()) {
    drawer_->put({token("02A5D1F0", "SNT", "driver.dll")});
    auto stage = open({std::string(64, 'e'), "", false}, std::move(around));
    EXPECT_TRUE(ready(*stage));
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until_page(Page::Token) && ready(*stage));
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until_page(Page::Credentials));
    stage->type(ids::kFirstField + 1, L"sesame");
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until_page(Page::Connections) && ready(*stage));
    stage->press(ids::kNext);
    EXPECT_TRUE(stage->until([this] { return script_->runs() == 1; }));
    return stage;
  }
};

}  // namespace kigen::wizard::test
