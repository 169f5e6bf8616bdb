// What is decided about tokens without one: tries, labels, the RA's word about a holder, and the dialogue about a PIN.
#include <gtest/gtest.h>

#include <deque>
#include <utility>

#include "installer/wizard/renewal/run.h"
#include "installer/wizard/renewal/token_desk.h"
#include "installer/wizard/renewal/token_holder.h"
#include "installer/wizard/renewal/token_login.h"

namespace kigen::renewal {
namespace {

using keys::pkcs11::TokenInfo;

TokenInfo token(bool low = false, bool last = false, bool locked = false) {
  TokenInfo info;
  info.serial = "EE12";
  info.login_required = true;
  info.pin_count_low = low;
  info.pin_final_try = last;
  info.pin_locked = locked;
  return info;
}

TEST(TriesLeft, ComeFromFlagsFirst) {
  EXPECT_EQ(tries_left(token(), token(true, false, true), 3, 10), 0);
  EXPECT_EQ(tries_left(token(), token(true, true), 3, 10), 1);
  EXPECT_EQ(tries_left(token(true), token(true, true), 0, 0), 1) << "the token knows without the profile";
}

TEST(TriesLeft, AreCountedFromATokenThatCountedNone) {
  EXPECT_EQ(tries_left(token(), token(), 0, 10), 10);
  EXPECT_EQ(tries_left(token(), token(true), 3, 10), 7);
  EXPECT_EQ(tries_left(token(), token(true), 12, 10), 1) << "never less than the one that the token still takes";
}

TEST(TriesLeft, AreNotKnownWhenSomebodyElseTriedBefore) {
  EXPECT_EQ(tries_left(token(true), token(true), 1, 10), std::nullopt);
  EXPECT_EQ(tries_left(token(), token(), 1, 0), std::nullopt) << "the profile does not say how many";
}

TEST(TokenLabel, PutsNamesInAndNothingTwice) {
  EXPECT_EQ(token_label("{profile} {expires}", {{"{profile}", "銀行"}, {"{expires}", "2031-01-02"}}),
            "銀行 2031-01-02");
  EXPECT_EQ(token_label("{subject}!", {{"{subject}", "{profile}"}, {"{profile}", "x"}}), "{profile}!");
  EXPECT_EQ(token_label("{other}", {{"{subject}", "s"}}), "{other}");
  EXPECT_LE(token_label("{subject}", {{"{subject}", std::string(500, 'a')}}).size(), 128U);
}

net::Response answer(int status, std::string body) {
  net::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

TEST(Holder, IsAskedForUnderTheSerialWhateverIsInIt) {
  profile::Token rules;
  rules.holder_url = "https://ra.example/tokens/{serial}?v=1";
  EXPECT_EQ(holder_url(rules, "EE 12/..?x").value().target, "/tokens/EE%2012%2F..%3Fx?v=1");
  EXPECT_EQ(holder_url(rules, "{serial}").value().target, "/tokens/%7Bserial%7D?v=1");
}

TEST(Holder, IsReadFromTheAnswer) {
  const auto ready = read_holder(answer(200, R"({"name":"YAMADA\u202e HANAKO","state":"ready","more":1})"), "EE12");
  ASSERT_TRUE(ready);
  EXPECT_EQ(ready->name, "YAMADA HANAKO");
  EXPECT_FALSE(ready->holds_certificate);
  EXPECT_TRUE(read_holder(answer(200, R"({"name":"x","state":"holds_certificate"})"), "EE12")->holds_certificate);
}

TEST(Holder, IsNotReadFromWhatIsNoAnswer) {
  const auto code = [](int status, const std::string& body) {
    const auto read = read_holder(answer(status, body), "EE12");
    return read ? ErrorCode::Internal : read.error().code;
  };
  EXPECT_EQ(code(404, R"({"reason":"token_unregistered"})"), ErrorCode::TokenNotRegistered);
  EXPECT_EQ(code(404, "<html>"), ErrorCode::TokenNotRegistered);
  EXPECT_EQ(code(409, R"({"reason":"token_holds_certificate"})"), ErrorCode::TokenHoldsCertificate);
  EXPECT_EQ(code(403, ""), ErrorCode::RaRefused);
  EXPECT_EQ(code(503, ""), ErrorCode::RaSystemError);
  for (const std::string& body :
       {std::string("[]"), std::string(R"({"name":"x"})"), std::string(R"({"name":"x","state":"maybe"})"),
        std::string(R"({"state":"ready"})"), R"({"name":")" + std::string(20'000, 'x') + R"(","state":"ready"})"}) {
    EXPECT_EQ(code(200, body), ErrorCode::AnswerUnreadable) << body.substr(0, 40);
  }
}

// A token with a PIN, counted as its flags say.
class CountingToken final : public keys::pkcs11::Token {
 public:
  explicit CountingToken(int tries) : tries_(tries) { info_ = token(); }

  [[nodiscard]] const TokenInfo& info() const override { return info_; }
  Result<TokenInfo> refresh() override {
    fresh_ = true;
    return info_;
  }
  Result<keys::pkcs11::TokenContent> content() override { return keys::pkcs11::TokenContent{}; }
  Status login(const Secret& pin) override {
    tried.emplace_back(pin.view());
    EXPECT_TRUE(std::exchange(fresh_, false)) << "flags are read before each try";
    if (pin.view() == "right") return {};
    ++wrong_;
    info_.pin_count_low = true;
    info_.pin_final_try = wrong_ == tries_ - 1;
    info_.pin_locked = wrong_ >= tries_;
    return Error(ErrorCode::PinWrong).with("serial", info_.serial);
  }
  [[nodiscard]] bool logged_in() const override { return false; }
  void logout() override {}
  Status change_pin(const Secret&, const Secret&) override { return {}; }
  Status unblock(const Secret&, const Secret&) override { return {}; }
  void set_stop(std::stop_token) override {}

  TokenInfo info_;
  std::vector<std::string> tried;

 private:
  int tries_, wrong_ = 0;
  bool fresh_ = false;
};

class PinGiver final : public Observer {
 public:
  explicit PinGiver(std::deque<std::string> pins) : pins_(std::move(pins)) {}
  void on_event(const Event&) override {}
  Answer ask(const Question& question) override {
    asked.push_back(std::get<PinQuestion>(question));
    Answer answer;
    answer.yes = !pins_.empty();
    if (pins_.empty()) return answer;
    answer.pin = Secret(pins_.front());
    pins_.pop_front();
    return answer;
  }
  std::vector<PinQuestion> asked;

 private:
  std::deque<std::string> pins_;
};

TEST(LogIn, AsksAgainAndTellsWhatIsLeft) {
  CountingToken token(3);
  PinGiver user({"a", "b", "right"});
  const auto pin = log_in(token, {.pin_tries = 3, .initial_pin = {}}, user, {});
  ASSERT_TRUE(pin);
  EXPECT_EQ(pin->view(), "right");
  ASSERT_EQ(user.asked.size(), 3U);
  EXPECT_FALSE(user.asked[0].again);
  EXPECT_EQ(user.asked[0].tries_left, 3);
  EXPECT_TRUE(user.asked[1].again);
  EXPECT_EQ(user.asked[1].tries_left, 2);
  EXPECT_FALSE(user.asked[1].last_try);
  EXPECT_TRUE(user.asked[2].last_try);
  EXPECT_EQ(token.tried, (std::vector<std::string>{"a", "b", "right"}));
}

TEST(LogIn, EndsWhenTheTokenLocks) {
  CountingToken token(2);
  PinGiver user({"a", "b", "right"});
  EXPECT_EQ(log_in(token, {}, user, {}).error().code, ErrorCode::TokenLocked);
  EXPECT_EQ(token.tried.size(), 2U);
  EXPECT_EQ(log_in(token, {}, user, {}).error().code, ErrorCode::TokenLocked);
  EXPECT_EQ(token.tried.size(), 2U) << "a locked token is not tried";
}

TEST(LogIn, TellsAPersonWhoGivesUpWhy) {
  CountingToken token(10);
  PinGiver nobody({});
  EXPECT_EQ(log_in(token, {}, nobody, {}).error().code, ErrorCode::Cancelled);
  PinGiver user({"a"});
  const auto pin = log_in(token, {.pin_tries = 10, .initial_pin = {}}, user, {});
  EXPECT_EQ(pin.error().code, ErrorCode::PinWrong);
  EXPECT_EQ(pin.error().args.find("tries_left")->second, "9");
}

TEST(LogIn, TriesTheInitialPinOnceAndOnlyOnATokenThatCountedNone) {
  CountingToken fresh(10);
  PinGiver nobody({});
  EXPECT_TRUE(log_in(fresh, {.pin_tries = 10, .initial_pin = "right"}, nobody, {}));
  EXPECT_TRUE(nobody.asked.empty());

  CountingToken other(10);
  PinGiver user({"b", "right"});
  EXPECT_TRUE(log_in(other, {.pin_tries = 10, .initial_pin = "initial"}, user, {}));
  EXPECT_EQ(other.tried, (std::vector<std::string>{"initial", "b", "right"}));
  ASSERT_EQ(user.asked.size(), 2U);
  EXPECT_FALSE(user.asked[0].again) << "what was wrong was not typed by anybody";
  EXPECT_EQ(user.asked[0].tries_left, 9);

  CountingToken counted(10);
  counted.info_.pin_count_low = true;
  PinGiver second({"right"});
  EXPECT_TRUE(log_in(counted, {.pin_tries = 10, .initial_pin = "initial"}, second, {}));
  EXPECT_EQ(counted.tried, std::vector<std::string>{"right"});
}

TEST(LogIn, AsksNothingOfATokenThatWantsNoPin) {
  CountingToken token(10);
  token.info_.login_required = false;
  PinGiver nobody({});
  EXPECT_TRUE(log_in(token, {}, nobody, {}));
  EXPECT_TRUE(token.tried.empty());
}

}  // namespace
}  // namespace kigen::renewal
