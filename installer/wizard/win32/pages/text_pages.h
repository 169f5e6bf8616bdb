// The pages that are mostly text: the certificate before its renewal, the consent, the result.
#pragma once

#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

/// A notice above a text that scrolls, and one button below it at most.
class TextPage : public PageWindow {
 public:
  explicit TextPage(Host& host) : PageWindow(host) {}
  void refresh() override;

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_theme() override { text_.apply(shared_theme()); }

  [[nodiscard]] virtual std::vector<Line> lines() const = 0;
  [[nodiscard]] virtual std::string notice() const { return {}; }
  [[nodiscard]] virtual Mark notice_mark() const { return Mark::Due; }
  /// "" for none; its click arrives as kShowCertificate.
  [[nodiscard]] virtual std::string button() const { return {}; }
  [[nodiscard]] virtual std::string name() const = 0;

 private:
  ui::RichText text_;
  std::vector<Line> shown_;
  HWND notice_ = nullptr, notice_icon_ = nullptr, button_ = nullptr;
};

class CertificatePage final : public TextPage {
 public:
  using TextPage::TextPage;

 protected:
  [[nodiscard]] std::vector<Line> lines() const override;
  [[nodiscard]] std::string notice() const override;
  [[nodiscard]] std::string name() const override;
};

class ConsentPage final : public TextPage {
 public:
  using TextPage::TextPage;

 protected:
  [[nodiscard]] std::vector<Line> lines() const override;
  [[nodiscard]] std::string name() const override;
};

/// Whose token it is (E6).
class HolderPage final : public TextPage {
 public:
  using TextPage::TextPage;

 protected:
  [[nodiscard]] std::vector<Line> lines() const override;
  [[nodiscard]] std::string name() const override;
};

class ResultPage final : public TextPage {
 public:
  using TextPage::TextPage;

 protected:
  [[nodiscard]] std::vector<Line> lines() const override;
  [[nodiscard]] std::string notice() const override;
  [[nodiscard]] Mark notice_mark() const override { return Mark::Ok; }
  [[nodiscard]] std::string button() const override;
  [[nodiscard]] std::string name() const override;
  void on_page_command(int id, int code) override;
};

}  // namespace kigen::wizard
