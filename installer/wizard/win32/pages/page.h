// One page of the wizard: a child window that shows a part of the state and turns what the user does into the flow's
// events. UI thread only. Made when first shown; a page whose controls depend on the state is made anew each time.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

#include "common/ui/win32/rich_text.h"
#include "common/ui/win32/scroll_panel.h"
#include "installer/wizard/model/flow.h"
#include "installer/wizard/model/pages/view.h"

namespace kigen::wizard {

/// Of the picture beside a line, at 96 dpi.
inline constexpr int kMarkSize = 16;
/// More than a field takes: what is too long is told, not cut off in silence.
inline constexpr WPARAM kRoomBeyond = 64;
/// Of a page that shows time passing.
inline constexpr UINT_PTR kPageTimer = 1;
inline constexpr UINT kSecond = 1000;

/// The window around the pages, as they see it. It outlives them.
class Host {
 public:
  virtual ~Host() = default;
  [[nodiscard]] virtual Context context() const = 0;
  [[nodiscard]] virtual Flow& flow() = 0;
  /// Carries actions out and shows what has become of the state.
  virtual void perform(Actions actions) = 0;
  /// Shows the state anew after an event without actions.
  virtual void show_state() = 0;
  /// Only the buttons of the frame: while one types, the page itself stays as it is.
  virtual void show_buttons() = 0;
  /// Windows' own window for the certificate that the list has chosen, and for the new one.
  virtual void show_chosen_certificate() = 0;
  virtual void show_new_certificate() = 0;
  /// Names of the new certificate's chain, from itself to the root.
  [[nodiscard]] virtual std::vector<std::string> chain_names() const = 0;
};

class PageWindow : public ui::ScrollPanel {
 public:
  explicit PageWindow(Host& host) : host_(host) {}

  bool open(HWND parent);
  /// The state has changed.
  virtual void refresh() {}
  /// Its controls are those of another state: it is to be made anew.
  [[nodiscard]] virtual bool stale() const { return false; }
  /// The page was just shown: where the keyboard goes; false leaves it to the frame.
  virtual bool take_focus() { return false; }
  void command(int id, int code) { on_command(id, code); }

 protected:
  void on_command(int id, int code) override;
  /// What the page's own controls send.
  virtual void on_page_command(int id, int code) { (void)id, (void)code; }

  [[nodiscard]] const State& state() const { return host_.flow().state(); }
  [[nodiscard]] Context context() const { return host_.context(); }
  [[nodiscard]] text::Language language() const { return host_.context().language; }
  /// A node for a control that ui::Controls does not own; it takes what is left over, at least this much.
  [[nodiscard]] ui::Node filling(HWND control, int least_height_at_96);
  [[nodiscard]] int px(int at_96) const { return theme().px(at_96); }

  Host& host_;
};

[[nodiscard]] std::vector<ui::Paragraph> paragraphs_of(const std::vector<Line>& lines);
/// Icon resources in the order of Mark.
[[nodiscard]] std::vector<int> mark_icons();
[[nodiscard]] int mark_icon(Mark mark);

}  // namespace kigen::wizard
