#include "service/app/attention.h"

#include <gtest/gtest.h>

#include <chrono>

namespace kigen::app {
namespace {

using namespace std::chrono_literals;
using inventory::AttentionEntry;

const Instant kMorning = *from_rfc3339("2026-11-20T03:00:00Z");
constexpr char kOperator[] = "S-1-5-21-1-2-3-1001";
constexpr char kClerk[] = "S-1-5-21-1-2-3-1002";

class AttentionTest : public testing::Test {
 protected:
  AttentionEntry entry(std::uint8_t id, std::chrono::days left, std::vector<AttentionEntry::Place> places) const {
    AttentionEntry entry;
    entry.certificate[0] = id;
    entry.not_before = kMorning - std::chrono::days{400};
    entry.not_after = kMorning + left;
    entry.places = std::move(places);
    return entry;
  }
  static AttentionEntry::Place store(std::string owner, bool key = true) {
    const auto kind = owner == "machine" ? inventory::SourceKind::MachineStore : inventory::SourceKind::UserStore;
    return {std::move(owner), kind, key};
  }
  static AttentionEntry::Place folder() { return {"machine", inventory::SourceKind::Folder, false}; }
  Attention make_attention(const std::vector<AttentionEntry>& entries) const {
    Attention attention;
    for (const auto& one : entries) add_attention(attention, one, view_.facts(one));
    return attention;
  }
  Picture picture(const Audience& audience, const std::vector<AttentionEntry>& entries, Instant now = kMorning) const {
    return picture_for(audience, make_attention(entries), quiet_, now, calendar_);
  }
  static Sha256 id(std::uint8_t first) {
    Sha256 value{};
    value[0] = first;
    return value;
  }

  FixedOffsetCalendar calendar_{std::chrono::hours{9}};
  View view_{settings::Settings(), std::make_shared<profile::ProfileSet>(), &calendar_};
  QuietMap quiet_;
};

TEST_F(AttentionTest, LeavesToAPersonWhatIsOnATokenToo) {
  const AttentionEntry::Place token{kOperator, inventory::SourceKind::Token, true};
  const AttentionEntry::Place others{kClerk, inventory::SourceKind::Token, true};
  const auto in_store = [&](std::vector<AttentionEntry::Place> places) {
    return make_attention({entry(1, std::chrono::days{5}, std::move(places))}).items.front().in_user_store;
  };
  EXPECT_TRUE(in_store({store(kOperator)}));
  EXPECT_FALSE(in_store({token}));
  EXPECT_FALSE(in_store({store(kOperator), token})) << "a driver shows what is on the token in the store";
  EXPECT_FALSE(in_store({token, store(kOperator)}));
  EXPECT_TRUE(in_store({store(kOperator), others}));
}

TEST_F(AttentionTest, ShowsAUserTheirOwnAndTheMachinesWarningsOnly) {
  const std::vector entries{entry(1, std::chrono::days{5}, {store(kOperator)}),
                            entry(2, std::chrono::days{3}, {store(kClerk)}),
                            entry(3, std::chrono::days{9}, {store("machine")})};
  const auto operator_picture = picture({.sid = kOperator}, entries);
  EXPECT_EQ(operator_picture.standing, (std::vector{id(1), id(3)}));
  EXPECT_EQ(operator_picture.due, 2);
  EXPECT_EQ(operator_picture.state, "due");
  EXPECT_EQ(operator_picture.most_urgent, id(1));
}

TEST_F(AttentionTest, CountsEverybodysForAnAdministratorButWarnsOfTheirOwn) {
  const std::vector entries{entry(1, std::chrono::days{5}, {store(kOperator)}),
                            entry(2, std::chrono::days{3}, {store(kClerk)})};
  const auto admin = picture({.sid = kClerk, .sees_all = true}, entries);
  EXPECT_EQ(admin.due, 2);
  EXPECT_EQ(admin.standing, std::vector{id(2)});
}

TEST_F(AttentionTest, LeavesTheMachinesWarningsOutWhenTheSettingSaysSo) {
  const std::vector entries{entry(3, std::chrono::days{9}, {store("machine")})};
  const auto quiet_user = picture({.sid = kOperator, .machine_warnings = false}, entries);
  EXPECT_TRUE(quiet_user.standing.empty());
  EXPECT_EQ(quiet_user.due, 1);
}

TEST_F(AttentionTest, CountsACertificateInTwoPlacesOnce) {
  const std::vector entries{entry(1, std::chrono::days{5}, {store(kOperator), store("machine")})};
  const auto operator_picture = picture({.sid = kOperator}, entries);
  EXPECT_EQ(operator_picture.due, 1);
  EXPECT_EQ(operator_picture.standing, std::vector{id(1)});
}

TEST_F(AttentionTest, WarnsOfAStoreCertificateOnlyWithItsKeyButOfAFolderAlways) {
  EXPECT_TRUE(
      picture({.sid = kOperator}, {entry(1, std::chrono::days{5}, {store(kOperator, false)})}).standing.empty());
  EXPECT_EQ(picture({.sid = kOperator}, {entry(1, std::chrono::days{5}, {folder()})}).standing.size(), 1U);
}

TEST_F(AttentionTest, TurnsRedWhenSomethingExpired) {
  const std::vector entries{entry(1, std::chrono::days{5}, {store(kOperator)}),
                            entry(2, std::chrono::days{-2}, {store(kOperator)})};
  const auto operator_picture = picture({.sid = kOperator}, entries);
  EXPECT_EQ(operator_picture.state, "expired");
  EXPECT_EQ(operator_picture.expired, 1);
  EXPECT_EQ(operator_picture.most_urgent, id(2));
}

TEST_F(AttentionTest, KeepsAClosedWarningAwayUntilItsTime) {
  const std::vector entries{entry(1, std::chrono::days{5}, {store(kOperator)})};
  const auto attention = make_attention(entries);
  quiet_[{kOperator, id(1)}] = check::close_warning(attention.items.front().facts, kMorning, kMorning + 24h, calendar_);
  const auto closed = picture({.sid = kOperator}, entries);
  EXPECT_TRUE(closed.standing.empty());
  EXPECT_EQ(closed.earliest_return, kMorning + 24h);
  EXPECT_EQ(closed.state, "due");  // the icon still says so
  EXPECT_EQ(picture({.sid = kOperator}, entries, kMorning + 24h).standing.size(), 1U);
  EXPECT_EQ(picture({.sid = kClerk}, {entry(1, std::chrono::days{5}, {store("machine")})}).standing.size(), 1U);
}

TEST_F(AttentionTest, BoundsTheListAndKeepsTheMostUrgent) {
  std::vector<AttentionEntry> entries;
  for (int i = 0; i < 250; ++i) {
    auto one = entry(0, std::chrono::days{i % 28}, {folder()});
    one.certificate[1] = static_cast<std::uint8_t>(i);
    one.certificate[2] = static_cast<std::uint8_t>(i >> 4);
    entries.push_back(one);
  }
  const auto all = picture({.sid = kOperator}, entries);
  EXPECT_EQ(all.standing.size(), kMaxWarnings);
  EXPECT_EQ(all.due, 250);
}

TEST_F(AttentionTest, WakesWhenADueCertificateExpires) {
  const auto attention = make_attention({entry(1, std::chrono::days{5}, {store(kOperator)})});
  EXPECT_EQ(earliest_transition(attention, kMorning, calendar_), kMorning + std::chrono::days{5} + 1s);
}

}  // namespace
}  // namespace kigen::app
