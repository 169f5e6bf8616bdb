#include "common/text/errors.h"

#include <gtest/gtest.h>

#include <map>

#include "common/text/error_texts.h"
#include "tests/common/text/text_rules.h"

namespace kigen::text {
namespace {

struct Code {
  ErrorCode code;
  const char* name;
};
constexpr Code kAll[] = {
#define KIGEN_ERROR(number, name) {ErrorCode::name, #name},
#include "common/base/error_codes.def"
#undef KIGEN_ERROR
};

std::map<ErrorCode, const ErrorPatterns*> all_patterns() {
  std::map<ErrorCode, const ErrorPatterns*> found;
  for (const auto table : error_tables()) {
    for (const ErrorPatterns& entry : table) {
      EXPECT_TRUE(found.emplace(entry.code, &entry).second) << "two texts for " << kgn(entry.code);
    }
  }
  return found;
}

TEST(ErrorText, IsThereForEveryCodeInBothLanguages) {
  const auto found = all_patterns();
  for (const auto& [code, name] : kAll) {
    ASSERT_TRUE(found.contains(code)) << kgn(code) << ' ' << name << " has no text";
  }
  EXPECT_EQ(found.size(), std::size(kAll));
}

TEST(ErrorText, KeepsTheRulesOfWords) {
  for (const auto& [code, entry] : all_patterns()) {
    for (const Both& text : {entry->title, entry->cause, entry->remedy}) {
      for (const Language language : {Language::Japanese, Language::English}) {
        const std::string_view pattern = text.in(language);
        EXPECT_EQ(test::broken_rule(pattern, language), "") << kgn(code) << ": " << pattern;
        EXPECT_TRUE(test::brackets_match(pattern)) << pattern;
        EXPECT_TRUE(test::has_only_known_kinds(pattern)) << pattern;
      }
      EXPECT_EQ(test::placeholders(text.ja), test::placeholders(text.en)) << text.en;
    }
    for (const Language language : {Language::Japanese, Language::English}) {
      EXPECT_FALSE(test::ends_as_sentence(entry->title.in(language), language)) << entry->title.in(language);
      EXPECT_TRUE(test::ends_as_sentence(entry->cause.in(language), language)) << entry->cause.in(language);
      EXPECT_TRUE(test::ends_as_sentence(entry->remedy.in(language), language)) << entry->remedy.in(language);
    }
  }
}

// With no argument at all and with every one, no mark of the patterns is left over.
TEST(ErrorText, ReadsWellWithAndWithoutArguments) {
  for (const auto& [code, entry] : all_patterns()) {
    Error full(code), bare(code);
    for (const Both& text : {entry->title, entry->cause, entry->remedy}) {
      for (const std::string& name : test::placeholders(text.en)) full.with(name, "7");
    }
    for (const Language language : {Language::Japanese, Language::English}) {
      for (const Error* error : {&full, &bare}) {
        const ErrorText text = error_text(language, *error);
        for (const std::string& part : {text.title, text.cause, text.remedy}) {
          EXPECT_EQ(part.find_first_of("[]{}"), std::string::npos) << part;
          EXPECT_EQ(part.find("  "), std::string::npos) << part;
          EXPECT_EQ(part.find(" ."), std::string::npos) << part;
          EXPECT_EQ(part.find("。。"), std::string::npos) << part;
          EXPECT_FALSE(part.starts_with(' ') || part.starts_with("、")) << part;
        }
      }
    }
  }
}

TEST(ErrorText, NamesFileLineAndKey) {
  const Error error = Error(ErrorCode::ProfileBadValue)
                          .with("file", "customs.toml")
                          .with("line", "12")
                          .with("key", "window.days_before")
                          .with("value", "400")
                          .with("allowed", "1..365")
                          .with("reason", "range");
  const ErrorText japanese = error_text(Language::Japanese, error);
  EXPECT_EQ(japanese.cause,
            "「customs.toml」の12行目の「window.days_before」の値「400」を使えません。理由は「範囲外」です。");
  EXPECT_EQ(japanese.remedy, "値を直して保存してください。指定できる値は1..365です。");
  const ErrorText english = error_text(Language::English, error);
  EXPECT_EQ(english.cause,
            "The value “400” of “window.days_before” (customs.toml, line 12) cannot be used. Reason: out of range.");
}

TEST(ErrorText, ShowsTheCodeOfTheRegistrationAuthorityBesideItsOwn) {
  EXPECT_EQ(error_code_text(Error(ErrorCode::PinWrong)), "KGN-3002");
  EXPECT_EQ(error_code_text(Error(ErrorCode::PinWrong).with("ra_code", "0x05/-6")), "KGN-3002 · 0x05/-6");
  EXPECT_EQ(error_paragraph(Language::English, Error(ErrorCode::Cancelled)),
            "KGN-1006: The operation was cancelled. Cancel was chosen, or the program was asked to end. Start again if "
            "you still need it.");
}

TEST(ErrorText, MakesArgumentsHarmless) {
  const auto cause = [](std::string path) {
    return error_text(Language::English, Error(ErrorCode::FileTooLarge).with("path", std::move(path))).cause;
  };
  EXPECT_EQ(cause("a\nb\x1b[31m"), "The file “a b [31m” exceeds the limit.");
  EXPECT_EQ(cause("safe\xE2\x80\xAEgpj.exe"), "The file “safegpj.exe” exceeds the limit.");  // right-to-left override
  EXPECT_EQ(cause("\xFF{limit}"), "The file “\xEF\xBF\xBD{limit}” exceeds the limit.");
  EXPECT_LT(cause(std::string(100000, 'x')).size(), 400U);
  EXPECT_EQ(harmless(std::string(297, 'x') + "期限"), std::string(297, 'x') + "期…");
  EXPECT_EQ(harmless(std::string(299, 'x') + "期限"), std::string(299, 'x') + "…");
  EXPECT_EQ(harmless("\xC0\xAF \xED\xA0\x80 \xF5"),
            "\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD");
}

TEST(ErrorText, SaysSizesInUnits) {
  const auto cause = [](const char* limit) {
    return error_text(Language::Japanese, Error(ErrorCode::FileTooLarge).with("limit", limit)).cause;
  };
  EXPECT_EQ(cause("1048576"), "上限の1 MBを超えています。");
  EXPECT_EQ(cause("65536"), "上限の64 KBを超えています。");
  EXPECT_EQ(cause("512"), "上限の512 Bを超えています。");
}

TEST(ErrorText, TellsWhatBrokeBehindASummary) {
  Error error(ErrorCode::RaUnreachable);
  error.with("host", "ra.example.jp").with("cause", "KGN-2005");
  const ErrorText words = error_text(Language::English, error);
  const ErrorText inner = error_text(Language::English, Error(ErrorCode::ConnectionLost).with("host", "ra.example.jp"));
  EXPECT_EQ(words.title, error_text(Language::English, Error(ErrorCode::RaUnreachable)).title);
  EXPECT_EQ(words.cause, inner.title + ". " + inner.cause);
  EXPECT_EQ(words.remedy, inner.remedy);
  EXPECT_EQ(error_text(Language::Japanese, error).cause,
            "通信が途中で切れました。「ra.example.jp」との通信が、やり取りの途中で切断されました。");
  for (const char* none : {"KGN-", "KGN-4242", "KGN-2101", "2005", "KGN-2005x"}) {
    const Error odd = Error(ErrorCode::RaUnreachable).with("cause", none);
    EXPECT_EQ(error_text(Language::English, odd).cause,
              error_text(Language::English, Error(ErrorCode::RaUnreachable)).cause)
        << none;
  }
}

TEST(ErrorText, TakesACodeOfANewerServiceForAnInternalOne) {
  const Error error(static_cast<ErrorCode>(8999));
  EXPECT_EQ(error_text(Language::English, error).title, "Something went wrong inside Kigen");
  EXPECT_EQ(error_code_text(error), "KGN-8999");
}

TEST(ReasonWord, KeepsTheRulesOfWords) {
  for (const Word& word : reason_words()) {
    EXPECT_EQ(test::broken_rule(word.text.ja, Language::Japanese), "") << word.word;
    EXPECT_EQ(test::broken_rule(word.text.en, Language::English), "") << word.word;
  }
}

}  // namespace
}  // namespace kigen::text
