#include "installer/wizard/win32/proxy_window.h"

#include <utility>

#include "common/platform/win32/utf.h"
#include "common/text/entry_text.h"
#include "common/text/phrase.h"
#include "common/text/tray_text.h"
#include "common/text/ui_text.h"
#include "common/ui/win32/secret_edit.h"
#include "installer/wizard/ids.h"
#include "kigen_version.h"

namespace kigen::wizard {
namespace {

using platform::to_narrow;
using platform::to_wide;

constexpr int kProxyFieldWidth = 240;
constexpr int kPortWidth = 80;

Secret secret_in(HWND edit) {
  Secret secret;
  ui::with_text_of(edit, [&secret](std::string_view text) { secret = Secret(text); });
  return secret;
}

void start_group(HWND control) {
  ::SetWindowLongPtrW(control, GWL_STYLE, ::GetWindowLongPtrW(control, GWL_STYLE) | WS_GROUP);
}

void check(HWND box, bool on) {
  ::SendMessageW(box, BM_SETCHECK, on ? BST_CHECKED : BST_UNCHECKED, 0);
}

}  // namespace

ProxyWindow::~ProxyWindow() {
  if (exists()) ui::wipe_edit(password_);
}

void ProxyWindow::open(HWND owner, text::Language language, const net::ProxySetting& setting, const TypedLogin& login,
                       Chosen chosen) {
  destroy();
  language_ = language;
  setting_ = setting;
  login_ = {login.user, login.password.clone(), login.keep};
  chosen_ = std::move(chosen);
  if (!open_dialog(ids::kProxyClass, 470, to_wide(text::window_title(language, text::proxy_title(language), kVersion)),
                   owner))
    return;
  ::SetFocus(setting_.kind == net::ProxySetting::Kind::Manual ? host_ : system_);
}

void ProxyWindow::on_create() {
  purpose_ =
      controls_.label(ids::kPurpose, to_wide(text::proxy_purpose(language_)), ui::Font::Headline, ui::Tone::Headline);
  make_kinds();
  make_login();
  complaint_ = controls_.plain(ids::kProxyComplaint, L"");
  ok_ = controls_.default_button(kOk, to_wide(text::ok_button(language_)));
  cancel_ = controls_.button(kCancel, to_wide(text::cancel_button(language_)));
  set_default_button(kOk);
  show_state();
}

void ProxyWindow::make_kinds() {
  using Kind = net::ProxySetting::Kind;
  system_ = controls_.radio(ids::kProxySystem, to_wide(text::proxy_system(language_)), true);
  none_ = controls_.radio(ids::kProxyNone, to_wide(text::proxy_none(language_)), false);
  manual_ = controls_.radio(ids::kProxyManual, to_wide(text::proxy_manual(language_)), false);
  host_label_ = controls_.label(ids::kProxyLabel, to_wide(text::proxy_host(language_)));
  start_group(host_label_);  // the arrow keys stay among the three
  host_ = controls_.edit(ids::kProxyHost, ES_AUTOHSCROLL, kProxyFieldWidth);
  port_label_ = controls_.label(ids::kProxyLabel + 1, to_wide(text::proxy_port(language_)));
  port_ = controls_.edit(ids::kProxyPort, ES_AUTOHSCROLL, kPortWidth);
  check(system_, setting_.kind == Kind::System);
  check(manual_, setting_.kind == Kind::Manual);
  check(none_, setting_.kind == Kind::None);
  if (setting_.kind == Kind::Manual) {
    ::SetWindowTextW(host_, to_wide(setting_.host).c_str());
    ::SetWindowTextW(port_, std::to_wstring(setting_.port).c_str());
  }
}

void ProxyWindow::make_login() {
  asks_ = controls_.check_box(ids::kProxyLogin, to_wide(text::proxy_login(language_)));
  start_group(asks_);
  first_ = controls_.plain(ids::kProxyLabel + 2, to_wide(text::proxy_signed_in_first(language_)), ui::Font::Normal,
                           ui::Tone::Muted);
  user_label_ = controls_.label(ids::kProxyLabel + 3, to_wide(text::proxy_user(language_)));
  user_ = controls_.edit(ids::kProxyUser, ES_AUTOHSCROLL, kProxyFieldWidth);
  password_label_ = controls_.label(ids::kProxyLabel + 4, to_wide(text::proxy_password(language_)));
  password_ = controls_.edit(ids::kProxyPassword, ES_AUTOHSCROLL | ES_PASSWORD, kProxyFieldWidth);
  show_ = controls_.check_box(ids::kProxyShow, to_wide(text::show_secret(language_)));
  keep_ = controls_.check_box(ids::kProxyKeep, to_wide(text::proxy_keep(language_)));
  ui::mask_edit(password_, true);
  check(asks_, !login_.user.empty());
  check(keep_, login_.keep);
  ::SetWindowTextW(user_, to_wide(login_.user).c_str());
  ui::fill_edit(password_, login_.password.view());
}

bool ProxyWindow::checked(HWND box) const {
  return ::SendMessageW(box, BM_GETCHECK, 0, 0) == BST_CHECKED;
}

void ProxyWindow::show_state() {
  const bool manual = checked(manual_);
  const bool any = !checked(none_);
  const bool login = any && checked(asks_);
  for (const HWND control : {host_label_, host_, port_label_, port_}) ::EnableWindow(control, manual);
  ::EnableWindow(asks_, any);
  for (const HWND control : {user_label_, user_, password_label_, password_, show_, keep_})
    ::EnableWindow(control, login);
}

ui::Node ProxyWindow::labelled(HWND label, HWND edit) {
  ui::Node words = controls_.node(label).aligned(ui::Align::Center).at_least({theme().px(110), 0});
  return ui::row(theme().px(8), {std::move(words), controls_.node(edit)});
}

ui::Node ProxyWindow::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  const ui::Insets inner{px(22), 0, 0, 0};
  std::vector<ui::Node> rows{
      controls_.node(purpose_),
      ui::gap_of({0, px(2)}),
      controls_.node(system_),
      controls_.node(none_),
      controls_.node(manual_),
      labelled(host_label_, host_).padded(inner),
      labelled(port_label_, port_).padded(inner),
      ui::gap_of({0, px(4)}),
      controls_.node(asks_),
      controls_.node(first_).padded(inner),
      labelled(user_label_, user_).padded(inner),
      labelled(password_label_, password_).padded(inner),
      controls_.node(show_).padded(inner),
      controls_.node(keep_).padded(inner),
      controls_.node(complaint_),
  };
  return ui::column(px(6), std::move(rows)).padded({px(20), px(18), px(20), px(10)});
}

