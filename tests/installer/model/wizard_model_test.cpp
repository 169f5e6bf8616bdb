#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "installer/wizard/model/state.h"
#include "installer/wizard/model/views.h"

namespace kigen::wizard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using text::Language;

const Instant kNow = *from_rfc3339("2026-11-20T01:00:00Z");
const FixedOffsetCalendar kTokyo{std::chrono::hours{9}};

Context in(Language language) {
  return {language, kNow, &kTokyo};
}

ipc::CertificateSummary certificate(const std::string& name, int days, const std::string& status) {
  ipc::CertificateSummary item;
  item.thumbprint_sha256 = std::string(60, 'a') + name.substr(name.size() - 4);
  item.identifier = name;
  item.subject = "CN=" + name;
  item.issuer = "CN=Demo CA,O=Demo";
  item.not_before = kNow + std::chrono::days{days - 365};
  item.not_after = kNow + std::chrono::days{days};
  item.days_left = days;
  item.status = status;
  item.profile = "demo";
  item.owner = "S-1-5-21-1";
  item.renewable_until = item.not_after + std::chrono::days{90};
  return item;
}

ipc::ProfileInfo demo_profile() {
  ipc::ProfileInfo profile;
  profile.id = "demo";
  profile.name_ja = "通関手続き";
  profile.name_en = "customs filing";
  profile.support_ja = "窓口へ";
  profile.support_en = "Call the desk";
  profile.hosts = {"a.example:443", "b.example:8443", "nonsense:0"};
  return profile;
}

State opened(const ipc::CertificateSummary& item) {
  State state;
  state.choosing = false;
  state.page = Page::Certificate;
  state.thumbprint = item.thumbprint_sha256;
  state.certificate_loaded = true;
  state.certificate = ipc::CertificateDetail{};
  state.certificate->summary = item;
  state.profile = demo_profile();
  state.account.name = "PC\\tantou01";
  return state;
}

net::HostResult reached(const std::string& host) {
  net::HostResult result;
  result.host = {host, 443};
  result.connected = "192.0.2.1";
  return result;
}

net::HostResult failed(ErrorCode code) {
  net::HostResult result;
  result.error = Error(code, "192.0.2.1: refused (111)");
  return result;
}

State tested(const std::vector<net::HostResult>& results) {
  State state = opened(certificate("DEMO0002", 12, "due"));
  state.page = Page::Connections;
  test_started(state, hosts_to_test(state));
  for (std::size_t i = 0; i < results.size(); ++i) host_tested(state, i, results[i]);
  test_ended(state);
  return state;
}

std::string all_text(const std::vector<Line>& lines) {
  std::string text;
  for (const auto& line : lines) text += line.label + '\t' + line.text + '\n';
  return text;
}

TEST(WizardPages, BeginWithTheCertificateWhenOneIsGiven) {
  const State state = opened(certificate("DEMO0002", 12, "due"));
  EXPECT_THAT(pages(state), ElementsAre(Page::Certificate, Page::Connections, Page::Summary));
  EXPECT_FALSE(can_go_back(state));
}

TEST(WizardPages, BeginWithTheChoiceOtherwise) {
  State state;
  EXPECT_THAT(pages(state), ElementsAre(Page::Choose, Page::Certificate, Page::Connections, Page::Summary));
  EXPECT_FALSE(can_go_next(state));
  choose(state, "abcd");
  EXPECT_TRUE(can_go_next(state));
}

TEST(WizardPages, StopAtACertificateThatIsNotThere) {
  State state = opened(certificate("DEMO0002", 12, "due"));
  state.certificate.reset();
  EXPECT_FALSE(can_go_next(state));
  EXPECT_THAT(all_text(certificate_lines(in(Language::English), state)), HasSubstr("is not on this PC"));
}

TEST(WizardPages, WaitForTheTestBeforeTheResult) {
  State state = opened(certificate("DEMO0002", 12, "due"));
  go_next(state);
  test_started(state, hosts_to_test(state));
  go_next(state);
  EXPECT_EQ(state.page, Page::Connections);
  test_ended(state);
  go_next(state);
  EXPECT_EQ(state.page, Page::Summary);
  go_next(state);
  EXPECT_EQ(state.page, Page::Summary);
}

TEST(WizardChoice, ListsWhatAProfileMatchesNewestFirst) {
  State state;
  auto other = certificate("OTHER001", 300, "valid");
  other.profile.clear();
  state.certificates = {certificate("DEMO0001", 12, "due"), other, certificate("DEMO0002", 200, "valid"),
                        certificate("DEMO0003", 100, "superseded")};
  auto shown = choices(state);
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[0].identifier, "DEMO0002");
  EXPECT_EQ(shown[1].identifier, "DEMO0001");
  state.show_all = true;
  EXPECT_EQ(choices(state).size(), 4U);
}

TEST(WizardChoice, SuggestsTheSoonestThatCanStillBeRenewed) {
  State state;
  state.certificates = {certificate("DEMO0001", 12, "due"), certificate("DEMO0002", -120, "lapsed"),
                        certificate("DEMO0003", -30, "expired"), certificate("DEMO0004", 200, "valid")};
  EXPECT_EQ(suggestion(state, kNow), state.certificates[2].thumbprint_sha256);
  EXPECT_EQ(suggestion(State{}, kNow), "");
}

