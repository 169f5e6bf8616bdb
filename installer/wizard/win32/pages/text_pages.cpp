#include "installer/wizard/win32/pages/text_pages.h"

#include "common/platform/win32/utf.h"
#include "common/text/enrol_text.h"
#include "common/text/task_text.h"
#include "common/text/token_text.h"
#include "common/text/tray_text.h"
#include "icons.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/model/pages/certificate_view.h"
#include "installer/wizard/model/pages/consent_view.h"
#include "installer/wizard/model/pages/frame_view.h"
#include "installer/wizard/model/pages/result_view.h"
#include "installer/wizard/model/pages/token_view.h"

namespace kigen::wizard {

using platform::to_wide;

void TextPage::on_create() {
  notice_icon_ = controls_.icon(ids::kNoticeIcon, mark_icon(notice_mark()), notice_mark() == Mark::Ok ? 32 : 20);
  notice_ = controls_.plain(ids::kNotice, L"", notice_mark() == Mark::Ok ? ui::Font::Headline : ui::Font::Normal);
  text_.create(hwnd(), ids::kDetails, to_wide(name()));
  text_.set_indent(0);
  text_.apply(shared_theme());
  if (const std::string words = button(); !words.empty())
    button_ = controls_.button(ids::kShowCertificate, to_wide(words));
}

void TextPage::refresh() {
  const std::string words = notice();
  controls_.set_text(notice_, to_wide(words));
  for (const HWND control : {notice_, notice_icon_}) ::ShowWindow(control, words.empty() ? SW_HIDE : SW_SHOWNA);
  if (auto now = lines(); now != shown_) {
    shown_ = std::move(now);
    text_.show(paragraphs_of(shown_), false);
  }
  relayout();
}

ui::Node TextPage::body() {
  std::vector<ui::Node> rows;
  if (::GetWindowTextLengthW(notice_) > 0)
    rows.push_back(ui::row(px(10), {controls_.node(notice_icon_).aligned(ui::Align::Center),
                                    controls_.node(notice_).stretched().aligned(ui::Align::Center)}));
  rows.push_back(filling(text_.hwnd(), 120));
  if (button_) rows.push_back(ui::row(px(8), {controls_.node(button_), ui::spacer()}));
  return ui::column(px(10), std::move(rows));
}

std::vector<Line> CertificatePage::lines() const {
  return certificate_lines(context(), state());
}
std::string CertificatePage::notice() const {
  return certificate_notice(context(), state());
}
std::string CertificatePage::name() const {
  return text::details_name(language());
}

std::vector<Line> ConsentPage::lines() const {
  return consent_lines(context(), state());
}
std::string ConsentPage::name() const {
  return text::purpose_consent(language());
}

std::vector<Line> HolderPage::lines() const {
  return holder_lines(context(), state());
}
std::string HolderPage::name() const {
  return text::purpose_holder(language());
}

// The validity stands beside the check mark, so it is left out of the text.
std::vector<Line> ResultPage::lines() const {
  auto all = result_lines(context(), state(), host_.chain_names());
  if (!all.empty() && all.front().kind == Line::Kind::Headline) all.erase(all.begin());
  return all;
}
std::string ResultPage::notice() const {
  return result_headline(context(), state());
}
std::string ResultPage::button() const {
  return is_pin_task(state().task) ? std::string() : text::result_show(language());
}
std::string ResultPage::name() const {
  return purpose(context(), state());
}

void ResultPage::on_page_command(int id, int code) {
  if (id == ids::kShowCertificate && code == BN_CLICKED) host_.show_new_certificate();
}

}  // namespace kigen::wizard
