#include "common/profile/profile_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "common/profile/load.h"

namespace kigen::profile {
namespace {

namespace fs = std::filesystem;

std::string minimal(const std::string& id, int days = 28, const std::string& url = "https://ra.example.jp/") {
  return "id = \"" + id +
         "\"\n"
         "name = { ja = \"名前\", en = \"Name\" }\n"
         "support = { ja = \"窓口\", en = \"Desk\" }\n"
         "consequence = { ja = \"申告\", en = \"file\" }\n"
         "identifier_label = { ja = \"名\", en = \"Name\" }\n"
         "[match]\nissuer_cn = [\"CA\"]\n"
         "[window]\ndays_before = " +
         std::to_string(days) + "\n[enroll]\nprotocol = \"est\"\nbase_url = \"" + url +
         "\"\n[key]\nwhere = \"user\"\nprovider = \"cng\"\n";
}

class ProfileFolders : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::temp_directory_path() / (std::string("kigen-profiles-") + info->name());
    fs::remove_all(root_);
    fs::create_directories(root_ / "shipped");
    fs::create_directories(root_ / "admin");
  }
  void TearDown() override { fs::remove_all(root_); }

  void ship(const std::string& name, const std::string& text) { write("shipped", name, text); }
  void administer(const std::string& name, const std::string& text) { write("admin", name, text); }
  void write(const char* folder, const std::string& name, const std::string& text) {
    std::ofstream(root_ / folder / name, std::ios::binary) << text;
  }
  [[nodiscard]] ProfileSet load() const { return load_profiles(root_ / "shipped", root_ / "admin"); }
  [[nodiscard]] ProfileSet reload(const ProfileSet& previous) const {
    return reload_profiles(root_ / "shipped", root_ / "admin", previous);
  }

  fs::path root_;
};

TEST_F(ProfileFolders, KeepCertificatesOffTokensWhereAnOverrideSaysSo) {
  std::string on_token = minimal("a");
  on_token.replace(on_token.find("\"user\""), 6, "\"user_or_token\"");
  ship("a.toml", on_token + "[token]\nmodules = []\n");
  ASSERT_TRUE(load().profiles.at(0)->token);
  administer("a-override.toml", "overrides = \"a\"\n[key]\nwhere = \"user\"\n");
  const ProfileSet set = load();
  ASSERT_EQ(set.profiles.size(), 1U);
  EXPECT_EQ(set.profiles[0]->key.where, "user");
  EXPECT_FALSE(set.profiles[0]->token);
}

TEST_F(ProfileFolders, RefuseAWrongFileAndLoadTheOthers) {
  ship("a.toml", minimal("a"));
  ship("b.toml", minimal("b", 999));
  ship("c.toml", "id = ");
  ship("d.toml", minimal("d"));
  ship("readme.txt", "no profile");
  ship(".hidden.toml", "no profile");
  const ProfileSet set = load();
  ASSERT_EQ(set.profiles.size(), 2U);
  EXPECT_EQ(set.profiles[0]->id, "a");
  EXPECT_EQ(set.profiles[1]->id, "d");
  EXPECT_EQ(set.diagnostics.size(), 2U);
  EXPECT_EQ(set.find("b"), nullptr);
}

TEST_F(ProfileFolders, AdministratorsProfileReplacesTheShippedOne) {
  ship("a.toml", minimal("a", 28));
  administer("mine.toml", minimal("a", 60));
  const ProfileSet set = load();
  ASSERT_EQ(set.profiles.size(), 1U);
  EXPECT_EQ(set.profiles[0]->window.days_before, 60);
  EXPECT_EQ(set.profiles[0]->origin, "administrator");
  EXPECT_TRUE(set.diagnostics.empty());
}

TEST_F(ProfileFolders, RefuseIdsThatOccurTwiceAndNameBothFiles) {
  ship("a.toml", minimal("same"));
  ship("b.toml", minimal("same"));
  const ProfileSet set = load();
  EXPECT_TRUE(set.profiles.empty());
  ASSERT_EQ(set.diagnostics.size(), 2U);
  for (const Diagnostic& one : set.diagnostics) {
    EXPECT_EQ(one.error.code, ErrorCode::ProfileDuplicateId);
    EXPECT_EQ(one.line, 1U);
    EXPECT_NE(one.file, one.error.args.at("other_file"));
  }
  EXPECT_NE(set.diagnostics[0].file, set.diagnostics[1].file);
}

TEST_F(ProfileFolders, OverrideChangesOnlyWhatItSays) {
  ship("a.toml", minimal("a", 28, ""));
  administer("a-override.toml", "overrides = \"a\"\n[enroll]\nbase_url = \"https://real.example.jp/\"\n");
  const ProfileSet set = load();
  ASSERT_EQ(set.profiles.size(), 1U);
  EXPECT_EQ(set.profiles[0]->enroll.base_url, "https://real.example.jp/");
  EXPECT_EQ(set.profiles[0]->window.days_before, 28);
  EXPECT_EQ(set.profiles[0]->origin, "shipped");
  EXPECT_FALSE(set.profiles[0]->override_file.empty());
  EXPECT_TRUE(set.diagnostics.empty());  // the warning about base_url went with its cause
}

TEST_F(ProfileFolders, WrongOverrideIsToldAtItsOwnLineAndLeavesTheProfile) {
  ship("a.toml", minimal("a"));
  administer("a-override.toml", "overrides = \"a\"\n[window]\n# so many?\ndays_before = 999\ndays_befor = 1\n");
  const ProfileSet set = load();
  ASSERT_EQ(set.profiles.size(), 1U);
  EXPECT_EQ(set.profiles[0]->window.days_before, 28);
  ASSERT_EQ(set.diagnostics.size(), 2U);
  EXPECT_EQ(set.diagnostics[0].line, 4U);
  EXPECT_EQ(set.diagnostics[1].line, 5U);
  for (const Diagnostic& one : set.diagnostics) EXPECT_NE(one.file.find("a-override.toml"), std::string::npos);
}

