#include "common/ipc/backoff.h"

#include <gtest/gtest.h>

namespace kigen::ipc {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, DoublesUpToItsBound) {
  Backoff backoff(milliseconds{100}, milliseconds{1000});
  EXPECT_EQ(backoff.next(0.5), milliseconds{100});
  EXPECT_EQ(backoff.next(0.5), milliseconds{200});
  EXPECT_EQ(backoff.next(0.5), milliseconds{400});
  EXPECT_EQ(backoff.next(0.5), milliseconds{800});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(backoff.next(0.5), milliseconds{1000});
  backoff.reset();
  EXPECT_EQ(backoff.next(0.5), milliseconds{100});
}

TEST(Backoff, SpreadsByAQuarterAndNeverPastItsBound) {
  Backoff low(milliseconds{100}, milliseconds{1000});
  EXPECT_EQ(low.next(0.0), milliseconds{75});
  Backoff high(milliseconds{100}, milliseconds{110});
  EXPECT_EQ(high.next(0.999), milliseconds{110});
}

}  // namespace
}  // namespace kigen::ipc
