// The wizard's course where a token is needed: finding it, whose it is, the PIN it is to have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "token_samples.h"

namespace kigen::wizard {
namespace {

using namespace samples;
using testing::Contains;
using testing::ElementsAre;

TEST(TokenFlow, OffersWhatCanBeDoneWithATokensPin) {
  Flow flow = at_first_page();
  EXPECT_THAT(tasks(flow.state()), ElementsAre(Task::Renew, Task::Issue, Task::ChangePin, Task::Unblock));
  const Flow without = at_first_page(catalogue());
  EXPECT_THAT(tasks(without.state()), ElementsAre(Task::Renew, Task::Issue, Task::ChangePin))
      << "no profile allows to unblock";
  flow.choose_task(Task::ChangePin);
  EXPECT_THAT(pages(flow.state()), ElementsAre(Page::Start, Page::Token, Page::ChangePin));
  EXPECT_THAT(stages(flow.state()), ElementsAre(Stage::Begin, Stage::Token, Stage::Pin, Stage::Result));
}

TEST(TokenFlow, LeadsThroughAllStepsOfAnIssueOnAToken) {
  Actions search;
  Flow flow = issuing(search);
  EXPECT_EQ(find<SearchTokens>(search)->profile->id, "etoken");
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::Searching);
  EXPECT_FALSE(flow.can_go_next(kNow));
  (void)answer(flow, search, tokens({token("0123")}));
  EXPECT_THAT(pages(flow.state()), ElementsAre(Page::Start, Page::Service, Page::Token, Page::Holder, Page::Credentials,
                                               Page::NewPin, Page::Connections));
  ASSERT_TRUE(flow.can_go_next(kNow));
  const Actions asks = flow.next(kNow);
  ASSERT_TRUE(find<AskHolder>(asks));
  EXPECT_EQ(find<AskHolder>(asks)->token.serial, "0123");
  EXPECT_EQ(flow.state().page, Page::Token) << "until the answer is here";
  EXPECT_FALSE(flow.can_go_next(kNow));
  (void)flow.holder_known(renewal::TokenHolder{"YAMADA Taro"}, kNow);
  EXPECT_EQ(flow.state().page, Page::Holder);
  (void)flow.next(kNow);
  ASSERT_EQ(flow.state().page, Page::Credentials);
  flow.typed(0, "STORE99");
  (void)flow.next(kNow);
  ASSERT_EQ(flow.state().page, Page::NewPin);
  EXPECT_FALSE(flow.can_go_next(kNow));
  flow.typed_pin(0, "1234");
  flow.typed_pin(1, "1234");
  ASSERT_TRUE(flow.can_go_next(kNow));
  end_test(flow, flow.next(kNow));
  const Actions run = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(run));
  const renewal::Job& job = find<RunJob>(run)->job;
  EXPECT_EQ(job.place, renewal::Place::Token);
  EXPECT_EQ(job.token_serial, "0123");
  EXPECT_EQ(job.new_pin.view(), "1234");
  EXPECT_EQ(job.credentials.at("storage_pin").view(), "STORE99");
}

TEST(TokenFlow, StopsForATokenThatIsNotOursOrHoldsTheCertificate) {
  for (const ErrorCode code : {ErrorCode::TokenNotRegistered, ErrorCode::TokenHoldsCertificate}) {
    Actions search;
    Flow flow = issuing(search);
    (void)answer(flow, search, tokens({token("0123")}));
    (void)flow.next(kNow);
    (void)flow.holder_known(Error(code).with("serial", "0123"), kNow);
    EXPECT_EQ(flow.state().page, Page::Failure);
    EXPECT_EQ(flow.state().failure->error.code, code);
    const bool stops = code == ErrorCode::TokenHoldsCertificate;
    EXPECT_EQ(remedies(flow.state()).front(), stops ? Remedy::Close : Remedy::TryAgain);
    if (stops) continue;
    const Actions again = flow.next(kNow);
    EXPECT_EQ(flow.state().page, Page::Token) << "another token is looked for";
    EXPECT_TRUE(find<SearchTokens>(again));
  }
}

