// The small parts: switches, logins, encodings, options.
#include <gtest/gtest.h>

#include "tests/demo_ra/encoding.h"
#include "tests/demo_ra/login.h"
#include "tests/demo_ra/options.h"
#include "tests/demo_ra/switches.h"

namespace kigen::demo_ra {
namespace {

TEST(Switches, AreReadWithTheirOptions) {
  const auto one = parse_switch("delay=250,op=simpleenroll,label=plain,times=2");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->name, "delay");
  EXPECT_EQ(one->value, "250");
  EXPECT_EQ(one->operation, "simpleenroll");
  EXPECT_EQ(one->label, "plain");
  EXPECT_EQ(one->times, 2);
  EXPECT_EQ(parse_switch("lose_answer")->value, "on");
}

TEST(Switches, AreRefusedWhenTheyMeanNothing) {
  for (const char* text : {"", "nothing", "delay", "delay=soon", "delay=-1", "tls=1.1", "tls=", "delay=1,times=0",
                           "delay=1,times=x", "delay=1,what=x", "delay=1,op", "reset"})
    EXPECT_FALSE(parse_switch(text)) << text;
}

TEST(Switches, WorkForWhatTheyAreMeantForAndSoOften) {
  Switchboard board;
  board.set({.name = "delay", .value = "5", .operation = "cacerts", .label = "plain", .times = 2});
  EXPECT_FALSE(board.take("delay", "cacerts", "bound"));
  EXPECT_FALSE(board.take("delay", "check", "plain"));
  EXPECT_EQ(board.number("delay", "cacerts", "plain"), 5);
  EXPECT_EQ(board.number("delay", "cacerts", "plain"), 5);
  EXPECT_FALSE(board.take("delay", "cacerts", "plain"));
  EXPECT_TRUE(board.all().empty());
}

TEST(Switches, AreReplacedAndRemovedByTheirName) {
  Switchboard board;
  board.set({.name = "tls", .value = "1.2"});
  board.set({.name = "tls", .value = "1.3"});
  EXPECT_EQ(board.all().size(), 1U);
  EXPECT_EQ(board.take("tls", "connect", "plain"), "1.3");
  board.set({.name = "tls", .value = "off"});
  EXPECT_FALSE(board.is_on("tls", "connect", "plain"));
}

TEST(Switches, KeepAnotherValueThanTheWantedOne) {
  Switchboard board;
  board.set({.name = "reset", .value = "answer", .times = 1});
  EXPECT_FALSE(board.take_value("reset", "connect", "connect", "plain"));
  EXPECT_TRUE(board.take_value("reset", "answer", "cacerts", "plain"));
}

TEST(Options, TakeTokensOfUsersThatAreThere) {
  const auto token = parse_token("0123abcd:YAMADA HANAKO");
  ASSERT_TRUE(token);
  EXPECT_EQ(token->serial, "0123abcd");
  EXPECT_EQ(token->user, "YAMADA HANAKO");
  EXPECT_FALSE(token->holds_certificate);
  for (const char* wrong : {"", ":", "0123abcd", "0123abcd:", "0123abcd:NOBODY", ":YAMADA HANAKO", "01 23:SATO KEN"})
    EXPECT_FALSE(parse_token(wrong)) << wrong;
  EXPECT_FALSE(parse_token(std::string(kMaxTokenSerial + 1, '1') + ":SATO KEN"));
}

TEST(Options, ListTokensWithTheirStoragePins) {
  const std::string table = tokens_table({{.serial = "77", .user = "SATO KEN", .holds_certificate = true}});
  for (const char* word : {"77", "SATO KEN", "StorePin2", "holds_certificate"})
    EXPECT_NE(table.find(word), std::string::npos) << table;
}

std::optional<std::string> only_user(const std::string& user) {
  if (user != "user") return std::nullopt;
  return "pass:word";
}

TEST(Login, ReadsBasicWithAColonInThePassword) {
  LoginDesk desk;
  using enum LoginDesk::Scheme;
  const auto login = desk.read(Basic, "BASIC " + to_base64("user:pass:word"), "POST", "/", only_user);
  ASSERT_TRUE(login);
  EXPECT_EQ(login->user, "user");
  EXPECT_TRUE(login->right);
  EXPECT_FALSE(desk.read(Basic, "Basic " + to_base64("user:pass"), "POST", "/", only_user)->right);
  EXPECT_FALSE(desk.read(Basic, "Basic " + to_base64("other:pass:word"), "POST", "/", only_user)->right);
  for (const char* header : {"", "Basic", "Basic ", "Basic !!!!", "Basic dXNlcg==", "Bearer abc"})
    EXPECT_FALSE(desk.read(Basic, header, "POST", "/", only_user)) << header;
  EXPECT_FALSE(desk.read(Digest, "Basic " + to_base64("user:pass:word"), "POST", "/", only_user));
}

TEST(Login, TakesNoDigestWithANonceOfSomebodyElse) {
  LoginDesk desk;
  static_cast<void>(desk.challenges(LoginDesk::Scheme::Digest));
  EXPECT_FALSE(desk.read(LoginDesk::Scheme::Digest,
                         R"(Digest username="user", realm="Kigen Demo RA", nonce="abc", uri="/", response="00")",
                         "POST", "/", only_user));
}

TEST(Base64, ComesInEveryShapeAndIsReadBackFromEach) {
  const std::string bytes(200, 'x');
  using enum Base64Shape::Lines;
  for (const auto lines : {Wrapped, Crlf, Single})
    for (const bool last : {true, false}) {
      const std::string text = shaped_base64(bytes, {lines, last});
      EXPECT_EQ(text.ends_with('\n'), last);
      const Bytes back = from_base64(text);
      EXPECT_EQ(std::string(back.begin(), back.end()), bytes);
    }
  EXPECT_EQ(shaped_base64("abc", {Crlf, true}), "YWJj\r\n");
  for (const char* text : {"a", "ab==cd==", "a===", "$$$$"})
    EXPECT_THROW(static_cast<void>(from_base64(text)), OpenSslFailure) << text;
}

TEST(Problem, CarriesReasonCodeUntilAndTries) {
  const Answer answer = problem({.status = 423,
                                 .reason = "locked",
                                 .code = "550",
                                 .detail = "a \"quote\"",
                                 .until = from_rfc3339("2026-11-20T14:30:00Z"),
                                 .tries_left = 0});
  EXPECT_EQ(answer.content_type, "application/problem+json");
  EXPECT_EQ(answer.body,
            R"({"type":"urn:kigen:ra:locked","title":"locked","status":423,"detail":"a \"quote\"","reason":"locked",)"
            R"("code":"550","until":"2026-11-20T14:30:00Z","tries_left":0})"
            "\n");
}

TEST(Date, IsThatOfHttp) {
  EXPECT_EQ(http_date(*from_rfc3339("2026-11-20T14:30:00Z")), "Fri, 20 Nov 2026 14:30:00 GMT");
}

TEST(IssueOption, NamesProfileUserAndDays) {
  EXPECT_EQ(parse_issue("bank-web:BANK0001")->days, 12);
  EXPECT_EQ(parse_issue("bank-web:BANK0001:days=-30")->days, -30);
  EXPECT_EQ(parse_issue("bank-web:BANK0001:7")->user, "BANK0001");
  for (const char* text : {"bank-web", "a:b:days=", "a:b:days=x", "a:b:days=99999"})
    EXPECT_FALSE(parse_issue(text)) << text;
}

}  // namespace
}  // namespace kigen::demo_ra
