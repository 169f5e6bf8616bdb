#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "installer/wizard/model/pages/certificate_view.h"
#include "installer/wizard/model/pages/choose_view.h"
#include "installer/wizard/model/pages/connections_view.h"
#include "installer/wizard/model/pages/consent_view.h"
#include "installer/wizard/model/pages/credentials_view.h"
#include "installer/wizard/model/pages/frame_view.h"
#include "installer/wizard/model/pages/progress_view.h"
#include "installer/wizard/model/pages/result_view.h"
#include "samples.h"

namespace kigen::wizard {
namespace {

using namespace samples;
using renewal::Step;
using renewal::StepState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using text::Language;

/// On the connections page, tested.
Flow tested(bool failed) {
  Flow flow = renewal_of('a');
  end_test(flow, flow.next(kNow), failed);
  return flow;
}

Flow failed_with(renewal::Outcome outcome, char digit = 'a') {
  Flow flow = running(digit);
  (void)flow.finished(std::move(outcome), kNow);
  return flow;
}

TEST(WizardFrame, ListsTheStepsOfTheTask) {
  Flow flow = renewal_of('a');
  EXPECT_THAT(stage_names(in(Language::English), flow.state()),
              ElementsAre("Check", "Connections", "Renewal", "Result"));
  EXPECT_EQ(present_stage(flow.state()), 0);
  (void)flow.next(kNow);
  EXPECT_EQ(present_stage(flow.state()), 1);
  EXPECT_EQ(next_text(in(Language::English), flow.state()), "Start the re&newal");
}

TEST(WizardFrame, OpensTheHelpWhereItIsAboutThePage) {
  EXPECT_EQ(help_topic(renewal_of('a').state()), "choose");
  EXPECT_EQ(help_topic(failed_with(failed(ErrorCode::Code2Wrong)).state()), "kgn-2104");
  EXPECT_EQ(help_topic(failed_with(failed(ErrorCode::ProxyLoginWrong)).state()), "kgn-2012");
  EXPECT_EQ(help_topic(failed_with(failed(ErrorCode::DiskFull)).state()), "errors");
}

TEST(WizardFrame, SaysWhatStaysWhenOneStops) {
  const Flow flow = running();
  const CancelWords words = cancel_words(in(Language::English), flow.state(), renewal::Aftermath::Resumable);
  EXPECT_THAT(words.stays, HasSubstr("offers to continue"));
  EXPECT_THAT(words.stays, HasSubstr("present certificate goes on working"));
  Context later = in(Language::English);
  later.now = kNow + std::chrono::days{800};  // it has expired
  EXPECT_THAT(cancel_words(later, flow.state(), renewal::Aftermath::Nothing).stays, Not(HasSubstr("goes on working")));
}

TEST(WizardChoose, SaysWhyAServiceCannotBeTaken) {
  EXPECT_THAT(service_cells(in(Language::English), customs()), ElementsAre("customs filing", "Ready"));
  EXPECT_THAT(service_cells(in(Language::English), banking()), ElementsAre("banking", "Renewals only"));
  profile::Profile token = customs();
  token.key.where = "token";
  EXPECT_THAT(service_cells(in(Language::Japanese), token), ElementsAre("通関手続き", "発行できます"))
      << "a token is asked for when it is needed";
  profile::Profile open = customs();
  open.enroll.base_url.clear();
  EXPECT_EQ(service_mark(open), Mark::Other);
}

TEST(WizardCertificate, SaysWhoseItWillBeAndWarnsOfAnotherAccount) {
  const Flow own = renewal_of('a');
  EXPECT_THAT(all_text(certificate_lines(in(Language::English), own.state())), HasSubstr("PC\\tantou01"));
  EXPECT_EQ(certificate_notice(in(Language::English), own.state()), "");
  Catalogue elevated = catalogue();
  elevated.account.elevated = true;
  const Flow raised = renewal_of('a', std::move(elevated));
  EXPECT_THAT(certificate_notice(in(Language::English), raised.state()), HasSubstr("administrator"));
  Catalogue other = catalogue();
  other.account.signed_in = "PC\\tantou02";
  const Flow another = renewal_of('a', std::move(other));
  EXPECT_THAT(certificate_notice(in(Language::English), another.state()), HasSubstr("PC\\tantou02 is signed in"));
}

TEST(WizardCertificate, SaysWhyItCannotBeRenewed) {
  EXPECT_THAT(certificate_notice(in(Language::English), renewal_of('c').state()),
              HasSubstr("Renewals are accepted from"));
  EXPECT_THAT(certificate_notice(in(Language::Japanese), renewal_of('d').state()), HasSubstr("登録されていません"));
}

TEST(WizardCertificate, TellsOfAJournalThatCannotBeRead) {
  Catalogue found = catalogue();
  found.notes = {Error(ErrorCode::JournalUnreadable)};
  const Flow flow = renewal_of('a', std::move(found));
  EXPECT_THAT(certificate_notice(in(Language::English), flow.state()), HasSubstr("KGN-2120"));
}

Field field(profile::Credential rule, const std::string& typed) {
  Reading reading = read_credential(rule, typed);
  return {std::move(rule), std::move(reading)};
}

TEST(WizardCredentials, SayInWordsWhatIsMissing) {
  profile::Credential rule = credential("code1", false, "issue");
  rule.min_length = 10;
  const auto hint = [&rule](const std::string& typed, Language language = Language::English) {
    return field_hint(in(language), field(rule, typed));
  };
  EXPECT_THAT(hint("").text, HasSubstr("10 characters"));
  EXPECT_THAT(hint("", Language::Japanese).text, HasSubstr("半角英数字10文字"));
  EXPECT_EQ(hint("ABC").text, "7 more to go");
  EXPECT_EQ(hint("ABC", Language::Japanese).text, "あと7文字");
  EXPECT_EQ(hint("ABCDEABCDEAB").text, "2 too many");
  EXPECT_EQ(hint("ABCDEABCDE").mark, Mark::Ok);
  EXPECT_EQ(hint("ｱ").mark, Mark::Failed);
  EXPECT_THAT(hint("ｱ", Language::Japanese).text, HasSubstr("半角カタカナ"));
  EXPECT_THAT(hint("AB-").text, HasSubstr("letters and digits"));
}

TEST(WizardCredentials, NeverRepeatWhatWasTyped) {
  profile::Credential rule = credential("password", true, "renew");
  for (const char* typed : {"SESAME", "SESAMEあ", "SESAME SESAME", "SESAME-SESAME"})
    EXPECT_THAT(field_hint(in(Language::English), field(rule, typed)).text, Not(HasSubstr("SESAME")));
}

TEST(WizardCredentials, LabelsKeepTheirAmpersands) {
  profile::Credential rule = credential("code1", false, "issue");
  rule.label.en = "A & B";
  EXPECT_EQ(field_label(in(Language::English), field(rule, ""), 0), "A && B(&1)");
}

TEST(WizardHosts, NamesExactlyWhatAFirewallMustAllow) {
  for (const auto language : {Language::English, Language::Japanese}) {
    const std::string advice = all_text(firewall_lines(in(language), tested(true).state()));
    EXPECT_THAT(advice, HasSubstr("b.example"));
    EXPECT_THAT(advice, HasSubstr("8443"));
    EXPECT_THAT(advice, HasSubstr("TCP"));
  }
  EXPECT_THAT(firewall_lines(in(Language::English), tested(false).state()), IsEmpty());
}

TEST(WizardHosts, GivesTheCodeAndTheSystemsWordsToTheClipboard) {
  const std::string report = connection_report(in(Language::English), tested(true).state());
  EXPECT_THAT(report, HasSubstr("Kigen 1.2.3"));
  EXPECT_THAT(report, HasSubstr("a.example:443\tTCP\tNot reached"));
  EXPECT_THAT(report, HasSubstr("KGN-2002"));
  EXPECT_THAT(report, HasSubstr("refused (111)"));
}

TEST(WizardHosts, TellsATestThatWasStoppedFromOneThatFailed) {
  net::HostResult stopped;
  stopped.error = Error(ErrorCode::Cancelled);
  auto rows = rows_of({{"a.example", 443}});
  take_result(rows, 0, stopped);
  take_result(rows, 7, stopped);
  EXPECT_EQ(tally(rows).stopped, 1);
  EXPECT_EQ(tally(rows).failed, 0);
}

TEST(WizardConsent, NamesTheSiteAndWhatIsSent) {
  Flow flow = running();
  (void)flow.asked(renewal::ConsentQuestion{"https://ra.example", {"certificate", "code1"}});
  const std::string words = all_text(consent_lines(in(Language::English), flow.state()));
  EXPECT_THAT(words, HasSubstr("https://ra.example"));
  EXPECT_THAT(words, HasSubstr("DEMO000a"));
  EXPECT_THAT(words, HasSubstr("en-code1"));
}

TEST(WizardRoots, ComparesInGroups) {
  EXPECT_EQ(grouped_hex("40a6c2373d05322d6408"), "40A6C237 3D05322D 6408");
  Flow flow = running();
  renewal::RootQuestion question;
  question.certificate.sha256.fill(0xab);
  question.pinned_sha256 = std::string(62, 'a') + "bb";
  (void)flow.asked(question);
  const auto rows = root_thumbprints(in(Language::English), flow.state());
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].pinned, "None on record");
  EXPECT_EQ(rows[1].mark, Mark::Failed);
  EXPECT_EQ(rows[1].verdict, "Different");
}

