#include "installer/wizard/model/flow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.h"

namespace kigen::wizard {
namespace {

using namespace samples;
using testing::ElementsAre;
using testing::IsEmpty;

Flow at_start(Catalogue found = catalogue(), const std::string& profile = "") {
  Flow flow({"", profile, false});
  EXPECT_TRUE(find<LoadCatalogue>(flow.begin()));
  EXPECT_FALSE(flow.can_go_next(kNow));
  (void)flow.loaded(std::move(found), kNow);
  return flow;
}

/// Chooses what the page shows and comes to the certificate.
Flow at_certificate(char digit) {
  Flow flow = at_start();
  (void)flow.next(kNow);
  flow.choose_certificate(thumbprint(digit));
  const Actions actions = flow.next(kNow);
  EXPECT_TRUE(find<LoadCertificate>(actions));
  for (const auto& item : flow.state().found.certificates)
    if (item.thumbprint_sha256 == thumbprint(digit)) flow.certificate_loaded(thumbprint(digit), detail(item));
  return flow;
}

TEST(WizardFlow, LeadsFromTheWarningToARenewal) {
  Flow flow = renewal_of('a');
  EXPECT_EQ(flow.state().page, Page::Certificate);
  ASSERT_TRUE(flow.can_go_next(kNow));
  Actions actions = flow.next(kNow);
  EXPECT_EQ(flow.state().page, Page::Connections);
  EXPECT_FALSE(flow.can_go_next(kNow));
  end_test(flow, actions);
  actions = flow.next(kNow);
  const auto* run = find<RunJob>(actions);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->job.kind, renewal::Kind::Renew);
  EXPECT_EQ(run->job.profile->id, "customs");
  EXPECT_EQ(to_hex(*run->job.old), thumbprint('a'));
  EXPECT_TRUE(run->job.credentials.empty());
  EXPECT_EQ(flow.state().page, Page::Progress);
  EXPECT_FALSE(flow.state().run.steps.empty());
}

TEST(WizardFlow, TakesAShortOrAnUpperCaseThumbprint) {
  Flow flow({std::string(40, 'A'), "", false});
  const Actions actions = flow.begin();
  ASSERT_TRUE(find<LoadCertificate>(actions));
  EXPECT_EQ(find<LoadCertificate>(actions)->thumbprint, std::string(40, 'a'));
  (void)flow.loaded(catalogue(), kNow);
  flow.certificate_loaded(std::string(40, 'a'), detail(certificate('a', 12, "due")));
  EXPECT_EQ(flow.state().thumbprint, thumbprint('a'));
  EXPECT_TRUE(flow.can_go_next(kNow));
}

TEST(WizardFlow, IssuesWithTheCodesOfTheProfile) {
  Flow flow = at_start();
  flow.choose_task(Task::Issue);
  (void)flow.next(kNow);
  EXPECT_EQ(flow.state().page, Page::Service);
  EXPECT_EQ(flow.state().profile->id, "customs") << "the only one that issues is chosen already";
  (void)flow.next(kNow);
  ASSERT_EQ(flow.state().page, Page::Credentials);
  ASSERT_EQ(flow.state().fields.size(), 2U);
  EXPECT_FALSE(flow.can_go_next(kNow));
  flow.typed(0, "ａｂｃ１２３");
  EXPECT_FALSE(flow.can_go_next(kNow));
  flow.typed(1, "secret99");
  ASSERT_TRUE(flow.can_go_next(kNow));
  end_test(flow, flow.next(kNow));
  const Actions actions = flow.next(kNow);
  const auto* run = find<RunJob>(actions);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->job.kind, renewal::Kind::Issue);
  EXPECT_FALSE(run->job.old);
  EXPECT_EQ(run->job.credentials.at("code1").view(), "ABC123");
  EXPECT_EQ(run->job.credentials.at("code2").view(), "SECRET99");
}

TEST(WizardFlow, RefusesAProfileThatCannotIssue) {
  Flow flow = at_start();
  flow.choose_task(Task::Issue);
  (void)flow.next(kNow);
  flow.choose_service("banking");
  EXPECT_FALSE(flow.can_go_next(kNow));
  EXPECT_EQ(obstacle_to_issue(*flow.state().profile), Obstacle::NotIssuedHere);
}

TEST(WizardFlow, ListsOnlyWhatAProfileMatchesNewestFirst) {
  Flow flow = at_start();
  const auto shown = choices(flow.state());
  ASSERT_EQ(shown.size(), 3U);
  EXPECT_EQ(shown[0].thumbprint_sha256, thumbprint('c'));
  EXPECT_EQ(shown[1].thumbprint_sha256, thumbprint('a'));
  EXPECT_EQ(shown[2].thumbprint_sha256, thumbprint('b'));
  flow.show_all(true);
  EXPECT_EQ(choices(flow.state()).size(), 4U);
}

TEST(WizardFlow, TheProfileGivenAtTheStartNarrowsTheChoice) {
  const Flow flow = at_start(catalogue(), "banking");
  const auto shown = choices(flow.state());
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].profile, "banking");
  EXPECT_EQ(flow.state().thumbprint, thumbprint('b'));
}

TEST(WizardFlow, TheProfileGivenAtTheStartIsTheServiceOfAnIssue) {
  Catalogue found = catalogue();
  found.certificates.clear();
  Flow flow = at_start(std::move(found), "customs");
  EXPECT_EQ(flow.state().task, Task::Issue) << "without a certificate there is nothing to renew";
  EXPECT_EQ(flow.state().profile->id, "customs");
}

