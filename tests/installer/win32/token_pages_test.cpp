// The pages and dialogs about tokens in both languages: that they come, that their words fit, that they follow what is
// plugged in and typed. With KIGEN_SHOTS set, a picture of each is saved in that folder.
#include <windows.h>

#include <gtest/gtest.h>

#include "common/ui/win32/dialog.h"
#include "installer/wizard/ids.h"
#include "token_stage.h"

namespace kigen::wizard::test {
namespace {

using text::Language;

class TokenPages : public TokenStage {};

TEST_P(TokenPages, FirstPageAndTheListNameTokens) {
  const auto stage = open();
  ASSERT_TRUE(ready(*stage));
  look(*stage, "20-start");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Choose));
  look(*stage, "21-choose");
}

// What is to be chosen grows when the profiles are known; a click that was on its way to a choice still counts.
TEST_P(TokenPages, ClickBeforeTheProfilesAreKnownCounts) {
  const auto stage = open();
  ASSERT_FALSE(stage->state().loaded);
  const auto choice = [&stage](int number) {
    HWND found = nullptr;
    const std::pair<int, HWND*> wanted{ids::kFirstChoice + number, &found};
    ::EnumChildWindows(
        stage->hwnd(),
        [](HWND child, LPARAM data) -> BOOL {
          const auto& looked_for = *reinterpret_cast<const std::pair<int, HWND*>*>(data);
          if (::GetDlgCtrlID(child) != looked_for.first) return TRUE;
          *looked_for.second = child;
          return FALSE;
        },
        reinterpret_cast<LPARAM>(&wanted));
    return found;
  };
  const HWND issue = choice(1);
  ASSERT_TRUE(issue);
  EXPECT_FALSE(choice(3)) << "nobody unblocks yet";
  ASSERT_TRUE(stage->until([&] { return stage->state().loaded; }));
  EXPECT_TRUE(choice(3));
  EXPECT_EQ(choice(1), issue) << "made anew: a click on the way to it is lost";
  ::PostMessageW(issue, BM_CLICK, 0, 0);
  EXPECT_TRUE(stage->until([&] { return stage->state().task == Task::Issue; }));
}

// What the profiles choose in place of the first task takes the focus along.
TEST_P(TokenPages, FirstPageOfAnIssue) {
  const auto stage = open({"", "etoken", false});
  ASSERT_TRUE(ready(*stage));
  EXPECT_EQ(stage->state().task, Task::Issue);
  look(*stage, "20-start-issue");
}

TEST_P(TokenPages, CertificateWhoseTokenIsAway) {
  const auto stage = open({std::string(64, 'f'), "", false});
  ASSERT_TRUE(ready(*stage));
  EXPECT_FALSE(stage->text(ids::kNotice).empty());
  look(*stage, "22-certificate-away");
  drawer_->put({token("02A5D1F0", "SNT", "driver.dll")});
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Token) && says(*stage, TokenVerdict::Other));
  EXPECT_FALSE(stage->enabled(ids::kNext));
  look(*stage, "23-token-other");
  drawer_->put({token("02A5FFFF", "SNT", "driver.dll")});
  stage->plug();
  ASSERT_TRUE(ready(*stage)) << "it is found by itself";
  look(*stage, "23-token-ready");
}

TEST_P(TokenPages, LooksForTheTokenAndCanBeStopped) {
  drawer_->hold();
  const auto stage = issuing();
  EXPECT_FALSE(stage->enabled(ids::kNext));
  look(*stage, "24-token-searching");
  const std::wstring at_once = stage->text(ids::kTokenDetail);
  ASSERT_TRUE(stage->until([&] { return stage->text(ids::kTokenDetail).size() > at_once.size(); }))
      << "after three seconds: how long it may take";
  look(*stage, "24-token-searching-long");
  stage->press(ids::kRetry);
  ASSERT_TRUE(says(*stage, TokenVerdict::Stopped));
  look(*stage, "24-token-stopped");
  drawer_->let_go();
  stage->press(ids::kRetry);
  ASSERT_TRUE(says(*stage, TokenVerdict::None));
  look(*stage, "24-token-none");
  stage->key(VK_F1);
  EXPECT_EQ(stage->topic(), "token");
}

