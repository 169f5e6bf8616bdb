// Unattended renewal from the check to the push and back, over the real pipe: the test is the tray and the wizard.
#include "common/base/hex.h"
#include "tests/service/app/posix/engine_harness.h"

namespace kigen::app {
namespace {

using std::chrono::days;

constexpr const char* kUserKey = "[key]\nwhere = \"user\"\nprovider = \"cng\"\n";

class UnattendedTest : public EngineTest {
 protected:
  void SetUp() override {
    write_profile(kUserKey);
    EngineTest::SetUp();
    sign_in();
    // The machine is another one in each run: a certificate whose moment leaves time for retries is looked for.
    int serial = 77;
    do {
      report(serial++);
    } while (planned() > kStart + days{10});
  }
  void TearDown() override {
    tray_.reset();
    EngineTest::TearDown();
  }

  /// The clock goes on, as when the service's timer fires.
  void pass(Instant now) { at(now, &Engine::on_resume); }

  void sign_in() {
    renewals_ = {};
    warnings_ = {};
    tray_.emplace(connect("tray"));
    tray_->on_push([this](const ipc::Push& push) {
      if (const auto* list = std::get_if<ipc::RenewalList>(&push)) renewals_ = *list;
      if (const auto* list = std::get_if<ipc::WarningList>(&push)) warnings_ = *list;
    });
    ASSERT_TRUE(tray_->call(ipc::kSubscribe));
  }
  // The user's store: one certificate with its key, 20 days before its end.
  void report(int serial) {
    ipc::ReportParams params;
    Held held = made("user", serial);
    thumbprint_ = held.thumbprint;
    params.items.push_back(
        {.sha256 = held.thumbprint, .der_base64 = std::move(held.der_base64), .has_private_key = true});
    const auto before = runs().front().id;
    ASSERT_TRUE(tray_->call(ipc::kReport, params));
    until([&] { return runs().front().id > before; });
  }
  ipc::Explanation explain() { return client_->call(ipc::kExplain, {.thumbprint = thumbprint_}).value(); }
  bool explains(const std::string& code) {
    const auto explained = explain();
    return std::ranges::any_of(explained.next, [&](const auto& step) { return step.reason.code == code; });
  }
  Instant planned() { return explain().certificate.next_attempt.value(); }
  bool warned() {
    const auto list = client_->call(ipc::kWarningsGet).value();
    return std::ranges::any_of(list.items, [&](const auto& item) { return item.thumbprint_sha256 == thumbprint_; });
  }
  template <class Condition>
  void until_pushed(Condition condition) {
    until([&] {
      (void)tray_->wait_for_push(10ms);
      return condition();
    });
  }
  ipc::AttemptResult ended(const std::string& result, std::optional<Instant> next = std::nullopt) {
    return client_
        ->call(ipc::kAttemptReport, {.thumbprint = thumbprint_,
                                     .kind = "renew",
                                     .unattended = true,
                                     .started = clock_.now(),
                                     .ended = clock_.now(),
                                     .result = result,
                                     .next_attempt = next})
        .value();
  }
  std::vector<std::string> notices() {
    std::vector<std::string> codes;
    for (const auto& notice : client_->call(ipc::kNoticesList, {.limit = 100}).value().items) {
      if (notice.reason.code.starts_with("notice_renew")) codes.push_back(notice.reason.code);
    }
    return codes;
  }