TEST(WizardFlow, RenewsOnlyWhatCanBeRenewed) {
  EXPECT_TRUE(at_certificate('b').can_go_next(kNow)) << "expired, but within its grace";
  const Flow early = at_certificate('c');
  EXPECT_FALSE(early.can_go_next(kNow));
  EXPECT_EQ(obstacle_to_renew(early.state(), kNow), Obstacle::NotYet);
  const Flow late = at_certificate('b');
  EXPECT_EQ(obstacle_to_renew(late.state(), kNow + std::chrono::days{81}), Obstacle::Lapsed);
  EXPECT_EQ(obstacle_to_renew(at_certificate('d').state(), kNow), Obstacle::NoProfile);
}

TEST(WizardFlow, NeedsTheAddressOfTheRaAndThePrivateKey) {
  Catalogue found = catalogue();
  profile::Profile open = customs();
  open.enroll.base_url.clear();
  found.profiles = {shared(open)};
  EXPECT_EQ(obstacle_to_renew(renewal_of('a', std::move(found)).state(), kNow), Obstacle::NotComplete);
  Catalogue keyless = catalogue();
  keyless.certificates[0].has_private_key = false;
  EXPECT_EQ(obstacle_to_renew(renewal_of('a', std::move(keyless)).state(), kNow), Obstacle::PrivateKeyAway);
}

TEST(WizardFlow, AsksWhereToKeepItOnlyWhereTheProfileLeavesTheChoice) {
  Catalogue found = catalogue();
  profile::Profile both = customs();
  both.key.where = "user_or_token";
  found.profiles = {shared(both)};
  const Flow flow = renewal_of('a', std::move(found));
  EXPECT_THAT(pages(flow.state()), ElementsAre(Page::Certificate, Page::Place, Page::Connections));
  EXPECT_THAT(pages(renewal_of('a').state()), ElementsAre(Page::Certificate, Page::Connections));
}

TEST(WizardFlow, ForgetsWhatWasKnownOfAnotherCertificate) {
  Flow flow = at_certificate('a');
  end_test(flow, flow.next(kNow));
  EXPECT_TRUE(flow.state().tested);
  flow.choose_certificate(thumbprint('b'));
  EXPECT_FALSE(flow.state().certificate);
  EXPECT_FALSE(flow.state().tested);
  EXPECT_THAT(flow.state().hosts, IsEmpty());
}

TEST(WizardFlow, DropsAnswersToEarlierQuestions) {
  Flow flow = renewal_of('a');
  const Actions first = flow.next(kNow);
  (void)flow.stop_test();
  end_test(flow, first);
  const Actions second = flow.test_again();
  ASSERT_TRUE(find<TestHosts>(second));
  flow.test_ended(find<TestHosts>(first)->run);
  EXPECT_TRUE(flow.state().testing);
  flow.certificate_loaded(thumbprint('c'), detail(certificate('c', 200, "valid")));
  EXPECT_EQ(flow.state().certificate->summary.thumbprint_sha256, thumbprint('a'));
}

TEST(WizardFlow, KeepsWhatWasTypedOnTheWayBack) {
  Flow flow = renewal_of('b');
  (void)flow.next(kNow);
  ASSERT_EQ(flow.state().page, Page::Credentials);
  flow.typed(0, "SESAME");
  end_test(flow, flow.next(kNow));
  (void)flow.back();
  EXPECT_EQ(flow.state().page, Page::Credentials);
  EXPECT_EQ(flow.state().fields[0].reading.value.view(), "SESAME");
  (void)flow.back();
  (void)flow.next(kNow);
  EXPECT_EQ(flow.state().fields[0].reading.value.view(), "SESAME");
}

TEST(WizardFlow, FillsInWhatTheSubjectKnows) {
  Catalogue found = catalogue();
  profile::Profile profile = banking();
  profile.credentials[0].secret = false;
  profile.credentials[0].prefill = "subject.CN";
  found.profiles = {shared(profile)};
  const Flow flow = renewal_of('b', std::move(found));
  EXPECT_EQ(flow.state().fields.at(0).reading.value.view(), "DEMO000B");
  EXPECT_TRUE(all_fields_hold(flow.state()));
}

TEST(WizardHosts, AreTheRaTheCheckPageAndThoseOfTheProfile) {
  State state;
  profile::Profile profile = customs();
  profile.verify_url = "https://check.example:8443/page";
  profile.preflight.push_back({"ra.example", 443});
  state.profile = shared(profile);
  std::vector<std::string> names;
  for (const auto& host : hosts_to_test(state)) names.push_back(host.host);
  EXPECT_THAT(names, ElementsAre("ra.example", "a.example", "b.example", "check.example"));
  state.proxy = {net::ProxySetting::Kind::Manual, "proxy.example", 8080};
  ASSERT_EQ(hosts_to_test(state).size(), 1U);
  EXPECT_EQ(hosts_to_test(state)[0].port, 8080);
}

TEST(WizardProxy, IsTestedAtOnceAndKept) {
  Flow flow = renewal_of('a');
  end_test(flow, flow.next(kNow), true);
  EXPECT_TRUE(flow.can_go_next(kNow)) << "a direct test fails behind a proxy; the renewal need not";
  const Actions actions = flow.proxy_chosen({net::ProxySetting::Kind::Manual, "proxy.example", 8080}, {});
  EXPECT_TRUE(find<KeepProxy>(actions));
  ASSERT_TRUE(find<TestHosts>(actions));
  EXPECT_EQ(find<TestHosts>(actions)->hosts[0].host, "proxy.example");
  end_test(flow, actions);
  const Actions run = flow.next(kNow);
  EXPECT_EQ(find<RunJob>(run)->job.proxy.host, "proxy.example");
}

}  // namespace
}  // namespace kigen::wizard