TEST(TokenFlow, AsksNobodyWhereTheProfileNamesNoSite) {
  profile::Profile quiet = etoken();
  quiet.token->holder_url.clear();
  quiet.token->pin = "keep";
  Actions search;
  Flow flow = issuing(search, quiet);
  (void)answer(flow, search, tokens({token("0123")}));
  EXPECT_TRUE(find<AskHolder>(flow.next(kNow))) << "it may hold the certificate already (E13)";
  (void)flow.holder_known(renewal::TokenHolder{}, kNow);
  EXPECT_EQ(flow.state().page, Page::Credentials);
  EXPECT_THAT(pages(flow.state()), testing::Not(Contains(Page::NewPin)));
}

TEST(TokenFlow, DemandsExactlyOneTokenForAnIssue) {
  Actions search;
  Flow flow = issuing(search);
  (void)answer(flow, search, tokens({token("0123"), token("4567")}));
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::Several);
  EXPECT_FALSE(flow.can_go_next(kNow));
  const Actions again = flow.device_came();
  ASSERT_TRUE(find<SearchTokens>(again));
  (void)answer(flow, again, tokens({token("4567")}));
  EXPECT_TRUE(flow.can_go_next(kNow));
}

TEST(TokenFlow, LooksAgainByItselfWhenADeviceComes) {
  Actions search;
  Flow flow = issuing(search);
  (void)answer(flow, search, tokens({}));
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::None);
  const Actions second = flow.device_came();
  ASSERT_TRUE(find<SearchTokens>(second));
  EXPECT_FALSE(find<SearchTokens>(flow.device_came())) << "one is under way";
  const Actions third = answer(flow, second, tokens({}));
  EXPECT_TRUE(find<SearchTokens>(third)) << "what came meanwhile is not missed";
  (void)flow.tokens_found(find<SearchTokens>(second)->run, tokens({token("0123")}), {}, kNow);
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::Searching) << "an answer to an earlier search";
}

TEST(TokenFlow, SaysThatTheSoftwareIsMissingAndWhereToGetIt) {
  Actions search;
  Flow flow = issuing(search);
  (void)answer(flow, search,
               Error(ErrorCode::TokenDriverMissing)
                   .with("software", "SafeNet Authentication Client")
                   .with("url", "https://driver.example/get"));
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::NoDriver);
  EXPECT_EQ(find<OpenSite>(flow.open_software_site())->url, "https://driver.example/get");
  (void)answer(flow, flow.search_again(), Error(ErrorCode::TokenDriverMissing).with("url", "file:///c:/evil.exe"));
  EXPECT_FALSE(find<OpenSite>(flow.open_software_site())) << "https only";
}

TEST(TokenFlow, TellsATimeLimitFromABrokenModule) {
  Actions search;
  Flow flow = issuing(search);
  (void)answer(flow, search, Error(ErrorCode::TokenReadTimedOut));
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::TimedOut);
  renewal::TokenSearch broken;
  broken.faults = {Error(ErrorCode::TokenLibraryFailed)};
  (void)answer(flow, flow.search_again(), std::move(broken));
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::Unreadable);
  renewal::TokenSearch partly = tokens({token("0123")});
  partly.faults = {Error(ErrorCode::TokenReadTimedOut)};
  (void)answer(flow, flow.search_again(), std::move(partly));
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::Ready) << "the others count";
}

TEST(TokenFlow, StopsLookingWhenTheUserDoesNotWait) {
  Actions search;
  Flow flow = issuing(search);
  EXPECT_TRUE(find<StopSearch>(flow.stop_search()));
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::Stopped);
  EXPECT_FALSE(find<StopSearch>(flow.stop_search()));
  EXPECT_TRUE(find<SearchTokens>(flow.search_again()));
}

TEST(TokenFlow, StopsLookingOnTheWayBack) {
  Actions search;
  Flow flow = issuing(search);
  EXPECT_TRUE(find<StopSearch>(flow.back()));
  EXPECT_EQ(flow.state().page, Page::Service);
}

