// Tokens through the whole service, as two users' trays report them over the real pipe. A connection's user is the
// thread's that made it, so the second user needs a test that runs as root.
#include <sys/syscall.h>
#include <unistd.h>

#include "common/base/hex.h"
#include "tests/service/app/posix/engine_harness.h"

namespace kigen::app {
namespace {

using std::chrono::days;

constexpr uid_t kAnna = 64'001, kBert = 64'002;

class TokenEngineTest : public EngineTest {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "needs two users";
    write_profile(
        "[key]\nwhere = \"user_or_token\"\nprovider = \"cng\"\n[token]\nmodules = [\"/usr/lib/driver.so\"]\n");
    EngineTest::SetUp();
    anna_.emplace(connect_as(kAnna));
    bert_.emplace(connect_as(kBert));
  }
  void TearDown() override {
    if (!engine_) return;
    anna_.reset();
    bert_.reset();
    EngineTest::TearDown();
  }

  ipc::Client connect_as(uid_t user) {
    std::optional<ipc::Client> client;
    std::thread([&] {
      // The system call itself: glibc's wrapper would change every thread of the process.
      if (::syscall(SYS_setresuid, -1, user, -1) == 0) client.emplace(connect("tray"));
    }).join();
    return std::move(client.value());
  }
  static ipc::ReportParams token(const std::string& serial, std::vector<Held> held) {
    ipc::ReportParams params;
    params.source = "Token\\" + serial;
    params.token_label = "My token";
    for (auto& one : held) {
      params.items.push_back(
          {.sha256 = one.thumbprint, .der_base64 = std::move(one.der_base64), .has_private_key = true});
    }
    return params;
  }
  static ipc::ReportParams pulled(const std::string& serial) {
    ipc::ReportParams params = token(serial, {});
    params.token_present = false;
    return params;
  }
  static std::optional<ipc::CertificateSummary> listed(ipc::Client& client, const std::string& thumbprint) {
    for (auto& item : client.call(ipc::kList).value().items) {
      if (item.thumbprint_sha256 == thumbprint) return item;
    }
    return std::nullopt;
  }
  static bool warned(ipc::Client& client, const std::string& thumbprint) {
    const auto list = client.call(ipc::kWarningsGet).value();
    return std::ranges::any_of(list.items, [&](const auto& item) { return item.thumbprint_sha256 == thumbprint; });
  }
  static std::vector<std::string> steps(ipc::Client& client, const std::string& thumbprint) {
    std::vector<std::string> codes;
    for (const auto& step : client.call(ipc::kExplain, {.thumbprint = thumbprint}).value().next) {
      codes.push_back(step.reason.code);
    }
    return codes;
  }
  static bool has(const std::vector<std::string>& codes, std::string_view code) {
    return std::ranges::find(codes, code) != codes.end();
  }

