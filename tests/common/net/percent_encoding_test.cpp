#include "common/net/percent_encoding.h"

#include <gtest/gtest.h>

namespace kigen::net {
namespace {

TEST(PercentEncoding, KeepsWhateverItIsInOneSegment) {
  EXPECT_EQ(percent_encoded("Az09-._~"), "Az09-._~");
  EXPECT_EQ(percent_encoded("../a b?c#d%"), "..%2Fa%20b%3Fc%23d%25");
  EXPECT_EQ(percent_encoded("期"), "%E6%9C%9F");
  EXPECT_EQ(percent_encoded(std::string_view("\0\x7f", 2)), "%00%7F");
}

}  // namespace
}  // namespace kigen::net
