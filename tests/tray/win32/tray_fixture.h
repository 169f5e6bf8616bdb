// Stands the real kigen-tray.exe on a real desktop against a real pipe server.
#pragma once

#include <windows.h>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/tray/stand/stand_server.h"
#include "tests/tray/win32/driver.h"

namespace kigen::tray {

class TrayWindows : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  void serve(stand::Scene scene);
  void start();
  /// The tray starts from a folder of its own, with a wizard that only writes down how it was called, or with none.
  void start_from_own_folder(bool with_wizard);
  [[nodiscard]] std::wstring tray_command() const;
  /// The tray's hidden window, which takes its commands.
  [[nodiscard]] HWND host() const;
  HWND open_main();

  std::string name_;
  std::wstring program_folder_;       ///< where kigen-tray.exe lies; "" for this program's
  std::vector<std::wstring> copied_;  ///< into program_folder_
  std::unique_ptr<stand::StandServer> server_;
  std::unique_ptr<driver::Program> tray_;
};

/// What the shell's balloons say at this moment, a line each.
[[nodiscard]] std::string balloon_text();

}  // namespace kigen::tray
