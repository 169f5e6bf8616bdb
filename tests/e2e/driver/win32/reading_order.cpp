#include "reading_order.h"

#include <algorithm>

namespace kigen::driver {
namespace {

struct Stop {
  HWND control;
  RECT area;
  bool of_frame;
};

long middle(const RECT& area) {
  return (area.top + area.bottom) / 2;
}

// A short label beside a high field still stands in one row with it.
bool same_row(const RECT& first, const RECT& other) {
  return middle(other) >= first.top && middle(other) < first.bottom;
}

}  // namespace

std::vector<HWND> tab_stops(HWND window) {
  struct Search {
    HWND window;
    std::vector<Stop> found;
  } search{window, {}};
  ::EnumChildWindows(
      window,
      [](HWND child, LPARAM data) -> BOOL {
        auto& into = *reinterpret_cast<Search*>(data);
        const bool stop = (::GetWindowLongW(child, GWL_STYLE) & WS_TABSTOP) != 0;
        if (!stop || !::IsWindowVisible(child) || !::IsWindowEnabled(child)) return TRUE;
        RECT area{};
        ::GetWindowRect(child, &area);
        into.found.push_back({child, area, ::GetParent(child) == into.window});
        return TRUE;
      },
      reinterpret_cast<LPARAM>(&search));
  // A page that scrolls reaches, in numbers, below the frame's buttons.
  std::stable_sort(search.found.begin(), search.found.end(), [](const Stop& a, const Stop& b) {
    return a.of_frame != b.of_frame ? b.of_frame : a.area.top < b.area.top;
  });
  std::vector<HWND> ordered;
  auto rest = search.found.begin();
  while (rest != search.found.end()) {
    const Stop first = *rest;
    const auto row_end = std::stable_partition(rest, search.found.end(), [&first](const Stop& stop) {
      return stop.of_frame == first.of_frame && same_row(first.area, stop.area);
    });
    std::stable_sort(rest, row_end, [](const Stop& a, const Stop& b) { return a.area.left < b.area.left; });
    for (; rest != row_end; ++rest) ordered.push_back(rest->control);
  }
  return ordered;
}

}  // namespace kigen::driver