TEST(WizardProgress, SaysStateInShapeAndWord) {
  Flow flow = running();
  flow.job_event(renewal::StepChanged{Step::Prepare, StepState::Done});
  flow.job_event(renewal::StepChanged{Step::Consent, StepState::Running});
  const auto rows = progress_rows(in(Language::English), flow.state());
  EXPECT_EQ(rows[0].mark, Mark::Ok);
  EXPECT_EQ(rows[0].word, "done");
  EXPECT_TRUE(rows[1].now);
  EXPECT_GT(progress_percent(flow.state()), 0);
}

TEST(WizardProgress, SaysWhenTheRaIsAskedAgain) {
  Flow flow = running();
  EXPECT_FALSE(can_ask_now(flow.state()));
  flow.job_event(renewal::WaitingForRa{kNow + std::chrono::seconds{150}});
  EXPECT_TRUE(can_ask_now(flow.state()));
  const std::string words = progress_notice(in(Language::English), flow.state());
  EXPECT_THAT(words, HasSubstr("10:02"));
  EXPECT_THAT(words, HasSubstr("2 min 30 s"));
}

TEST(WizardProgress, PreparesForWhatWindowsMayAsk) {
  Flow flow = running();
  flow.job_event(renewal::SystemMayAsk{});
  EXPECT_THAT(progress_notice(in(Language::Japanese), flow.state()), HasSubstr("許可"));
}

