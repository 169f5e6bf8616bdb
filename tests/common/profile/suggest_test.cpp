#include "common/toml/suggest.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace kigen::toml_file {
namespace {

constexpr std::array<std::string_view, 4> kWords{"days_before", "grace_days_after", "id", "label"};

TEST(Suggestion, IsTheNearestWordWithinTwoEdits) {
  EXPECT_EQ(nearest("days_befor", kWords), "days_before");
  EXPECT_EQ(nearest("dyas_before", kWords), "days_before");
  EXPECT_EQ(nearest("Days_Before", kWords), "days_before");
  EXPECT_EQ(nearest("dasy_befoer", kWords), "days_before");
  EXPECT_EQ(nearest("lable", kWords), "label");
  EXPECT_EQ(nearest("idx", kWords), "id");
}

TEST(Suggestion, IsNoneWhenNothingIsNear) {
  EXPECT_EQ(nearest("", kWords), "");
  EXPECT_EQ(nearest("zz", kWords), "");
  EXPECT_EQ(nearest("reminder", kWords), "");
  EXPECT_EQ(nearest("dsyz_bfeore", kWords), "");
  EXPECT_EQ(nearest(std::string(1000, 'i'), kWords), "");
}

}  // namespace
}  // namespace kigen::toml_file
