#include "common/ui/layout.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace kigen::ui {
namespace {

// A control of a fixed size that remembers where it was put.
Node box(Size size, Rect* where) {
  return leaf([size](int) { return size; }, [where](const Rect& area) { *where = area; });
}

// Text of `characters` ten pixels wide each, wrapped into lines of ten pixels.
Node words(int characters, Rect* where) {
  return leaf(
      [characters](int width) {
        const int per_line = std::max(1, width / 10);
        const int lines = (characters + per_line - 1) / per_line;
        return Size{std::min(characters, per_line) * 10, lines * 10};
      },
      [where](const Rect& area) { *where = area; });
}

template <class... Nodes>
std::vector<Node> nodes(Nodes&&... each) {
  std::vector<Node> result;
  (result.push_back(std::forward<Nodes>(each)), ...);
  return result;
}

TEST(Layout, PutsButtonsAtTheRightOfASpacer) {
  Rect ok, cancel;
  const Node strip = row(8, nodes(spacer(), box({80, 26}, &ok), box({80, 26}, &cancel))).padded({20, 12, 20, 12});
  EXPECT_EQ(measure(strip, 400).height, 50);
  arrange(strip, {0, 100, 400, 50});
  EXPECT_EQ(cancel, (Rect{300, 112, 80, 26}));
  EXPECT_EQ(ok, (Rect{212, 112, 80, 26}));
}

TEST(Layout, WrapsTextInWhatTheIconLeaves) {
  Rect icon, text;
  const Node line = row(10, nodes(box({50, 50}, &icon).aligned(Align::Start), words(30, &text).stretched()));
  EXPECT_EQ(measure(line, 160).height, 50);
  EXPECT_EQ(measure(line, 110).height, 60);
  arrange(line, {0, 0, 110, 60});
  EXPECT_EQ(icon, (Rect{0, 0, 50, 50}));
  EXPECT_EQ(text, (Rect{60, 0, 50, 60}));
}

TEST(Layout, SharesLeftOverHeightByStretch) {
  Rect top, list, details;
  const Node page =
      column(0, nodes(box({100, 40}, &top), box({0, 0}, &list).stretched(3), box({0, 0}, &details).stretched(1)));
  arrange(page, {0, 0, 200, 441});
  EXPECT_EQ(top.height, 40);
  EXPECT_EQ(list, (Rect{0, 40, 200, 300}));
  EXPECT_EQ(details, (Rect{0, 340, 200, 101}));
}

TEST(Layout, CentersAcrossARow) {
  Rect small, large;
  arrange(row(0, nodes(box({10, 10}, &small).aligned(Align::Center), box({10, 30}, &large))), {0, 0, 100, 30});
  EXPECT_EQ(small, (Rect{0, 10, 10, 10}));
  EXPECT_EQ(large, (Rect{10, 0, 10, 30}));
}

TEST(Layout, NeverGivesANegativeSize) {
  Rect first, second;
  const Node tight = row(10, nodes(box({80, 10}, &first), box({80, 10}, &second))).padded({20, 20, 20, 20});
  arrange(tight, {0, 0, 60, 10});
  EXPECT_GE(first.width, 0);
  EXPECT_GE(second.width, 0);
  EXPECT_GE(second.height, 0);
}

TEST(Layout, KeepsTheMinimum) {
  EXPECT_EQ(measure(gap_of({8, 4}), 100), (Size{8, 4}));
  Rect where;
  EXPECT_EQ(measure(box({5, 5}, &where).at_least({0, 34}), 100), (Size{5, 34}));
}

}  // namespace
}  // namespace kigen::ui
