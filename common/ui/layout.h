// Rows and columns: where each control of a window goes. Pure arithmetic in device pixels; a window scales its
// distances before it builds the tree, and builds it anew when scale or language change. Single-threaded values.
#pragma once

#include <functional>
#include <vector>

namespace kigen::ui {

struct Size {
  int width = 0;
  int height = 0;
  friend bool operator==(const Size&, const Size&) = default;
};

struct Rect {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
  friend bool operator==(const Rect&, const Rect&) = default;
};

struct Insets {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;
};

enum class Align { Fill, Start, Center, End };

/// One control, a row or a column. A node without children and functions is empty space.
struct Node {
  enum class Kind { Leaf, Row, Column };
  Kind kind = Kind::Leaf;
  std::vector<Node> children;
  int gap = 0;  ///< between children
  Insets padding;
  int stretch = 0;                         ///< share of what is left over along the parent's direction
  Align align = Align::Fill;               ///< across the parent's direction
  Size minimum;                            ///< never smaller than this
  std::function<Size(int width)> measure;  ///< wanted size when at most `width` wide
  std::function<void(const Rect& area)> place;

  Node&& stretched(int share = 1) && {
    stretch = share;
    return std::move(*this);
  }
  Node&& aligned(Align value) && {
    align = value;
    return std::move(*this);
  }
  Node&& padded(Insets value) && {
    padding = value;
    return std::move(*this);
  }
  Node&& at_least(Size value) && {
    minimum = value;
    return std::move(*this);
  }
};

[[nodiscard]] Node leaf(std::function<Size(int)> measure, std::function<void(const Rect&)> place);
[[nodiscard]] Node row(int gap, std::vector<Node> children);
[[nodiscard]] Node column(int gap, std::vector<Node> children);
/// Takes up what is left over.
[[nodiscard]] Node spacer();
/// Empty space of a fixed size.
[[nodiscard]] Node gap_of(Size size);

/// The size the node wants when it may be `width` wide.
[[nodiscard]] Size measure(const Node& node, int width);
/// Places the node and all within it.
void arrange(const Node& node, const Rect& area);

}  // namespace kigen::ui
