// A window that asks for something before its owner goes on: the owner is disabled while it is there, and worker
// threads go on bringing their results. Derive as from Window; end it with finish(). UI thread only.
#pragma once

#include <functional>
#include <string>

#include "common/ui/win32/window.h"

namespace kigen::ui {

class Dialog : public Window {
 public:
  enum Id { kOk = 1, kCancel = 2 };

 protected:
  /// In the middle of its owner, as high as its content.
  bool open_dialog(const wchar_t* class_name, int width_at_96, const std::wstring& title, HWND owner);
  /// OK or what stands for it; Cancel, Esc and the closing box come as false.
  virtual void on_answer(bool ok) = 0;
  /// Gives the owner back and destroys the window; the last thing that a handler does.
  void finish();

  void on_command(int id, int code) override;
  void on_destroy() override;
  LRESULT on_message(UINT message, WPARAM wparam, LPARAM lparam) override;

 private:
  void release_owner();

  HWND owner_ = nullptr;
};

/// A question with two answers. The second is the default, unless `yes_is_default`: it is the one that changes nothing.
class QuestionDialog final : public Dialog {
 public:
  static constexpr wchar_t kClass[] = L"KigenQuestion";
  enum Control { kQuestion = 100, kDetail = 101, kMark = 102 };
  struct Words {
    std::wstring title, question, detail, yes, no;
    int icon = 0;  ///< resource
    bool yes_is_default = false;
  };
  /// `answered` gets true for yes, unless the window was destroyed without an answer.
  void ask(HWND owner, Words words, std::function<void(bool)> answered);
  /// Closes without an answer: the question has become idle.
  void dismiss();

 protected:
  void on_create() override;
  Node body() override;
  Node footer() override;
  void on_answer(bool ok) override;

 private:
  Words words_;
  std::function<void(bool)> answered_;
  HWND mark_ = nullptr, question_ = nullptr, detail_ = nullptr, yes_ = nullptr, no_ = nullptr;
};

}  // namespace kigen::ui
