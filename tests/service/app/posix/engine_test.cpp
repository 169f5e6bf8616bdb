#include "tests/service/app/posix/engine_harness.h"

namespace kigen::app {
namespace {

TEST_F(EngineTest, WarnsAtTheStartAndAgainAtTheNextCheck) {
  EXPECT_EQ(status().state, "due");
  EXPECT_EQ(status().next_check, kStart + 24h);
  close_warning();
  at(kStart + 1h, &Engine::on_session_change);
  EXPECT_EQ(standing(), 0U);
  at(kStart + 24h, &Engine::on_resume);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, MakesUpOneCheckForAllDeadlinesItSleptOver) {
  close_warning();
  const auto before = runs().size();
  at(kStart + 5 * 24h + 7h, &Engine::on_resume);
  EXPECT_EQ(runs().size(), before + 1);
  EXPECT_EQ(status().next_check, kStart + 6 * 24h + 7h);
  EXPECT_EQ(standing(), 1U);
  EXPECT_EQ(status().most_urgent->days_left, 5);
}

TEST_F(EngineTest, RepeatsNothingWhenTheClockIsSetByMinutesOrHours) {
  close_warning();
  for (const auto step : {10min, -10min, 60min, -180min, 180min}) {
    at(clock_.now() + step, &Engine::on_time_change);
    EXPECT_EQ(standing(), 0U);
  }
}

TEST_F(EngineTest, MissesNothingWhenTheClockWasYearsBackForAWhile) {
  close_warning();
  at(kStart - 2 * 365 * 24h, &Engine::on_time_change);
  EXPECT_LE(status().next_check, clock_.now() + 24h);
  at(kStart + 2min, &Engine::on_time_change);
  EXPECT_LE(status().next_check, clock_.now() + 24h);
  at(kStart + 48h, &Engine::on_resume);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, TellsWhatExpiredWhenTheClockJumpsForwardByYears) {
  at(kStart + 3 * 365 * 24h, &Engine::on_time_change);
  EXPECT_EQ(status().expired + status().due, 0);  // lapsed long ago: nobody is bothered any more
  at(kStart + 1h, &Engine::on_time_change);
  EXPECT_EQ(status().due, 1);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, KeepsDeadlineAndClosedWarningsOverARestart) {
  close_warning();
  clock_.set(kStart + 3h);
  stop();
  start();
  EXPECT_EQ(standing(), 0U);
  EXPECT_EQ(status().next_check, kStart + 24h);
  at(kStart + 24h + 1min, &Engine::on_resume);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, BringsAClosedWarningForwardWithAShorterInterval) {
  close_warning();
  EXPECT_EQ(client_->call(ipc::kSettingsSet, {.key = "check.interval_hours", .value = "2"}).value().value, "2");
  until([this] { return status().next_check == kStart + 2h; });
  at(kStart + 2h + 1s, &Engine::on_resume);
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, ShowsAgainWhatWasClosedWhenTheUserAsksForACheck) {
  close_warning();
  EXPECT_EQ(client_->call(ipc::kCheckRun).value().trigger, "on_demand");
  EXPECT_EQ(standing(), 1U);
}

TEST_F(EngineTest, GivesEachNewsOnce) {
  const auto notices = [this] { return client_->call(ipc::kNoticesList).value().items; };
  ASSERT_EQ(notices().size(), 1U);
  EXPECT_EQ(notices()[0].reason.code, "notice_due");
  at(kStart + 24h, &Engine::on_resume);
  EXPECT_EQ(notices().size(), 1U);
  at(kStart + 11 * 24h, &Engine::on_resume);
  ASSERT_EQ(notices().size(), 2U);
  EXPECT_EQ(notices()[0].reason.code, "notice_expired");
  stop();
  start();
  EXPECT_EQ(notices().size(), 2U);
}

TEST_F(EngineTest, StopsWarningOnceARenewedCertificateIsThere) {
  ASSERT_EQ(standing(), 1U);
  const auto der = inventory::testing::make_certificate(
      {.name = "due.pem", .not_before = kStart - 1h, .not_after = kStart + std::chrono::days{400}, .serial = 2});
  inventory::testing::write(certificates() / "new.pem", inventory::testing::to_pem(der));
  until([this] { return standing() == 0; });
  EXPECT_EQ(status().state, "fine");
  const auto all = client_->call(ipc::kList).value().items;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].status, "superseded");
}