ui::Node ProxyWindow::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  return ui::row(px(8), {ui::spacer(), controls_.node(ok_), controls_.node(cancel_)})
      .padded({px(20), px(12), px(20), px(12)});
}

void ProxyWindow::on_command(int id, int code) {
  if (code == BN_CLICKED && id == ids::kProxyShow) ui::mask_edit(password_, !checked(show_));
  if (code == BN_CLICKED && id >= ids::kProxySystem && id <= ids::kProxyLogin) show_state();
  Dialog::on_command(id, code);
}

ProxyEntry ProxyWindow::entry() const {
  using Kind = net::ProxySetting::Kind;
  ProxyEntry entry;
  entry.kind = checked(manual_) ? Kind::Manual : checked(none_) ? Kind::None : Kind::System;
  entry.host = to_narrow(ui::text_of(host_));
  entry.port = to_narrow(ui::text_of(port_));
  entry.login = checked(asks_);
  entry.user = to_narrow(ui::text_of(user_));
  return entry;
}

void ProxyWindow::on_answer(bool ok) {
  TypedLogin login;
  const ProxyReading reading = read_proxy(entry());
  if (ok && reading.complaint != ProxyComplaint::None) {
    const bool host = reading.complaint == ProxyComplaint::Host;
    const bool port = reading.complaint == ProxyComplaint::Port;
    controls_.set_text(complaint_, to_wide(host   ? text::proxy_host_bad(language_)
                                           : port ? text::proxy_port_bad(language_)
                                                  : text::proxy_user_bad(language_)));
    fit_height();
    ::SetFocus(host ? host_ : port ? port_ : user_);
    return;
  }
  if (ok && !reading.user.empty()) login = {reading.user, secret_in(password_), checked(keep_)};
  ui::wipe_edit(password_);
  const auto chosen = std::exchange(chosen_, {});
  finish();
  if (ok && chosen) chosen(reading.setting, std::move(login));
}

LRESULT ProxyWindow::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_DESTROY) ui::wipe_edit(password_);
  return Dialog::on_message(message, wparam, lparam);
}

LoginWindow::~LoginWindow() {
  if (exists()) ui::wipe_edit(password_);
}

void LoginWindow::open(HWND owner, text::Language language, const renewal::ProxyLoginQuestion& question,
                       std::function<void(std::optional<TypedLogin>)> given) {
  withdraw();
  language_ = language;
  question_ = question;
  given_ = std::move(given);
  if (open_dialog(ids::kLoginClass, 440, to_wide(text::window_title(language, text::login_title(language), kVersion)),
                  owner))
    ::SetFocus(user_);
}

