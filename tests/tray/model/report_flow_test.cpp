#include "tray/model/report_flow.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace kigen::tray {
namespace {

StoreItem item(int number, std::size_t bytes = 3) {
  return {fmt::format("{:064x}", number), std::vector<std::uint8_t>(bytes, 0x4D), false};
}

TEST(ReportFlow, SendsHashesFirstAndContentOnlyWhereAsked) {
  ReportFlow flow;
  EXPECT_FALSE(flow.store_read({{item(1), item(2)}, {}}));
  const auto hashes = flow.connected();
  ASSERT_TRUE(hashes);
  ASSERT_EQ(hashes->items.size(), 2U);
  EXPECT_EQ(hashes->items[0].der_base64, "");
  EXPECT_FALSE(hashes->more);
  const auto content = flow.answered({{item(2).sha256}, 1});
  ASSERT_TRUE(content);
  ASSERT_EQ(content->items.size(), 2U);
  EXPECT_EQ(content->items[0].der_base64, "");
  EXPECT_EQ(content->items[1].der_base64, "TU1N");
  EXPECT_FALSE(flow.answered({{}, 2}));
}

TEST(ReportFlow, StopsAskingWhenTheServiceCannotTakeIt) {
  ReportFlow flow;
  (void)flow.store_read({{item(1)}, {}});
  (void)flow.connected();
  ASSERT_TRUE(flow.answered({{item(1).sha256}, 0}));
  EXPECT_FALSE(flow.answered({{item(1).sha256}, 0}));
}

TEST(ReportFlow, CutsIntoPartsBelowTheFrameLimit) {
  StoreContent content;
  for (int i = 0; i < 10; ++i) content.items.push_back(item(i, 200 * 1024));
  ReportFlow flow;
  (void)flow.store_read(content);
  ASSERT_TRUE(flow.connected());
  ipc::ReportResult need;
  for (const auto& each : content.items) need.need.push_back(each.sha256);
  auto part = flow.answered(need);
  std::size_t items = 0;
  int parts = 0;
  while (part) {
    std::size_t bytes = 0;
    for (const auto& each : part->items) bytes += each.der_base64.size();
    EXPECT_LT(bytes, ipc::kMaxFrameBytes / 2 + 1024);
    items += part->items.size();
    ++parts;
    EXPECT_EQ(part->more, items < 10U);
    part = flow.answered({});
  }
  EXPECT_EQ(items, 10U);
  EXPECT_GT(parts, 3);
}

TEST(ReportFlow, BeginsAgainWhenTheStoreChangedMeanwhile) {
  ReportFlow flow;
  (void)flow.store_read({{item(1)}, {}});
  (void)flow.connected();
  EXPECT_FALSE(flow.store_read({{item(1), item(2)}, {}}));
  const auto again = flow.answered({});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->items.size(), 2U);
}

TEST(ReportFlow, AnEmptyStoreIsAReportToo) {
  ReportFlow flow;
  (void)flow.store_read({});
  const auto part = flow.connected();
  ASSERT_TRUE(part);
  EXPECT_TRUE(part->items.empty());
  EXPECT_FALSE(part->more);
}

TEST(ReportFlow, TellsACertificateThatIsTooLargeAsUnreadable) {
  ReportFlow flow;
  (void)flow.store_read({{item(1), item(2, kLargestDer + 1)}, {}});
  const auto part = flow.connected();
  ASSERT_TRUE(part);
  EXPECT_EQ(part->items.size(), 1U);
  ASSERT_EQ(part->unreadable.size(), 1U);
  EXPECT_EQ(part->unreadable[0].error.code, ErrorCode::CertificateTooLarge);
}

TEST(ReportFlow, TakesEqualCertificatesAsOneWithAKeyWhenAnyHasOne) {
  StoreItem with_key = item(1);
  with_key.has_private_key = true;
  ReportFlow flow;
  (void)flow.store_read({{item(1), with_key}, {}});
  const auto part = flow.connected();
  ASSERT_TRUE(part);
  ASSERT_EQ(part->items.size(), 1U);
  EXPECT_TRUE(part->items[0].has_private_key);
}

TEST(ReportFlow, StartsOverAfterALostConnection) {
  ReportFlow flow;
  (void)flow.store_read({{item(1)}, {}});
  (void)flow.connected();
  flow.disconnected();
  EXPECT_FALSE(flow.answered({}));
  EXPECT_TRUE(flow.connected());
}

}  // namespace
}  // namespace kigen::tray
