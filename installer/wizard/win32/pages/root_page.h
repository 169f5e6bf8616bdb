// A root certificate before it is installed: what it is, and its thumbprints beside those on record, group by group
// (N3, S6).
#pragma once

#include <vector>

#include "installer/wizard/win32/pages/page.h"

namespace kigen::wizard {

class RootPage final : public PageWindow {
 public:
  explicit RootPage(Host& host) : PageWindow(host) {}

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_page_command(int id, int code) override;

 private:
  struct Fact {
    HWND label = nullptr, value = nullptr;
  };
  struct Row {
    HWND received_label = nullptr, received = nullptr, pinned_label = nullptr, pinned = nullptr;
    HWND mark = nullptr, verdict = nullptr;
  };
  std::vector<Fact> facts_;
  std::vector<Row> rows_;
  HWND advice_ = nullptr, refuse_ = nullptr;
};

}  // namespace kigen::wizard