void LoginWindow::withdraw() {
  given_ = {};
  if (!exists()) return;
  ui::wipe_edit(password_);
  finish();
}

void LoginWindow::on_create() {
  const std::string proxy = text::harmless(question_.proxy.host) + ":" + std::to_string(question_.proxy.port);
  purpose_ = controls_.plain(ids::kPurpose, to_wide(text::login_purpose(language_, proxy)), ui::Font::Headline,
                             ui::Tone::Headline);
  const std::string realm = text::harmless(question_.realm);
  realm_ = controls_.plain(ids::kProxyLabel, realm.empty() ? L"" : to_wide(text::login_realm(language_, realm)),
                           ui::Font::Normal, ui::Tone::Muted);
  again_ = controls_.plain(ids::kProxyComplaint, question_.again ? to_wide(text::login_again(language_)) : L"",
                           ui::Font::Strong);
  user_label_ = controls_.label(ids::kProxyLabel + 3, to_wide(text::proxy_user(language_)));
  user_ = controls_.edit(ids::kProxyUser, ES_AUTOHSCROLL, kProxyFieldWidth);
  password_label_ = controls_.label(ids::kProxyLabel + 4, to_wide(text::proxy_password(language_)));
  password_ = controls_.edit(ids::kProxyPassword, ES_AUTOHSCROLL | ES_PASSWORD, kProxyFieldWidth);
  show_ = controls_.check_box(ids::kProxyShow, to_wide(text::show_secret(language_)));
  keep_ = controls_.check_box(ids::kProxyKeep, to_wide(text::proxy_keep(language_)));
  hint_ =
      controls_.plain(ids::kProxyLabel + 5, to_wide(text::login_hint(language_)), ui::Font::Normal, ui::Tone::Muted);
  ok_ = controls_.default_button(kOk, to_wide(text::ok_button(language_)));
  cancel_ = controls_.button(kCancel, to_wide(text::cancel_button(language_)));
  ui::mask_edit(password_, true);
  ::EnableWindow(ok_, FALSE);
  set_default_button(kOk);
}

ui::Node LoginWindow::body() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  const auto labelled = [&](HWND label, HWND edit) {
    return ui::row(px(8),
                   {controls_.node(label).aligned(ui::Align::Center).at_least({px(110), 0}), controls_.node(edit)});
  };
  std::vector<ui::Node> rows{controls_.node(purpose_)};
  if (::GetWindowTextLengthW(realm_) > 0) rows.push_back(controls_.node(realm_));
  if (::GetWindowTextLengthW(again_) > 0) rows.push_back(controls_.node(again_));
  rows.push_back(labelled(user_label_, user_));
  rows.push_back(labelled(password_label_, password_));
  rows.push_back(controls_.node(show_));
  rows.push_back(controls_.node(keep_));
  rows.push_back(controls_.node(hint_));
  return ui::column(px(8), std::move(rows)).padded({px(20), px(18), px(20), px(14)});
}

ui::Node LoginWindow::footer() {
  const auto px = [this](int at_96) { return theme().px(at_96); };
  return ui::row(px(8), {ui::spacer(), controls_.node(ok_), controls_.node(cancel_)})
      .padded({px(20), px(12), px(20), px(12)});
}

void LoginWindow::on_command(int id, int code) {
  if (code == EN_CHANGE && id == ids::kProxyUser) ::EnableWindow(ok_, ::GetWindowTextLengthW(user_) > 0);
  if (code == BN_CLICKED && id == ids::kProxyShow)
    ui::mask_edit(password_, ::SendMessageW(show_, BM_GETCHECK, 0, 0) != BST_CHECKED);
  if (id == kOk && !::IsWindowEnabled(ok_)) return;
  Dialog::on_command(id, code);
}

LRESULT LoginWindow::on_message(UINT message, WPARAM wparam, LPARAM lparam) {
  if (message == WM_DESTROY) ui::wipe_edit(password_);
  return Dialog::on_message(message, wparam, lparam);
}

void LoginWindow::on_answer(bool ok) {
  std::optional<TypedLogin> login;
  if (ok)
    login = TypedLogin{to_narrow(ui::text_of(user_)), secret_in(password_),
                       ::SendMessageW(keep_, BM_GETCHECK, 0, 0) == BST_CHECKED};
  ui::wipe_edit(password_);
  const auto given = std::exchange(given_, {});
  finish();
  if (given) given(std::move(login));
}

}  // namespace kigen::wizard
