// The one dialog that asks for a token's PIN: for which token, how many tries are left, and that the last one was
// wrong; with a PIN pad it says to type it there. UI thread only.
#pragma once

#include <functional>
#include <optional>

#include "common/base/secret.h"
#include "common/ui/win32/dialog.h"
#include "installer/wizard/model/pages/pin_view.h"

namespace kigen::wizard {

class PinWindow final : public ui::Dialog {
 public:
  ~PinWindow() override;
  /// `given` gets nothing when the user cancels, an empty secret for a PIN pad.
  void open(HWND owner, const Context& context, const renewal::PinQuestion& question,
            std::function<void(std::optional<Secret>)> given);
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
  void make_field();
  void typed();
  void wipe_field();

  PinWords words_;
  profile::Credential rule_;
  bool pad_ = false;
  bool writing_ = false;
  Context context_;
  Reading reading_;
  std::function<void(std::optional<Secret>)> given_;
  HWND purpose_ = nullptr, token_ = nullptr, again_ = nullptr, tries_icon_ = nullptr, tries_ = nullptr;
  HWND label_ = nullptr, pin_ = nullptr, notice_ = nullptr, show_ = nullptr, hint_ = nullptr;
  HWND ok_ = nullptr, cancel_ = nullptr;
};

}  // namespace kigen::wizard
