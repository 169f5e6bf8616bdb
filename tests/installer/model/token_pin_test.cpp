// PINs in the wizard's course: changed, unblocked, asked for by a job; the last try, and what follows an error.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "token_samples.h"

namespace kigen::wizard {
namespace {

using namespace samples;
using testing::ElementsAre;

void type_change(Flow& flow, const std::string& current = "1234") {
  flow.typed_pin(0, current);
  flow.typed_pin(1, "98765");
  flow.typed_pin(2, "98765");
}

TEST(PinChange, WorksOnceAllRulesHold) {
  Flow flow = at_pin_page(Task::ChangePin, token("0123"));
  ASSERT_EQ(flow.state().page, Page::ChangePin);
  EXPECT_FALSE(flow.can_go_next(kNow));
  type_change(flow, "98765");
  EXPECT_FALSE(flow.can_go_next(kNow)) << "the new one must differ";
  type_change(flow);
  ASSERT_TRUE(flow.can_go_next(kNow));
  const Actions actions = flow.next(kNow);
  const auto* set = find<SetTokenPin>(actions);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->task, Task::ChangePin);
  EXPECT_EQ(set->proof.view(), "1234");
  EXPECT_EQ(set->next.view(), "98765");
  EXPECT_FALSE(flow.can_go_next(kNow)) << "once";
  EXPECT_TRUE(flow.cancel().empty()) << "nobody would know which PIN it has";
  EXPECT_FALSE(flow.can_go_back());
  (void)flow.pin_set({});
  EXPECT_EQ(flow.state().page, Page::Result);
  EXPECT_TRUE(flow.state().token.form.fields.empty()) << "nothing typed stays";
  EXPECT_TRUE(find<Close>(flow.next(kNow)));
}

TEST(PinChange, CountsTheTriesAndAsksBeforeTheLast) {
  renewal::FoundToken found = token("0123");
  found.info.pin_count_low = found.info.pin_final_try = true;
  Flow flow = at_pin_page(Task::ChangePin, found);
  type_change(flow);
  Actions actions = flow.next(kNow);
  ASSERT_TRUE(find<AskLastTry>(actions));
  EXPECT_FALSE(find<SetTokenPin>(actions));
  EXPECT_TRUE(flow.last_try_answered(false).empty());
  actions = flow.next(kNow);
  ASSERT_TRUE(find<AskLastTry>(actions)) << "each time";
  EXPECT_TRUE(find<SetTokenPin>(flow.last_try_answered(true)));
}

TEST(PinChange, ComesBackToTheFieldThatWasWrong) {
  Flow flow = at_pin_page(Task::ChangePin, token("0123"));
  type_change(flow);
  (void)flow.next(kNow);
  (void)flow.pin_set(Error(ErrorCode::PinWrong).with("serial", "0123").with("tries_left", "9"));
  ASSERT_EQ(flow.state().page, Page::Failure);
  EXPECT_EQ(flow.state().failure->tries_left, 9);
  EXPECT_THAT(remedies(flow.state()), ElementsAre(Remedy::EnterAgain, Remedy::Close));
  const Actions again = flow.next(kNow);
  ASSERT_EQ(flow.state().page, Page::ChangePin);
  EXPECT_TRUE(flow.state().token.form.fields[0].reading.value.empty());
  EXPECT_EQ(flow.state().token.form.fields[1].reading.value.view(), "98765") << "it was not the new one's fault";
  ASSERT_TRUE(find<SearchTokens>(again)) << "its flags are read anew before there is another try";
  type_change(flow);
  EXPECT_FALSE(flow.can_go_next(kNow));
  (void)answer(flow, again, tokens({token("0123")}));
  EXPECT_TRUE(flow.can_go_next(kNow));
}

TEST(PinChange, AnotherPinWhereTheTokenRefusesTheNewOne) {
  Flow flow = at_pin_page(Task::ChangePin, token("0123"));
  type_change(flow);
  (void)flow.next(kNow);
  (void)flow.pin_set(Error(ErrorCode::NewPinRefused));
  (void)flow.next(kNow);
  EXPECT_EQ(flow.state().token.form.fields[0].reading.value.view(), "1234");
  EXPECT_TRUE(flow.state().token.form.fields[1].reading.value.empty());
  EXPECT_TRUE(flow.state().token.form.fields[2].reading.value.empty());
}

TEST(PinChange, TellsWhatToDoWithALockedToken) {
  renewal::FoundToken locked = token("0123");
  locked.info.pin_locked = true;
  Flow flow = at_pin_page(Task::ChangePin, locked);
  EXPECT_EQ(flow.state().page, Page::Token);
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::Locked);
  EXPECT_FALSE(flow.can_go_next(kNow));
  EXPECT_TRUE(may_unblock(flow.state(), *token_at_hand(flow.state())));
  (void)flow.unblock_instead();
  EXPECT_EQ(flow.state().page, Page::Unblock);
  flow.typed_pin(0, "PUK12345");
  flow.typed_pin(1, "98765");
  flow.typed_pin(2, "98765");
  const Actions actions = flow.next(kNow);
  ASSERT_TRUE(find<SetTokenPin>(actions));
  EXPECT_EQ(find<SetTokenPin>(actions)->task, Task::Unblock);
  EXPECT_EQ(find<SetTokenPin>(actions)->proof.view(), "PUK12345");
}

