#include "tray/model/token_reports.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kigen::tray {
namespace {

using testing::ElementsAre;

StoreItem token_item(int number) {
  return {fmt::format("{:064x}", number), {0x4D, 0x4D}, true};
}
SeenToken token(const std::string& serial, std::vector<StoreItem> items, const std::string& module = "a.dll") {
  return {serial, "My token", module, StoreContent{std::move(items), {}}};
}
TokenSight sight(std::vector<SeenToken> tokens, std::vector<Error> faults = {}) {
  return {true, std::move(tokens), std::move(faults)};
}
Error hung(const std::string& module) {
  return Error(ErrorCode::TokenReadTimedOut).with("module", module);
}
ipc::SourceState source(const std::string& name, const std::string& state = "reported") {
  return {.source = name, .owner = "me", .state = state, .error = {}, .last_scan = {}, .token_label = {}};
}

// "Token\1 + 2 items", "Token\1 -", "TokenDrivers ! 1": everything that is sent until all is said.
std::vector<std::string> all(TokenReports& reports, std::optional<ipc::ReportParams> report) {
  std::vector<std::string> said;
  while (report) {
    if (!report->token_present) {
      said.push_back(report->source + " -");
    } else if (report->source == "TokenDrivers") {
      said.push_back(fmt::format("TokenDrivers ! {}", report->unreadable.size()));
    } else {
      said.push_back(fmt::format("{} + {}", report->source, report->items.size()));
      EXPECT_EQ(report->token_label, "My token");
    }
    report = reports.answered({});
  }
  return said;
}

TEST(TokenReports, TellEachInsertedTokenAndThatTheLibrariesWork) {
  TokenReports reports;
  EXPECT_FALSE(reports.connected({}));
  EXPECT_THAT(all(reports, reports.saw(sight({token("1", {token_item(1), token_item(2)}), token("2", {})}))),
              ElementsAre("Token\\1 + 2", "Token\\2 + 0", "TokenDrivers ! 0"));
  EXPECT_FALSE(reports.saw(sight({token("1", {token_item(1), token_item(2)}), token("2", {})})))
      << "nothing is said twice";
  EXPECT_FALSE(reports.news());
}

TEST(TokenReports, TellWhatWasSeenBeforeTheServiceWasThere) {
  TokenReports reports;
  EXPECT_FALSE(reports.saw(sight({token("1", {token_item(1)})})));
  EXPECT_THAT(all(reports, reports.connected({})), ElementsAre("Token\\1 + 1", "TokenDrivers ! 0"));
  reports.disconnected();
  EXPECT_THAT(all(reports, reports.connected({source("Token\\1"), source("TokenDrivers")})),
              ElementsAre("Token\\1 + 1", "TokenDrivers ! 0"));
}

TEST(TokenReports, SendTheContentOfWhatTheServiceLacks) {
  TokenReports reports;
  (void)reports.connected({});
  const auto hashes = reports.saw(sight({token("1", {token_item(1)})}));
  ASSERT_TRUE(hashes);
  EXPECT_EQ(hashes->items[0].der_base64, "");
  const auto content = reports.answered({.need = {token_item(1).sha256}});
  ASSERT_TRUE(content);
  EXPECT_EQ(content->source, "Token\\1");
  EXPECT_EQ(content->token_label, "My token");
  EXPECT_EQ(content->items[0].der_base64, "TU0=");
}

TEST(TokenReports, TellThatATokenWasPulledAndIsBack) {
  TokenReports reports;
  (void)reports.connected({});
  (void)all(reports, reports.saw(sight({token("1", {token_item(1)}), token("2", {token_item(2)})})));
  EXPECT_THAT(all(reports, reports.saw(sight({token("2", {token_item(2)})}))), ElementsAre("Token\\1 -"));
  EXPECT_TRUE(reports.news());
  EXPECT_THAT(all(reports, reports.saw(sight({token("2", {token_item(2)})}))), ElementsAre());
  EXPECT_THAT(all(reports, reports.saw(sight({token("1", {token_item(1)}), token("2", {token_item(2)})}))),
              ElementsAre("Token\\1 + 1"));
}

TEST(TokenReports, TellThatATokenOfAnEarlierSessionIsAway) {
  TokenReports reports;
  EXPECT_FALSE(reports.connected({source("Token\\old"), source("Token\\older", "not_inserted")}));
  EXPECT_THAT(all(reports, reports.saw(sight({}))), ElementsAre("Token\\old -", "TokenDrivers ! 0"));
}

TEST(TokenReports, TellThatTokensAreAwayWhenTheirLibrariesAreNoLongerInstalled) {
  TokenReports reports;
  (void)reports.connected({source("Token\\old"), source("TokenDrivers")});
  EXPECT_THAT(all(reports, reports.saw({})), ElementsAre("Token\\old -", "TokenDrivers ! 0"));
  TokenReports other;
  (void)other.connected({});
  EXPECT_FALSE(other.saw({})) << "a PC without tokens says nothing of them";
}

TEST(TokenReports, SayNothingOfTokensWhoseLibraryFailed) {
  TokenReports reports;
  (void)reports.connected({source("Token\\old")});
  (void)all(reports, reports.saw(sight({token("1", {token_item(1)}, "a.dll"), token("2", {token_item(2)}, "b.dll")})));
  EXPECT_THAT(all(reports, reports.saw(sight({}, {hung("a.dll")}))), ElementsAre("Token\\2 -", "TokenDrivers ! 1"));

  TokenReports fresh;
  (void)fresh.connected({source("Token\\old")});
  EXPECT_THAT(all(fresh, fresh.saw(sight({}, {hung("a.dll")}))), ElementsAre("TokenDrivers ! 1"))
      << "it may be behind the library that failed";
  EXPECT_THAT(all(fresh, fresh.saw(sight({}))), ElementsAre("Token\\old -", "TokenDrivers ! 0"));
}

TEST(TokenReports, LeaveATokenThatIsThereButCannotBeReadAsItIs) {
  TokenReports reports;
  (void)reports.connected({});
  (void)all(reports, reports.saw(sight({token("1", {token_item(1)})})));
  SeenToken unread = token("1", {});
  unread.content.reset();
  EXPECT_THAT(all(reports, reports.saw(sight({unread}, {hung("a.dll")}))), ElementsAre("TokenDrivers ! 1"));
}

TEST(TokenReports, BeginAnewWithWhatChangedWhileOneWasUnderWay) {
  TokenReports reports;
  (void)reports.connected({});
  ASSERT_TRUE(reports.saw(sight({token("1", {token_item(1)})})));
  EXPECT_FALSE(reports.saw(sight({token("1", {token_item(1), token_item(2)})}))) << "one at a time";
  EXPECT_THAT(all(reports, reports.answered({})), ElementsAre("Token\\1 + 2", "TokenDrivers ! 0"));
}

TEST(TokenReports, GoOnWithTheNextWhenOneIsRefused) {
  TokenReports reports;
  (void)reports.connected({});
  ASSERT_TRUE(reports.saw(sight({token("1", {token_item(1)}), token("2", {})})));
  EXPECT_THAT(all(reports, reports.failed()), ElementsAre("Token\\2 + 0", "TokenDrivers ! 0"));
}

TEST(TokenReports, TakeNoTokenThatTheServiceWouldRefuse) {
  TokenReports reports;
  (void)reports.connected({});
  SeenToken odd = token("a\nb", {});
  EXPECT_THAT(all(reports, reports.saw(sight({odd, token("", {}), token(std::string(65, '1'), {})}))),
              ElementsAre("TokenDrivers ! 0"));
}

TEST(TokenReports, TakeACertificateToHaveItsKeyWhereKeysHide) {
  const auto keys = [](std::vector<TokenItem> items) {
    std::string all;
    for (const StoreItem& each : with_keys(std::move(items))) all += each.has_private_key ? '+' : '-';
    return all;
  };
  StoreItem hidden = token_item(1);
  hidden.has_private_key = false;
  EXPECT_EQ(keys({{hidden, false}, {hidden, true}}), "+-");
  EXPECT_EQ(keys({{hidden, false}, {token_item(2), false}, {hidden, true}}), "-+-");
  EXPECT_EQ(keys({}), "");
}

}  // namespace
}  // namespace kigen::tray
