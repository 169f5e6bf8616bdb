#include "service/ctl/table.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "service/ctl/duration.h"
#include "service/ctl/exit_code.h"

namespace kigen::ctl {
namespace {

TEST(DisplayWidth, CountsTwoColumnsForIdeographs) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("期限"), 4U);
  EXPECT_EQ(display_width("ｱﾎﾟ"), 3U);        // half-width katakana
  EXPECT_EQ(display_width("Ａ１"), 4U);       // full-width letters
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // e and a combining acute accent
  EXPECT_EQ(display_width("か\xE3\x82\x99"), 2U);
  EXPECT_EQ(display_width(""), 0U);
}

TEST(CutToWidth, NeverCutsACharacterInTwo) {
  EXPECT_EQ(cut_to_width("期限切れ", 8), "期限切れ");
  EXPECT_EQ(cut_to_width("期限切れ", 7), "期限切…");
  EXPECT_EQ(cut_to_width("期限切れ", 6), "期限…");
  EXPECT_EQ(cut_to_width("abc", 2), "a…");
}

TEST(Table, AlignsByDisplayWidth) {
  Table table({{.heading = "名前"}, {.heading = "日", .right = true}, {.heading = "x"}});
  table.add({"担当 一号", "5", "a"});
  table.add({"PC1", "12", "b"});
  EXPECT_EQ(table.render(0), "名前       日  x\n担当 一号   5  a\nPC1        12  b\n");
}

TEST(Table, ShortensOnlyFlexibleColumnsAndOnlyForATerminal) {
  Table table({{.heading = "A", .flexible = true}, {.heading = "B"}});
  table.add({std::string(40, 'x'), std::string(20, 'y')});
  EXPECT_NE(table.render(0).find(std::string(40, 'x')), std::string::npos);
  const std::string narrow = table.render(40);
  EXPECT_NE(narrow.find(std::string(17, 'x') + "…  " + std::string(20, 'y')), std::string::npos) << narrow;
}

TEST(Table, MakesEachCellOneHarmlessLine) {
  Table table({{.heading = "A"}});
  table.add({"a\nb\x1B[31m"});
  EXPECT_EQ(table.render(0).find('\x1B'), std::string::npos);
  EXPECT_EQ(std::ranges::count(table.render(0), '\n'), 2);
}

TEST(ParseDays, ReadsDaysAndWeeks) {
  EXPECT_EQ(parse_days("28d"), 28);
  EXPECT_EQ(parse_days("2w"), 14);
  EXPECT_EQ(parse_days("0"), 0);
  for (const char* bad : {"", "d", "-1d", "28x", "28dd", "1.5d", "99999999999999999999d", "36501d", "9999w", " 1d"}) {
    EXPECT_FALSE(parse_days(bad)) << bad;
  }
}

TEST(ExitCodes, ArePartOfTheInterface) {
  EXPECT_EQ(exit_code_of(ErrorCode::PipeUnavailable), 3);
  EXPECT_EQ(exit_code_of(ErrorCode::PipeServerNotTrusted), 3);
  EXPECT_EQ(exit_code_of(ErrorCode::SettingNotAllowed), 4);
  EXPECT_EQ(exit_code_of(ErrorCode::NotFound), 5);
  EXPECT_EQ(exit_code_of(ErrorCode::SettingRange), 2);
  EXPECT_EQ(exit_code_of(ErrorCode::DatabaseFailed), 1);
}

}  // namespace
}  // namespace kigen::ctl