TEST_F(ProfileFolders, OverrideOfNothingIsTold) {
  administer("x.toml", "\noverrides = \"nothing\"\n");
  const ProfileSet set = load();
  ASSERT_EQ(set.diagnostics.size(), 1U);
  EXPECT_EQ(set.diagnostics[0].error.args.at("reason"), "unknown_reference");
  EXPECT_EQ(set.diagnostics[0].line, 2U);
}

TEST_F(ProfileFolders, OverrideMayNotChangeTheId) {
  ship("a.toml", minimal("a"));
  administer("x.toml", "overrides = \"a\"\nid = \"b\"\n");
  const ProfileSet set = load();
  ASSERT_EQ(set.diagnostics.size(), 1U);
  EXPECT_EQ(set.diagnostics[0].key, "id");
  EXPECT_NE(set.find("a"), nullptr);
}

TEST_F(ProfileFolders, LintChecksAnOverrideOnTopOfItsBase) {
  ship("a.toml", minimal("a"));
  administer("good.toml", "overrides = \"a\"\n[window]\ndays_before = 30\n");
  administer("bad.toml", "overrides = \"b\"\n");
  const Loaded good = lint_profile(root_ / "admin" / "good.toml", root_ / "shipped");
  ASSERT_TRUE(good.profile);
  EXPECT_EQ(good.profile->window.days_before, 30);
  const Loaded bad = lint_profile(root_ / "admin" / "bad.toml", root_ / "shipped");
  EXPECT_FALSE(bad.profile);
  EXPECT_EQ(bad.diagnostics.size(), 1U);
  EXPECT_EQ(lint_profile(root_ / "admin" / "none.toml", root_ / "shipped").diagnostics.at(0).error.code,
            ErrorCode::NotFound);
}

TEST_F(ProfileFolders, AbsentAdministratorsFolderIsNoFaultAbsentShippedOneIs) {
  ship("a.toml", minimal("a"));
  EXPECT_TRUE(load_profiles(root_ / "shipped", root_ / "none").diagnostics.empty());
  const ProfileSet set = load_profiles(root_ / "none", root_ / "admin");
  ASSERT_EQ(set.diagnostics.size(), 1U);
  EXPECT_EQ(set.diagnostics[0].error.code, ErrorCode::FileNotReadable);
}

TEST_F(ProfileFolders, FolderThatIsNamedLikeAProfileIsTold) {
  fs::create_directories(root_ / "shipped" / "folder.toml");
  const ProfileSet set = load();
  ASSERT_EQ(set.diagnostics.size(), 1U);
  EXPECT_EQ(set.diagnostics[0].error.code, ErrorCode::FileNotReadable);
}

TEST_F(ProfileFolders, ReloadKeepsTheOldProfileOfAFileThatIsWrongNow) {
  ship("a.toml", minimal("a", 28));
  ship("b.toml", minimal("b", 28));
  const ProfileSet first = load();
  ship("a.toml", minimal("a", 999));
  ship("b.toml", minimal("b", 60));
  const ProfileSet second = reload(first);
  ASSERT_EQ(second.profiles.size(), 2U);
  EXPECT_EQ(second.find("a"), first.find("a"));
  EXPECT_EQ(second.find("b")->window.days_before, 60);
  EXPECT_EQ(second.diagnostics.size(), 1U);
  ship("a.toml", "");
  EXPECT_EQ(reload(second).find("a"), first.find("a"));  // still, after a second bad version
  ship("a.toml", minimal("a", 30));
  const ProfileSet repaired = reload(second);
  EXPECT_EQ(repaired.find("a")->window.days_before, 30);
  EXPECT_TRUE(repaired.diagnostics.empty());
}

TEST_F(ProfileFolders, ReloadDropsTheProfileOfAFileThatIsGone) {
  ship("a.toml", minimal("a"));
  const ProfileSet first = load();
  fs::remove(root_ / "shipped" / "a.toml");
  EXPECT_TRUE(reload(first).profiles.empty());
}

TEST_F(ProfileFolders, ReloadKeepsTheFirstOfTwoFilesThatClaimOneId) {
  ship("a.toml", minimal("same", 28));
  const ProfileSet first = load();
  ship("b.toml", minimal("same", 60));
  const ProfileSet second = reload(first);
  ASSERT_EQ(second.profiles.size(), 1U);
  EXPECT_EQ(second.profiles[0]->window.days_before, 28);
  EXPECT_EQ(second.diagnostics.size(), 2U);
}

TEST_F(ProfileFolders, ReloadKeepsWhatAnOverrideGaveWhileItIsWrong) {
  ship("a.toml", minimal("a", 28));
  administer("o.toml", "overrides = \"a\"\n[window]\ndays_before = 60\n");
  const ProfileSet first = load();
  ASSERT_EQ(first.find("a")->window.days_before, 60);
  for (const char* bad : {"overrides = \"a\"\n[window]\ndays_before = 999\n", "overrides = ", "overrides = 1\n"}) {
    administer("o.toml", bad);
    const ProfileSet second = reload(first);
    EXPECT_EQ(second.find("a")->window.days_before, 60) << bad;
    EXPECT_EQ(second.diagnostics.size(), 1U) << bad;
  }
  fs::remove(root_ / "admin" / "o.toml");
  EXPECT_EQ(reload(first).find("a")->window.days_before, 28);
}

}  // namespace
}  // namespace kigen::profile
