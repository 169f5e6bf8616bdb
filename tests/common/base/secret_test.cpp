#include "common/base/secret.h"

#include <gtest/gtest.h>

#include <string>

namespace kigen {
namespace {

TEST(Secret, WipesWhatItHeldBeforeItLetsGo) {
  std::string bytes = "0123456789";
  wipe(bytes.data(), 4);
  EXPECT_EQ(bytes, std::string("\0\0\0\0", 4) + "456789");
}

TEST(Secret, MovesWithoutLeavingACopy) {
  Secret first("abc");
  const char* at = first.view().data();
  Secret second(std::move(first));
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that it is empty is what is asked
  EXPECT_EQ(second.view(), "abc");
  EXPECT_EQ(second.view().data(), at);
  Secret third("x");
  third = std::move(second);
  EXPECT_EQ(third.view(), "abc");
  EXPECT_EQ(third.clone().view(), "abc");
  third.clear();
  EXPECT_TRUE(third.empty());
}

TEST(Secret, RefusesWhatNoSecretIsAsLongAs) {
  EXPECT_THROW(Secret(std::string(Secret::kMaxSize + 1, 'x')), std::length_error);
}

}  // namespace
}  // namespace kigen
