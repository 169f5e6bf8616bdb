// What a job on a token asks, and how it ends, in both languages. With KIGEN_SHOTS set, a picture of each is saved in
// that folder.
#include <windows.h>

#include <gtest/gtest.h>

#include <algorithm>

#include "common/ui/win32/dialog.h"
#include "installer/wizard/ids.h"
#include "token_stage.h"

namespace kigen::wizard::test {
namespace {

using renewal::Step;
using renewal::StepState;
using text::Language;

renewal::PinQuestion question_for(const renewal::FoundToken& token) {
  renewal::PinQuestion question;
  question.token = token.info;
  return question;
}

class TokenJob : public TokenStage {
 protected:
  /// The window that asks whether to stop; the job has asked for the PIN since.
  HWND ask_twice(Stage& stage) {
    stage.press(ids::kCancel);
    const HWND cancel = find_top(ui::QuestionDialog::kClass);
    script_->ask(question_for(token("02A5D1F0", "SNT")));
    EXPECT_TRUE(stage.until([&] { return stage.state().run.question.has_value(); }));
    return cancel;
  }
};

HWND edit_of(HWND dialog) {
  return ::GetDlgItem(dialog, ids::kPin);
}

TEST_P(TokenJob, JobAsksForThePin) {
  const auto stage = running();
  script_->say(renewal::StepChanged{Step::Prepare, StepState::Done});
  script_->say(renewal::StepChanged{Step::Token, StepState::Running});
  script_->ask(question_for(token("02A5D1F0", "SNT")));
  ASSERT_TRUE(stage->until([] { return find_top(ids::kPinClass) != nullptr; }));
  const HWND dialog = find_top(ids::kPinClass);
  EXPECT_EQ(::GetFocus(), edit_of(dialog)) << "one types at once";
  EXPECT_FALSE(::IsWindowEnabled(::GetDlgItem(dialog, ui::Dialog::kOk)));
  look(*stage, "39-pin", dialog);
  for (const wchar_t c : std::wstring(L"１２３４")) ::SendMessageW(edit_of(dialog), WM_CHAR, c, 1);
  EXPECT_TRUE(::IsWindowEnabled(::GetDlgItem(dialog, ui::Dialog::kOk)));
  stage->press(dialog, ui::Dialog::kOk);
  ASSERT_TRUE(stage->until([this] { return script_->answers().size() == 1; }));
  EXPECT_TRUE(script_->answers()[0]);
  EXPECT_EQ(script_->pin(), "1234");
  auto low = token("02A5D1F0", "SNT");
  low.info.pin_count_low = true;
  renewal::PinQuestion again = question_for(low);
  again.again = true;
  again.tries_left = 8;
  script_->ask(again);
  ASSERT_TRUE(stage->until([] { return find_top(ids::kPinClass) != nullptr; }));
  look(*stage, "39-pin-again", find_top(ids::kPinClass));
  stage->press(find_top(ids::kPinClass), ui::Dialog::kCancel);
  ASSERT_TRUE(stage->until([this] { return script_->answers().size() == 2; }));
  EXPECT_FALSE(script_->answers()[1]);
}

TEST_P(TokenJob, JobAsksBeforeTheLastTry) {
  const auto stage = running();
  auto low = token("02A5D1F0", "SNT");
  low.info.pin_count_low = low.info.pin_final_try = true;
  renewal::PinQuestion question = question_for(low);
  question.last_try = true;
  question.tries_left = 1;
  script_->ask(question);
  ASSERT_TRUE(stage->until([] { return find_top(ui::QuestionDialog::kClass) != nullptr; }));
  EXPECT_FALSE(find_top(ids::kPinClass));
  stage->press(find_top(ui::QuestionDialog::kClass), ui::Dialog::kOk);
  ASSERT_TRUE(stage->until([] { return find_top(ids::kPinClass) != nullptr; }));
  look(*stage, "39-pin-last", find_top(ids::kPinClass));
  stage->press(find_top(ids::kPinClass), ui::Dialog::kCancel);
  ASSERT_TRUE(stage->until([this] { return script_->answers().size() == 1; }));
}

TEST_P(TokenJob, JobAsksForAPinOnTheReader) {
  const auto stage = running();
  auto pad = token("02A5D1F0", "SNT");
  pad.info.pin_pad = true;
  script_->say(renewal::StepChanged{Step::Token, StepState::Running});
  script_->ask(question_for(pad));
  ASSERT_TRUE(stage->until([] { return find_top(ids::kPinClass) != nullptr; }));
  look(*stage, "40-pin-pad", find_top(ids::kPinClass));
  stage->press(find_top(ids::kPinClass), ui::Dialog::kOk);
  ASSERT_TRUE(stage->until([&] { return !stage->text(ids::kNotice).empty(); }));
  look(*stage, "40-progress-pin-pad");
}

TEST_P(TokenJob, JobAsksForItsTokenAndGoesOnByItself) {
  const auto stage = running();
  script_->ask(renewal::TokenQuestion{"02A5D1F0", "SNT"});
  ASSERT_TRUE(stage->until([] { return find_top(ui::QuestionDialog::kClass) != nullptr; }));
  look(*stage, "41-plug-in", find_top(ui::QuestionDialog::kClass));
  stage->plug();
  ASSERT_TRUE(stage->until([this] { return script_->answers().size() == 1; }));
  EXPECT_TRUE(script_->answers()[0]);
  EXPECT_FALSE(find_top(ui::QuestionDialog::kClass));
  EXPECT_TRUE(::IsWindowEnabled(stage->hwnd()));
}

TEST_P(TokenJob, QuestionWaitsUntilTheEarlierOneIsAnswered) {
  const auto stage = running();
  const HWND cancel = ask_twice(*stage);
  ASSERT_TRUE(cancel);
  EXPECT_FALSE(find_top(ids::kPinClass)) << "one at a time";
  stage->press(cancel, ui::Dialog::kCancel);
  ASSERT_TRUE(stage->until([] { return find_top(ids::kPinClass) != nullptr; }));
  EXPECT_FALSE(find_top(ui::QuestionDialog::kClass));
  EXPECT_FALSE(::IsWindowEnabled(stage->hwnd()));
  stage->press(find_top(ids::kPinClass), ui::Dialog::kCancel);
  ASSERT_TRUE(stage->until([this] { return script_->answers().size() == 1; }));
  EXPECT_TRUE(::IsWindowEnabled(stage->hwnd()));
}

TEST_P(TokenJob, QuestionThatWaitsGoesWithItsJob) {
  const auto stage = running();
  const HWND cancel = ask_twice(*stage);
  ASSERT_TRUE(cancel);
  stage->press(cancel, ui::Dialog::kOk);
  bool asked = false;
  ASSERT_TRUE(stage->until([&] {
    asked = asked || find_top(ids::kPinClass) != nullptr;
    return stage->state().page == Page::Failure;
  }));
  EXPECT_FALSE(asked) << "not for a moment";
  EXPECT_TRUE(::IsWindowEnabled(stage->hwnd()));
}

TEST_P(TokenJob, QuestionThatWaitsIsNotAskedOnceTheTokenIsThere) {
  const auto stage = running();
  stage->press(ids::kCancel);
  const HWND cancel = find_top(ui::QuestionDialog::kClass);
  ASSERT_TRUE(cancel);
  script_->ask(renewal::TokenQuestion{"02A5D1F0", "SNT"});
  ASSERT_TRUE(stage->until([&] { return stage->state().run.question.has_value(); }));
  stage->plug();
  ASSERT_TRUE(stage->until([this] { return script_->answers().size() == 1; }));
  EXPECT_EQ(find_top(ui::QuestionDialog::kClass), cancel);
  stage->press(cancel, ui::Dialog::kCancel);
  script_->say(renewal::StepChanged{Step::Token, StepState::Done});
  ASSERT_TRUE(stage->until([&] {
    return std::ranges::any_of(stage->state().run.steps, [](const StepRow& row) {
      return row.step == Step::Token && row.state == StepState::Done;
    });
  }));
  EXPECT_FALSE(find_top(ui::QuestionDialog::kClass));
}

TEST_P(TokenJob, NewPinIsSetOnTheReader) {
  const auto stage = running();
  script_->say(renewal::NewPinOnReader{});
  ASSERT_TRUE(stage->until([&] { return !stage->text(ids::kNotice).empty(); }));
  look(*stage, "40-progress-new-pin-pad");
}

Surroundings office_that_unblocks() {
  Surroundings around = token_office();
  for (auto& item : around.profiles) {
    if (item->id != "secure-network-token") continue;
    profile::Profile unblocks = *item;
    unblocks.token->unblock = true;
    item = std::make_shared<const profile::Profile>(std::move(unblocks));
  }
  return around;
}

TEST_P(TokenJob, LockedTokenIsUnblockedAndTheRenewalGoesOn) {
  const auto stage = running(office_that_unblocks());
  renewal::Outcome outcome = failure(ErrorCode::TokenLocked);
  outcome.failure->error.with("serial", "02A5D1F0");
  outcome.failure->job_id = "j9";
  outcome.failure->aftermath = renewal::Aftermath::Resumable;
  script_->end(std::move(outcome));
  ASSERT_TRUE(stage->until_page(Page::Failure));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Unblock));
  stage->type(ids::kFirstField, L"PUK-12345");
  stage->type(ids::kFirstField + 1, L"98765");
  stage->type(ids::kFirstField + 2, L"98765");
  ASSERT_TRUE(ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Result));
  EXPECT_TRUE(drawer_->unblocked());
  look(*stage, "37-unblocked-goes-on");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([this] { return script_->runs() == 2; }));
  EXPECT_EQ(script_->resumed(), "j9");
  EXPECT_EQ(stage->page(), Page::Progress);
}

