#include "common/platform/files.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "common/platform/atomic_names.h"
#include "tests/common/platform/temporary_folder.h"

namespace kigen::platform {
namespace {

using test::content_of;
using test::put;
using test::TemporaryFolder;

std::size_t entries(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}

TEST(ReadFile, GivesTheWholeContentUpToTheLimit) {
  const TemporaryFolder folder;
  const std::string content(40'000, 'x');
  put(folder / "設定.toml", content);
  EXPECT_EQ(read_file(folder / "設定.toml", 40'000).value(), content);
}

TEST(ReadFile, RefusesWhatIsLargerThanTheLimit) {
  const TemporaryFolder folder;
  put(folder / "a", std::string(101, 'x'));
  const auto read = read_file(folder / "a", 100);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::FileTooLarge);
  EXPECT_EQ(read.error().args.at("limit"), "100");
}

TEST(ReadFile, NamesTheFileThatIsNotThere) {
  const TemporaryFolder folder;
  const auto read = read_file(folder / "ない", 100);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::NotFound);
  EXPECT_EQ(read.error().args.at("path"), to_utf8(folder / "ない"));
}

TEST(ReadFile, RefusesAFolder) {
  const TemporaryFolder folder;
  const auto read = read_file(folder.path(), 100);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::FileNotReadable);
}

TEST(WriteFileAtomically, ReplacesTheContentAndLeavesNothingBeside) {
  const TemporaryFolder folder;
  put(folder / "kigen.toml", "old and longer");
  ASSERT_TRUE(write_file_atomically(folder / "kigen.toml", "new"));
  EXPECT_EQ(content_of(folder / "kigen.toml"), "new");
  EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(WriteFileAtomically, WritesAnEmptyFile) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file_atomically(folder / "empty", ""));
  EXPECT_TRUE(std::filesystem::exists(folder / "empty"));
}

TEST(WriteFileAtomically, KeepsTheOldFileAndNoTemporaryWhenItFails) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "target" / "inside");  // a folder that is not empty cannot be replaced
  ASSERT_FALSE(write_file_atomically(folder / "target", "new"));
  EXPECT_TRUE(std::filesystem::is_directory(folder / "target" / "inside"));
  EXPECT_EQ(entries(folder.path()), 1U);
}

TEST(WriteFileAtomically, FailsWithACodeWhereTheFolderIsMissing) {
  const TemporaryFolder folder;
  const Status written = write_file_atomically(folder / "missing" / "file", "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::NotFound);
}

TEST(WriteFileAtomically, IsWholeForReadersWhileOthersWrite) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / "shared";
  ASSERT_TRUE(write_file_atomically(file, std::string(5000, 'a')));
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) (void)write_file_atomically(file, std::string(5000, i % 2 == 0 ? 'b' : 'c'));
  });
  for (int i = 0; i < 200; ++i) {
    const auto read = read_file(file, 10'000);
    if (!read) continue;  // Windows may refuse to open a file in the moment of its replacement
    EXPECT_EQ(read->size(), 5000U);
    EXPECT_EQ(read->find_first_not_of(read->front()), std::string::npos);
  }
  writer.join();
}

TEST(LeftOverWrites, BlockNothingAndAreRemoved) {
  const TemporaryFolder folder;
  const std::filesystem::path left = new_name_beside(folder / "kigen.toml");
  put(left, "half");
  put(folder / ".hidden", "somebody's own");
  ASSERT_TRUE(write_file_atomically(folder / "kigen.toml", "x"));
  EXPECT_EQ(remove_left_over_writes(folder.path()), 1U);
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_TRUE(std::filesystem::exists(folder / ".hidden"));
  EXPECT_EQ(remove_left_over_writes(folder / "missing"), 0U);
}

TEST(LeftOverWrites, HaveNamesThatNobodyElseUses) {
  EXPECT_TRUE(is_left_over_name(to_utf8(new_name_beside("a/b").filename())));
  EXPECT_NE(new_name_beside("a/b"), new_name_beside("a/b"));
  EXPECT_FALSE(is_left_over_name("0123456789abcdef.kigen-new"));
  EXPECT_FALSE(is_left_over_name(".0123456789abcdeX.kigen-new"));
}

TEST(EnsureFolder, MakesParentsAndAcceptsWhatIsThere) {
  const TemporaryFolder folder;
  const std::filesystem::path deep = folder / "一" / "二" / "三";
  ASSERT_TRUE(ensure_folder(deep));
  ASSERT_TRUE(ensure_folder(deep));
  EXPECT_TRUE(std::filesystem::is_directory(deep));
  put(folder / "file", "");
  EXPECT_FALSE(ensure_folder(folder / "file"));
  EXPECT_FALSE(ensure_folder(folder / "file" / "below"));
}

}  // namespace
}  // namespace kigen::platform
