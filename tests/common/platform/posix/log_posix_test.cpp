#include <gtest/gtest.h>

#include "common/platform/log.h"

namespace kigen::platform {
namespace {

TEST(Log, SurvivesAFullDisk) {
  // Every write to /dev/full fails with ENOSPC; its size reads as 0, so that no rotation is tried.
  Log log({.file = "/dev/full"});
  log.error("no room");
  log.error("still no room");
  EXPECT_EQ(log.lost(), 2U);
}

}  // namespace
}  // namespace kigen::platform