renewal::Outcome stored(Language language, bool unchanged) {
  renewal::Outcome outcome;
  outcome.success.emplace();
  renewal::Success& success = *outcome.success;
  success.certificate.subject = "CN=SNT00417,OU=Trade,O=Kaigan Shipping,C=JP";
  success.certificate.issuer = "CN=Secure Network CA,O=SNT,C=JP";
  success.certificate.not_before = kNow;
  success.certificate.not_after = kNow + std::chrono::days{1826};
  success.friendly_name = language == Language::Japanese ? "セキュアネットワーク接続 期限2031-11-20"
                                                         : "Secure network access, expires 2031-11-20";
  success.where = "SNT";
  success.token_serial = "02A5D1F0";
  success.pin_unchanged = unchanged;
  success.proof = renewal::Success::Proof::Page;
  return outcome;
}

TEST_P(TokenJob, ResultSaysThatThePinIsUnchanged) {
  const auto stage = running();
  script_->end(stored(GetParam(), true));
  ASSERT_TRUE(stage->until_page(Page::Result));
  look(*stage, "42-result-token");
}

TEST_P(TokenJob, FailureNamesTheTokenAndWhatHelps) {
  const auto stage = running();
  renewal::Outcome outcome = failure(ErrorCode::TokenRemoved);
  outcome.failure->error.with("serial", "02A5D1F0");
  outcome.failure->aftermath = renewal::Aftermath::Resumable;
  outcome.failure->step = Step::Store;
  script_->end(std::move(outcome));
  ASSERT_TRUE(stage->until_page(Page::Failure));
  look(*stage, "43-failure-removed");
  stage->key(VK_F1);
  EXPECT_EQ(stage->topic(), "kgn-3010");
}

INSTANTIATE_TEST_SUITE_P(Languages, TokenJob, testing::Values(Language::Japanese, Language::English),
                         [](const auto& parameter) {
                           return parameter.param == Language::Japanese ? "Japanese" : "English";
                         });

}  // namespace
}  // namespace kigen::wizard::test
