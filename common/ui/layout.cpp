#include "common/ui/layout.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace kigen::ui {
namespace {

Rect inner_of(const Rect& area, const Insets& padding) {
  return {area.left + padding.left, area.top + padding.top, std::max(0, area.width - padding.left - padding.right),
          std::max(0, area.height - padding.top - padding.bottom)};
}

int gaps_of(const Node& node) {
  return node.children.empty() ? 0 : node.gap * (static_cast<int>(node.children.size()) - 1);
}

int stretch_of(const Node& node) {
  return std::accumulate(node.children.begin(), node.children.end(), 0,
                         [](int sum, const Node& child) { return sum + child.stretch; });
}

// Hands `left` out by stretch; the last stretched child takes the rounding.
std::vector<int> shares(const Node& node, std::vector<int> lengths, int left) {
  int stretch = stretch_of(node);
  for (std::size_t i = 0; i < node.children.size() && stretch > 0; ++i) {
    const int part = left * node.children[i].stretch / stretch;
    lengths[i] += part;
    left -= part;
    stretch -= node.children[i].stretch;
  }
  return lengths;
}

// Widths of a row's children: fixed ones as they want, the rest by stretch.
std::vector<int> row_widths(const Node& node, int width) {
  std::vector<int> widths;
  int left = width - gaps_of(node);
  for (const Node& child : node.children) {
    const int wanted =
        child.stretch > 0 ? child.minimum.width : std::min(std::max(0, left), measure(child, left).width);
    widths.push_back(wanted);
    left -= wanted;
  }
  return shares(node, std::move(widths), std::max(0, left));
}

Size measure_row(const Node& node, int width) {
  Size size{gaps_of(node), 0};
  const std::vector<int> widths = row_widths(node, width);
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Size child = measure(node.children[i], widths[i]);
    size.width += std::max(child.width, node.children[i].stretch > 0 ? node.children[i].minimum.width : child.width);
    size.height = std::max(size.height, child.height);
  }
  return size;
}

Size measure_column(const Node& node, int width) {
  Size size{0, gaps_of(node)};
  for (const Node& child : node.children) {
    const Size wanted = measure(child, width);
    size.width = std::max(size.width, wanted.width);
    size.height += wanted.height;
  }
  return size;
}

// Start and length across the direction of a row or column.
std::pair<int, int> across(Align align, int start, int room, int wanted) {
  const int length = align == Align::Fill ? room : std::min(room, wanted);
  if (align == Align::Center) return {start + (room - length) / 2, length};
  if (align == Align::End) return {start + room - length, length};
  return {start, length};
}

void arrange_row(const Node& node, const Rect& area) {
  const std::vector<int> widths = row_widths(node, area.width);
  int left = area.left;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node& child = node.children[i];
    const auto [top, height] = across(child.align, area.top, area.height, measure(child, widths[i]).height);
    arrange(child, {left, top, widths[i], height});
    left += widths[i] + node.gap;
  }
}

void arrange_column(const Node& node, const Rect& area) {
  std::vector<int> heights;
  int left_over = area.height - gaps_of(node);
  for (const Node& child : node.children) {
    heights.push_back(child.stretch > 0 ? child.minimum.height : measure(child, area.width).height);
    left_over -= heights.back();
  }
  heights = shares(node, std::move(heights), std::max(0, left_over));
  int top = area.top;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node& child = node.children[i];
    const auto [left, width] = across(child.align, area.left, area.width, measure(child, area.width).width);
    arrange(child, {left, top, width, heights[i]});
    top += heights[i] + node.gap;
  }
}

}  // namespace

Node leaf(std::function<Size(int)> measure_leaf, std::function<void(const Rect&)> place) {
  Node node;
  node.measure = std::move(measure_leaf);
  node.place = std::move(place);
  return node;
}

Node row(int gap, std::vector<Node> children) {
  Node node;
  node.kind = Node::Kind::Row;
  node.gap = gap;
  node.children = std::move(children);
  return node;
}

Node column(int gap, std::vector<Node> children) {
  Node node = row(gap, std::move(children));
  node.kind = Node::Kind::Column;
  return node;
}

Node spacer() {
  Node node;
  node.stretch = 1;
  return node;
}

Node gap_of(Size size) {
  Node node;
  node.minimum = size;
  return node;
}

Size measure(const Node& node, int width) {
  const int sides = node.padding.left + node.padding.right;
  const int room = std::max(0, width - sides);
  Size size;
  if (node.kind == Node::Kind::Row) size = measure_row(node, room);
  if (node.kind == Node::Kind::Column) size = measure_column(node, room);
  if (node.kind == Node::Kind::Leaf && node.measure) size = node.measure(room);
  return {std::max(node.minimum.width, size.width + sides),
          std::max(node.minimum.height, size.height + node.padding.top + node.padding.bottom)};
}

void arrange(const Node& node, const Rect& area) {
  const Rect inner = inner_of(area, node.padding);
  if (node.kind == Node::Kind::Row) arrange_row(node, inner);
  if (node.kind == Node::Kind::Column) arrange_column(node, inner);
  if (node.kind == Node::Kind::Leaf && node.place) node.place(inner);
}

}  // namespace kigen::ui
