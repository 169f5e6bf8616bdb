// The new PIN of an issue: typed in the window, or on a reader that has keys; and what an interrupted job asks of it.
#include <gtest/gtest.h>

#include <algorithm>

#include "token_samples.h"

namespace kigen::wizard {
namespace {

using namespace samples;

TEST(NewPin, IsLeftToTheReaderThatHasKeys) {
  Flow flow = at_new_pin_on_pad();
  ASSERT_EQ(flow.state().page, Page::NewPin);
  EXPECT_TRUE(flow.state().token.form.fields.empty());
  ASSERT_TRUE(flow.can_go_next(kNow)) << "there is nothing to type here";
  end_test(flow, flow.next(kNow));
  const Actions run = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(run));
  EXPECT_TRUE(find<RunJob>(run)->job.new_pin.empty());
  EXPECT_TRUE(find<RunJob>(run)->job.new_pin_on_pad);
  const auto is_set = [](const StepRow& row) { return row.step == renewal::Step::SetPin; };
  EXPECT_TRUE(std::ranges::any_of(flow.state().run.steps, is_set)) << "a step as any other";
}

Flow resuming(Actions& search, bool asks_new_pin) {
  Catalogue found = token_catalogue();
  renewal::OpenJob job;
  job.id = "j1";
  job.kind = renewal::Kind::Issue;
  job.profile = "etoken";
  job.place = renewal::Place::Token;
  job.token_serial = "0123";
  job.asks_new_pin = asks_new_pin;
  job.stored = true;
  found.jobs = {job};
  Flow flow = at_first_page(std::move(found));
  EXPECT_EQ(flow.state().page, Page::Resume);
  search = flow.next(kNow);
  return flow;
}

TEST(NewPin, OfAnInterruptedJobWaitsUntilItsReaderIsKnown) {
  Actions search;
  Flow flow = resuming(search, true);
  ASSERT_EQ(flow.state().page, Page::NewPin);
  EXPECT_EQ(flow.state().token.form.fields.size(), 2U);
  renewal::FoundToken pad = token("0123");
  pad.info.pin_pad = true;
  flow.typed_pin(0, "1234");
  flow.typed_pin(1, "1234");
  EXPECT_FALSE(flow.can_go_next(kNow)) << "whether it has keys is not known";
  (void)answer(flow, search, tokens({pad}));
  EXPECT_TRUE(flow.state().token.form.fields.empty());
  const Actions run = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(run));
  EXPECT_EQ(find<RunJob>(run)->job.resume, "j1");
  EXPECT_TRUE(find<RunJob>(run)->job.new_pin_on_pad);
  EXPECT_TRUE(find<RunJob>(run)->job.new_pin.empty());
}

TEST(NewPin, OfAnInterruptedJobStaysAsTypedWhereTheReaderHasNoKeys) {
  Actions search;
  Flow flow = resuming(search, true);
  flow.typed_pin(0, "1234");
  flow.typed_pin(1, "1234");
  (void)answer(flow, search, tokens({token("0123")}));
  ASSERT_TRUE(flow.can_go_next(kNow));
  const Actions run = flow.next(kNow);
  ASSERT_TRUE(find<RunJob>(run));
  EXPECT_EQ(find<RunJob>(run)->job.new_pin.view(), "1234");
}

TEST(NewPin, IsNotAskedForWhereAnInterruptedJobHasSetIt) {
  Actions search;
  const Flow flow = resuming(search, false);
  EXPECT_TRUE(find<RunJob>(search));
  EXPECT_EQ(flow.state().page, Page::Progress);
}

}  // namespace
}  // namespace kigen::wizard
