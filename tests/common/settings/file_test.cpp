#include "common/settings/file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "common/settings/schema.h"

namespace kigen::settings {
namespace {

struct BadFile {
  const char* text;
  ErrorCode code;
  unsigned line;
  const char* key;
};

class BadSettingsFile : public testing::TestWithParam<BadFile> {};

TEST_P(BadSettingsFile, IsRefusedWithLineAndKey) {
  const BadFile& bad = GetParam();
  const ParsedFile parsed = parse_settings(bad.text, "kigen.toml");
  ASSERT_EQ(parsed.diagnostics.size(), 1U) << bad.text;
  const Diagnostic& one = parsed.diagnostics.front();
  EXPECT_EQ(one.error.code, bad.code) << to_log_line(one);
  EXPECT_EQ(one.line, bad.line) << to_log_line(one);
  EXPECT_EQ(one.key, bad.key);
  EXPECT_EQ(one.file, "kigen.toml");
  EXPECT_TRUE(has_errors(parsed.diagnostics));
  EXPECT_EQ(parsed.layer, FileLayer{});
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadSettingsFile,
    testing::Values(
        BadFile{"[check]\ninterval_hours = 73\n", ErrorCode::SettingRange, 2, "check.interval_hours"},
        BadFile{"\n\ncheck.interval_hours = 0", ErrorCode::SettingRange, 3, "check.interval_hours"},
        BadFile{"[check]\ninterval_hours = \"24\"\n", ErrorCode::SettingType, 2, "check.interval_hours"},
        BadFile{"[check]\ninterval_hours = 24.0\n", ErrorCode::SettingType, 2, "check.interval_hours"},
        BadFile{"[check]\ninterval_hours = true\n", ErrorCode::SettingType, 2, "check.interval_hours"},
        BadFile{"[check]\ninterval_hours = []\n", ErrorCode::SettingType, 2, "check.interval_hours"},
        BadFile{"[check]\nintervall_hours = 24\n", ErrorCode::SettingUnknown, 2, "check.intervall_hours"},
        BadFile{"\n[chek]\ninterval_hours = 24\n", ErrorCode::SettingUnknown, 2, "chek"},
        BadFile{"check = 3\n", ErrorCode::SettingType, 1, "check"},
        BadFile{"[ui]\n# comment\nlanguage = \"fr\"\n", ErrorCode::SettingRange, 3, "ui.language"},
        BadFile{"[ui]\nlanguage = 1\n", ErrorCode::SettingType, 2, "ui.language"},
        BadFile{"[inventory]\nlocal_machine = 1\n", ErrorCode::SettingType, 2, "inventory.local_machine"},
        BadFile{"[check]\ninterval_hours = \n", ErrorCode::SettingsSyntax, 2, ""},
        BadFile{"[check]\n[check]\n", ErrorCode::SettingsSyntax, 2, ""},
        BadFile{"a = \"\xff\"\n", ErrorCode::SettingsSyntax, 1, ""},
        BadFile{"[[source]]\nkind = \"folder\"\n", ErrorCode::SettingMissing, 1, "source[0].path"},
        BadFile{"[[source]]\npath = '/x'\n", ErrorCode::SettingMissing, 1, "source[0].kind"},
        BadFile{"[[source]]\nkind = \"store\"\npath = '/x'\n", ErrorCode::SettingRange, 2, "source[0].kind"},
        BadFile{"[[source]]\nkind = \"folder\"\npath = 'certs'\n", ErrorCode::SettingRange, 3, "source[0].path"},
        BadFile{"[[source]]\nkind = \"folder\"\npath = 'C:certs'\n", ErrorCode::SettingRange, 3, "source[0].path"},
        BadFile{"[[source]]\nkind = \"folder\"\npath = ''\n", ErrorCode::SettingRange, 3, "source[0].path"},
        BadFile{"[[source]]\nkind = \"folder\"\npath = '/x'\nrecursiv = true\n", ErrorCode::SettingUnknown, 4,
                "source[0].recursiv"},
        BadFile{"[[source]]\nkind = \"folder\"\npath = '/x'\n[[source]]\nkind = \"folder\"\npath = '/x/'\n",
                ErrorCode::SettingDuplicate, 6, "source[1].path"},
        BadFile{"[[source]]\nkind = \"folder\"\npath = 'C:\\X'\n[[source]]\nkind = \"folder\"\npath = 'c:/x/'\n",
                ErrorCode::SettingDuplicate, 6, "source[1].path"},
        BadFile{"source = 1\n", ErrorCode::SettingType, 1, "source"}));

TEST(SettingsFile, TakesValuesAndFolders) {
  const ParsedFile parsed = parse_settings(
      "[check]\ninterval_hours = 6\n[inventory]\nlocal_machine = false\n[ui]\nlanguage = \"ja\"\n"
      "[[source]]\nkind = \"folder\"\npath = 'C:\\Certificates'\n"
      "[[source]]\nkind = \"folder\"\npath = \"/var/証明書\"\n",
      "kigen.toml");
  EXPECT_TRUE(parsed.diagnostics.empty());
  EXPECT_EQ(parsed.layer.values.at("check.interval_hours"), "6");
  EXPECT_EQ(parsed.layer.values.at("inventory.local_machine"), "false");
  EXPECT_EQ(parsed.layer.values.at("ui.language"), "ja");
  ASSERT_EQ(parsed.layer.folders.size(), 2U);
  EXPECT_EQ(parsed.layer.folders[0], (FolderSource{"C:\\Certificates"}));
  EXPECT_EQ(parsed.layer.folders[1], (FolderSource{"/var/証明書"}));
}

TEST(SettingsFile, TellsAllFaultsAtOnce) {
  const ParsedFile parsed = parse_settings("nonsense = 1\n[check]\ninterval_hours = 99\ninterval = 1\n", "kigen.toml");
  EXPECT_EQ(parsed.diagnostics.size(), 3U);
}

TEST(SettingsFile, SuggestsTheNearKey) {
  const ParsedFile parsed = parse_settings("[check]\ninterval_hour = 24\n", "kigen.toml");
  EXPECT_EQ(parsed.diagnostics.at(0).error.args.at("did_you_mean"), "interval_hours");
}

TEST(SettingsFile, TakesAtMostSixtyFourFolders) {
  std::string text;
  for (int i = 0; i < 64; ++i) text += "[[source]]\nkind = \"folder\"\npath = '/f" + std::to_string(i) + "'\n";
  EXPECT_TRUE(parse_settings(text, "kigen.toml").diagnostics.empty());
  text += "[[source]]\nkind = \"folder\"\npath = '/one-more'\n";
  EXPECT_EQ(parse_settings(text, "kigen.toml").diagnostics.at(0).error.args.at("reason"), "too_many");
}

TEST(SettingsFile, IsAnEmptyLayerWhenMissing) {
  const ParsedFile parsed = load_settings(std::filesystem::path("no-such-folder") / "kigen.toml");
  EXPECT_TRUE(parsed.diagnostics.empty());
  EXPECT_EQ(parsed.layer, FileLayer{});
}

TEST(SettingsFile, IsRefusedWhenTooLargeOrAFolder) {
  const auto path = std::filesystem::temp_directory_path() / "kigen-settings-too-large.toml";
  std::ofstream(path) << "# " << std::string(kMaxSettingsBytes, 'x');
  const ParsedFile large = load_settings(path);
  std::filesystem::remove(path);
  ASSERT_EQ(large.diagnostics.size(), 1U);
  EXPECT_EQ(large.diagnostics[0].error.code, ErrorCode::FileTooLarge);
  const ParsedFile folder = load_settings(std::filesystem::temp_directory_path());
  ASSERT_EQ(folder.diagnostics.size(), 1U);
  EXPECT_EQ(folder.diagnostics[0].error.code, ErrorCode::FileNotReadable);
}

TEST(SettingsFile, ShippedSampleIsGoodAndSoIsEachOfItsCommentedLines) {
  const auto path = std::filesystem::path(KIGEN_SOURCE_DIR) / "config" / "kigen.toml";
  EXPECT_TRUE(load_settings(path).diagnostics.empty());
  std::ifstream stream(path);
  std::string text, line;
  int keys = 0;
  while (std::getline(stream, line)) {
    const bool key = line.starts_with("# ") && (line.find(" = ") != std::string::npos || line.starts_with("# [["));
    keys += key ? 1 : 0;
    text += (key ? line.substr(2) : line) + "\n";
  }
  const ParsedFile parsed = parse_settings(text, "kigen.toml");
  for (const Diagnostic& one : parsed.diagnostics) ADD_FAILURE() << to_log_line(one);
  const std::size_t folder_lines = 3;  // [[source]], kind, path
  EXPECT_EQ(keys, static_cast<int>(schema().size() + folder_lines));
  EXPECT_EQ(parsed.layer.values.size(), schema().size());
  EXPECT_EQ(parsed.layer.folders.size(), 1U);
}

}  // namespace
}  // namespace kigen::settings
