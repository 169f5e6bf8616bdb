#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "common/platform/files.h"
#include "tests/common/platform/temporary_folder.h"

namespace kigen::platform {
namespace {

using test::content_of;
using test::put;
using test::TemporaryFolder;

TEST(ReadFile, DoesNotHangOnANamedPipe) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(read_file(folder / "fifo", 100).error().code, ErrorCode::FileNotReadable);
}

TEST(WriteFileAtomically, MakesPrivateFilesAndKeepsThePermissionsOfOldOnes) {
  const TemporaryFolder folder;
  struct stat facts {};
  ASSERT_TRUE(write_file_atomically(folder / "new", "x"));
  ASSERT_EQ(::stat((folder / "new").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600U);
  ASSERT_EQ(::chmod((folder / "new").c_str(), 0640), 0);
  ASSERT_TRUE(write_file_atomically(folder / "new", "y"));
  ASSERT_EQ(::stat((folder / "new").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0640U);
}

TEST(WriteFileAtomically, SaysThatTheDiskIsFull) {
  // /dev/full is the real thing for a write; here the mapping, for a rename over it would not be one.
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  ASSERT_EQ(::write(full, "x", 1), -1);
  const int error = errno;
  ::close(full);
  EXPECT_EQ(file_error("/data/kigen.toml", static_cast<unsigned long>(error), ErrorCode::FileNotWritable).code,
            ErrorCode::DiskFull);
}

TEST(WriteFileAtomically, KeepsTheOldContentWhenTheSystemStopsTheWriteHalfWay) {
  const TemporaryFolder folder;
  put(folder / "kigen.toml", "old");
  rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit small = old;
  small.rlim_cur = 1000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status written = write_file_atomically(folder / "kigen.toml", std::string(5000, 'x'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &old), 0);
  ::signal(SIGXFSZ, SIG_DFL);
  ASSERT_FALSE(written);
  EXPECT_EQ(content_of(folder / "kigen.toml"), "old");
  EXPECT_EQ(remove_left_over_writes(folder.path()), 0U);
}

}  // namespace
}  // namespace kigen::platform