  std::optional<ipc::Client> anna_, bert_;
};

TEST_F(TokenEngineTest, WarnsOfATokensCertificateAlsoWhenItWasPulled) {
  const Held held = made("anna", 71);
  ASSERT_TRUE(anna_->call(ipc::kReport, token("01", {held})));
  until([&] { return warned(*anna_, held.thumbprint); });
  auto item = listed(*anna_, held.thumbprint);
  ASSERT_TRUE(item);
  EXPECT_EQ(item->source, "Token\\01");
  EXPECT_EQ(item->token_label, "My token");
  EXPECT_TRUE(item->token_present);
  EXPECT_TRUE(has(steps(*anna_, held.thumbprint), "renew_now"));

  ASSERT_TRUE(anna_->call(ipc::kReport, pulled("01")));
  until([&] { return !listed(*anna_, held.thumbprint)->token_present; });
  EXPECT_TRUE(warned(*anna_, held.thumbprint));
  EXPECT_EQ(listed(*anna_, held.thumbprint)->status, "due");
  const auto explained = anna_->call(ipc::kExplain, {.thumbprint = held.thumbprint}).value();
  EXPECT_FALSE(explained.certificate.places.at(0).token_present);
  EXPECT_TRUE(has(steps(*anna_, held.thumbprint), "plug_in_token"));
  EXPECT_FALSE(has(steps(*anna_, held.thumbprint), "renew_now"));

  ASSERT_TRUE(anna_->call(ipc::kReport, token("01", {{held.thumbprint, ""}})));
  until([&] { return listed(*anna_, held.thumbprint)->token_present; });
  ASSERT_TRUE(anna_->call(ipc::kReport, token("01", {})));
  until([&] { return !listed(*anna_, held.thumbprint); });
}

TEST_F(TokenEngineTest, LetsNobodyTouchAnothersToken) {
  const Held annas = made("anna", 72), berts = made("bert", 73);
  ASSERT_TRUE(anna_->call(ipc::kReport, token("01", {annas})));
  ASSERT_TRUE(bert_->call(ipc::kReport, token("01", {berts})));
  // Whose it is, is the connection's to say: the pull is Bert's own.
  ASSERT_TRUE(bert_->call(ipc::kReport, pulled("01")));
  until([&] { return !listed(*bert_, berts.thumbprint)->token_present; });
  EXPECT_TRUE(listed(*anna_, annas.thumbprint)->token_present);
  EXPECT_FALSE(listed(*anna_, berts.thumbprint));
  EXPECT_FALSE(listed(*bert_, annas.thumbprint));
  // A hash alone names nothing that its reporter has not shown.
  const auto guess = bert_->call(ipc::kReport, token("01", {{annas.thumbprint, ""}}));
  ASSERT_TRUE(guess);
  EXPECT_EQ(guess->need, std::vector<std::string>{annas.thumbprint});
  EXPECT_FALSE(listed(*bert_, annas.thumbprint));
}

TEST_F(TokenEngineTest, RefusesReportsThatSayWhatTheyCannot) {
  const auto field_of = [this](const ipc::ReportParams& params) {
    const auto answer = anna_->call(ipc::kReport, params);
    return answer ? std::string("accepted") : answer.error().args.at("field");
  };
  const Held held = made("anna", 74);
  ipc::ReportParams report = token("01", {held});
  report.source = "Token\\";
  EXPECT_EQ(field_of(report), "source");
  report.source = "Token\\" + std::string(65, '1');
  EXPECT_EQ(field_of(report), "source");
  report.source = "Token\\a\nb";
  EXPECT_EQ(field_of(report), "source");
  report.source = "Token\\01";
  report.token_label = "a\x7F";
  EXPECT_EQ(field_of(report), "token_label");
  report.token_label = "";
  report.token_present = false;
  EXPECT_EQ(field_of(report), "items");
  report = pulled("01");
  report.more = true;
  EXPECT_EQ(field_of(report), "more");
  report = pulled("01");
  report.source = "CurrentUser\\My";
  EXPECT_EQ(field_of(report), "token_label");
  report.token_label = "";
  EXPECT_EQ(field_of(report), "token_present");
  report = token("01", {held});
  report.source = "TokenDrivers";
  report.token_label = "";
  EXPECT_EQ(field_of(report), "items");
}

TEST_F(TokenEngineTest, NeverPlansToRenewAKeyOnATokenWithoutAsking) {
  const Held on_token = made("token", 75), in_store = made("store", 76);
  ipc::ReportParams store;
  store.items = {{.sha256 = on_token.thumbprint, .der_base64 = on_token.der_base64, .has_private_key = true},
                 {.sha256 = in_store.thumbprint, .der_base64 = in_store.der_base64, .has_private_key = true}};
  ASSERT_TRUE(anna_->call(ipc::kReport, store));
  ASSERT_TRUE(anna_->call(ipc::kReport, token("01", {on_token})));
  until([&] { return warned(*anna_, on_token.thumbprint); });
  EXPECT_TRUE(has(steps(*anna_, on_token.thumbprint), "token_needs_pin"));
  EXPECT_FALSE(has(steps(*anna_, on_token.thumbprint), "renews_unattended"));
  const auto copied = anna_->call(ipc::kGet, {.thumbprint = on_token.thumbprint}).value();
  EXPECT_FALSE(copied.next_attempt);
  EXPECT_EQ(copied.places.size(), 2U);
  EXPECT_TRUE(anna_->call(ipc::kGet, {.thumbprint = in_store.thumbprint})->next_attempt);
  EXPECT_FALSE(has(steps(*anna_, in_store.thumbprint), "token_needs_pin"));
}

TEST_F(TokenEngineTest, TellsItsStateAndTheLibrariesThatFailed) {
  const Held held = made("anna", 77);
  ASSERT_TRUE(anna_->call(ipc::kReport, token("01", {held})));
  ASSERT_TRUE(anna_->call(ipc::kReport, pulled("01")));
  ipc::ReportParams drivers;
  drivers.source = "TokenDrivers";
  drivers.unreadable.push_back({"/usr/lib/driver.so", Error(ErrorCode::TokenReadTimedOut).with("module", "driver")});
  ASSERT_TRUE(anna_->call(ipc::kReport, drivers));
  const auto source = [this](const std::string& name) {
    for (auto& state : anna_->call(ipc::kStatus).value().sources) {
      if (state.source == name) return state;
    }
    return ipc::SourceState{};
  };
  until([&] { return source("Token\\01").state == "not_inserted" && source("TokenDrivers").unreadable == 1; });
  std::vector<std::string> found;
  for (const auto& finding : anna_->call(ipc::kDoctor).value().findings) {
    if (finding.subject == "tokens") found.push_back(finding.verdict + ' ' + finding.reason.code);
  }
  EXPECT_EQ(found, (std::vector<std::string>{"ok doctor_token_away", "failed doctor_token_driver_failed"}));
  EXPECT_EQ(bert_->call(ipc::kStatus)->sources.size(), 1U);
  EXPECT_EQ(anna_->call(ipc::kProfiles)->profiles.at(0).token_modules, std::vector<std::string>{"/usr/lib/driver.so"});
}

}  // namespace
}  // namespace kigen::app