TEST_P(TokenPages, SaysWhatIsWrongAndWhatHelps) {
  drawer_->fail_search(Error(ErrorCode::TokenDriverMissing)
                           .with("software", "SafeNet Authentication Client 10.8")
                           .with("url", "https://ika.example.jp/download/"));
  const auto stage = issuing();
  ASSERT_TRUE(says(*stage, TokenVerdict::NoDriver));
  look(*stage, "25-token-no-driver");
  stage->press(ids::kOpenSite);
  EXPECT_EQ(stage->site(), "https://ika.example.jp/download/");
  drawer_->fail_search(Error(ErrorCode::TokenReadTimedOut));
  stage->press(ids::kRetry);
  ASSERT_TRUE(says(*stage, TokenVerdict::TimedOut));
  look(*stage, "25-token-timed-out");
  drawer_->fail_search(Error(ErrorCode::TokenLibraryFailed).with("module", "C:\\Windows\\System32\\eTPKCS11.dll"));
  stage->press(ids::kRetry);
  ASSERT_TRUE(says(*stage, TokenVerdict::Unreadable));
  look(*stage, "25-token-unreadable");
  drawer_->put({token("02A5D1F0"), token("02A5D1F1", "SUZUKI")});
  stage->press(ids::kRetry);
  ASSERT_TRUE(says(*stage, TokenVerdict::Several));
  look(*stage, "25-token-several");
  auto locked = token("02A5D1F0");
  locked.info.pin_locked = true;
  drawer_->put({locked});
  stage->plug();
  ASSERT_TRUE(says(*stage, TokenVerdict::Locked));
  look(*stage, "25-token-locked");
  auto fresh = token("02A5D1F0");
  fresh.info.pin_initialized = false;
  drawer_->put({fresh});
  stage->press(ids::kRetry);
  ASSERT_TRUE(says(*stage, TokenVerdict::NotReady));
  look(*stage, "25-token-not-ready");
}

TEST_P(TokenPages, IssueAsksWhoseItIsAndSetsThePin) {
  drawer_->put({token("02A5D1F0")});
  const auto stage = issuing();
  ASSERT_TRUE(ready(*stage));
  EXPECT_NE(stage->text(ids::kTokenConsent).find(L"https://ika.example.jp"), std::wstring::npos);
  look(*stage, "26-token-consent");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Holder));
  look(*stage, "27-holder");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  look(*stage, "28-storage-pin");
  stage->type(ids::kFirstField, L"ｓｔｏｒｅ９９");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::NewPin));
  EXPECT_EQ(::GetFocus(), ::GetDlgItem(::GetParent(::GetFocus()), ids::kFirstField));
  look(*stage, "29-new-pin");
  stage->type(ids::kFirstField, L"１２３４");
  EXPECT_EQ(stage->text(ids::kFirstField), L"1234");
  EXPECT_FALSE(stage->enabled(ids::kNext));
  stage->type(ids::kFirstField + 1, L"12345");
  look(*stage, "29-new-pin-differs");
  EXPECT_FALSE(stage->enabled(ids::kNext));
  stage->type(ids::kFirstField + 1, L"1234");
  EXPECT_TRUE(stage->enabled(ids::kNext));
  look(*stage, "29-new-pin-right");
  stage->press(ids::kCancel);
  const HWND question = find_top(ui::QuestionDialog::kClass);
  ASSERT_TRUE(question) << "half way it is asked first";
  look(*stage, "30-cancel", question);
  stage->press(question, ui::Dialog::kCancel);
  EXPECT_EQ(stage->page(), Page::NewPin);
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Connections) && ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([this] { return script_->runs() == 1; }));
  EXPECT_EQ(script_->credential("storage_pin"), "store99");
  EXPECT_EQ(script_->new_pin(), "1234");
  EXPECT_EQ(script_->token_serial(), "02A5D1F0");
}

TEST_P(TokenPages, NewPinIsLeftToTheReader) {
  auto pad = token("02A5D1F0");
  pad.info.pin_pad = true;
  drawer_->put({pad});
  const auto stage = issuing();
  ASSERT_TRUE(ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Holder));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  stage->type(ids::kFirstField, L"store99");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::NewPin));
  EXPECT_TRUE(stage->enabled(ids::kNext)) << "there is nothing to type here";
  look(*stage, "29-new-pin-pad");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Connections) && ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([this] { return script_->runs() == 1; }));
  EXPECT_EQ(script_->new_pin(), "");
}

TEST_P(TokenPages, TokenThatWasNotHandedOut) {
  drawer_->put({token("02A5D1F0")});
  drawer_->answer_holder(Error(ErrorCode::TokenNotRegistered).with("serial", "02A5D1F0"));
  const auto stage = issuing();
  ASSERT_TRUE(ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Failure));
  look(*stage, "31-failure-not-registered");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Token) && ready(*stage));
  drawer_->answer_holder(Error(ErrorCode::TokenHoldsCertificate).with("serial", "02A5D1F0"));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Failure));
  look(*stage, "31-failure-holds");
}

TEST_P(TokenPages, PinIsChanged) {
  const auto stage = pin_page(2, Page::ChangePin, token("02A5D1F0"));
  EXPECT_FALSE(stage->enabled(ids::kNext));
  look(*stage, "32-change-pin");
  stage->type(ids::kFirstField, L"1234");
  stage->type(ids::kFirstField + 1, L"1234");
  stage->type(ids::kFirstField + 2, L"1234");
  look(*stage, "32-change-pin-same");
  EXPECT_FALSE(stage->enabled(ids::kNext)) << "it must differ";
  stage->type(ids::kFirstField + 1, L"あ12");
  look(*stage, "32-change-pin-kana");
  stage->type(ids::kFirstField + 1, L"98765");
  stage->type(ids::kFirstField + 2, L"98765");
  ASSERT_TRUE(stage->enabled(ids::kNext));
  drawer_->hold();
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([&] { return !stage->text(ids::kNotice).empty(); }));
  EXPECT_FALSE(stage->enabled(ids::kNext));
  look(*stage, "32-change-pin-setting");
  drawer_->let_go();
  ASSERT_TRUE(stage->until_page(Page::Result));
  EXPECT_EQ(drawer_->proof(), "1234");
  EXPECT_EQ(drawer_->next(), "98765");
  look(*stage, "33-pin-changed");
}

