#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <set>

#include "common/platform/paths.h"
#include "common/platform/random.h"
#include "common/platform/secure_folder.h"
#include "common/platform/service_control.h"
#include "tests/common/platform/temporary_folder.h"

namespace kigen::platform {
namespace {

TEST(Paths, CarryUtf8InAndOut) {
  EXPECT_EQ(to_utf8(from_utf8("証明書/期限.pem")), "証明書/期限.pem");
  EXPECT_EQ(to_utf8(DataFolder(from_utf8("データ")).database().filename()), "kigen.db");
}

TEST(Paths, FindTheProgramItself) {
  EXPECT_TRUE(std::filesystem::is_directory(program_folder()));
  EXPECT_EQ(shipped_profiles_folder(), program_folder() / "issuers");
}

TEST(RandomHex, IsLongEnoughAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = random_hex();
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(ServiceSid, FollowsFromTheServiceName) {
  const std::string name("K\0I\0G\0E\0N\0", 10);
  unsigned char hash[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(name.data()), name.size(), hash);
  std::string sid = "S-1-5-80";
  for (std::size_t i = 0; i < sizeof hash; i += 4) {
    const std::uint32_t word = hash[i] | static_cast<std::uint32_t>(hash[i + 1]) << 8 |
                               static_cast<std::uint32_t>(hash[i + 2]) << 16 |
                               static_cast<std::uint32_t>(hash[i + 3]) << 24;
    sid += "-" + std::to_string(word);
  }
  EXPECT_EQ(kServiceSid, sid);
}

TEST(DataFolderSddl, GivesUsersNothingAndLetsNothingBeInherited) {
  EXPECT_EQ(data_folder_sddl("S-1-5-80-1"),
            "O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;S-1-5-80-1)");
}

TEST(JudgeFolder, CreatesWhatIsNotThere) {
  EXPECT_EQ(judge_folder({}), FolderVerdict::Create);
}

TEST(JudgeFolder, KeepsTheContentOfTrustedOwners) {
  for (const char* owner : {"S-1-5-18", "S-1-5-32-544", kServiceSid, "S-1-5-21-7-7-7-500"}) {
    EXPECT_EQ(judge_folder({true, true, false, owner, "S-1-5-21-7-7-7-500"}), FolderVerdict::Secure) << owner;
  }
}

TEST(JudgeFolder, SetsAsideWhatSomebodyElseMade) {
  EXPECT_EQ(judge_folder({true, true, false, "S-1-5-21-7-7-7-1001", "S-1-5-18"}), FolderVerdict::SetAside);
  EXPECT_EQ(judge_folder({true, true, false, "", ""}), FolderVerdict::SetAside);
}

TEST(JudgeFolder, RefusesLinksAndFilesWhoeverOwnsThem) {
  EXPECT_EQ(judge_folder({true, true, true, "S-1-5-18", "S-1-5-18"}), FolderVerdict::Refuse);
  EXPECT_EQ(judge_folder({true, false, false, "S-1-5-18", "S-1-5-18"}), FolderVerdict::Refuse);
}

TEST(SecureDataFolder, MakesTheFolderAndItsParts) {
  const test::TemporaryFolder folder;
  const DataFolder data(folder / "Kigen");
  for (int again = 0; again < 2; ++again) {
    const auto secured = secure_data_folder(data.root());
    ASSERT_TRUE(secured) << to_log_line(secured.error());
    EXPECT_TRUE(secured->set_aside.empty());
    for (const auto& part : {data.profiles(), data.backup(), data.logs()}) {
      EXPECT_TRUE(std::filesystem::is_directory(part));
    }
    test::put(data.settings(), "kept");
  }
  EXPECT_EQ(test::content_of(data.settings()), "kept");
}

TEST(SecureDataFolder, RefusesAFileInItsPlace) {
  const test::TemporaryFolder folder;
  test::put(folder / "Kigen", "");
  const auto secured = secure_data_folder(folder / "Kigen");
  ASSERT_FALSE(secured);
  EXPECT_EQ(secured.error().code, ErrorCode::DataFolderUnusable);
}

}  // namespace
}  // namespace kigen::platform