TEST(PinChange, UnblocksOnlyWhereAProfileAllowsIt) {
  Catalogue found = catalogue();
  found.profiles = {shared(etoken())};
  Flow flow = at_first_page(std::move(found));
  flow.choose_task(Task::ChangePin);
  renewal::FoundToken locked = token("0123");
  locked.info.pin_locked = true;
  (void)answer(flow, flow.next(kNow), tokens({locked}));
  EXPECT_FALSE(may_unblock(flow.state(), *token_at_hand(flow.state())));
  EXPECT_TRUE(flow.unblock_instead().empty());
  EXPECT_EQ(flow.state().page, Page::Token);
}

TEST(PinChange, TakesTheRulesOfTheProfileThatTheTokenBelongsTo) {
  Flow flow = at_first_page();
  flow.choose_task(Task::ChangePin);
  (void)answer(flow, flow.next(kNow), tokens({token("0123")}));
  EXPECT_EQ(profile_of_token(flow.state(), flow.state().token.found[0])->id, "network") << "its certificate is on it";
  (void)answer(flow, flow.search_again(), tokens({token("4567")}));
  EXPECT_FALSE(profile_of_token(flow.state(), flow.state().token.found[0])) << "two fit";
}

TEST(PinUnblock, AsksBeforeTheLastPuk) {
  renewal::FoundToken found = token("0123");
  found.info.pin_locked = found.info.puk_final_try = true;
  Flow flow = at_pin_page(Task::Unblock, found);
  ASSERT_EQ(flow.state().page, Page::Unblock);
  flow.typed_pin(0, "PUK12345");
  flow.typed_pin(1, "98765");
  flow.typed_pin(2, "98765");
  const Actions actions = flow.next(kNow);
  ASSERT_TRUE(find<AskLastTry>(actions));
  EXPECT_TRUE(find<AskLastTry>(actions)->puk);
}

TEST(PinUnblock, GoesOnWithATokenThatIsNotLocked) {
  const Flow flow = at_pin_page(Task::Unblock, token("0123"));
  EXPECT_EQ(flow.state().page, Page::Unblock) << "the PIN may be forgotten";
}

renewal::PinQuestion pin_question(bool last = false) {
  renewal::PinQuestion question;
  question.token = token("0123").info;
  question.last_try = last;
  return question;
}

TEST(PinOfAJob, IsAskedInADialogAndGivenOnce) {
  Flow flow = running();
  EXPECT_TRUE(find<AskPin>(flow.asked(pin_question())));
  const Actions actions = flow.pin_given(Secret("1234"));
  const auto* reply = find<Reply>(actions);
  ASSERT_TRUE(reply);
  EXPECT_TRUE(reply->answer.yes);
  EXPECT_EQ(reply->answer.pin.view(), "1234");
  EXPECT_TRUE(flow.pin_given(Secret("1234")).empty()) << "the question is answered";
}

TEST(PinOfAJob, EndsTheJobWhenNoneIsGiven) {
  Flow flow = running();
  (void)flow.asked(pin_question());
  const Actions actions = flow.pin_given(std::nullopt);
  ASSERT_TRUE(find<Reply>(actions));
  EXPECT_FALSE(find<Reply>(actions)->answer.yes);
}

TEST(PinOfAJob, TakesTheLastTryOnlyAfterAnExplicitYes) {
  Flow flow = running();
  const Actions actions = flow.asked(pin_question(true));
  EXPECT_TRUE(find<AskLastTry>(actions));
  EXPECT_FALSE(find<AskPin>(actions));
  EXPECT_TRUE(find<AskPin>(flow.last_try_answered(true)));
  (void)flow.asked(pin_question(true));
  const Actions no = flow.last_try_answered(false);
  ASSERT_TRUE(find<Reply>(no));
  EXPECT_FALSE(find<Reply>(no)->answer.yes);
}

