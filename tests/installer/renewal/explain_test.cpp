#include "installer/wizard/renewal/explain.h"

#include <gtest/gtest.h>

namespace kigen::renewal {
namespace {

profile::Profile banking() {
  profile::Profile profile;
  profile.errors = {{"115", "network", 2101, {"ja1", "allow the hosts"}},
                    {"", "no_certificate", 2109, {"", "use the other PC"}},
                    {"550", "authentication", 2102, {"", "check the password"}},
                    {"550", "not_issued", 2110, {"", "ask again"}},
                    {"", "verification", 2112, {"", "clear the SSL state"}}};
  return profile;
}

est::Problem problem(const std::string& reason, const std::string& code) {
  est::Problem out;
  out.status = 403;
  out.reason = reason;
  out.code = code;
  return out;
}

TEST(Explain, TellsTheRaCodeAndTheProfilesHint) {
  auto refusal = problem("not_issued", "550");
  refusal.until = from_unix(1'795'000'000);
  refusal.tries_left = 2;
  const Told told = explain(Error(ErrorCode::RaRefused).with("status", "403"), refusal, banking());
  EXPECT_EQ(told.error.code, ErrorCode::NotIssuedOrCollected);
  EXPECT_EQ(told.ra_code, "550");
  EXPECT_EQ(told.error.args.find("ra_code")->second, "550");
  EXPECT_EQ(told.hint.en, "ask again");
  EXPECT_EQ(told.until, from_unix(1'795'000'000));
  EXPECT_EQ(told.tries_left, 2);
}

TEST(Explain, HasOneCodeForEveryWayNotToReachTheRa) {
  for (const ErrorCode code :
       {ErrorCode::HostNameNotFound, ErrorCode::HostUnreachable, ErrorCode::HostTimedOut, ErrorCode::ConnectionLost,
        ErrorCode::TlsFailed, ErrorCode::ProxyUnreachable, ErrorCode::ProxyRefused}) {
    const Told told = explain(Error(code).with("host", "ra"), std::nullopt, banking());
    EXPECT_EQ(told.error.code, ErrorCode::RaUnreachable);
    EXPECT_EQ(told.error.args.at("cause"), kgn(code));
    EXPECT_EQ(told.ra_code, "115");
    EXPECT_EQ(told.hint.en, "allow the hosts");
    EXPECT_EQ(explain(Error(code), std::nullopt, {}).error.code, ErrorCode::RaUnreachable) << "without a line of it";
  }
}

TEST(Explain, LeavesToTheUserWhatOnlyTheUserCanMend) {
  for (const ErrorCode code :
       {ErrorCode::ProxyLoginNeeded, ErrorCode::ProxyLoginWrong, ErrorCode::ProxySettingUnusable}) {
    const Told told = explain(Error(code), std::nullopt, banking());
    EXPECT_EQ(told.error.code, code);
    EXPECT_EQ(told.ra_code, "115");
  }
  EXPECT_EQ(explain(Error(ErrorCode::ServerNotTrusted), std::nullopt, banking()).error.code,
            ErrorCode::ServerNotTrusted)
      << "the server was reached";
}

TEST(Explain, TakesTheProfilesWordsForErrorsOfThisPc) {
  EXPECT_EQ(explain(Error(ErrorCode::NoRenewableCertificate), std::nullopt, banking()).hint.en, "use the other PC");
  EXPECT_EQ(explain(Error(ErrorCode::NewCertificateNotAccepted), std::nullopt, banking()).hint.en,
            "clear the SSL state");
  const Told told = explain(Error(ErrorCode::KeyUseRefused), std::nullopt, banking());
  EXPECT_EQ(told.error.code, ErrorCode::KeyUseRefused);
  EXPECT_TRUE(told.hint.en.empty());
  EXPECT_TRUE(told.ra_code.empty());
}

TEST(Explain, TellsTheCodesThatATokensHelpDeskKnows) {
  profile::Profile profile;
  profile.errors = {{"0x03/-8", "driver_missing", 3001, {"", "the usual PC"}},
                    {"0x05/-6", "pin", 3002, {"", "eight digits"}},
                    {"0x05/-11", "token_locked", 3003, {"", "ask the centre"}},
                    {"", "several_tokens", 3005, {"", "one only"}}};
  const Told driver = explain(Error(ErrorCode::TokenDriverMissing), std::nullopt, profile);
  EXPECT_EQ(driver.ra_code, "0x03/-8");
  EXPECT_EQ(driver.hint.en, "the usual PC");
  const Told pin = explain(Error(ErrorCode::PinWrong).with("tries_left", "3"), std::nullopt, profile);
  EXPECT_EQ(pin.ra_code, "0x05/-6");
  EXPECT_EQ(pin.tries_left, 3);
  EXPECT_EQ(explain(Error(ErrorCode::TokenLocked), std::nullopt, profile).ra_code, "0x05/-11");
  EXPECT_EQ(explain(Error(ErrorCode::SeveralTokens), std::nullopt, profile).hint.en, "one only");
}

TEST(Explain, TakesTheRasWordAboutATokenAndItsStoragePin) {
  const auto code_of = [](const std::string& reason) {
    return explain(Error(ErrorCode::RaRefused), problem(reason, ""), profile::Profile()).error.code;
  };
  EXPECT_EQ(code_of("token_unregistered"), ErrorCode::TokenNotRegistered);
  EXPECT_EQ(code_of("token_holds_certificate"), ErrorCode::TokenHoldsCertificate);
  EXPECT_EQ(code_of("storage_pin"), ErrorCode::StoragePinWrong);
}

}  // namespace
}  // namespace kigen::renewal
