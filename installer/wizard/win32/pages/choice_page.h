// A few ways to go on as radio buttons, each with what it means: what to do, an interrupted job, where to keep it.
#pragma once

#include <functional>
#include <vector>

#include "installer/wizard/model/pages/choose_view.h"
#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

class ChoicePage final : public PageWindow {
 public:
  struct Content {
    std::function<std::vector<Line>()> lines;  ///< above the choices; may be empty
    std::function<std::vector<Choice>()> choices;
    std::function<int()> chosen;
    std::function<void(int)> choose;
    std::function<std::string()> notice;  ///< below them; may be empty
  };
  ChoicePage(Host& host, Content content) : PageWindow(host), content_(std::move(content)) {}

  void refresh() override;
  bool take_focus() override;
  [[nodiscard]] bool stale() const override { return content_.choices().size() < radios_.size(); }

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_page_command(int id, int code) override;

 private:
  void add_choices();
  void keep_focus(int chosen) const;

  Content content_;
  std::vector<HWND> lines_, radios_, details_;
  HWND notice_ = nullptr, notice_icon_ = nullptr;
};

[[nodiscard]] std::unique_ptr<PageWindow> make_resume_page(Host& host);
[[nodiscard]] std::unique_ptr<PageWindow> make_start_page(Host& host);
[[nodiscard]] std::unique_ptr<PageWindow> make_place_page(Host& host);

}  // namespace kigen::wizard
