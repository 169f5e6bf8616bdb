#include <gtest/gtest.h>

#include "samples.h"
#include "tray/model/certificate_table.h"
#include "tray/model/details_view.h"
#include "tray/model/icon_view.h"
#include "tray/model/interval_view.h"
#include "tray/model/notice_table.h"
#include "tray/model/service_view.h"

namespace kigen::tray {
namespace {

using test::certificate;
using text::Language;

TEST(IntervalInput, TakesWholeHoursFromOneToSeventyTwo) {
  for (const auto& [input, hours] : {std::pair{"1", 1}, {"72", 72}, {" 24 ", 24}, {"２４", 24}, {"007", 7}}) {
    EXPECT_EQ(parse_interval(input), hours) << input;
  }
  for (const char* input : {"", " ", "0", "73", "-1", "1.5", "1h", "24 24", "99999999999999999999", "七", "+5"}) {
    EXPECT_EQ(parse_interval(input), std::nullopt) << input;
  }
}

TEST(IntervalView, RefusesWithTheRangeAndSaysThatTheOldValueStays) {
  const test::Fixture at;
  const IntervalView view = interval_view(at.context(), {24, false, true}, "100");
  EXPECT_FALSE(view.acceptable);
  EXPECT_TRUE(view.editable);
  EXPECT_EQ(view.message, "Enter a whole number of hours from 1 to 72. The interval is still 24 hours.");
}

TEST(IntervalView, SaysWhenTheNextCheckWouldBe) {
  const test::Fixture at;
  const IntervalView view = interval_view(at.context(), {24, false, true}, "6");
  EXPECT_TRUE(view.acceptable);
  EXPECT_EQ(view.message, "Next check then: today 18:00");
}

TEST(IntervalView, IsGreyUnderPolicyAndWithoutTheService) {
  const test::Fixture at;
  EXPECT_FALSE(interval_view(at.context(), {24, true, true}, "6").editable);
  EXPECT_FALSE(interval_view(at.context(), {24, true, true}, "6").acceptable);
  EXPECT_FALSE(interval_view(at.context(), {24, false, false}, "6").acceptable);
}

TEST(IconView, IsGreyWithoutTheServiceAndNamesTheMostUrgentWithIt) {
  const test::Fixture at;
  EXPECT_EQ(icon_view(at.context(), std::nullopt).state, IconState::Unreachable);
  ipc::StatusResult status;
  status.state = "due";
  status.total = 3;
  status.most_urgent = certificate(1, "due", 12);
  const IconView view = icon_view(at.context(), status);
  EXPECT_EQ(view.state, IconState::Due);
  EXPECT_EQ(view.tip, "Kigen: customs filing CODE1 expires in 12 days");
  status.state = "expired";
  EXPECT_EQ(icon_view(at.context(), status).state, IconState::Expired);
  status.state = "fine";
  EXPECT_EQ(icon_view(at.context(), status).state, IconState::Fine);
}

TEST(Shorten, CutsAtACharacterAndCountsSurrogatePairsAsTwo) {
  EXPECT_EQ(shorten("abcdef", 6), "abcdef");
  EXPECT_EQ(shorten("abcdefg", 6), "abcde…");
  EXPECT_EQ(shorten("証明書の期限", 4), "証明書…");
  EXPECT_EQ(shorten("𠮷𠮷", 4), "𠮷𠮷");
  EXPECT_EQ(shorten("𠮷𠮷𠮷", 4), "𠮷…");
}

class Table : public ::testing::Test {
 protected:
  Table() {
    ipc::UnreadableItem broken{"C:\\certs", "old.p12", "machine", Error(ErrorCode::Pkcs12NeedsPassword), test::kNow};
    table.set_data({certificate(1, "due", 12), certificate(2, "valid", 200), certificate(3, "expired", -3)}, {broken});
    table.render(at.context());
  }
  std::vector<std::string> names() {
    std::vector<std::string> result;
    for (int row = 0; row < table.rows(); ++row) result.push_back(table.text(row, CertificateTable::Name));
    return result;
  }
  test::Fixture at;
  CertificateTable table;
};

TEST_F(Table, StartsWithTheSoonestAndEndsWithTheUnreadable) {
  EXPECT_EQ(names(), (std::vector<std::string>{"CODE3", "CODE1", "CODE2", "old.p12"}));
  EXPECT_EQ(table.mark(3), Mark::Unreadable);
}

TEST_F(Table, TurnsTheOrderRoundOnTheSameColumn) {
  table.sort_by(CertificateTable::Name);
  EXPECT_EQ(names().front(), "CODE1");
  table.sort_by(CertificateTable::Name);
  EXPECT_EQ(names().front(), "old.p12");
}

TEST_F(Table, FiltersByEveryCellAndBySubjectIgnoringCaseAndWidth) {
  table.set_filter("ｃｏｄｅ２");
  EXPECT_EQ(names(), (std::vector<std::string>{"CODE2"}));
  table.set_filter("NAME 3");
  EXPECT_EQ(names(), (std::vector<std::string>{"CODE3"}));
  table.set_filter("nothing such");
  EXPECT_EQ(table.rows(), 0);
  table.set_filter("");
  EXPECT_EQ(table.rows(), 4);
}

TEST_F(Table, KeepsTheSelectionOnItsCertificateThroughSortingAndReloading) {
  table.select(1);
  ASSERT_TRUE(table.selected_certificate());
  EXPECT_EQ(table.selected_certificate()->identifier, "CODE1");
  table.sort_by(CertificateTable::DaysLeft);
  EXPECT_EQ(table.text(table.selected_row(), CertificateTable::Name), "CODE1");
  table.set_data({certificate(1, "due", 11), certificate(9, "due", 1)}, {});
  table.render(at.context());
  EXPECT_EQ(table.text(table.selected_row(), CertificateTable::DaysLeft), "11 days");
  table.set_data({certificate(9, "due", 1)}, {});
  table.render(at.context());
  EXPECT_EQ(table.selected_row(), -1);
  EXPECT_EQ(table.selected_certificate(), nullptr);
}

TEST_F(Table, NoHostileNameReachesTheScreenAsIs) {
  auto item = certificate(1, "due", 1);
  item.identifier = "a\u202Eb\nc";
  table.set_data({item}, {});
  table.render(at.context());
  EXPECT_EQ(names().front().find('\n'), std::string::npos);
  EXPECT_EQ(names().front().find("\u202E"), std::string::npos);
}

TEST(Notices, StandNewestFirstAndKnowWhatIsUnread) {
  const test::Fixture at;
  NoticeTable table;
  ipc::Notice old{1, test::kNow - std::chrono::hours(5), "info", {"check_done", {}}, "", true};
  ipc::Notice fresh{2, test::kNow, "error", {"check_done", {}}, "", false};
  table.set_data({old, fresh});
  table.render(at.context());
  EXPECT_TRUE(table.unread(0));
  EXPECT_FALSE(table.unread(1));
  EXPECT_EQ(table.text(0, NoticeTable::Severity), "Error");
  EXPECT_EQ(table.unread_ids(), (std::vector<std::int64_t>{2}));
  EXPECT_EQ(table.text(7, 0), "");
}

TEST(Details, SayWhyWhatIsNextAndWhatTheCertificateHolds) {
  const test::Fixture at;
  ipc::Explanation explanation;
  explanation.certificate.summary = certificate(1, "due", 12);
  explanation.certificate.key_algorithm = "RSA";
  explanation.certificate.key_bits = 2048;
  explanation.why = {"in_window", {{"days", "12"}, {"not_after", "2026-12-02T03:00:00Z"}}};
  const Chain chain{{"Example CA", "Example Root"}, Chain::State::Trusted};
  const std::string text = plain_text(details_of(at.context(), explanation, chain));
  EXPECT_NE(text.find("The certificate for customs filing"), std::string::npos);
  EXPECT_NE(text.find("Authentication code 1\tCODE1"), std::string::npos);
  EXPECT_NE(text.find("name 1 ← Example CA ← Example Root (trusted)"), std::string::npos);
  EXPECT_NE(text.find("RSA, 2048 bits"), std::string::npos);
  EXPECT_NE(text.find("Apply at the help desk."), std::string::npos);
}

TEST(Details, SayWhatWasTriedLastAndWhatComesNext) {
  const test::Fixture at;
  ipc::Explanation explanation;
  explanation.certificate.summary = certificate(1, "due", 12);
  explanation.last =
      Reason{"attempt_failed", {{"ended", to_rfc3339(at.context().now)}, {"kgn", "KGN-2102"}, {"ra_code", "550"}}};
  explanation.next = {{{"renews_unattended", {}}, at.context().now + std::chrono::hours{5}}};
  const std::string text = plain_text(details_of(at.context(), explanation, std::nullopt));
  EXPECT_NE(text.find("Last attempt\t"), std::string::npos) << text;
  EXPECT_NE(text.find("(KGN-2102 · 550)"), std::string::npos) << text;
  EXPECT_NE(text.find("Kigen renews it without asking"), std::string::npos) << text;
}

TEST(Details, NameTheCodeAndTheRemedyOfAnUnreadableItem) {
  const test::Fixture at;
  const ipc::UnreadableItem item{"C:\\certs", "old.p12", "machine", Error(ErrorCode::Pkcs12NeedsPassword), test::kNow};
  for (const Language language : {Language::English, Language::Japanese}) {
    const std::string text = plain_text(details_of(at.context(language), item));
    EXPECT_NE(text.find("KGN-1402"), std::string::npos);
    EXPECT_NE(text.find("old.p12"), std::string::npos);
  }
}

TEST(StatusLine, SaysThatTheServiceIsNotConnectedAndWhenItIsTriedAgain) {
  const test::Fixture at;
  EXPECT_EQ(status_line(at.context(), {false, true, std::chrono::seconds(8)}, std::nullopt).connection,
            "Service not connected (next attempt in 8 s)");
  ipc::StatusResult status;
  status.total = 14;
  status.due = 1;
  status.interval_locked = true;
  status.last_check = ipc::CheckRun{};
  status.last_check->started = test::kNow - std::chrono::hours(2);
  const StatusLine line = status_line(at.context(), {true, true, {}}, status);
  EXPECT_EQ(line.check, "Last check today 10:00, 14 certificates, 1 due");
  EXPECT_EQ(line.remark, "Interval set by your administrator");
}

TEST(CheckView, TellsProgressResultAndFailure) {
  const test::Fixture at;
  CheckView check;
  EXPECT_FALSE(check.visible());
  check.started();
  EXPECT_EQ(check.percent(), std::nullopt);
  check.progressed({1, "sources", 1, 4});
  EXPECT_EQ(check.percent(), 25);
  EXPECT_EQ(check.words(at.context()), "Reading the certificates (1 of 4)");
  check.hide();
  EXPECT_FALSE(check.visible());
  EXPECT_TRUE(check.running());
  ipc::CheckRun run;
  run.total = 14;
  run.due = 1;
  check.finished(run);
  EXPECT_EQ(check.words(at.context()), "Checked: 14 certificates, 1 due, 0 expired.");
  check.started();
  check.failed(Error(ErrorCode::PipeUnavailable));
  EXPECT_NE(check.words(at.context()).find("KGN-1501"), std::string::npos);
}

}  // namespace
}  // namespace kigen::tray
