#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "installer/wizard/model/flow.h"
#include "samples.h"

namespace kigen::wizard {
namespace {

using namespace samples;
using renewal::Aftermath;
using renewal::Step;
using renewal::StepState;
using testing::ElementsAre;

renewal::ConsentQuestion consent() {
  return {"https://ra.example", {"certificate"}};
}

renewal::ProxyLoginQuestion proxy_question(bool again = false) {
  renewal::ProxyLoginQuestion question;
  question.proxy = {"proxy.example", 8080};
  question.again = again;
  return question;
}

TEST(WizardRun, AsksForConsentBeforeAnythingIsSent) {
  Flow flow = running();
  EXPECT_TRUE(flow.asked(consent()).empty());
  EXPECT_EQ(flow.state().page, Page::Consent);
  const Actions actions = flow.next(kNow);
  ASSERT_TRUE(find<Reply>(actions));
  EXPECT_TRUE(find<Reply>(actions)->answer.yes);
  EXPECT_EQ(flow.state().page, Page::Progress);
}

TEST(WizardRun, GoesBackFromTheConsentWithoutAFailure) {
  Flow flow = running();
  (void)flow.asked(consent());
  ASSERT_TRUE(flow.can_go_back());
  EXPECT_TRUE(find<StopJob>(flow.back()));
  (void)flow.finished(failed(ErrorCode::Cancelled), kNow);
  EXPECT_EQ(flow.state().page, Page::Connections);
  EXPECT_FALSE(flow.state().failure);
  const Actions again = flow.next(kNow);
  EXPECT_TRUE(find<RunJob>(again));
}

TEST(WizardRun, AsksOnceForTheSameConsent) {
  Flow flow = running();
  (void)flow.asked(consent());
  (void)flow.next(kNow);
  (void)flow.finished(failed(ErrorCode::ConnectionLost), kNow);
  (void)flow.next(kNow);
  EXPECT_TRUE(find<Reply>(flow.asked(consent())));
  renewal::ConsentQuestion other = consent();
  other.site = "https://elsewhere.example";
  EXPECT_FALSE(find<Reply>(flow.asked(other)));
}

TEST(WizardRun, InstallsARootOnlyOnAYes) {
  Flow flow = running();
  (void)flow.asked(renewal::RootQuestion{});
  EXPECT_EQ(flow.state().page, Page::Root);
  const Actions yes = flow.next(kNow);
  EXPECT_TRUE(find<Reply>(yes)->answer.yes);
  (void)flow.asked(renewal::RootQuestion{});
  const Actions no = flow.refuse_root();
  ASSERT_TRUE(find<Reply>(no));
  EXPECT_FALSE(find<Reply>(no)->answer.yes);
  EXPECT_TRUE(flow.refuse_root().empty()) << "answered already";
}

TEST(WizardRun, FollowsTheSteps) {
  Flow flow = running();
  flow.job_event(renewal::StepChanged{Step::Key, StepState::Running});
  flow.job_event(renewal::SystemMayAsk{});
  EXPECT_TRUE(flow.state().run.system_may_ask);
  flow.job_event(renewal::StepChanged{Step::Key, StepState::Done});
  EXPECT_FALSE(flow.state().run.system_may_ask);
  const auto& steps = flow.state().run.steps;
  const auto key = std::find_if(steps.begin(), steps.end(), [](const StepRow& row) { return row.step == Step::Key; });
  ASSERT_NE(key, steps.end());
  EXPECT_EQ(key->state, StepState::Done);
}

TEST(WizardRun, AsksTheRaNowByStoppingAndGoingOn) {
  Flow flow = running();
  EXPECT_TRUE(flow.ask_now().empty()) << "nothing is waited for";
  flow.job_event(renewal::JobOpened{"job-1", false, Step::Prepare});
  flow.job_event(renewal::StepChanged{Step::Send, StepState::Running});
  flow.job_event(renewal::WaitingForRa{kNow + std::chrono::minutes{5}});
  EXPECT_TRUE(find<StopJob>(flow.ask_now()));
  renewal::Outcome outcome = failed(ErrorCode::Cancelled);
  outcome.failure->job_id = "job-1";
  outcome.failure->aftermath = Aftermath::Resumable;
  const Actions actions = flow.finished(std::move(outcome), kNow);
  ASSERT_TRUE(find<RunJob>(actions));
  EXPECT_EQ(find<RunJob>(actions)->job.resume, "job-1");
  EXPECT_EQ(flow.state().page, Page::Progress);
}

TEST(WizardRun, CancellingSaysWhatStaysAndStops) {
  Flow flow = running();
  EXPECT_EQ(find<AskToCancel>(flow.cancel())->stays, Aftermath::Nothing);
  flow.job_event(renewal::StepChanged{Step::Send, StepState::Running});
  EXPECT_EQ(find<AskToCancel>(flow.cancel())->stays, Aftermath::Resumable);
  flow.job_event(renewal::StepChanged{Step::Store, StepState::Done});
  EXPECT_EQ(find<AskToCancel>(flow.cancel())->stays, Aftermath::Stored);
  EXPECT_TRUE(find<StopJob>(flow.cancel_confirmed()));
  EXPECT_TRUE(flow.cancel().empty()) << "it is being stopped";
  (void)flow.finished(failed(ErrorCode::Cancelled), kNow);
  EXPECT_EQ(flow.state().page, Page::Failure);
  EXPECT_TRUE(find<Close>(flow.cancel()));
}

TEST(WizardRun, ClosesAtOnceWhileNothingRuns) {
  Flow flow = renewal_of('a');
  EXPECT_TRUE(find<Close>(flow.cancel()));
}

TEST(WizardRun, ShowsTheNewCertificateAndForgetsTheSecrets) {
  Flow flow = running('b');
  (void)flow.finished(succeeded(), kNow);
  EXPECT_EQ(flow.state().page, Page::Result);
  EXPECT_TRUE(flow.state().fields.empty());
  EXPECT_FALSE(flow.can_go_back());
  EXPECT_TRUE(find<Close>(flow.next(kNow)));
}

TEST(WizardRun, GivesTheProxyLoginOfTheSettingsOnceAndThenAsks) {
  Flow flow = renewal_of('a');
  (void)flow.proxy_chosen({}, TypedLogin{"tantou", Secret("pw"), true});
  end_test(flow, flow.next(kNow));
  while (!flow.state().run.active) end_test(flow, flow.next(kNow));
  const Actions first = flow.asked(proxy_question());
  ASSERT_TRUE(find<Reply>(first));
  EXPECT_EQ(find<Reply>(first)->answer.login->user, "tantou");
  EXPECT_TRUE(find<KeepLogin>(first));
  EXPECT_TRUE(find<AskLogin>(flow.asked(proxy_question(true))));
  const Actions given = flow.login_given(TypedLogin{"tantou", Secret("right"), false});
  EXPECT_EQ(find<Reply>(given)->answer.login->password.view(), "right");
  EXPECT_FALSE(find<KeepLogin>(given));
}

TEST(WizardRun, GivesUpAtTheProxyWhenTheUserDoes) {
  Flow flow = running();
  EXPECT_TRUE(find<AskLogin>(flow.asked(proxy_question())));
  const Actions actions = flow.login_given(std::nullopt);
  ASSERT_TRUE(find<Reply>(actions));
  EXPECT_FALSE(find<Reply>(actions)->answer.login);
  EXPECT_TRUE(flow.login_given(std::nullopt).empty()) << "nobody asks any more";
}

TEST(WizardRun, AnswersForCredentialsWithWhatWasTypedOrAsks) {
  Flow flow = running('b');
  const Actions known = flow.asked(renewal::CredentialsQuestion{{"password"}});
  ASSERT_TRUE(find<Reply>(known));
  EXPECT_EQ(find<Reply>(known)->answer.credentials.at("password").view(), "SESAME");
  Flow other = running('a');
  Catalogue found = catalogue();
  (void)other.asked(renewal::CredentialsQuestion{{"code1"}});
  EXPECT_EQ(other.state().page, Page::Credentials);
  EXPECT_FALSE(other.can_go_next(kNow));
  EXPECT_FALSE(other.can_go_back());
  other.typed(0, "abc");
  const Actions typed = other.next(kNow);
  ASSERT_TRUE(find<Reply>(typed));
  EXPECT_EQ(find<Reply>(typed)->answer.credentials.at("code1").view(), "ABC");
}

TEST(WizardFailure, OffersWhatHelps) {
  const auto offered = [](ErrorCode code, char digit = 'a') {
    Flow flow = running(digit);
    (void)flow.finished(failed(code), kNow);
    EXPECT_EQ(flow.state().page, Page::Failure);
    return remedies(flow.state());
  };
  EXPECT_THAT(offered(ErrorCode::RaUnreachable), ElementsAre(Remedy::TryAgain, Remedy::ProxySettings, Remedy::Close));
  EXPECT_THAT(offered(ErrorCode::ProxyLoginWrong), ElementsAre(Remedy::TryAgain, Remedy::ProxySettings, Remedy::Close));
  EXPECT_THAT(offered(ErrorCode::CredentialsWrong, 'b'), ElementsAre(Remedy::EnterAgain, Remedy::Close));
  EXPECT_THAT(offered(ErrorCode::CredentialsWrong), ElementsAre(Remedy::TryAgain, Remedy::Close))
      << "there is nothing to enter";
  EXPECT_THAT(offered(ErrorCode::AccountLocked), ElementsAre(Remedy::Close, Remedy::TryAgain));
  EXPECT_THAT(offered(ErrorCode::AlreadyIssued), ElementsAre(Remedy::Close, Remedy::TryAgain));
  EXPECT_THAT(offered(ErrorCode::KeyUseRefused), ElementsAre(Remedy::TryAgain, Remedy::Close));
}

TEST(WizardFailure, LeadsBackToTheFieldThatIsWrongWithAllThatWasTyped) {
  Flow flow({"", "customs", false});
  (void)flow.begin();
  (void)flow.loaded(catalogue(), kNow);
  flow.choose_task(Task::Issue);
  while (flow.state().page != Page::Credentials) (void)flow.next(kNow);
  flow.typed(0, "ABC");
  flow.typed(1, "WRONG");
  end_test(flow, flow.next(kNow));
  ASSERT_TRUE(find<RunJob>(flow.next(kNow)));
  (void)flow.finished(failed(ErrorCode::Code2Wrong), kNow);
  (void)flow.next(kNow);
  EXPECT_EQ(flow.state().page, Page::Credentials);
  EXPECT_EQ(flow.state().field_to_mend, "code2");
  EXPECT_EQ(flow.state().fields[0].reading.value.view(), "ABC");
  flow.typed(1, "RIGHT");
  (void)flow.next(kNow);
  const Actions again = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(again));
  EXPECT_EQ(find<RunJob>(again)->job.credentials.at("code2").view(), "RIGHT");
}

TEST(WizardFailure, TriesAgainWithTheJobThatStands) {
  Flow flow = running();
  renewal::Outcome outcome = failed(ErrorCode::ConnectionLost);
  outcome.failure->job_id = "job-2";
  outcome.failure->aftermath = Aftermath::Resumable;
  (void)flow.finished(std::move(outcome), kNow);
  const Actions again = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(again));
  EXPECT_EQ(find<RunJob>(again)->job.resume, "job-2");
}