TEST_P(TokenPages, WrongPinsAreCounted) {
  const auto stage = pin_page(2, Page::ChangePin, token("02A5D1F0"));
  drawer_->answer_pin(Error(ErrorCode::PinWrong).with("serial", "02A5D1F0").with("tries_left", "1"));
  stage->type(ids::kFirstField, L"1111");
  stage->type(ids::kFirstField + 1, L"98765");
  stage->type(ids::kFirstField + 2, L"98765");
  auto low = token("02A5D1F0");
  low.info.pin_count_low = low.info.pin_final_try = true;
  drawer_->put({low});
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Failure));
  look(*stage, "34-failure-pin-wrong");
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::ChangePin));
  EXPECT_EQ(stage->text(ids::kFirstField), L"");
  EXPECT_EQ(stage->text(ids::kFirstField + 1), L"98765");
  stage->type(ids::kFirstField, L"1234");
  ASSERT_TRUE(ready(*stage));
  look(*stage, "35-change-pin-last-try");
  stage->press(ids::kNext);
  const HWND question = find_top(ui::QuestionDialog::kClass);
  ASSERT_TRUE(question) << "the last try is never used without a yes";
  look(*stage, "35-last-try", question);
  stage->press(question, ui::Dialog::kCancel);
  EXPECT_EQ(drawer_->proof(), "1111");
  drawer_->answer_pin(Error(ErrorCode::TokenLocked).with("serial", "02A5D1F0"));
  stage->press(ids::kNext);
  stage->press(find_top(ui::QuestionDialog::kClass), ui::Dialog::kOk);
  ASSERT_TRUE(stage->until_page(Page::Failure));
  EXPECT_EQ(drawer_->proof(), "1234");
  look(*stage, "34-failure-locked");
}

TEST_P(TokenPages, LockedTokenIsUnblocked) {
  auto locked = token("02A5D1F0");
  locked.info.pin_locked = true;
  const auto stage = pin_page(3, Page::Unblock, locked);
  look(*stage, "36-unblock");
  stage->type(ids::kFirstField, L"PUK-12345");
  stage->type(ids::kFirstField + 1, L"98765");
  stage->type(ids::kFirstField + 2, L"98765");
  ASSERT_TRUE(stage->enabled(ids::kNext));
  drawer_->answer_pin(Error(ErrorCode::PukWrong).with("serial", "02A5D1F0"));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Failure));
  look(*stage, "34-failure-puk");
  drawer_->answer_pin({});
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Unblock));
  stage->type(ids::kFirstField, L"PUK-54321");
  ASSERT_TRUE(ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Result));
  EXPECT_TRUE(drawer_->unblocked());
  EXPECT_EQ(drawer_->proof(), "PUK-54321");
  look(*stage, "37-unblocked");
}

TEST_P(TokenPages, PinPadTakesThePinItself) {
  auto pad = token("02A5D1F0");
  pad.info.pin_pad = true;
  const auto stage = pin_page(2, Page::ChangePin, pad);
  look(*stage, "38-change-pin-pad");
  drawer_->hold();
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([&] { return !stage->text(ids::kNotice).empty(); }));
  look(*stage, "38-change-pin-pad-typing");
  drawer_->let_go();
  ASSERT_TRUE(stage->until_page(Page::Result));
  EXPECT_EQ(drawer_->next(), "");
}

TEST_P(TokenPages, PlaceIsThePcOrTheToken) {
  drawer_->fail_search(Error(ErrorCode::TokenDriverMissing)
                           .with("software", "SafeNet Authentication Client")
                           .with("url", "https://bank.example.jp/token/"));
  const auto stage = open({std::string(64, 'b'), "", false});
  ASSERT_TRUE(ready(*stage));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Place));
  look(*stage, "44-place");
  stage->press(ids::kFirstChoice + 1);
  ASSERT_TRUE(says(*stage, TokenVerdict::NoDriver));
  ASSERT_TRUE(stage->until([&] { return !stage->text(ids::kNotice).empty(); }));
  look(*stage, "44-place-no-driver");
  stage->press(ids::kFirstChoice);
  EXPECT_EQ(stage->text(ids::kNotice), L"");
}

INSTANTIATE_TEST_SUITE_P(Languages, TokenPages, testing::Values(Language::Japanese, Language::English),
                         [](const auto& parameter) {
                           return parameter.param == Language::Japanese ? "Japanese" : "English";
                         });

}  // namespace
}  // namespace kigen::wizard::test