TEST_F(EngineTest, ExplainsWhyAndWhatComesNext) {
  const auto all = client_->call(ipc::kList).value().items;
  const auto explained = client_->call(ipc::kExplain, {.thumbprint = all[0].thumbprint_sha256}).value();
  EXPECT_EQ(explained.certificate.summary.status, "due");
  EXPECT_FALSE(explained.why.code.empty());
  ASSERT_FALSE(explained.next.empty());
  EXPECT_TRUE(explained.next[0].at.has_value());
}

ipc::AttemptParams failed_attempt(const std::string& thumbprint, Instant ended) {
  return {.thumbprint = thumbprint,
          .kind = "renew",
          .started = ended - 5s,
          .ended = ended,
          .result = "KGN-2102",
          .ra_code = "550"};
}

TEST_F(EngineTest, TellsTheLastAttemptOfACertificateAndHowManyFailed) {
  const std::string thumbprint = client_->call(ipc::kList).value().items[0].thumbprint_sha256;
  ASSERT_FALSE(client_->call(ipc::kExplain, {.thumbprint = thumbprint}).value().last);
  EXPECT_EQ(client_->call(ipc::kAttemptReport, failed_attempt(thumbprint, kStart - 60s)).value().failed_attempts, 1);
  EXPECT_EQ(client_->call(ipc::kAttemptReport, failed_attempt(thumbprint, kStart)).value().failed_attempts, 2);
  auto explained = client_->call(ipc::kExplain, {.thumbprint = thumbprint}).value();
  ASSERT_TRUE(explained.certificate.last_attempt);
  EXPECT_EQ(explained.certificate.last_attempt->ended, kStart);
  EXPECT_EQ(explained.certificate.last_attempt->ra_code, "550");
  EXPECT_EQ(explained.certificate.failed_attempts, 2);
  ASSERT_TRUE(explained.last);
  EXPECT_EQ(explained.last->code, "attempt_failed");
  EXPECT_EQ(explained.last->args.at("kgn"), "KGN-2102");

  auto good = failed_attempt(thumbprint, kStart);
  good.result = "ok";
  good.new_thumbprint = std::string(64, 'b');
  EXPECT_EQ(client_->call(ipc::kAttemptReport, good).value().failed_attempts, 0);
  explained = client_->call(ipc::kExplain, {.thumbprint = thumbprint}).value();
  EXPECT_EQ(explained.last->code, "attempt_good");
  EXPECT_EQ(client_->call(ipc::kGet, {.thumbprint = thumbprint}).value().last_attempt->new_thumbprint,
            good.new_thumbprint);
}

TEST_F(EngineTest, KeepsASettingOverDamageOfTheSameDay) {
  until([this] { return !std::filesystem::is_empty(data() / "backup"); });
  ASSERT_TRUE(client_->call(ipc::kSettingsSet, {.key = "check.interval_hours", .value = "7"}));
  stop();  // writes at once what would be written in a moment
  inventory::testing::write(data() / "kigen.db", "");
  for (const char* part : {"kigen.db-wal", "kigen.db-shm"}) std::filesystem::remove(data() / part);
  start();
  const auto settings = client_->call(ipc::kSettingsGet).value();
  EXPECT_EQ(std::ranges::find(settings.values, "check.interval_hours", &ipc::SettingValue::key)->value, "7");
  EXPECT_FALSE(status().problems.empty());
}

TEST_F(EngineTest, KeepsAttemptsOverARestart) {
  const std::string thumbprint = client_->call(ipc::kList).value().items[0].thumbprint_sha256;
  ASSERT_TRUE(client_->call(ipc::kAttemptReport, failed_attempt(thumbprint, kStart)));
  stop();
  start();
  EXPECT_EQ(client_->call(ipc::kGet, {.thumbprint = thumbprint}).value().failed_attempts, 1);
}

}  // namespace
}  // namespace kigen::app