TEST(WizardFailure, CanGoBackToThePagesBefore) {
  Flow flow = running();
  (void)flow.finished(failed(ErrorCode::RaSystemError), kNow);
  ASSERT_TRUE(flow.can_go_back());
  (void)flow.back();
  EXPECT_EQ(flow.state().page, Page::Connections);
}

Catalogue interrupted(bool stored = false) {
  Catalogue found = catalogue();
  renewal::OpenJob job;
  job.id = "job-7";
  job.profile = "banking";
  job.old = Sha256{};
  job.old->fill(0xbb);
  job.started = kNow - std::chrono::hours{20};
  job.next = Step::Send;
  job.asks_credentials = !stored;
  job.stored = stored;
  found.jobs = {job};
  return found;
}

TEST(WizardResume, IsOfferedFirst) {
  Flow flow({"", "", false});
  (void)flow.begin();
  (void)flow.loaded(interrupted(), kNow);
  EXPECT_EQ(flow.state().page, Page::Resume);
  (void)flow.next(kNow);
  ASSERT_EQ(flow.state().page, Page::Credentials);
  flow.typed(0, "SESAME");
  const Actions actions = flow.next(kNow);
  const auto* run = find<RunJob>(actions);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->job.resume, "job-7");
  EXPECT_EQ(run->job.credentials.at("password").view(), "SESAME");
  EXPECT_EQ(to_hex(*run->job.old), thumbprint('b'));
}

