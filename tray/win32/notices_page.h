// The main window's page of notices: read and unread, the selected one in full. UI thread only.
#pragma once

#include <memory>

#include "common/ui/win32/list_view.h"
#include "common/ui/win32/rich_text.h"
#include "common/ui/win32/window.h"
#include "tray/model/notice_table.h"
#include "tray/model/session.h"
#include "tray/win32/actions.h"

namespace kigen::tray {

class NoticesPage final : public ui::Window {
 public:
  NoticesPage(const Session& session, Actions& actions);
  ~NoticesPage() override;
  bool create_in(HWND parent);
  void reload();
  void refresh();

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_command(int id, int code) override;
  LRESULT on_notify(NMHDR& header) override;
  void on_theme() override;

 private:
  void write_texts();
  void show_selected();
  void mark_read(std::vector<std::int64_t> ids);
  void enable_buttons();

  const Session& session_;
  Actions& actions_;
  NoticeTable table_;
  ui::ListView list_;
  ui::RichText text_;
  HWND mark_ = nullptr;
  HWND mark_all_ = nullptr;
  HWND line_ = nullptr;
  std::shared_ptr<NoticesPage*> self_;  ///< null once this object is gone: answers may come later
  bool busy_ = false, again_ = false;
};

}  // namespace kigen::tray