TEST(WizardResult, SaysTheNewValidityInWordsAndWhatIsWhere) {
  Flow flow = running();
  (void)flow.finished(succeeded(), kNow);
  EXPECT_THAT(result_headline(in(Language::English), flow.state()), HasSubstr("19 November 2028 (about 2 years)"));
  EXPECT_THAT(result_headline(in(Language::Japanese), flow.state()), HasSubstr("約2年間"));
  const std::string words =
      all_text(result_lines(in(Language::English), flow.state(), {"DEMO000a", "Demo CA", "Demo Root"}));
  EXPECT_THAT(words, HasSubstr("Demo Root › Demo CA › DEMO000a"));
  EXPECT_THAT(words, HasSubstr("customs filing, expires 2028-11-19"));
  EXPECT_THAT(words, HasSubstr("Personal"));
}

TEST(WizardResult, TellsOfACommandThatFailed) {
  Flow flow = running();
  renewal::Outcome outcome = succeeded();
  outcome.success->notes = {Error(ErrorCode::CommandFailed).with("command", "restart.cmd")};
  (void)flow.finished(std::move(outcome), kNow);
  EXPECT_THAT(all_text(result_lines(in(Language::English), flow.state(), {})), HasSubstr("restart.cmd"));
}

TEST(WizardResult, KeepsSilentAboutAProofThatSucceededInTheEnd) {
  Flow flow = running();
  renewal::Outcome outcome = succeeded();
  outcome.success->ssl_state_cleared = true;
  outcome.success->notes = {Error(ErrorCode::NewCertificateNotAccepted)};
  (void)flow.finished(std::move(outcome), kNow);
  const std::string words = all_text(result_lines(in(Language::English), flow.state(), {}));
  EXPECT_THAT(words, HasSubstr("SSL state was cleared"));
  EXPECT_THAT(words, Not(HasSubstr("KGN-2112")));
  EXPECT_THAT(words, Not(HasSubstr("Notes")));
}

