// The other due certificates inside the warning window: a mark, what and when, and a Renew of its own each.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/ui/win32/scroll_panel.h"
#include "tray/model/warning_view.h"

namespace kigen::tray {

class WarningRows final : public ui::ScrollPanel {
 public:
  explicit WarningRows(std::function<void(const std::string& thumbprint)> renew);
  bool create_in(HWND parent, std::vector<WarningRow> rows);
  [[nodiscard]] const std::vector<WarningRow>& rows() const noexcept { return rows_; }

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_command(int id, int code) override;

 private:
  struct Line {
    HWND mark = nullptr, title = nullptr, detail = nullptr, renew = nullptr;
  };
  std::function<void(const std::string&)> renew_;
  std::vector<WarningRow> rows_;
  std::vector<Line> lines_;
};

/// The icon resource of a mark.
[[nodiscard]] int mark_resource(Mark mark) noexcept;

}  // namespace kigen::tray
