#include "common/ui/win32/theme.h"

#include <shellscalingapi.h>

namespace kigen::ui {
namespace {

// Halfway between two colours: a muted text that follows the user's own colours.
COLORREF mix(COLORREF a, COLORREF b, int percent_of_a) {
  const auto part = [&](int x, int y) {
    return static_cast<BYTE>((x * percent_of_a + y * (100 - percent_of_a)) / 100);
  };
  return RGB(part(GetRValue(a), GetRValue(b)), part(GetGValue(a), GetGValue(b)), part(GetBValue(a), GetBValue(b)));
}

bool system_high_contrast() {
  HIGHCONTRASTW state{};
  state.cbSize = sizeof state;
  return ::SystemParametersInfoW(SPI_GETHIGHCONTRAST, sizeof state, &state, 0) != 0 &&
         (state.dwFlags & HCF_HIGHCONTRASTON) != 0;
}

bool is_dark(COLORREF color) {
  return GetRValue(color) * 3 + GetGValue(color) * 6 + GetBValue(color) < 1280;
}

}  // namespace

std::shared_ptr<const Theme> Theme::for_dpi(UINT dpi) {
  return std::shared_ptr<const Theme>(new Theme(dpi));
}

Theme::Theme(UINT dpi) : dpi_(dpi == 0 ? 96 : dpi), high_contrast_(system_high_contrast()) {
  load_fonts();
  load_colors();
}

void Theme::load_fonts() {
  NONCLIENTMETRICSW metrics{};
  metrics.cbSize = sizeof metrics;
  if (::SystemParametersInfoForDpi(SPI_GETNONCLIENTMETRICS, sizeof metrics, &metrics, 0, dpi_) == 0) {
    metrics.lfMessageFont.lfHeight = -::MulDiv(9, static_cast<int>(dpi_), 72);
    ::lstrcpynW(metrics.lfMessageFont.lfFaceName, L"MS Shell Dlg 2", LF_FACESIZE);
  }
  LOGFONTW font = metrics.lfMessageFont;
  normal_.reset(::CreateFontIndirectW(&font));
  font.lfWeight = FW_SEMIBOLD;
  strong_.reset(::CreateFontIndirectW(&font));
  font.lfWeight = FW_NORMAL;
  font.lfHeight = ::MulDiv(font.lfHeight, 4, 3);
  headline_.reset(::CreateFontIndirectW(&font));
}

void Theme::load_colors() {
  text_ = ::GetSysColor(COLOR_WINDOWTEXT);
  surface_ = ::GetSysColor(COLOR_WINDOW);
  const bool plain = high_contrast_ || is_dark(surface_);
  muted_ = plain ? text_ : mix(text_, surface_, 65);
  headline_color_ = plain ? text_ : RGB(0x00, 0x33, 0x99);
  footer_ = plain ? surface_ : ::GetSysColor(COLOR_3DFACE);
  line_ = plain ? text_ : mix(text_, surface_, 15);
  surface_brush_.reset(::CreateSolidBrush(surface_));
  footer_brush_.reset(::CreateSolidBrush(footer_));
  line_brush_.reset(::CreateSolidBrush(line_));
}

HFONT Theme::font(Font font) const noexcept {
  if (font == Font::Strong) return strong_.get();
  return font == Font::Headline ? headline_.get() : normal_.get();
}

COLORREF Theme::color(Tone tone) const noexcept {
  if (tone == Tone::Muted) return muted_;
  return tone == Tone::Headline ? headline_color_ : text_;
}

UINT dpi_at(POINT point) {
  UINT x = 0;
  UINT y = 0;
  const HMONITOR monitor = ::MonitorFromPoint(point, MONITOR_DEFAULTTOPRIMARY);
  if (SUCCEEDED(::GetDpiForMonitor(monitor, MDT_EFFECTIVE_DPI, &x, &y)) && x != 0) return x;
  return ::GetDpiForSystem();
}

void enable_dpi_awareness() {
  ::SetProcessDpiAwarenessContext(DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2);
}

UniqueIcon load_icon(int id, int size) {
  const auto name = MAKEINTRESOURCEW(static_cast<ULONG_PTR>(id));
  return UniqueIcon(
      static_cast<HICON>(::LoadImageW(::GetModuleHandleW(nullptr), name, IMAGE_ICON, size, size, LR_DEFAULTCOLOR)));
}

}  // namespace kigen::ui