TEST(PinOfAJob, IsTypedOnTheReaderWhereItHasKeys) {
  Flow flow = running();
  renewal::PinQuestion question = pin_question();
  question.token.pin_pad = true;
  (void)flow.asked(question);
  const Actions actions = flow.pin_given(Secret());
  ASSERT_TRUE(find<Reply>(actions));
  EXPECT_TRUE(find<Reply>(actions)->answer.yes);
  EXPECT_TRUE(flow.state().run.on_pin_pad);
  flow.job_event(renewal::StepChanged{renewal::Step::Prepare, renewal::StepState::Done});
  EXPECT_FALSE(flow.state().run.on_pin_pad);
}

TEST(TokenOfAJob, IsLookedForAgainWhenADeviceComes) {
  Flow flow = running();
  EXPECT_TRUE(find<AskToken>(flow.asked(renewal::TokenQuestion{"0123", "Kigen"})));
  const Actions actions = flow.device_came();
  ASSERT_TRUE(find<Reply>(actions));
  EXPECT_TRUE(find<Reply>(actions)->answer.yes);
  EXPECT_TRUE(flow.device_came().empty()) << "while it works nothing is asked";
  (void)flow.asked(renewal::TokenQuestion{"0123", "Kigen"});
  const Actions no = flow.token_answered(false);
  ASSERT_TRUE(find<Reply>(no));
  EXPECT_FALSE(find<Reply>(no)->answer.yes);
}

Flow failed_job(ErrorCode code, Task task = Task::Renew) {
  Flow flow = running('b');
  EXPECT_EQ(flow.state().task, task);
  (void)flow.finished(failed(code), kNow);
  return flow;
}

TEST(TokenRemedies, AreThoseThatHelp) {
  const auto first = [](ErrorCode code) { return remedies(failed_job(code).state()).front(); };
  EXPECT_EQ(first(ErrorCode::PinWrong), Remedy::EnterAgain);
  EXPECT_EQ(first(ErrorCode::StoragePinWrong), Remedy::EnterAgain);
  EXPECT_EQ(first(ErrorCode::NewPinRefused), Remedy::EnterAgain);
  EXPECT_EQ(first(ErrorCode::TokenRemoved), Remedy::TryAgain);
  EXPECT_EQ(first(ErrorCode::TokenNotFound), Remedy::TryAgain);
  EXPECT_EQ(first(ErrorCode::TokenReadTimedOut), Remedy::TryAgain);
  EXPECT_EQ(first(ErrorCode::TokenLocked), Remedy::Close) << "no profile allows to unblock it";
  EXPECT_EQ(first(ErrorCode::TokenHoldsCertificate), Remedy::Close);
  EXPECT_EQ(first(ErrorCode::TokenFull), Remedy::Close);
}

TEST(TokenRemedies, OpenTheSiteOfTheSoftware) {
  Flow flow = running('b');
  renewal::Outcome outcome = failed(ErrorCode::TokenDriverMissing);
  outcome.failure->error.with("url", "https://driver.example/");
  (void)flow.finished(std::move(outcome), kNow);
  EXPECT_THAT(remedies(flow.state()), ElementsAre(Remedy::OpenSite, Remedy::TryAgain, Remedy::Close));
  const Actions actions = flow.next(kNow);
  ASSERT_TRUE(find<OpenSite>(actions));
  EXPECT_EQ(flow.state().page, Page::Failure) << "it is installed first, then tried again";
  EXPECT_EQ(remedies(failed_job(ErrorCode::TokenDriverMissing).state()).front(), Remedy::TryAgain);
}

TEST(TokenRemedies, AskForTheStoragePinAtItsField) {
  Flow flow = failed_job(ErrorCode::StoragePinWrong);
  (void)flow.next(kNow);
  EXPECT_EQ(flow.state().page, Page::Credentials);
  EXPECT_EQ(flow.state().field_to_mend, "password");
}

TEST(TokenRemedies, AskForThePinAgainInTheJobsOwnDialog) {
  Flow flow = failed_job(ErrorCode::PinWrong);
  EXPECT_TRUE(find<RunJob>(flow.next(kNow)));
}

TEST(TokenRemedies, TellTheWordsOfTheProfile) {
  Catalogue found = token_catalogue();
  profile::Profile profile = network();
  profile.errors = {{"0x05/-6", "pin", 3002, {"8桁です", "It has eight digits"}}};
  found.profiles = {shared(profile)};
  Flow flow = at_first_page(std::move(found));
  flow.choose_task(Task::ChangePin);
  (void)answer(flow, flow.next(kNow), tokens({token("0123")}));
  (void)flow.next(kNow);
  type_change(flow);
  (void)flow.next(kNow);
  (void)flow.pin_set(Error(ErrorCode::PinWrong));
  EXPECT_EQ(flow.state().failure->ra_code, "0x05/-6");
  EXPECT_EQ(flow.state().failure->hint.en, "It has eight digits");
}

}  // namespace
}  // namespace kigen::wizard
