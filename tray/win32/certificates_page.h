// The main window's page of certificates: filter, list, details of the selected one. UI thread only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/ui/win32/list_view.h"
#include "common/ui/win32/rich_text.h"
#include "common/ui/win32/window.h"
#include "tray/model/certificate_table.h"
#include "tray/model/details_view.h"
#include "tray/model/session.h"
#include "tray/win32/actions.h"

namespace kigen::tray {

class CertificatesPage final : public ui::Window {
 public:
  CertificatesPage(const Session& session, Actions& actions);
  ~CertificatesPage() override;
  bool create_in(HWND parent);

  /// Reads the list anew; at once or after the one under way.
  void reload();
  /// Language, day or connection changed.
  void refresh();
  void show_certificate(const std::string& thumbprint_sha256);

 protected:
  void on_create() override;
  ui::Node body() override;
  void on_command(int id, int code) override;
  LRESULT on_notify(NMHDR& header) override;
  void on_theme() override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  void write_texts();
  void request_page(const std::string& cursor);
  void took_page(Result<ipc::ListResult> page);
  void refresh_list();
  void selected(int row);
  void explain();
  void renew();
  void show(const Details& details, bool keep_place);
  void show_explanation(bool keep_place);
  void row_menu(int row, POINT point);
  [[nodiscard]] std::wstring empty_text() const;

  const Session& session_;
  Actions& actions_;
  CertificateTable table_;
  ui::ListView list_;
  ui::RichText details_;
  HWND filter_label_ = nullptr;
  HWND filter_ = nullptr;
  HWND renew_ = nullptr;
  HWND line_ = nullptr;
  std::shared_ptr<CertificatesPage*> self_;  ///< null once this object is gone: answers may come later
  std::vector<ipc::CertificateSummary> loading_;
  std::vector<ipc::UnreadableItem> loading_unreadable_;
  bool busy_ = false, again_ = false, loaded_ = false;
  std::string explained_thumbprint_;
  std::optional<ipc::Explanation> explanation_;
  std::optional<Chain> chain_;
  int split_percent_ = 50;
  ui::Rect splitter_;
  bool dragging_ = false;
};

/// Paragraphs for the text control.
[[nodiscard]] std::vector<ui::Paragraph> paragraphs_of(const Details& details);
/// The icons of all marks, in Mark's order.
[[nodiscard]] std::vector<int> mark_icons();

}  // namespace kigen::tray
