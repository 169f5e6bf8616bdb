// Inbox and Outbox: the bounds of what waits, without a connection.
#include <gtest/gtest.h>

#include "service/pipe/inbox.h"
#include "service/pipe/outbox.h"
#include "service/pipe/pipe_security.h"

namespace kigen::pipe {
namespace {

TEST(Inbox, IsFullAt64RequestsAndTakesMoreWhenOneIsGone) {
  Inbox inbox;
  std::string many;
  for (int i = 0; i < 100; ++i) many += ipc::encode_frame(std::to_string(i));
  std::string_view bytes = many;
  ASSERT_TRUE(inbox.take(bytes));
  EXPECT_TRUE(inbox.full());
  EXPECT_EQ(inbox.frames(), 64U);
  EXPECT_FALSE(bytes.empty());
  EXPECT_EQ(inbox.next(), "0");
  ASSERT_TRUE(inbox.take(bytes));
  EXPECT_EQ(inbox.frames(), 65U);
  for (int i = 1; i < 100; ++i) {
    EXPECT_EQ(inbox.next(), std::to_string(i));
    ASSERT_TRUE(inbox.take(bytes));
  }
  EXPECT_TRUE(bytes.empty());
  EXPECT_FALSE(inbox.next());
}

TEST(Inbox, IsFullAtItsBytes) {
  Inbox inbox;
  const std::string large = ipc::encode_frame(std::string(700'000, 'x'));
  const std::string twice = large + large + large;
  std::string_view bytes = twice;
  ASSERT_TRUE(inbox.take(bytes));
  EXPECT_EQ(inbox.frames(), 2U);
  EXPECT_TRUE(inbox.full());
}

TEST(Outbox, RefusesAnswersBeyondFourMegabytes) {
  Outbox outbox;
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(outbox.add_answer(std::string(1U << 20, 'a')));
  EXPECT_FALSE(outbox.add_answer("b"));
  ASSERT_TRUE(outbox.next());
  EXPECT_TRUE(outbox.add_answer("b"));
}

TEST(Outbox, KeepsTheNewestOfEachKindOfPushBehindTheAnswers) {
  Outbox outbox;
  outbox.add_push(1, "status 1");
  outbox.add_push(0, "warnings 1");
  outbox.add_push(1, "status 2");
  ASSERT_TRUE(outbox.add_answer("answer"));
  EXPECT_EQ(outbox.next(), "answer");
  EXPECT_EQ(outbox.next(), "warnings 1");
  EXPECT_EQ(outbox.next(), "status 2");
  EXPECT_FALSE(outbox.next());
  EXPECT_TRUE(outbox.empty());
}

TEST(PipeSecurity, LetsUsersReadAndWriteButNotCreateInstances) {
  EXPECT_EQ(pipe_sddl("S-1-5-19"), "D:P(D;;GA;;;AN)(D;;GA;;;NU)(A;;FA;;;S-1-5-19)(A;;0x12019b;;;AU)");
  EXPECT_EQ(kClientAccess & kCreateInstance, 0U);
  EXPECT_EQ(kClientAccess | kCreateInstance, 0x120089U | 0x120116U);  // FILE_GENERIC_READ | FILE_GENERIC_WRITE
}

}  // namespace
}  // namespace kigen::pipe