TEST(TokenFlow, RenewsOnTheTokenOfTheCertificate) {
  Flow flow = at_first_page();
  (void)flow.next(kNow);
  flow.choose_certificate(thumbprint('e'));
  (void)flow.next(kNow);
  flow.certificate_loaded(thumbprint('e'), detail(on_token('e', "0123")));
  EXPECT_EQ(obstacle_to_renew(flow.state(), kNow), Obstacle::None) << "its key shows when the PIN was given";
  const Actions search = flow.next(kNow);
  ASSERT_EQ(flow.state().page, Page::Token);
  Actions done = answer(flow, search, tokens({token("4567")}));
  EXPECT_EQ(token_verdict(flow.state()), TokenVerdict::Other);
  done = answer(flow, flow.device_came(), tokens({token("4567"), token("0123", "Second")}));
  ASSERT_EQ(token_verdict(flow.state()), TokenVerdict::Ready) << "the right one by its serial number";
  done = flow.next(kNow);
  EXPECT_FALSE(find<AskHolder>(done));
  ASSERT_EQ(flow.state().page, Page::Credentials);
  EXPECT_EQ(flow.state().fields[0].reading.value.view(), "0123") << "the ID from the token (T2)";
  flow.typed(1, "SESAME");
  end_test(flow, flow.next(kNow));
  const Actions run = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(run));
  EXPECT_EQ(find<RunJob>(run)->job.token_serial, "0123");
  EXPECT_TRUE(find<RunJob>(run)->job.new_pin.empty());
}

Flow at_place(Catalogue found = token_catalogue()) {
  profile::Profile both = customs();
  both.key.where = "user_or_token";
  both.token = etoken().token;
  both.token->pin = "keep";
  found.profiles.push_back(shared(both));
  found.profiles.erase(found.profiles.begin() + 1);
  Flow flow = renewal_of('a', std::move(found));
  (void)flow.next(kNow);
  EXPECT_EQ(flow.state().page, Page::Place);
  return flow;
}

TEST(TokenPlace, IsChosenAndItsSoftwareIsLookedForAtOnce) {
  Flow flow = at_place();
  EXPECT_EQ(flow.state().place, renewal::Place::Pc);
  EXPECT_THAT(pages(flow.state()), ElementsAre(Page::Certificate, Page::Place, Page::Connections));
  const Actions search = flow.choose_place(renewal::Place::Token);
  ASSERT_TRUE(find<SearchTokens>(search));
  EXPECT_THAT(pages(flow.state()), ElementsAre(Page::Certificate, Page::Place, Page::Token, Page::Connections));
  EXPECT_FALSE(find<SearchTokens>(flow.next(kNow))) << "the same search goes on";
  (void)answer(flow, search, tokens({token("0123")}));
  end_test(flow, flow.next(kNow));
  const Actions run = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(run));
  EXPECT_EQ(find<RunJob>(run)->job.place, renewal::Place::Token);
  EXPECT_EQ(find<RunJob>(run)->job.token_serial, "0123");
}

TEST(TokenPlace, NeedsNoTokenForThePc) {
  Flow flow = at_place();
  (void)flow.choose_place(renewal::Place::Token);
  EXPECT_TRUE(find<StopSearch>(flow.choose_place(renewal::Place::Pc)));
  end_test(flow, flow.next(kNow));
  const Actions run = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(run));
  EXPECT_EQ(find<RunJob>(run)->job.place, renewal::Place::Pc);
  EXPECT_EQ(find<RunJob>(run)->job.token_serial, "");
}

TEST(TokenList, GetsWhatOnlyTheWizardSeesWithoutTheService) {
  Catalogue found = token_catalogue();
  found.service_missing = true;
  found.certificates.clear();
  Flow flow({"", "", false});
  (void)flow.begin();
  const Actions search = flow.loaded(std::move(found), kNow);
  ASSERT_TRUE(find<SearchTokens>(search));
  EXPECT_EQ(flow.state().task, Task::Issue) << "nothing to renew, as far as is known";
  (void)flow.tokens_found(find<SearchTokens>(search)->run, tokens({token("0123")}), {detail(on_token('e', "0123"))},
                          kNow);
  EXPECT_EQ(flow.state().task, Task::Renew);
  EXPECT_EQ(flow.state().thumbprint, thumbprint('e'));
  (void)flow.next(kNow);
  (void)flow.next(kNow);
  flow.certificate_loaded(thumbprint('e'), std::nullopt);
  ASSERT_TRUE(flow.state().certificate) << "no store of the PC has it";
  EXPECT_TRUE(flow.can_go_next(kNow));
}