TEST(WizardChoice, ForgetsTheOneBefore) {
  State state = tested({reached("a.example"), reached("b.example")});
  choose(state, "ffff");
  EXPECT_FALSE(state.certificate);
  EXPECT_FALSE(state.tested);
  EXPECT_THAT(state.hosts, IsEmpty());
}

TEST(WizardHosts, TakesWhatIsAHostFromTheProfile) {
  const auto hosts = hosts_to_test(opened(certificate("DEMO0002", 12, "due")));
  ASSERT_EQ(hosts.size(), 2U);
  EXPECT_EQ(hosts[1].port, 8443);
}

TEST(WizardHosts, NamesExactlyWhatAFirewallMustAllow) {
  const State state = tested({reached("a.example"), failed(ErrorCode::HostTimedOut)});
  for (const auto language : {Language::English, Language::Japanese}) {
    const std::string advice = all_text(firewall_lines(in(language), state));
    EXPECT_THAT(advice, HasSubstr("b.example"));
    EXPECT_THAT(advice, HasSubstr("8443"));
    EXPECT_THAT(advice, HasSubstr("TCP"));
    EXPECT_THAT(advice, Not(HasSubstr("a.example")));
  }
  EXPECT_THAT(firewall_lines(in(Language::English), tested({reached("a"), reached("b")})), IsEmpty());
}

TEST(WizardHosts, GivesTheCodeAndTheSystemsWordsToTheClipboard) {
  const State state = tested({failed(ErrorCode::HostUnreachable), reached("b.example")});
  const std::string report = connection_report(in(Language::English), state, "1.2.3");
  EXPECT_THAT(report, HasSubstr("Kigen 1.2.3"));
  EXPECT_THAT(report, HasSubstr("a.example:443\tTCP\tNot reached"));
  EXPECT_THAT(report, HasSubstr("KGN-2002"));
  EXPECT_THAT(report, HasSubstr("refused (111)"));
}

TEST(WizardHosts, TellsATestThatWasStoppedFromOneThatFailed) {
  const State state = tested({reached("a.example"), failed(ErrorCode::Cancelled)});
  EXPECT_EQ(tally(state).stopped, 1);
  EXPECT_EQ(tally(state).failed, 0);
  EXPECT_EQ(connections_headline(in(Language::English), state), "The test was stopped.");
  EXPECT_EQ(summary_mark(state), Mark::Due);
}

TEST(WizardAccount, SaysWhoseTheCertificateWillBe) {
  State state = opened(certificate("DEMO0002", 12, "due"));
  EXPECT_THAT(all_text(certificate_lines(in(Language::English), state)), HasSubstr("PC\\tantou01"));
  EXPECT_EQ(account_warning(in(Language::English), state), "");
  state.account.elevated = true;
  EXPECT_THAT(account_warning(in(Language::English), state), HasSubstr("administrator"));
  state.account.signed_in = "PC\\tantou02";
  EXPECT_THAT(account_warning(in(Language::English), state), HasSubstr("PC\\tantou02 is signed in"));
  state.certificate->summary.owner = "machine";
  EXPECT_EQ(account_warning(in(Language::English), state), "");
}

TEST(WizardSummary, NeverSaysThatTheCertificateWasRenewed) {
  const State state = tested({reached("a.example"), reached("b.example")});
  const auto english = summary_lines(in(Language::English), state, "1.2.3");
  EXPECT_EQ(english.front().text, "This PC is ready for the renewal");
  EXPECT_THAT(all_text(english), HasSubstr("has not been renewed"));
  EXPECT_THAT(all_text(english), HasSubstr("Call the desk"));
  EXPECT_THAT(all_text(summary_lines(in(Language::Japanese), state, "1.2.3")), HasSubstr("まだ行われていません"));
}

TEST(WizardSummary, AsksForConnectionsFirstWhenAnyFailed) {
  const State state = tested({reached("a.example"), failed(ErrorCode::HostNameNotFound)});
  const auto lines = summary_lines(in(Language::English), state, "1.2.3");
  EXPECT_EQ(lines.front().text, "The connections need attention before the renewal");
  EXPECT_THAT(all_text(lines), HasSubstr("1 of 2 hosts not reached"));
}

TEST(WizardSummary, SendsALapsedCertificateToANewApplication) {
  State state = opened(certificate("DEMO0002", -120, "lapsed"));
  state.profile->hosts.clear();
  EXPECT_THAT(all_text(summary_lines(in(Language::English), state, "1")), HasSubstr("Apply for a new certificate"));
}

TEST(WizardSummary, NamesTheIssuerWhenNobodySaidWhomToAsk) {
  State state = opened(certificate("DEMO0002", 12, "due"));
  state.profile.reset();
  EXPECT_THAT(all_text(summary_lines(in(Language::English), state, "1")), HasSubstr("Ask the issuer, Demo CA"));
}

TEST(WizardSteps, MarkWhatIsDoneAndWhatIsNow) {
  State state = opened(certificate("DEMO0002", 12, "due"));
  go_next(state);
  const auto all = steps(in(Language::English), state);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].when, Step::When::Before);
  EXPECT_EQ(all[1].when, Step::When::Now);
  EXPECT_EQ(all[2].when, Step::When::After);
}

}  // namespace
}  // namespace kigen::wizard