  std::optional<ipc::Client> tray_;
  ipc::RenewalList renewals_;
  ipc::WarningList warnings_;
  std::string thumbprint_;
};

TEST_F(UnattendedTest, DisturbsNobodyAndSaysWhenItWillHappen) {
  EXPECT_FALSE(warned());
  EXPECT_GE(planned(), kStart);
  EXPECT_LT(planned(), kStart + days{17});
  EXPECT_TRUE(explains("renews_unattended"));
  EXPECT_TRUE(explains("warns_from"));
  EXPECT_FALSE(explains("reminder_at_check"));
}

TEST_F(UnattendedTest, AsksTheTrayAtTheMomentAndTellsAfterwards) {
  pass(planned());
  until_pushed([&] { return renewals_.items.size() == 1; });
  EXPECT_EQ(renewals_.items[0].thumbprint, thumbprint_);
  EXPECT_EQ(renewals_.items[0].profile, "web");
  EXPECT_TRUE(explains("renewing_now"));
  EXPECT_FALSE(ended("ok").next_attempt);
  until_pushed([&] { return renewals_.items.empty(); });
  until([&] { return notices() == std::vector<std::string>{"notice_renewed"}; });
  EXPECT_EQ(explain().last->code, "attempt_good");
  // Whatever the inventory still holds: it is not renewed a second time.
  pass(clock_.now() + days{1});
  (void)tray_->wait_for_push(50ms);
  EXPECT_TRUE(renewals_.items.empty());
}

TEST_F(UnattendedTest, GivesTheListAgainToATrayThatConnectsAgain) {
  pass(planned());
  until_pushed([&] { return renewals_.items.size() == 1; });
  const auto first = renewals_.items[0].since;
  sign_in();
  until_pushed([&] { return renewals_.items.size() == 1; });
  EXPECT_EQ(renewals_.items[0].since, first);
}

TEST_F(UnattendedTest, TriesAgainAfterAFailureAndWarnsAfterTheThird) {
  for (int failures = 1; failures <= 3; ++failures) {
    pass(planned());
    until_pushed([&] { return renewals_.items.size() == 1; });
    EXPECT_FALSE(warned());
    const Instant now = clock_.now();
    const auto result = ended("KGN-2101", now + 60s);
    EXPECT_EQ(result.failed_attempts, failures);
    EXPECT_GE(result.next_attempt.value(), now + 2h);
    until_pushed([&] { return renewals_.items.empty(); });
  }
  EXPECT_TRUE(warned());
  EXPECT_EQ(explain().last->code, "attempt_failed");
  EXPECT_TRUE(explains("renews_unattended")) << "it goes on trying";
  until([&] { return notices() == std::vector<std::string>{"notice_renewal_needs_you", "notice_renewal_failed"}; });
}

TEST_F(UnattendedTest, WarnsAtOnceWhenAPersonIsNeeded) {
  pass(planned());
  until_pushed([&] { return renewals_.items.size() == 1; });
  (void)ended("KGN-2102");
  EXPECT_TRUE(warned());
  until([&] { return notices() == std::vector<std::string>{"notice_renewal_needs_you"}; });
}

TEST_F(UnattendedTest, WarnsOnTheLastDayAlthoughItIsUnderWay) {
  pass(kStart + days{20} - 2h);
  EXPECT_TRUE(warned());
  const Instant made_up = planned();
  EXPECT_LE(made_up, kStart + days{20}) << "the missed moment is made up before the end";
  pass(made_up);
  until_pushed([&] { return renewals_.items.size() == 1; });
  EXPECT_TRUE(warned());
}

TEST_F(UnattendedTest, MakesUpAMomentThatPassedWhileNobodyWasSignedIn) {
  const Instant missed = planned();
  tray_.reset();
  for (int i = 0; i < 3; ++i) (void)status();  // by now the service has seen that it is gone
  pass(missed + days{1});
  until([&] { return explains("renews_at_sign_in"); });
  sign_in();
  until([&] { return explains("renews_unattended"); });
  EXPECT_GE(planned(), missed + days{1});
  EXPECT_TRUE(renewals_.items.empty()) << "not at once: a company signs in at nine";
}

TEST_F(UnattendedTest, TakesAnAttemptThatIsNeverReportedForAFailure) {
  pass(planned());
  until_pushed([&] { return renewals_.items.size() == 1; });
  pass(clock_.now() + 31min);
  until_pushed([&] { return renewals_.items.empty(); });
  until([&] { return explain().last.has_value(); });
  EXPECT_EQ(explain().certificate.last_attempt->result, "KGN-2123");
}

TEST_F(UnattendedTest, KeepsItsPlanOverARestart) {
  const Instant before = planned();
  tray_.reset();
  stop();
  start();
  EXPECT_EQ(planned(), before);
}

TEST_F(UnattendedTest, MatchesNothingAnewWhenTheProfilesAreTheSame) {
  const auto checks = runs().size();
  asio::post(*io_, [this] { engine_->on_reload(); });
  asio::post(*io_, [this] { engine_->on_reload(); });
  for (int i = 0; i < 20; ++i) (void)status();
  EXPECT_EQ(runs().size(), checks);
}

TEST_F(UnattendedTest, LeavesToTheUserWhatTheProfileDoesNotAllow) {
  std::string asking = std::string(kWebProfile) + kUserKey;
  asking.replace(asking.find("unattended = true"), 17, "unattended = false");
  inventory::testing::write(data() / "profiles" / "web.toml", asking);
  asio::post(*io_, [this] { engine_->on_reload(); });
  until([&] { return warned(); });
  EXPECT_FALSE(explain().certificate.next_attempt);
}

}  // namespace
}  // namespace kigen::app
