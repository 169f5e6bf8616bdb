#include <gtest/gtest.h>

#include "installer/wizard/silent/arguments.h"
#include "installer/wizard/silent/exit_code.h"
#include "installer/wizard/silent/input.h"
#include "installer/wizard/silent/observer.h"
#include "installer/wizard/silent/report.h"
#include "installer/wizard/silent/token_run.h"

namespace kigen::silent {
namespace {

using Words = std::vector<std::string>;

std::string reason_of(const Words& words) {
  const auto read = read_arguments(words);
  return read ? "" : read.error().args.find("reason")->second;
}

TEST(Arguments, AreRead) {
  const auto read = read_arguments({"--silent", "--profile", "bank-web", "--renew", "0123ABCD", "--json", "--wait", "0",
                                    "--proxy", "proxy.example:8080", "--now", "--language", "ja"});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->profile, "bank-web");
  EXPECT_EQ(read->renew, "0123ABCD");
  EXPECT_TRUE(read->json);
  EXPECT_TRUE(read->now);
  EXPECT_EQ(read->wait, std::chrono::seconds{0});
  EXPECT_EQ(read->proxy.host, "proxy.example");
  EXPECT_EQ(read->proxy.port, 8080);
  EXPECT_EQ(read->language, text::Language::Japanese);
}

TEST(Arguments, AreRefusedWhenTheyMakeNoSense) {
  EXPECT_EQ(reason_of({"--silent"}), "missing");
  EXPECT_EQ(reason_of({"--profile"}), "missing");
  EXPECT_EQ(reason_of({"--profile", "../x"}), "value");
  EXPECT_EQ(reason_of({"--profile", "x", "--renew", "xyz"}), "value");
  EXPECT_EQ(reason_of({"--profile", "x", "--renew", "1234"}), "value");
  EXPECT_EQ(reason_of({"--profile", "x", "--issue", "--renew", "12345678"}), "combination");
  EXPECT_EQ(reason_of({"--profile", "x", "--resume", "--abandon"}), "combination");
  EXPECT_EQ(reason_of({"--profile", "x", "--unattended", "--now"}), "combination");
  EXPECT_EQ(reason_of({"--profile", "x", "--wait", "-1"}), "value");
  EXPECT_EQ(reason_of({"--profile", "x", "--password", "secret"}), "unknown");
  EXPECT_EQ(reason_of({"--profile", "x", "code1=A"}), "unknown");
}

TEST(Arguments, NeverRepeatAValueInAnError) {
  const auto read = read_arguments({"--profile", "x", "--renew", "my password"});
  ASSERT_FALSE(read);
  EXPECT_EQ(to_log_line(read.error()).find("password"), std::string::npos);
}

TEST(Arguments, OfTokensAreForPeople) {
  const auto read =
      read_arguments({"--silent", "--profile", "etoken", "--change-pin", "--token", "EE12", "--last-try"});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->change_pin);
  EXPECT_TRUE(read->last_try);
  EXPECT_EQ(read->token, "EE12");
  EXPECT_EQ(reason_of({"--profile", "x", "--unattended", "--token", "1"}), "combination");
  EXPECT_EQ(reason_of({"--profile", "x", "--change-pin", "--unblock"}), "combination");
  EXPECT_EQ(reason_of({"--profile", "x", "--change-pin", "--issue"}), "combination");
  EXPECT_EQ(reason_of({"--profile", "x", "--unblock", "--renew", "12345678"}), "combination");
  EXPECT_EQ(reason_of({"--profile", "x", "--token", std::string(65, '1')}), "value");
  EXPECT_EQ(reason_of({"--profile", "x", "--pin", "1234"}), "unknown");
}

Lines lines_with_pin() {
  Lines lines;
  lines.emplace("token.pin", Secret("1234"));
  return lines;
}

TEST(Observer, GivesAPinOnceAndTheLastTryOnlyWhenToldTo) {
  renewal::PinQuestion question;
  SilentObserver observer({}, lines_with_pin());
  const auto first = observer.ask(question);
  EXPECT_TRUE(first.yes);
  EXPECT_EQ(first.pin.view(), "1234");
  EXPECT_FALSE(observer.ask(question).yes) << "it is not kept";
  question.again = true;
  EXPECT_FALSE(SilentObserver({}, lines_with_pin()).ask(question).yes) << "a wrong one is not repeated";
  question.again = false;
  question.last_try = true;
  EXPECT_FALSE(SilentObserver({}, lines_with_pin()).ask(question).yes);
  EXPECT_TRUE(SilentObserver({.last_try = true}, lines_with_pin()).ask(question).yes);
  question.last_try = false;
  EXPECT_FALSE(SilentObserver({}, {}).ask(question).yes) << "none was given";
  question.token.pin_pad = true;
  EXPECT_TRUE(SilentObserver({}, {}).ask(question).yes) << "it is typed on the reader";
}

