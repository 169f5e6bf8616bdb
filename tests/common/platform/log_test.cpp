#include "common/platform/log.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/common/platform/temporary_folder.h"

namespace kigen::platform {
namespace {

using test::content_of;
using test::put;
using test::TemporaryFolder;

TEST(EscapeLogText, KeepsWordsOfAnyLanguage) {
  EXPECT_EQ(escape_log_text("期限 é 😀"), "期限 é 😀");
}

TEST(EscapeLogText, LetsNothingForgeALine) {
  EXPECT_EQ(escape_log_text("a\r\n2026-01-01 ERROR forged\t"), "a\\r\\n2026-01-01 ERROR forged\\t");
  EXPECT_EQ(escape_log_text(std::string("\0\x1b[2J\x7f", 6)), "\\u{0}\\u{1b}[2J\\u{7f}");
  EXPECT_EQ(escape_log_text("\xe2\x80\xae"
                            "cod.exe\xe2\x80\xa8x\xc2\x85"),
            "\\u{202e}cod.exe\\u{2028}x\\u{85}");
}

TEST(EscapeLogText, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(escape_log_text("a\x80z\xff"), "a\\x80z\\xff");
  EXPECT_EQ(escape_log_text("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(escape_log_text("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(escape_log_text("\xe6\x9c"), "\\xe6\\x9c");           // cut short
  EXPECT_EQ(escape_log_text("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
}

TEST(EscapeLogText, CutsWithoutHalvingACharacter) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "期";
  for (std::size_t limit = 10; limit < 20; ++limit) {
    const std::string cut = escape_log_text(text, limit);
    EXPECT_LE(cut.size(), limit);
    EXPECT_TRUE(cut.ends_with("…"));
    EXPECT_EQ(escape_log_text(cut, 1000), cut);
  }
  EXPECT_EQ(escape_log_text("期期", 6), "期期");
}

TEST(FormatLogLine, OpensWithInstantAndLevel) {
  EXPECT_EQ(format_log_line(from_unix(0), LogLevel::Warning, "x"), "1970-01-01T00:00:00Z WARNING x");
}

TEST(Log, WritesOneLineAnEventWithTheCode) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "logs" / "kigen.log";
  Log log({.file = file});
  log.info("開始");
  log.write(LogLevel::Error, "backup", Error(ErrorCode::DiskFull, "line\nbreak").with("path", "C:\\x"));
  log.debug("below the level");
  const std::string content = content_of(file);
  EXPECT_EQ(std::count(content.begin(), content.end(), '\n'), 2);
  EXPECT_NE(content.find("INFO 開始\n"), std::string::npos);
  EXPECT_NE(content.find("ERROR backup: KGN-1004 DiskFull path=C:\\x: line\\nbreak\n"), std::string::npos);
}

TEST(Log, RotatesBySizeAndKeepsAsManyAsSet) {
  const TemporaryFolder folder;
  Log log({.file = folder / "kigen.log", .max_bytes = 4096, .old_files = 2});
  for (int i = 0; i < 300; ++i) log.info(std::string(100, 'x'));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++files;
    EXPECT_LE(entry.file_size(), 4096U + 200U);
  }
  EXPECT_EQ(files, 3U);
}

TEST(Log, SurvivesAFileThatCannotBeWrittenAndSaysHowManyLinesAreMissing) {
  const TemporaryFolder folder;
  put(folder / "occupied", "a file where the folder should be");
  Log log({.file = folder / "occupied" / "kigen.log"});
  log.info("one");
  log.info("two");
  EXPECT_EQ(log.lost(), 2U);
  std::filesystem::remove(folder / "occupied");
  log.info("three");
  EXPECT_EQ(log.lost(), 0U);
  const std::string content = content_of(folder / "occupied" / "kigen.log");
  EXPECT_NE(content.find("WARNING 2 lines before this one could not be written\n"), std::string::npos);
  EXPECT_NE(content.find("INFO three\n"), std::string::npos);
}

TEST(Log, TakesNewSettingsWithTheNextLine) {
  const TemporaryFolder folder;
  Log log({.file = folder / "a.log"});
  log.configure({.file = folder / "b.log", .level = LogLevel::Debug});
  log.debug("x");
  EXPECT_FALSE(std::filesystem::exists(folder / "a.log"));
  EXPECT_TRUE(content_of(folder / "b.log").ends_with("DEBUG x\n"));
}

TEST(Log, WithoutAFileDoesNothing) {
  Log log;
  log.error("nowhere");
  EXPECT_EQ(log.lost(), 0U);
}

}  // namespace
}  // namespace kigen::platform
