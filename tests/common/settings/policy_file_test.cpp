#include "common/settings/policy_file.h"

#include <gtest/gtest.h>

#include <fstream>

namespace kigen::settings {
namespace {

class FilePolicy : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / "kigen-policy-test";
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(std::string_view text) { std::ofstream(folder_ / "policy.toml") << text; }

  std::filesystem::path folder_;
};

TEST_F(FilePolicy, IsEmptyWithoutAFile) {
  FilePolicySource source(folder_ / "policy.toml");
  const PolicyReading reading = source.read();
  EXPECT_TRUE(reading.values.empty());
  EXPECT_TRUE(reading.problems.empty());
}

TEST_F(FilePolicy, GivesValuesAsText) {
  write("[check]\ninterval_hours = 36\n[ui]\nlanguage = \"en\"\n[inventory]\nlocal_machine = false\n");
  FilePolicySource source(folder_ / "policy.toml");
  EXPECT_EQ(source.read().values,
            (Values{{"check.interval_hours", "36"}, {"inventory.local_machine", "false"}, {"ui.language", "en"}}));
}

TEST_F(FilePolicy, TellsASyntaxFault) {
  write("[check\n");
  FilePolicySource source(folder_ / "policy.toml");
  const PolicyReading reading = source.read();
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].error.code, ErrorCode::SettingsSyntax);
  EXPECT_EQ(reading.problems[0].line, 1U);
}

}  // namespace
}  // namespace kigen::settings