TEST(WizardFailurePage, TellsAnErrorOnce) {
  renewal::Outcome outcome = failed(ErrorCode::NewCertificateNotAccepted);
  outcome.failure->notes = {Error(ErrorCode::NewCertificateNotAccepted), Error(ErrorCode::RootNotPinned)};
  const Flow flow = failed_with(std::move(outcome));
  const std::string words = all_text(failure_lines(in(Language::English), flow.state()));
  EXPECT_THAT(words, Not(HasSubstr("KGN-2112")));
  EXPECT_THAT(words, HasSubstr("KGN-2115"));
}

TEST(WizardFailurePage, ShowsBothCodesTheHintAndTheTriesLeft) {
  renewal::Outcome outcome = failed(ErrorCode::CredentialsWrong);
  outcome.failure->ra_code = "550";
  outcome.failure->tries_left = 2;
  outcome.failure->hint = {"ja", "The bank's own words"};
  const Flow flow = failed_with(std::move(outcome), 'b');
  EXPECT_EQ(failure_codes(flow.state()), "KGN-2102 · 550");
  const std::string words = all_text(failure_lines(in(Language::English), flow.state()));
  EXPECT_THAT(words, HasSubstr("2 left before it locks"));
  EXPECT_THAT(words, HasSubstr("The bank's own words"));
}

TEST(WizardFailurePage, SaysWhenTheLockEnds) {
  renewal::Outcome outcome = failed(ErrorCode::AccountLocked);
  outcome.failure->until = *from_rfc3339("2026-11-20T14:30:00Z");
  outcome.failure->error.with("unlocks_at", "2026-11-20T14:30:00Z");
  const Flow flow = failed_with(std::move(outcome));
  const std::string words = all_text(failure_lines(in(Language::English), flow.state()));
  EXPECT_THAT(words, HasSubstr("today 23:30"));
  EXPECT_THAT(words, Not(HasSubstr("14:30")));
}

TEST(WizardFailurePage, CopiesEverythingButSecrets) {
  renewal::Outcome outcome = failed(ErrorCode::CredentialsWrong);
  outcome.failure->error.detail = "HTTP 401";
  const Flow flow = failed_with(std::move(outcome), 'b');
  const std::string report = failure_report(in(Language::English), flow.state());
  EXPECT_THAT(report, HasSubstr("Kigen 1.2.3"));
  EXPECT_THAT(report, HasSubstr("KGN-2102"));
  EXPECT_THAT(report, HasSubstr("HTTP 401"));
  EXPECT_THAT(report, HasSubstr("banking"));
  EXPECT_THAT(report, Not(HasSubstr("SESAME")));
}

TEST(WizardResumePage, SaysWhatIsLeftToDo) {
  Catalogue found = catalogue();
  renewal::OpenJob job;
  job.id = "job-7";
  job.profile = "banking";
  job.started = kNow - std::chrono::hours{20};
  job.next = Step::Send;
  job.asks_credentials = true;
  found.jobs = {job};
  Flow flow({"", "", false});
  (void)flow.begin();
  (void)flow.loaded(std::move(found), kNow);
  const std::string words = all_text(resume_lines(in(Language::English), flow.state()));
  EXPECT_THAT(words, HasSubstr("banking, begun yesterday"));
  EXPECT_THAT(words, HasSubstr("may have been sent"));
  EXPECT_THAT(words, HasSubstr("entered again"));
  EXPECT_THAT(stage_names(in(Language::English), flow.state()),
              ElementsAre("What to do", "Credentials", "Renewal", "Result"));
}

TEST(WizardResumePage, AsksForNothingThatTheProfileDoesNotWant) {
  Catalogue found = catalogue();
  renewal::OpenJob job;
  job.id = "job-8";
  job.profile = "customs";  // its codes are for an issue only
  job.started = kNow;
  job.asks_credentials = true;
  found.jobs = {job};
  Flow flow({"", "", false});
  (void)flow.begin();
  (void)flow.loaded(std::move(found), kNow);
  EXPECT_THAT(all_text(resume_lines(in(Language::English), flow.state())), Not(HasSubstr("entered again")));
  EXPECT_THAT(stage_names(in(Language::English), flow.state()), ElementsAre("What to do", "Renewal", "Result"));
}

}  // namespace
}  // namespace kigen::wizard
