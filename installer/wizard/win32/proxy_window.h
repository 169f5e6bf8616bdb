// The proxy settings (N4), and the question of a proxy that wants a login (407). UI thread only.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "common/text/language.h"
#include "common/ui/win32/dialog.h"
#include "installer/wizard/model/proxy_input.h"

namespace kigen::wizard {

class ProxyWindow final : public ui::Dialog {
 public:
  ~ProxyWindow() override;
  using Chosen = std::function<void(net::ProxySetting, TypedLogin)>;
  /// Nothing is called when the user cancels.
  void open(HWND owner, text::Language language, const net::ProxySetting& setting, const TypedLogin& login,
            Chosen chosen);

 protected:
  void on_create() override;
  ui::Node body() override;
  ui::Node footer() override;
  void on_command(int id, int code) override;
  void on_answer(bool ok) override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  void make_kinds();
  void make_login();
  void show_state();
  [[nodiscard]] bool checked(HWND box) const;
  [[nodiscard]] ProxyEntry entry() const;
  [[nodiscard]] ui::Node labelled(HWND label, HWND edit);

  text::Language language_ = text::Language::English;
  net::ProxySetting setting_;
  TypedLogin login_;
  Chosen chosen_;
  HWND purpose_ = nullptr, system_ = nullptr, manual_ = nullptr, none_ = nullptr;
  HWND host_label_ = nullptr, host_ = nullptr, port_label_ = nullptr, port_ = nullptr;
  HWND asks_ = nullptr, first_ = nullptr, user_label_ = nullptr, user_ = nullptr;
  HWND password_label_ = nullptr, password_ = nullptr, show_ = nullptr, keep_ = nullptr, complaint_ = nullptr;
  HWND ok_ = nullptr, cancel_ = nullptr;
};

class LoginWindow final : public ui::Dialog {
 public:
  ~LoginWindow() override;
  /// `given` gets nothing when the user cancels.
  void open(HWND owner, text::Language language, const renewal::ProxyLoginQuestion& question,
            std::function<void(std::optional<TypedLogin>)> given);
  /// Closes without an answer: the job has ended.
  void withdraw();

 protected:
  void on_create() override;
  ui::Node body() override;
  ui::Node footer() override;
  void on_command(int id, int code) override;
  void on_answer(bool ok) override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  text::Language language_ = text::Language::English;
  renewal::ProxyLoginQuestion question_;
  std::function<void(std::optional<TypedLogin>)> given_;
  HWND purpose_ = nullptr, realm_ = nullptr, again_ = nullptr, hint_ = nullptr;
  HWND user_label_ = nullptr, user_ = nullptr, password_label_ = nullptr, password_ = nullptr;
  HWND show_ = nullptr, keep_ = nullptr, ok_ = nullptr, cancel_ = nullptr;
};

}  // namespace kigen::wizard
