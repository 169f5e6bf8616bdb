// The five profiles in config/issuers: what the reference systems' manuals state.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "common/base/error_code.h"
#include "common/profile/profile_set.h"

namespace kigen::profile {
namespace {

const ProfileSet& shipped() {
  static const ProfileSet set =
      load_profiles(std::filesystem::path(KIGEN_SOURCE_DIR) / "config" / "issuers", "no-such-folder");
  return set;
}

const Profile& one(std::string_view id) {
  const ProfilePtr found = shipped().find(id);
  if (!found) throw std::runtime_error("no profile " + std::string(id));
  return *found;
}

const ErrorMapping* mapping(const Profile& profile, std::string_view code, std::string_view when) {
  for (const ErrorMapping& error : profile.errors) {
    if (error.code == code && error.when == when) return &error;
  }
  return nullptr;
}

int kigen_code(const Profile& profile, std::string_view code, std::string_view when) {
  const ErrorMapping* found = mapping(profile, code, when);
  return found == nullptr ? 0 : found->kigen_code;
}

TEST(ShippedProfiles, AllFiveLoadWithWarningsOnly) {
  for (const Diagnostic& diagnostic : shipped().diagnostics) {
    EXPECT_EQ(diagnostic.severity, Diagnostic::Severity::Warning) << to_log_line(diagnostic);
    EXPECT_EQ(diagnostic.error.code, ErrorCode::ProfileIncomplete) << to_log_line(diagnostic);
    EXPECT_GT(diagnostic.line, 0U);
  }
  ASSERT_EQ(shipped().profiles.size(), 5U);
  EXPECT_EQ(one("customs-filing").origin, "shipped");
}

TEST(ShippedProfiles, SayThatTheOperatorSetsTheBaseUrl) {
  const auto count = std::count_if(shipped().diagnostics.begin(), shipped().diagnostics.end(),
                                   [](const Diagnostic& one) { return one.key == "enroll.base_url"; });
  EXPECT_EQ(count, 5);
}

TEST(ShippedProfiles, HaveBothLanguagesAndAHintForEveryError) {
  for (const ProfilePtr& profile : shipped().profiles) {
    EXPECT_FALSE(profile->support.ja.empty());
    EXPECT_NE(profile->name.ja, profile->name.en);
    EXPECT_NE(profile->consequence.ja, profile->consequence.en);
    for (const ErrorMapping& error : profile->errors) {
      EXPECT_FALSE(error.hint.ja.empty() || error.hint.en.empty()) << profile->id << ' ' << error.when;
      EXPECT_TRUE(error_code_from_number(error.kigen_code));
    }
  }
}

TEST(ShippedProfiles, CustomsFilingKnowsItsWindowCodesRootsAndSevenErrors) {
  const Profile& customs = one("customs-filing");
  EXPECT_EQ(customs.window.days_before, 28);
  EXPECT_EQ(customs.window.grace_days_after, 0);
  ASSERT_EQ(customs.credentials.size(), 2U);
  for (const Credential& code : customs.credentials) {
    EXPECT_EQ(code.characters, "alphanumeric");
    EXPECT_TRUE(code.upper_case);
    EXPECT_EQ(code.used_for, "issue");
  }
  EXPECT_EQ(customs.roots.size(), 4U);
  EXPECT_EQ(customs.errors.size(), 7U);
  EXPECT_EQ(customs.preflight.size(), 4U);
  EXPECT_EQ(kigen_code(customs, "", "locked"), 2105);
  EXPECT_NE(mapping(customs, "", "locked")->hint.en.find("23:30"), std::string::npos);
}

TEST(ShippedProfiles, CorporateBankingRenewsNinetyDaysAfterExpiry) {
  const Profile& banking = one("corporate-banking-expired");
  EXPECT_EQ(banking.window.grace_days_after, 90);
  ASSERT_EQ(banking.roots.size(), 1U);
  EXPECT_EQ(banking.roots[0].sha1, "40a6c2373d05322d6408706504f141d00775cd57");
  ASSERT_EQ(banking.preflight.size(), 3U);
  EXPECT_EQ(banking.preflight[0].port, 443);
  EXPECT_EQ(banking.preflight[1].port, 80);
  EXPECT_FALSE(banking.verify_url.empty());
  EXPECT_EQ(kigen_code(banking, "115", "network"), 2101);
  EXPECT_EQ(kigen_code(banking, "", "no_certificate"), 2109);
  EXPECT_EQ(kigen_code(banking, "550", "authentication"), 2102);
  EXPECT_EQ(kigen_code(banking, "550", "not_issued"), 2110);
}

TEST(ShippedProfiles, SecureNetworkLivesOnATokenAndForbidsItsOwnNetwork) {
  const Profile& network = one("secure-network-token");
  EXPECT_EQ(network.key.where, "token");
  ASSERT_TRUE(network.token);
  ASSERT_EQ(network.forbidden_networks.size(), 1U);
  EXPECT_EQ(network.token->pin, "keep");
  EXPECT_FALSE(network.token->unblock);
  EXPECT_EQ(network.credentials.at(0).prefill, "subject.CN");
  EXPECT_EQ(kigen_code(network, "", "no_token"), 3004);
  EXPECT_EQ(kigen_code(network, "0x03/-8", "driver_missing"), 3001);
  EXPECT_EQ(kigen_code(network, "0x04/-1", "authentication"), 2102);
  EXPECT_EQ(kigen_code(network, "0x04/-100", "network"), 2101);
  EXPECT_EQ(kigen_code(network, "0x05/-6", "pin"), 3002);
  EXPECT_EQ(kigen_code(network, "0x05/-11", "token_locked"), 3003);
}

TEST(ShippedProfiles, BankWebRemindsThirtyAndTenDaysBefore) {
  const Profile& bank = one("bank-web");
  EXPECT_EQ(bank.window.days_before, 30);
  EXPECT_EQ(bank.window.reminder_days, (std::vector<int>{30, 10}));
  EXPECT_EQ(bank.key.where, "user_or_token");
  ASSERT_TRUE(bank.token);
  EXPECT_EQ(bank.token->software, "SafeNet Authentication Client");
  EXPECT_EQ(bank.token->pin, "keep");
  EXPECT_EQ(kigen_code(bank, "", "driver_missing"), 3001);
}

TEST(ShippedProfiles, ETokenKnowsItsPinRules) {
  const Profile& etoken = one("etoken");
  ASSERT_TRUE(etoken.token);
  EXPECT_EQ(etoken.token->pin_min, 4);
  EXPECT_EQ(etoken.token->pin_max, 8);
  EXPECT_EQ(etoken.token->pin_tries, 10);
  EXPECT_TRUE(etoken.token->must_be_registered);
  EXPECT_EQ(etoken.token->pin, "set");
  EXPECT_FALSE(etoken.token->unblock) << "unlocking is applied for";
  ASSERT_EQ(etoken.credentials.size(), 2U);
  EXPECT_EQ(etoken.credentials[0].prefill, "token.serial");
  EXPECT_FALSE(etoken.credentials[0].secret);
  EXPECT_TRUE(etoken.credentials[1].secret);
  EXPECT_EQ(kigen_code(etoken, "", "driver_missing"), 3001);
  EXPECT_EQ(kigen_code(etoken, "", "several_tokens"), 3005);
}

}  // namespace
}  // namespace kigen::profile
