// What the main window says about the service: connection, the last check and the next, a check that runs. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "common/ipc/messages.h"
#include "tray/model/context.h"

namespace kigen::tray {

struct Connection {
  bool connected = false;
  bool ever = false;  ///< was connected before, or an attempt has failed: no longer "connecting"
  std::chrono::seconds retry_in{0};
};

struct StatusLine {
  std::string connection, check, remark;
};
[[nodiscard]] StatusLine status_line(const Context& context, const Connection& connection,
                                     const std::optional<ipc::StatusResult>& status);
/// "Next check: today 18:00"; "" when not known.
[[nodiscard]] std::string next_check_words(const Context& context, const std::optional<ipc::StatusResult>& status);

/// A check that the user asked for, as the window shows it.
class CheckView {
 public:
  void started();
  void progressed(const ipc::CheckProgress& progress);
  void finished(const ipc::CheckRun& run);
  void failed(const Error& error);
  /// The user no longer wants to see it; the check itself goes on.
  void hide();

  [[nodiscard]] bool running() const noexcept { return running_; }
  [[nodiscard]] bool visible() const noexcept { return visible_; }
  [[nodiscard]] std::string words(const Context& context) const;
  /// 0 to 100; nothing while it cannot be told.
  [[nodiscard]] std::optional<int> percent() const;

 private:
  bool running_ = false;
  bool visible_ = false;
  ipc::CheckProgress progress_;
  std::optional<ipc::CheckRun> result_;
  std::optional<Error> error_;
};

}  // namespace kigen::tray
