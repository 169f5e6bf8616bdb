// Fonts, colours and distances of one scale: the system's message font and system colours, so that high contrast and
// the user's own sizes hold. Immutable; a window takes a new one when scale, colours or fonts change.
#pragma once

#include <windows.h>

#include <memory>

#include "common/ui/win32/handles.h"

namespace kigen::ui {

enum class Font { Normal, Strong, Headline };
enum class Tone { Normal, Muted, Headline, Line };

class Theme {
 public:
  [[nodiscard]] static std::shared_ptr<const Theme> for_dpi(UINT dpi);

  [[nodiscard]] UINT dpi() const noexcept { return dpi_; }
  /// Distances are written for 96 dpi and scaled here.
  [[nodiscard]] int px(int at_96) const noexcept { return ::MulDiv(at_96, static_cast<int>(dpi_), 96); }
  [[nodiscard]] HFONT font(Font font) const noexcept;
  [[nodiscard]] COLORREF color(Tone tone) const noexcept;
  [[nodiscard]] bool high_contrast() const noexcept { return high_contrast_; }

  [[nodiscard]] COLORREF surface() const noexcept { return surface_; }
  [[nodiscard]] COLORREF footer() const noexcept { return footer_; }
  [[nodiscard]] COLORREF line() const noexcept { return line_; }
  [[nodiscard]] HBRUSH surface_brush() const noexcept { return surface_brush_.get(); }
  [[nodiscard]] HBRUSH footer_brush() const noexcept { return footer_brush_.get(); }
  [[nodiscard]] HBRUSH line_brush() const noexcept { return line_brush_.get(); }

 private:
  explicit Theme(UINT dpi);
  void load_fonts();
  void load_colors();

  UINT dpi_;
  bool high_contrast_ = false;
  UniqueFont normal_, strong_, headline_;
  COLORREF text_ = 0, muted_ = 0, headline_color_ = 0, surface_ = 0, footer_ = 0, line_ = 0;
  UniqueBrush surface_brush_, footer_brush_, line_brush_;
};

/// The scale of the monitor at `point` (screen coordinates), for a window that does not exist yet.
[[nodiscard]] UINT dpi_at(POINT point);
/// Turns per-monitor scaling on where the manifest could not (a host without one); call first in main.
void enable_dpi_awareness();
/// The program's icon resource `id` at `size` pixels.
[[nodiscard]] UniqueIcon load_icon(int id, int size);

}  // namespace kigen::ui
