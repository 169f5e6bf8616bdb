// What the pages about tokens say, in both languages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "installer/wizard/model/pages/certificate_view.h"
#include "installer/wizard/model/pages/choose_view.h"
#include "installer/wizard/model/pages/credentials_view.h"
#include "installer/wizard/model/pages/frame_view.h"
#include "installer/wizard/model/pages/pin_view.h"
#include "installer/wizard/model/pages/progress_view.h"
#include "installer/wizard/model/pages/result_view.h"
#include "installer/wizard/model/pages/token_view.h"
#include "token_samples.h"

namespace kigen::wizard {
namespace {

using namespace samples;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using text::Language;

TokenView view(const Flow& flow, seconds waited = seconds{0}, Language language = Language::English) {
  return token_view(in(language), flow.state(), waited);
}

TEST(TokenView, SaysAtOnceWhatIsWaitedForAndLaterHowLong) {
  Actions search;
  const Flow flow = issuing(search);
  EXPECT_THAT(view(flow).headline, HasSubstr("Looking"));
  EXPECT_THAT(view(flow).detail, Not(HasSubstr("minutes")));
  EXPECT_TRUE(view(flow).stop);
  const std::string later = view(flow, seconds{4}).detail;
  EXPECT_THAT(later, HasSubstr("few minutes"));
  EXPECT_THAT(later, HasSubstr("4 s"));
  EXPECT_THAT(view(flow, seconds{4}, Language::Japanese).detail, HasSubstr("数分"));
}

TEST(TokenView, NamesTheSoftwareAndWhereToGetIt) {
  Actions search;
  Flow flow = issuing(search);
  (void)answer(flow, search, Error(ErrorCode::TokenDriverMissing));
  EXPECT_EQ(view(flow).headline, "SafeNet Authentication Client is not installed");
  EXPECT_THAT(view(flow).detail, HasSubstr("https://driver.example/"));
  EXPECT_TRUE(view(flow).open_site);
  EXPECT_TRUE(view(flow).look_again);
}

TEST(TokenView, NamesTheSiteThatIsAskedBeforeItIsAsked) {
  Actions search;
  Flow flow = issuing(search);
  (void)answer(flow, search, tokens({token("0123")}));
  EXPECT_THAT(view(flow).consent, HasSubstr("https://ra.example:8443"));
  EXPECT_THAT(view(flow).consent, HasSubstr("Only its serial number is sent"));
  EXPECT_EQ(next_text(in(Language::English), flow.state()), "Ask and go o&n");
  (void)flow.next(kNow);
  EXPECT_THAT(view(flow).headline, HasSubstr("https://ra.example:8443"));
  EXPECT_TRUE(view(flow).stop);
}

TEST(TokenView, ListsTheTokensWhenThereAreSeveral) {
  Actions search;
  Flow flow = issuing(search);
  (void)answer(flow, search, tokens({token("0123"), token("4567", "Other")}));
  EXPECT_EQ(view(flow).headline, "2 tokens are plugged in");
  EXPECT_THAT(token_cells(flow.state().token.found[1].info), ElementsAre("Other", "4567", "5110"));
}

TEST(TokenView, OffersToUnblockOnlyWhereThatHelps) {
  Flow flow = at_first_page();
  flow.choose_task(Task::ChangePin);
  renewal::FoundToken locked = token("0123");
  locked.info.pin_locked = true;
  (void)answer(flow, flow.next(kNow), tokens({locked}));
  EXPECT_TRUE(view(flow).unblock);
  locked.info.puk_locked = true;
  (void)answer(flow, flow.search_again(), tokens({locked}));
  EXPECT_FALSE(view(flow).unblock) << "its PUK is locked too";
  EXPECT_THAT(view(flow).detail, HasSubstr("serial number"));
}

TEST(TokenView, KeepsControlCharactersOfATokenOut) {
  const auto cells = token_cells(token("01\n23", "Ki\x1bgen").info);
  EXPECT_THAT(cells[0], Not(HasSubstr("\x1b")));
  EXPECT_THAT(cells[1], Not(HasSubstr("\n")));
}

TEST(HolderView, ShowsNameAndSerial) {
  Actions search;
  Flow flow = issuing(search);
  (void)answer(flow, search, tokens({token("0123")}));
  (void)flow.next(kNow);
  (void)flow.holder_known(renewal::TokenHolder{"YAMADA Taro"}, kNow);
  const std::string all = all_text(holder_lines(in(Language::English), flow.state()));
  EXPECT_THAT(all, HasSubstr("YAMADA Taro"));
  EXPECT_THAT(all, HasSubstr("0123"));
  EXPECT_THAT(all, HasSubstr("Write to the operators"));
  EXPECT_EQ(next_text(in(Language::Japanese), flow.state()), "はい、次へ(&N)");
}

TEST(PinView, MarksTheRulesAsTheyAreMet) {
  Flow flow = at_pin_page(Task::ChangePin, token("0123"));
  EXPECT_THAT(pin_labels(in(Language::Japanese), flow.state()),
              ElementsAre("現在のユーザーPIN(&1)", "新しいユーザーPIN(&2)", "新しいユーザーPIN（確認入力）(&3)"));
  flow.typed_pin(0, "1234");
  flow.typed_pin(1, "1234");
  const auto rules = pin_rules_shown(in(Language::English), flow.state());
  ASSERT_EQ(rules.size(), 4U);
  EXPECT_EQ(rules[0].mark, Mark::Ok);
  EXPECT_EQ(rules[2].text, "different from the present one");
  EXPECT_EQ(rules[2].mark, Mark::Failed);
  EXPECT_EQ(rules[3].mark, Mark::Waiting);
  for (const auto& rule : rules) EXPECT_THAT(rule.word, Not(IsEmpty())) << "never by colour alone";
  flow.typed_pin(1, "ｱ");
  EXPECT_THAT(pin_field_notice(in(Language::Japanese), flow.state().token.form.fields[1]), HasSubstr("半角カタカナ"));
}

TEST(PinView, TellsTheTriesThatAreLeft) {
  renewal::FoundToken low = token("0123");
  EXPECT_EQ(pin_notice(in(Language::English), at_pin_page(Task::ChangePin, low).state()), "") << "nobody knows";
  Catalogue found = token_catalogue();
  found.certificates.back().profile = "etoken";
  Flow known = at_first_page(std::move(found));
  known.choose_task(Task::ChangePin);
  (void)answer(known, known.next(kNow), tokens({low}));
  (void)known.next(kNow);
  EXPECT_EQ(pin_notice(in(Language::English), known.state()), "10 more wrong entries lock the token.");
  EXPECT_EQ(pin_notice_mark(known.state()), Mark::Info);
  low.info.pin_count_low = true;
  EXPECT_THAT(pin_notice(in(Language::English), at_pin_page(Task::ChangePin, low).state()),
              HasSubstr("wrong PIN already"));
  low.info.pin_final_try = true;
  EXPECT_EQ(pin_notice(in(Language::English), at_pin_page(Task::ChangePin, low).state()),
            "1 more wrong entry locks the token.");
  EXPECT_EQ(pin_notice_mark(at_pin_page(Task::ChangePin, low).state()), Mark::Due);
  EXPECT_THAT(pin_notice(in(Language::Japanese), at_pin_page(Task::ChangePin, low).state()), HasSubstr("あと1回"));
}

TEST(PinView, AsksForThePinOfTheTokenItNames) {
  renewal::PinQuestion question;
  question.token = token("0123").info;
  PinWords words = pin_words(in(Language::English), question);
  EXPECT_EQ(words.token, "“Kigen” (serial number 0123)");
  EXPECT_EQ(words.again, "");
  EXPECT_EQ(words.tries, "");
  question.again = true;
  question.tries_left = 8;
  words = pin_words(in(Language::Japanese), question);
  EXPECT_THAT(words.again, HasSubstr("違いました"));
  EXPECT_THAT(words.tries, HasSubstr("あと8回"));
  question.token.pin_pad = true;
  words = pin_words(in(Language::English), question);
  EXPECT_THAT(words.question, HasSubstr("on the reader"));
  EXPECT_EQ(words.ok, "&Start");
}

TEST(ChooseView, NamesTheTokenAsThePlace) {
  const Flow flow = at_first_page();
  auto item = on_token('e', "0123");
  EXPECT_EQ(choice_cells(in(Language::English), flow.state(), item).back(), "USB token 0123");
  item.token_present = false;
  EXPECT_EQ(choice_cells(in(Language::English), flow.state(), item).back(), "USB token 0123 (not plugged in)");
  EXPECT_EQ(choice_cells(in(Language::Japanese), flow.state(), item).back(), "USBトークン 0123（未接続）");
  EXPECT_EQ(choice_cells(in(Language::English), flow.state(), certificate('a', 12, "due")).back(), "This PC");
}

TEST(ChooseView, SaysOfACertificateThatItsTokenIsAway) {
  Catalogue found = token_catalogue();
  found.certificates.back().token_present = false;
  const Flow flow = renewal_of('e', std::move(found));
  EXPECT_THAT(certificate_notice(in(Language::English), flow.state()), HasSubstr("have it ready"));
}

TEST(CredentialsView, SayWhatCameFromTheToken) {
  profile::Credential rule = credential("login_id", false, "both");
  rule.prefill = "token.serial";
  Reading reading = read_credential(rule, "0123");
  EXPECT_THAT(field_hint(in(Language::English), {rule, std::move(reading)}).text, HasSubstr("Taken from the token"));
}

renewal::Outcome stored(bool unchanged) {
  renewal::Outcome outcome = succeeded();
  outcome.success->where = "Kigen";
  outcome.success->token_serial = "0123";
  outcome.success->pin_unchanged = unchanged;
  return outcome;
}

TEST(ResultView, SaysOnWhichTokenAndWhatHoldsForThePin) {
  Flow flow = running();
  (void)flow.finished(stored(true), kNow);
  std::string all = all_text(result_lines(in(Language::English), flow.state(), {}));
  EXPECT_THAT(all, HasSubstr("“Kigen” (serial number 0123)"));
  EXPECT_THAT(all, HasSubstr("Unchanged"));
  Flow set = running();
  (void)set.finished(stored(false), kNow);
  all = all_text(result_lines(in(Language::Japanese), set.state(), {}));
  EXPECT_THAT(all, HasSubstr("先ほど決めたPIN"));
  Flow pc = running();
  (void)pc.finished(succeeded(), kNow);
  EXPECT_THAT(all_text(result_lines(in(Language::English), pc.state(), {})), Not(HasSubstr("PIN")));
}

TEST(ResultView, EndsAChangeOfThePin) {
  Flow flow = at_pin_page(Task::ChangePin, token("0123"));
  flow.typed_pin(0, "1234");
  flow.typed_pin(1, "98765");
  flow.typed_pin(2, "98765");
  (void)flow.next(kNow);
  (void)flow.pin_set({});
  EXPECT_EQ(purpose(in(Language::Japanese), flow.state()), "ユーザーPINを変更しました");
  EXPECT_THAT(all_text(result_lines(in(Language::English), flow.state(), {})), HasSubstr("serial number 0123"));
  EXPECT_EQ(next_text(in(Language::English), flow.state()), "&Finish");
}

TEST(FailureView, TellsTheSerialOfTheTokenAndNoSecret) {
  Flow flow = at_pin_page(Task::ChangePin, token("0123"));
  flow.typed_pin(0, "1234");
  flow.typed_pin(1, "98765");
  flow.typed_pin(2, "98765");
  (void)flow.next(kNow);
  (void)flow.pin_set(Error(ErrorCode::PinWrong).with("tries_left", "9"));
  EXPECT_EQ(failure_codes(flow.state()), "KGN-3002");
  const std::string report = failure_report(in(Language::English), flow.state());
  EXPECT_THAT(report, HasSubstr("serial number 0123"));
  EXPECT_THAT(report, HasSubstr("The PIN is what it was"));
  EXPECT_THAT(report, Not(HasSubstr("1234")));
  EXPECT_THAT(report, Not(HasSubstr("98765")));
  EXPECT_EQ(help_topic(flow.state()), "kgn-3002");
}

TEST(CancelView, SaysThatNothingHasChangedYet) {
  Flow flow = at_pin_page(Task::ChangePin, token("0123"));
  const CancelWords words = cancel_words(in(Language::English), flow.state(), renewal::Aftermath::Nothing);
  EXPECT_EQ(words.stays, "The PIN has not changed yet.");
}

TEST(ProgressView, SaysToTypeOnTheReader) {
  Flow flow = running();
  renewal::PinQuestion question;
  question.token.pin_pad = true;
  (void)flow.asked(question);
  (void)flow.pin_given(Secret());
  EXPECT_THAT(progress_notice(in(Language::English), flow.state()), HasSubstr("on the reader"));
}

TEST(ProgressView, SaysToSetTheNewPinOnTheReader) {
  Flow flow = running();
  flow.job_event(renewal::NewPinOnReader{});
  EXPECT_THAT(progress_notice(in(Language::English), flow.state()), HasSubstr("Set your new PIN on the reader"));
  EXPECT_THAT(progress_notice(in(Language::Japanese), flow.state()), HasSubstr("新しいPINを設定してください"));
  (void)flow.cancel_confirmed();
  EXPECT_THAT(progress_notice(in(Language::English), flow.state()), HasSubstr("on the reader"))
      << "it ends only with the reader's answer";
  flow.job_event(renewal::StepChanged{renewal::Step::Prove, renewal::StepState::Running});
  EXPECT_THAT(progress_notice(in(Language::English), flow.state()), Not(HasSubstr("reader")));
}

TEST(PinView, SaysThatTheNewPinIsSetOnTheReader) {
  const Flow flow = at_new_pin_on_pad();
  EXPECT_THAT(pin_intro(in(Language::English), flow.state()), HasSubstr("set the new one on the reader"));
  EXPECT_THAT(pin_intro(in(Language::English), flow.state()), HasSubstr("4 to 8 characters"));
  EXPECT_THAT(pin_intro(in(Language::Japanese), flow.state()), HasSubstr("4～8文字"));
  EXPECT_TRUE(pin_rules_shown(in(Language::English), flow.state()).empty());
}

}  // namespace
}  // namespace kigen::wizard
