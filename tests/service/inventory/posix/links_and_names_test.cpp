#include <sys/stat.h>
#include <unistd.h>

#include "tests/service/inventory/workshop.h"

namespace kigen::inventory {
namespace {

using namespace testing;
namespace fs = std::filesystem;

class PosixFolderTest : public InventoryTest {
 protected:
  void SetUp() override { open(); }
};

TEST_F(PosixFolderTest, FollowsNoLinkOutOfTheFolder) {
  const fs::path outside = temporary_.path() / "outside";
  fs::create_directories(outside);
  write(outside / "a.pem", to_pem(make_certificate({})));
  fs::create_symlink(outside / "a.pem", folder_ / "link.pem");
  fs::create_directory_symlink(outside, folder_ / "linked");
  EXPECT_EQ(scan().files, 0);
  const auto named = inventory_->scan_files(text(folder_), {text(folder_ / "linked" / "a.pem")}, kNow);
  ASSERT_TRUE(named);
  EXPECT_EQ(named->parsed, 0);
}

TEST_F(PosixFolderTest, IsNotHeldUpByAPipe) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe.pem").c_str(), 0600), 0);
  EXPECT_EQ(scan().files, 0);
}

TEST_F(PosixFolderTest, WritesNamesOfAnyBytesAsUtf8) {
  const auto der = make_certificate({});
  write(folder_ / "x\xfe.pem", to_pem(der));
  (void)scan();
  EXPECT_EQ(find(der).places[0].item, text(folder_) + "/x\\xfe.pem");
}

TEST_F(PosixFolderTest, ListsAFileThatItMayNotRead) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const auto der = make_certificate({});
  write(folder_ / "a.pem", to_pem(der));
  (void)scan();
  ASSERT_EQ(::chmod((folder_ / "a.pem").c_str(), 0), 0);
  (void)scan(kNow + kDay);
  EXPECT_EQ(find(der).state(), PlaceState::Live);
  const auto listed = inventory_->unreadable({true, ""});
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().error.code, ErrorCode::FileNotReadable);
}

}  // namespace
}  // namespace kigen::inventory
