// Disks that are full and folders that cannot be written: said clearly, nothing lost, and a later try works.
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>

#include "tests/service/inventory/workshop.h"

namespace kigen::inventory {
namespace {

using namespace testing;
namespace fs = std::filesystem;

// Runs `body` in a process of its own, which may give up rights and resources; what it returns.
int in_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

class HostileDiskTest : public InventoryTest {
 protected:
  void fill(const fs::path& data) {
    data_ = data;
    open();
    (void)report(kAnna, {item(make_certificate({}))});
    ASSERT_TRUE(inventory_->ledger().set_setting("a", "1"));
  }
};

TEST_F(HostileDiskTest, SaysDiskFullAndKeepsItsState) {
  fill(data_);
  close();
  const int result = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    auto opened = Inventory::open({data_, {}, {}}, kNow);
    if (!opened) return 1;
    rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    const rlimit tight{fs::file_size(database()) + 64 * 1024, old.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    const Status full = (*opened)->ledger().set_setting("b", std::string(1U << 20U, 'x'));
    if (full) return 6;
    if (full.error().code != ErrorCode::DiskFull) return 2;
    const Status copied = (*opened)->backup_daily(kNow);
    (void)copied;
    ::setrlimit(RLIMIT_FSIZE, &old);
    if ((*opened)->ledger().settings()->size() != 1) return 3;
    if (!(*opened)->ledger().set_setting("b", "2")) return 4;
    return (*opened)->take_incident() ? 5 : 0;
  });
  EXPECT_EQ(result, 0);
  open();
  EXPECT_FALSE(inventory_->take_incident());
  EXPECT_EQ(inventory_->ledger().settings()->at("b"), "2");
  EXPECT_EQ(inventory_->counts({true, ""})->certificates, 1);
}

TEST_F(HostileDiskTest, WorksAgainOnceARealDiskHasSpace) {
  const fs::path disk = temporary_.path() / "disk";
  fs::create_directories(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=1m") != 0) GTEST_SKIP() << "no right to mount a small disk";
  const auto unmount = [&](const int*) { ::umount2(disk.c_str(), MNT_DETACH); };
  const int token = 0;
  const std::unique_ptr<const int, decltype(unmount)> unmounter(&token, unmount);
  fill(disk);
  write(disk / "ballast", std::string(1U << 20U, 'x'));
  Status written;
  for (int i = 0; i < 2000 && written; ++i) written = inventory_->ledger().set_setting(std::to_string(i), "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::DiskFull);
  EXPECT_EQ(inventory_->backup_daily(kNow).error().code, ErrorCode::DiskFull);
  EXPECT_EQ(inventory_->counts({true, ""})->certificates, 1);
  fs::remove(disk / "ballast");
  EXPECT_TRUE(inventory_->ledger().set_setting("again", "1"));
  EXPECT_TRUE(inventory_->backup_daily(kNow));
  EXPECT_FALSE(inventory_->take_incident());
  close();
}

TEST_F(HostileDiskTest, SaysReadOnlyAndKeepsItsState) {
  fill(data_);
  close();
  fs::permissions(temporary_.path(), fs::perms::all);
  fs::permissions(data_,
                  fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
  fs::permissions(database(), fs::perms::owner_read | fs::perms::others_read);
  const std::string before = read(database());
  const int result = in_child([&] {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return 1;
    const auto opened = Inventory::open({data_, {}, {}}, kNow);
    if (opened) return 2;
    return opened.error().code == ErrorCode::DatabaseReadOnly ? 0 : 3;
  });
  EXPECT_EQ(result, 0);
  fs::permissions(data_, fs::perms::owner_all | fs::perms::others_all);
  const int file_only = in_child([&] {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return 1;
    const auto opened = Inventory::open({data_, {}, {}}, kNow);
    if (opened) return 2;
    return opened.error().code == ErrorCode::DatabaseReadOnly ? 0 : 3;
  });
  EXPECT_EQ(file_only, 0);
  EXPECT_EQ(read(database()), before);
  for (const char* part : {"kigen.db-wal", "kigen.db-shm"}) fs::remove(data_ / part);
  fs::permissions(database(), fs::perms::owner_all);
  open();
  EXPECT_FALSE(inventory_->take_incident());
  EXPECT_EQ(inventory_->ledger().settings()->at("a"), "1");
}

}  // namespace
}  // namespace kigen::inventory