TEST(WizardResume, GoesStraightOnWhenNothingIsNeeded) {
  Flow flow({"", "", false});
  (void)flow.begin();
  (void)flow.loaded(interrupted(true), kNow);
  EXPECT_TRUE(find<RunJob>(flow.next(kNow)));
}

TEST(WizardResume, IsNotOfferedForAnotherCertificate) {
  const Flow flow = renewal_of('a', interrupted());
  EXPECT_EQ(flow.state().page, Page::Certificate);
  const Flow own = renewal_of('b', interrupted());
  EXPECT_EQ(own.state().page, Page::Resume);
}

TEST(WizardResume, CanBeLeftForLater) {
  Flow flow({"", "", false});
  (void)flow.begin();
  (void)flow.loaded(interrupted(), kNow);
  flow.choose_resume(ResumeChoice::Leave);
  (void)flow.next(kNow);
  EXPECT_EQ(flow.state().page, Page::Start);
  (void)flow.next(kNow);
  EXPECT_EQ(flow.state().page, Page::Choose);
}

TEST(WizardResume, StartsOverAfterTakingTheJobBack) {
  Flow flow({"", "", false});
  (void)flow.begin();
  (void)flow.loaded(interrupted(), kNow);
  flow.choose_resume(ResumeChoice::StartOver);
  const Actions actions = flow.next(kNow);
  ASSERT_TRUE(find<Abandon>(actions));
  EXPECT_EQ(find<Abandon>(actions)->job_id, "job-7");
  EXPECT_FALSE(flow.can_go_next(kNow));
  const Actions then = flow.abandoned(Status(), kNow);
  EXPECT_EQ(flow.state().page, Page::Certificate);
  EXPECT_EQ(flow.state().thumbprint, thumbprint('b'));
  EXPECT_FALSE(offered_job(flow.state()));
}

TEST(WizardResume, TellsWhenAJobCannotBeTakenBack) {
  Flow flow({"", "", false});
  (void)flow.begin();
  (void)flow.loaded(interrupted(), kNow);
  flow.choose_resume(ResumeChoice::StartOver);
  (void)flow.next(kNow);
  (void)flow.abandoned(Status(Error(ErrorCode::FileNotWritable)), kNow);
  EXPECT_EQ(flow.state().page, Page::Failure);
  const Actions actions = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(actions));
  EXPECT_EQ(find<RunJob>(actions)->job.resume, "job-7");
}

}  // namespace
}  // namespace kigen::wizard
