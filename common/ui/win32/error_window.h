// An error as every Kigen program shows it: what happened, the code, why, what to do; details can be copied, and what
// failed can be tried again. Modeless. UI thread only.
#pragma once

#include <functional>
#include <string>

#include "common/base/error.h"
#include "common/text/language.h"
#include "common/ui/win32/window.h"

namespace kigen::ui {

class ErrorWindow final : public Window {
 public:
  static constexpr wchar_t kClass[] = L"KigenError";
  enum Id { kTitle = 700, kCode, kWhyLabel, kWhy, kRemedyLabel, kRemedy, kCopyDetails, kTryAgain, kMark, kClose = 2 };

  /// `caption` stands in the title bar. Without `again` there is no "Try again".
  void open(text::Language language, const std::wstring& caption, const Error& error, int icon,
            std::function<void()> again);

 protected:
  void on_create() override;
  Node body() override;
  Node footer() override;
  void on_command(int id, int code) override;

 private:
  text::Language language_ = text::Language::English;
  Error error_;
  int icon_resource_ = 0;
  std::function<void()> again_;
  HWND mark_ = nullptr, title_ = nullptr, code_ = nullptr, why_label_ = nullptr, why_ = nullptr;
  HWND remedy_label_ = nullptr, remedy_ = nullptr, copy_ = nullptr, try_again_ = nullptr, close_ = nullptr;
};

}  // namespace kigen::ui
