#include "common/text/reasons.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "common/text/reason_texts.h"
#include "tests/common/text/text_rules.h"
#include "tests/support/zones.h"

namespace kigen::text {
namespace {

using kigen::test::at;
using kigen::test::tokyo;

const Instant kNow = at("2026-11-20T10:00:00+09:00");

std::string ja(const Reason& reason) {
  return reason_text(Language::Japanese, reason, kNow, tokyo());
}
std::string en(const Reason& reason) {
  return reason_text(Language::English, reason, kNow, tokyo());
}

TEST(ReasonText, KeepsTheRulesOfWordsInBothLanguages) {
  std::set<std::string_view> codes;
  for (const ReasonPattern& entry : reason_patterns()) {
    EXPECT_TRUE(codes.insert(entry.code).second) << "two texts for " << entry.code;
    for (const Language language : {Language::Japanese, Language::English}) {
      const std::string_view pattern = entry.text.in(language);
      EXPECT_EQ(test::broken_rule(pattern, Language::English == language ? language : Language::Japanese), "")
          << entry.code << ": " << pattern;
      EXPECT_TRUE(test::brackets_match(pattern)) << pattern;
      EXPECT_TRUE(test::has_only_known_kinds(pattern)) << pattern;
      EXPECT_TRUE(test::ends_as_sentence(pattern, language)) << pattern;
    }
    EXPECT_EQ(test::placeholders(entry.text.ja), test::placeholders(entry.text.en)) << entry.code;
  }
}

// Every code that explain.cpp can give has a sentence.
TEST(ReasonText, KnowsEveryCodeOfTheExplanation) {
  std::ifstream file(KIGEN_SOURCE_DIR "/service/check/explain.cpp");
  std::stringstream content;
  content << file.rdbuf();
  const std::string source = content.str();
  const std::regex code("(?:return|add\\(|[?:]) \"?\"([a-z_]+)\"|add\\(\"([a-z_]+)\"|[?:] \"([a-z_]+)\"");
  int found = 0;
  for (std::sregex_iterator it(source.begin(), source.end(), code), end; it != end; ++it) {
    for (std::size_t group = 1; group <= 3; ++group) {
      if (!(*it)[group].matched) continue;
      ++found;
      EXPECT_TRUE(knows_reason((*it)[group].str())) << (*it)[group].str();
    }
  }
  EXPECT_GT(found, 20);
}

TEST(ReasonText, SaysDaysAndDatesOfTheUsersCalendar) {
  const Reason reason{"in_window", {{"days", "12"}, {"not_after", "2026-12-02T14:59:59Z"}}};
  EXPECT_EQ(ja(reason), "あと12日で期限が切れます。有効期限は12月2日(水)です。");
  EXPECT_EQ(en(reason), "It expires in 12 days, on Wednesday, 2 December.");
  const Reason one{"in_window", {{"days", "1"}, {"not_after", "2027-01-01T00:00:00Z"}}};
  EXPECT_EQ(en(one), "It expires in 1 day, on Friday, 1 January 2027.");
}

TEST(ReasonText, SaysTheTimeOnTheLastDay) {
  const Reason reason{"due_today", {{"not_after", "2026-11-20T14:59:59Z"}}};
  EXPECT_EQ(ja(reason), "今日の23:59に期限が切れ、その後は使えなくなります。");
  EXPECT_EQ(en(reason), "It expires today at 23:59; after that it can no longer be used.");
}

TEST(ReasonText, SaysANextStepWithItsTime) {
  const NextStep step{{"returns_after_close", {}}, at("2026-11-21T09:12:00+09:00")};
  EXPECT_EQ(next_step_text(Language::Japanese, step, kNow, tokyo()),
            "閉じたお知らせを、明日 09:12にもう一度表示します。");
  EXPECT_EQ(next_step_text(Language::English, step, kNow, tokyo()),
            "The warning that you closed comes back tomorrow at 09:12.");
}

TEST(ReasonText, NamesTheProfileInTheReadersLanguage) {
  const Reason reason{"apply_anew", {{"profile", "customs"}, {"profile_ja", "税関"}, {"profile_en", "Customs"}}};
  EXPECT_EQ(ja(reason), "「税関」の窓口に、新しい証明書を申し込んでください。");
  EXPECT_EQ(en(reason), "Apply for a new certificate for Customs.");
  EXPECT_EQ(en({"apply_anew", {}}), "Apply for a new certificate.");
}

TEST(ReasonText, GivesWordsForACodeThatItDoesNotKnow) {
  EXPECT_FALSE(knows_reason("moved_to_cloud"));
  EXPECT_EQ(en({"moved_to_cloud", {}}), "moved to cloud");
  EXPECT_EQ(en({"moved_to_cloud", {{"days", "12"}, {"name", "a\nb"}}}), "moved to cloud (days: 12, name: a b)");
  EXPECT_EQ(ja({"moved_to_cloud", {{"days", "12"}, {"name", "x"}}}), "moved to cloud（days：12、name：x）");
}

TEST(ReasonText, ReadsANoticeThatCarriesAnError) {
  const Reason reason{"error", {{"kgn", "KGN-1104"}, {"path", "kigen.db"}}};
  EXPECT_TRUE(knows_reason("error"));
  EXPECT_TRUE(ja(reason).starts_with("KGN-1104：データベースがほかのプログラムに使われています。")) << ja(reason);
  EXPECT_TRUE(en({"error", {{"kgn", "garbage"}}}).starts_with("KGN-9001: ")) << en({"error", {}});
}

TEST(ReasonText, ShowsAnArgumentThatIsNoDateAsItCame) {
  EXPECT_EQ(en({"in_window", {{"days", "many"}, {"not_after", "soon"}}}), "It expires in many, on soon.");
}

}  // namespace
}  // namespace kigen::text
