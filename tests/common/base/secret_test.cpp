#include "common/base/secret.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace kigen {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret> && std::is_nothrow_move_assignable_v<Secret>);

TEST(Secret, HoldsACopyOfItsText) {
  std::string text = "暗証番号 1234";
  const Secret secret(text);
  text[0] = 'x';
  EXPECT_EQ(secret.view(), "暗証番号 1234");
  EXPECT_FALSE(secret.empty());
}

TEST(Secret, IsEmptyWithoutText) {
  EXPECT_TRUE(Secret().empty());
  EXPECT_TRUE(Secret("").empty());
  EXPECT_EQ(Secret().view(), "");
  EXPECT_TRUE(Secret("").clone().empty());
}

TEST(Secret, KeepsItsBytesWhereTheyAreWhenItIsMoved) {
  Secret first("PIN");
  const char* bytes = first.view().data();
  Secret second(std::move(first));
  EXPECT_EQ(second.view().data(), bytes);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): what is left behind is the question
  Secret third("another");
  third = std::move(second);
  EXPECT_EQ(third.view().data(), bytes);
  EXPECT_EQ(third.view(), "PIN");
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(Secret, StaysWhatItIsWhenMovedOntoItself) {
  Secret secret("PIN");
  Secret& same = secret;
  secret = std::move(same);
  EXPECT_EQ(secret.view(), "PIN");
}

TEST(Secret, ClonesIntoMemoryOfItsOwn) {
  Secret secret("PIN");
  const Secret copy = secret.clone();
  EXPECT_NE(copy.view().data(), secret.view().data());
  secret.clear();
  EXPECT_TRUE(secret.empty());
  EXPECT_EQ(copy.view(), "PIN");
}

TEST(Secret, RefusesWhatIsTooLong) {
  EXPECT_EQ(Secret(std::string(Secret::kMaxSize, 'x')).view().size(), Secret::kMaxSize);
  EXPECT_THROW(Secret(std::string(Secret::kMaxSize + 1, 'x')), std::length_error);
}

TEST(Secret, WipesEveryByte) {
  std::array<unsigned char, 64> bytes{};
  bytes.fill(0xa5);
  wipe(bytes.data() + 1, bytes.size() - 2);
  EXPECT_EQ(bytes.front(), 0xa5);
  EXPECT_EQ(bytes.back(), 0xa5);
  for (std::size_t i = 1; i + 1 < bytes.size(); ++i) EXPECT_EQ(bytes[i], 0) << i;
  wipe(nullptr, 0);
}

}  // namespace
}  // namespace kigen
