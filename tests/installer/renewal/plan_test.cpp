#include "installer/wizard/renewal/plan.h"

#include <gtest/gtest.h>

#include <array>

namespace kigen::renewal {
namespace {

constexpr Instant kNow = from_unix(1'795'000'000);
constexpr Found kKey{.key = true, .certificate = false, .renewed_elsewhere = false};
constexpr Found kStored{.key = true, .certificate = true, .renewed_elsewhere = false};

Sha256 thumbprint(std::uint8_t byte) {
  Sha256 out{};
  out.fill(byte);
  return out;
}

// An entry as it is after all steps before `next`.
Entry at(Step next, bool begun = false) {
  Entry entry;
  entry.id = std::string(32, 'a');
  entry.profile = "bank-web";
  entry.key_provider = "cng";
  entry.old = thumbprint(1);
  Yield yield{.request = {1, 2}, .bound = false, .answer = {{3}}, .issued = thumbprint(9), .proven_on_page = true};
  while (entry.next < next) {
    if (entry.next == Step::Send) entry = sending(entry, kNow);
    entry = complete(entry, yield, kNow);
  }
  return begun ? begin(entry, kNow) : entry;
}

constexpr std::array kJournaled{Step::Before, Step::Key,   Step::Request, Step::Send,      Step::Keep,
                                Step::Check,  Step::Store, Step::Prove,   Step::Supersede, Step::After};

TEST(Plan, GoesThroughTheStepsInTheirOrder) {
  Entry entry = at(Step::Before);
  for (const Step step : kJournaled) {
    EXPECT_EQ(entry.next, step);
    EXPECT_TRUE(is_journaled(step));
    entry = begin(entry, kNow);
    EXPECT_TRUE(entry.begun);
    if (step != Step::After) entry = complete(entry, {}, kNow);
  }
  EXPECT_FALSE(is_journaled(Step::Roots));
}

TEST(Plan, SetsThePinOnlyWhereAJobHasOne) {
  Entry entry = at(Step::Store);
  EXPECT_EQ(complete(entry, {}, kNow).next, Step::Prove) << "in the PC";
  entry.place = Place::Token;
  EXPECT_EQ(complete(entry, {}, kNow).next, Step::Prove) << "a renewal keeps the token's PIN";
  entry.sets_pin = true;
  entry = complete(entry, {}, kNow);
  EXPECT_EQ(entry.next, Step::SetPin);
  EXPECT_EQ(complete(begin(entry, kNow), {}, kNow).next, Step::Prove);
}

TEST(Plan, KeepsWhatEachStepGave) {
  const Entry entry = at(Step::Supersede);
  EXPECT_EQ(entry.request, (Bytes{1, 2}));
  EXPECT_EQ(entry.answer, (std::vector<Bytes>{{3}}));
  EXPECT_EQ(entry.issued, thumbprint(9));
  EXPECT_TRUE(entry.proven_on_page);
}

TEST(Resume, RepeatsTheStepThatWasBegun) {
  for (const Step step : {Step::Before, Step::Key, Step::Request, Step::Send, Step::Check, Step::Store}) {
    const Resumption resumption = resume(at(step, true), kKey);
    EXPECT_EQ(resumption.verdict, Verdict::GoOn) << name(step);
    EXPECT_EQ(resumption.entry.next, step) << name(step);
    EXPECT_FALSE(resumption.entry.begun);
  }
}

TEST(Resume, SendsTheSameRequestAgainWhenTheAnswerWasLost) {
  for (const bool begun : {false, true}) {
    const Resumption resumption = resume(at(Step::Keep, begun), kKey);
    EXPECT_EQ(resumption.entry.next, Step::Send);
    EXPECT_EQ(resumption.entry.request, (Bytes{1, 2}));
    EXPECT_EQ(resumption.entry.lost, 1);
  }
}

TEST(Resume, MakesABoundRequestAnewWithTheSameKey) {
  Entry entry = at(Step::Send, true);
  entry.bound = true;
  const Resumption resumption = resume(entry, kKey);
  EXPECT_EQ(resumption.entry.next, Step::Request);
  EXPECT_TRUE(resumption.entry.request.empty());
  EXPECT_FALSE(resumption.entry.bound);
}

TEST(Resume, MakesANewKeyWhenTheKeyIsGoneBeforeAnAnswer) {
  const Resumption resumption = resume(at(Step::Send), {});
  EXPECT_EQ(resumption.verdict, Verdict::GoOn);
  EXPECT_EQ(resumption.entry.next, Step::Key);
  EXPECT_TRUE(resumption.entry.request.empty());
}

TEST(Resume, TakesBackAnAnswerWhoseKeyIsGone) {
  EXPECT_EQ(resume(at(Step::Check), {}).verdict, Verdict::TakeBack);
  EXPECT_EQ(resume(at(Step::Store), {}).verdict, Verdict::TakeBack);
  EXPECT_EQ(resume(at(Step::Prove), {}).verdict, Verdict::TakeBack);
}

TEST(Resume, StoresAgainWhatIsNotInTheStore) {
  EXPECT_EQ(resume(at(Step::Prove), kKey).entry.next, Step::Store);
  EXPECT_EQ(resume(at(Step::Prove), kStored).entry.next, Step::Prove);
}

TEST(Resume, FinishesWhatIsProvenWhateverElseIsThere) {
  EXPECT_EQ(resume(at(Step::Supersede), {}).entry.next, Step::Supersede);
  EXPECT_EQ(resume(at(Step::After), {.key = false, .certificate = false, .renewed_elsewhere = true}).verdict,
            Verdict::GoOn);
}

TEST(Resume, GivesWayToARenewalByOtherMeans) {
  const Found elsewhere{.key = true, .certificate = false, .renewed_elsewhere = true};
  for (const Step step : {Step::Before, Step::Key, Step::Request, Step::Send, Step::Keep, Step::Check, Step::Store}) {
    EXPECT_EQ(resume(at(step), elsewhere).verdict, Verdict::TakeBack) << name(step);
  }
  const Found both{.key = true, .certificate = true, .renewed_elsewhere = true};
  EXPECT_EQ(resume(at(Step::Prove), both).verdict, Verdict::GoOn);
}

TEST(Aftermath, TakesBackWhatNeverLeft) {
  EXPECT_EQ(aftermath(at(Step::Key), ErrorCode::KeyNotMade), Aftermath::Nothing);
  EXPECT_EQ(aftermath(at(Step::Request), ErrorCode::HostTimedOut), Aftermath::Nothing);
  EXPECT_EQ(aftermath(at(Step::Send), ErrorCode::HostNameNotFound), Aftermath::Nothing);
}

TEST(Aftermath, KeepsTheKeyWhileTheRaMayHaveIssued) {
  const Entry sent = sending(at(Step::Send), kNow);
  EXPECT_EQ(aftermath(sent, ErrorCode::ConnectionLost), Aftermath::Resumable);
  EXPECT_EQ(aftermath(sent, ErrorCode::Cancelled), Aftermath::Resumable);
  EXPECT_EQ(aftermath(sent, ErrorCode::RaSystemError), Aftermath::Resumable);
  // A wrong code in a resumed run says nothing of what was issued in the first.
  EXPECT_EQ(aftermath(sent, ErrorCode::Code2Wrong), Aftermath::Resumable);
  EXPECT_EQ(aftermath(sent, ErrorCode::AlreadyIssued), Aftermath::Nothing);
}

TEST(Aftermath, KeepsTheKeyThatTheRaWorksOn) {
  Entry later = nothing_lost(sending(at(Step::Send), kNow), kNow);
  later = told_to_wait(std::move(later), kNow + std::chrono::minutes{1}, kNow);
  EXPECT_EQ(aftermath(later, ErrorCode::Cancelled), Aftermath::Resumable);
  EXPECT_EQ(aftermath(later, ErrorCode::RenewalWaiting), Aftermath::Resumable);
  EXPECT_EQ(aftermath(later, ErrorCode::HostUnreachable), Aftermath::Resumable);
  EXPECT_EQ(aftermath(later, ErrorCode::AlreadyIssued), Aftermath::Nothing);
}

TEST(Aftermath, TakesBackAKeyFromTheRaThatIsNotWhatWasAsked) {
  EXPECT_EQ(aftermath(at(Step::Keep), ErrorCode::IssuedCertificateWrong), Aftermath::Nothing);
  EXPECT_EQ(aftermath(at(Step::Keep), ErrorCode::StoreNotWritable), Aftermath::Resumable);
}

TEST(Aftermath, CountsARefusalAsAnAnswer) {
  const Entry answered = nothing_lost(sending(at(Step::Send), kNow), kNow);
  EXPECT_EQ(answered.lost, 0);
  EXPECT_EQ(aftermath(answered, ErrorCode::Code2Wrong), Aftermath::Nothing);
}

TEST(Aftermath, NeverTakesBackAStoredCertificateThatWorks) {
  EXPECT_EQ(aftermath(at(Step::Prove), ErrorCode::NewCertificateNotAccepted), Aftermath::Stored);
  EXPECT_EQ(aftermath(at(Step::Prove), ErrorCode::HostTimedOut), Aftermath::Stored);
  EXPECT_EQ(aftermath(at(Step::Prove), ErrorCode::KeyUseRefused), Aftermath::Stored);
  EXPECT_EQ(aftermath(at(Step::Prove), ErrorCode::KeyDoesNotMatch), Aftermath::Nothing);
  EXPECT_EQ(aftermath(at(Step::Supersede), ErrorCode::DiskFull), Aftermath::Stored);
}

TEST(Resume, RepeatsTheChangeOfThePinUnlessTheCertificateIsGone) {
  Entry entry = at(Step::Store);
  entry.place = Place::Token;
  entry.sets_pin = true;
  entry = begin(complete(entry, {}, kNow), kNow);
  EXPECT_EQ(resume(entry, kStored).entry.next, Step::SetPin);
  EXPECT_EQ(resume(entry, kKey).entry.next, Step::Store);
  EXPECT_EQ(resume(entry, {}).verdict, Verdict::TakeBack);
}

TEST(TouchesToken, FromTheMomentThatAKeyMayBeThere) {
  EXPECT_FALSE(touches_token(at(Step::Prove))) << "in the PC";
  const auto on_token = [](Step next, bool begun) {
    Entry entry = at(next, begun);
    entry.place = Place::Token;
    return touches_token(entry);
  };
  EXPECT_FALSE(on_token(Step::Before, true));
  EXPECT_FALSE(on_token(Step::Key, false));
  EXPECT_TRUE(on_token(Step::Key, true));
  EXPECT_TRUE(on_token(Step::Send, false));
}

TEST(Aftermath, WaitsForATokenThatWentAway) {
  for (const ErrorCode code : {ErrorCode::TokenRemoved, ErrorCode::TokenReadTimedOut, ErrorCode::TokenLibraryFailed}) {
    const auto after = [code](Step next, bool begun) {
      Entry entry = at(next, begun);
      entry.place = Place::Token;
      entry.lost = 0;
      return aftermath(entry, code);
    };
    EXPECT_EQ(after(Step::Before, true), Aftermath::Nothing);
    EXPECT_EQ(after(Step::Key, true), Aftermath::Resumable);
    EXPECT_EQ(after(Step::Request, true), Aftermath::Resumable);
    EXPECT_EQ(after(Step::Check, true), Aftermath::Resumable);
    EXPECT_EQ(after(Step::Store, true), Aftermath::Resumable);
    EXPECT_EQ(after(Step::SetPin, true), Aftermath::Stored);
    EXPECT_EQ(after(Step::Supersede, true), Aftermath::Stored);
  }
}

TEST(Aftermath, TakesBackACertificateThatIsNotTheOneAskedFor) {
  EXPECT_EQ(aftermath(at(Step::Check), ErrorCode::IssuedCertificateWrong), Aftermath::Nothing);
  EXPECT_EQ(aftermath(at(Step::Store), ErrorCode::StoreNotWritable), Aftermath::Resumable);
}

TEST(BeforeSending, KnowsThePhasesInWhichNothingWasSent) {
  EXPECT_TRUE(before_sending(Error(ErrorCode::HostTimedOut).with("phase", "connect")));
  EXPECT_TRUE(before_sending(Error(ErrorCode::ConnectionLost).with("phase", "tls")));
  EXPECT_FALSE(before_sending(Error(ErrorCode::HostTimedOut).with("phase", "answer")));
  EXPECT_FALSE(before_sending(Error(ErrorCode::ConnectionLost).with("phase", "send")));
  EXPECT_FALSE(before_sending(Error(ErrorCode::Cancelled)));
}

TEST(NeedsCredentials, UntilTheAnswerIsKept) {
  EXPECT_TRUE(needs_credentials(at(Step::Keep)));
  EXPECT_FALSE(needs_credentials(at(Step::Check)));
}

}  // namespace
}  // namespace kigen::renewal