TEST(TokenList, KnowsWhichTokensAreAway) {
  Flow flow = at_first_page();
  auto away = on_token('e', "0123");
  EXPECT_FALSE(token_away(flow.state(), away));
  away.token_present = false;
  EXPECT_TRUE(token_away(flow.state(), away)) << "as the service says";
  EXPECT_FALSE(token_away(flow.state(), certificate('a', 12, "due")));
  (void)flow.next(kNow);
  (void)answer(flow, flow.device_came(), tokens({token("0123")}));
  EXPECT_FALSE(token_away(flow.state(), away)) << "it has been plugged in meanwhile";
}

TEST(TokenList, ShowsOnlyWhatIsThereToBeShown) {
  Flow flow = at_first_page();
  EXPECT_TRUE(can_show_certificate(flow.state(), thumbprint('a')));
  EXPECT_TRUE(can_show_certificate(flow.state(), thumbprint('e'))) << "its token is there, says the service";
  (void)flow.next(kNow);
  (void)answer(flow, flow.device_came(), tokens({token("4567")}));
  EXPECT_FALSE(can_show_certificate(flow.state(), thumbprint('e'))) << "it has been pulled out meanwhile";
}

TEST(TokenList, FetchesACertificateThatOnlyItsTokenHas) {
  Flow flow = at_first_page();
  (void)flow.next(kNow);
  flow.choose_certificate(thumbprint('e'));
  const Actions search = flow.fetch_certificate();
  ASSERT_TRUE(find<SearchTokens>(search));
  EXPECT_FALSE(can_show_certificate(flow.state(), thumbprint('e'))) << "it is on its way";
  EXPECT_TRUE(find<ShowCertificate>(answer(flow, search, tokens({token("0123")}))));
  EXPECT_TRUE(can_show_certificate(flow.state(), thumbprint('e')));
  EXPECT_FALSE(find<ShowCertificate>(answer(flow, flow.device_came(), tokens({token("0123")})))) << "once";
}

TEST(TokenList, ShowsNothingWhereTheTokenIsGoneOrAnotherIsChosen) {
  Flow flow = at_first_page();
  (void)flow.next(kNow);
  flow.choose_certificate(thumbprint('e'));
  EXPECT_FALSE(find<ShowCertificate>(answer(flow, flow.fetch_certificate(), tokens({}))));
  EXPECT_FALSE(can_show_certificate(flow.state(), thumbprint('e')));
  const Actions search = flow.fetch_certificate();
  flow.choose_certificate(thumbprint('a'));
  EXPECT_FALSE(find<ShowCertificate>(answer(flow, search, tokens({token("0123")}))));
}

TEST(TokenList, SearchesAllModulesThatAProfileNames) {
  const auto all = profile_of_all_tokens({shared(etoken()), shared(network()), shared(customs())});
  EXPECT_THAT(all->token->modules, Contains("%SystemRoot%\\System32\\eTPKCS11.dll"));
  EXPECT_EQ(all->token->software, "SafeNet Authentication Client");
  profile::Profile other = network();
  other.token->software = "Other driver";
  EXPECT_EQ(profile_of_all_tokens({shared(etoken()), shared(other)})->token->software, "")
      << "which of the two is missing nobody knows";
}

TEST(TokenCancel, AsksOnceATokenIsInHand) {
  Flow flow = at_first_page();
  flow.choose_task(Task::ChangePin);
  EXPECT_TRUE(find<Close>(flow.cancel()));
  (void)flow.next(kNow);
  EXPECT_TRUE(find<AskToCancel>(flow.cancel())) << "from the page of the token on (E12)";
  EXPECT_TRUE(find<Close>(flow.cancel_confirmed()));
}

}  // namespace
}  // namespace kigen::wizard
