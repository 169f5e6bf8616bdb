// What follows when a locked token that stopped an issue or a renewal was unblocked.
#include <gtest/gtest.h>

#include "token_samples.h"

namespace kigen::wizard {
namespace {

using namespace samples;

/// A renewal on the token 0123, run until its PIN is found locked.
Flow locked_in_a_job() {
  Flow flow = at_first_page();
  (void)flow.next(kNow);
  flow.choose_certificate(thumbprint('e'));
  (void)flow.next(kNow);
  flow.certificate_loaded(thumbprint('e'), detail(on_token('e', "0123")));
  (void)answer(flow, flow.next(kNow), tokens({token("0123")}));
  (void)flow.next(kNow);
  flow.typed(1, "SESAME");
  end_test(flow, flow.next(kNow));
  EXPECT_TRUE(find<RunJob>(flow.next(kNow)));
  renewal::Outcome outcome = failed(ErrorCode::TokenLocked);
  outcome.failure->job_id = "j9";
  (void)flow.finished(std::move(outcome), kNow);
  EXPECT_EQ(flow.state().page, Page::Failure);
  return flow;
}

void unblock(Flow& flow) {
  ASSERT_EQ(flow.state().page, Page::Unblock);
  flow.typed_pin(0, "PUK12345");
  flow.typed_pin(1, "98765");
  flow.typed_pin(2, "98765");
  ASSERT_TRUE(find<SetTokenPin>(flow.next(kNow)));
  (void)flow.pin_set({});
  ASSERT_EQ(flow.state().page, Page::Result);
}

TEST(Unblocked, JobGoesOnWhereTheLockStoppedIt) {
  Flow flow = locked_in_a_job();
  EXPECT_EQ(remedies(flow.state()).front(), Remedy::Unblock);
  (void)flow.next(kNow);
  unblock(flow);
  const Actions actions = flow.next(kNow);
  EXPECT_FALSE(find<Close>(actions));
  const auto* run = find<RunJob>(actions);
  ASSERT_TRUE(run) << "it asks for the PIN by itself";
  EXPECT_EQ(run->job.resume, "j9");
  EXPECT_EQ(run->job.kind, renewal::Kind::Renew);
  EXPECT_EQ(run->job.token_serial, "0123");
  EXPECT_EQ(run->job.credentials.at("password").view(), "SESAME");
  EXPECT_TRUE(run->job.pin_is_users);
  EXPECT_EQ(flow.state().task, Task::Renew);
  EXPECT_EQ(flow.state().page, Page::Progress);
}

TEST(Unblocked, WorkIsLeftWhenTheUserWantsNoMore) {
  Flow flow = locked_in_a_job();
  (void)flow.next(kNow);
  unblock(flow);
  EXPECT_TRUE(find<Close>(flow.cancel()));
}

TEST(Unblocked, TokenIsLookedAtAgainBeforeAJob) {
  Flow flow = at_first_page();
  (void)flow.next(kNow);
  flow.choose_certificate(thumbprint('e'));
  (void)flow.next(kNow);
  flow.certificate_loaded(thumbprint('e'), detail(on_token('e', "0123")));
  renewal::FoundToken locked = token("0123");
  locked.info.pin_locked = true;
  (void)answer(flow, flow.next(kNow), tokens({locked}));
  (void)flow.unblock_instead();
  unblock(flow);
  const Actions actions = flow.next(kNow);
  ASSERT_TRUE(find<SearchTokens>(actions));
  EXPECT_EQ(flow.state().page, Page::Token);
  EXPECT_EQ(flow.state().task, Task::Renew);
  (void)answer(flow, actions, tokens({token("0123")}));
  EXPECT_TRUE(flow.can_go_next(kNow));
}

TEST(Unblocked, WayBackLeadsToTheTokenOfTheRenewal) {
  Flow flow = locked_in_a_job();
  (void)flow.next(kNow);
  ASSERT_EQ(flow.state().page, Page::Unblock);
  ASSERT_TRUE(flow.can_go_back());
  (void)flow.back();
  EXPECT_EQ(flow.state().page, Page::Token);
  EXPECT_EQ(flow.state().task, Task::Renew);
}

}  // namespace
}  // namespace kigen::wizard