TEST(NewPin, FollowsTheProfilesRulesAndIsNeverTold) {
  profile::Token rules;
  rules.pin_min = 4;
  rules.pin_max = 8;
  const auto reason = [&](std::string_view typed) {
    Lines lines;
    lines.emplace("token.new_pin", Secret(typed));
    const auto pin = read_new_pin(rules, lines);
    if (pin) return std::string(pin->view());
    EXPECT_EQ(to_log_line(pin.error()).find(typed), std::string::npos);
    return pin.error().args.find("reason")->second;
  };
  EXPECT_EQ(reason("5678"), "5678");
  EXPECT_EQ(reason("567"), "length");
  EXPECT_EQ(reason("567856785"), "length");
  rules.pin_characters = "digits";
  EXPECT_EQ(reason("56a8"), "characters");
  EXPECT_EQ(read_new_pin(rules, {}).error().args.find("reason")->second, "missing");
}

TEST(ParseProxy, WantsAPort) {
  EXPECT_EQ(parse_proxy("system")->kind, net::ProxySetting::Kind::System);
  EXPECT_EQ(parse_proxy("none")->kind, net::ProxySetting::Kind::None);
  EXPECT_EQ(parse_proxy("[::1]:3128")->host, "::1");
  EXPECT_FALSE(parse_proxy("proxy"));
  EXPECT_FALSE(parse_proxy("[::1]"));
  EXPECT_FALSE(parse_proxy(""));
  EXPECT_FALSE(parse_proxy("http://proxy:1"));
}

TEST(Input, ReadsIdsAndValues) {
  const auto lines = parse_lines("\xEF\xBB\xBF# a comment\r\ncode1=A1\r\n\r\npassword=a=b c \nlast=x");
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->size(), 3U);
  EXPECT_EQ(lines->find("code1")->second.view(), "A1");
  EXPECT_EQ(lines->find("password")->second.view(), "a=b c ");
  EXPECT_EQ(lines->find("last")->second.view(), "x");
}

TEST(Input, RefusesWhatItCannotTakeWithoutShowingIt) {
  for (const std::string& text : {std::string("secret"), std::string("=secret"), "a=" + std::string(5000, 's'),
                                  std::string("a=secret\na=secret")}) {
    const auto lines = parse_lines(text);
    ASSERT_FALSE(lines);
    EXPECT_EQ(to_log_line(lines.error()).find("secret"), std::string::npos);
  }
}

TEST(ExitCode, SaysWhatAScriptNeedsToKnow) {
  EXPECT_EQ(exit_code_of(ErrorCode::RenewalWaiting), kLater);
  EXPECT_EQ(exit_code_of(ErrorCode::RenewedElsewhere), kNothingToDo);
  EXPECT_EQ(exit_code_of(ErrorCode::Code2Wrong), kRefused);
  EXPECT_EQ(exit_code_of(ErrorCode::HostTimedOut), kNetwork);
  EXPECT_EQ(exit_code_of(ErrorCode::DiskFull), kFailed);
  EXPECT_EQ(exit_code_of(ErrorCode::TokenDriverMissing), kToken);
  EXPECT_EQ(exit_code_of(ErrorCode::TokenLocked), kPin);
  EXPECT_EQ(exit_code_of(ErrorCode::TokenHoldsCertificate), kNothingToDo);
  EXPECT_EQ(exit_code_of(ErrorCode::TokenNotRegistered), kRefused);
  EXPECT_EQ(exit_code_of(ErrorCode::TokenFull), kKeyOrStore);
  renewal::Outcome outcome;
  outcome.failure.emplace().error = Error(ErrorCode::HostTimedOut);
  EXPECT_EQ(exit_code_of(outcome), kNetwork);
  outcome.failure->aftermath = renewal::Aftermath::Stored;
  EXPECT_EQ(exit_code_of(outcome), kNotProven);
}

TEST(Report, IsOneJsonDocument) {
  Report report = report_of(Error(ErrorCode::CredentialsWrong).with("ra_code", "550"), "x", renewal::Kind::Renew, {});
  report.outcome.failure->ra_code = "550";
  const std::string json = to_json(report, text::Language::English);
  EXPECT_NE(json.find(R"("result":"failed")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("kgn":"KGN-2102")"), std::string::npos);
  EXPECT_NE(json.find(R"("ra_code":"550")"), std::string::npos);
  EXPECT_EQ(json.find('\n'), json.size() - 1);
}

}  // namespace
}  // namespace kigen::silent
