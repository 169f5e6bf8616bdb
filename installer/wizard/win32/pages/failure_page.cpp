#include "installer/wizard/win32/pages/failure_page.h"

#include "common/platform/win32/utf.h"
#include "common/text/enrol_text.h"
#include "common/ui/win32/accessibility.h"
#include "common/ui/win32/list_view.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/model/pages/frame_view.h"
#include "installer/wizard/model/pages/result_view.h"

namespace kigen::wizard {

using platform::to_wide;

void FailurePage::on_create() {
  const text::Language in = language();
  const bool stopped = state().failure && state().failure->error.code == ErrorCode::Cancelled;
  mark_ = controls_.icon(ids::kNoticeIcon, mark_icon(stopped ? Mark::Info : Mark::Failed), 20);
  codes_label_ = controls_.plain(ids::kCodesLabel, to_wide(text::failure_codes(in)), ui::Font::Normal, ui::Tone::Muted);
  codes_ = controls_.value(ids::kCodes, to_wide(failure_codes(state())));
  ui::set_accessible_name(codes_, to_wide(text::failure_codes(in)));
  text_.create(hwnd(), ids::kDetails, to_wide(purpose(context(), state())));
  text_.set_indent(0);
  text_.apply(shared_theme());
  copy_ = controls_.button(ids::kCopy, to_wide(text::failure_copy(in)));
  // The first remedy is the frame's own button; closing is Cancel's.
  const auto all = remedies(state());
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i] == Remedy::Close) continue;
    offered_.push_back(all[i]);
    buttons_.push_back(controls_.button(ids::kFirstRemedy + static_cast<int>(all[i]),
                                        to_wide(remedy_text(context(), state(), static_cast<int>(all[i])))));
  }
}

void FailurePage::refresh() {
  text_.show(paragraphs_of(failure_lines(context(), state())), false);
}

ui::Node FailurePage::body() {
  std::vector<ui::Node> buttons{controls_.node(copy_), ui::spacer()};
  for (const HWND button : buttons_) buttons.push_back(controls_.node(button));
  return ui::column(px(10), {ui::row(px(8), {controls_.node(mark_).aligned(ui::Align::Center),
                                             controls_.node(codes_label_).aligned(ui::Align::Center),
                                             controls_.node(codes_).aligned(ui::Align::Center).stretched()}),
                             filling(text_.hwnd(), 120), ui::row(px(8), std::move(buttons))});
}

void FailurePage::on_page_command(int id, int code) {
  if (code != BN_CLICKED) return;
  if (id == ids::kCopy && ui::copy_to_clipboard(hwnd(), to_wide(failure_report(context(), state()))))
    controls_.set_text(copy_, to_wide(text::failure_copied(language())));
  for (const Remedy remedy : offered_)
    if (id == ids::kFirstRemedy + static_cast<int>(remedy))
      return host_.perform(host_.flow().take(remedy, context().now));
}

}  // namespace kigen::wizard
