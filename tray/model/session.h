// What the tray knows now, as its windows read it: connection, status, profiles, language. One object, changed by the
// application only, on the UI thread.
#pragma once

#include <cstdint>
#include <optional>

#include "common/base/time.h"
#include "common/ipc/messages.h"
#include "common/text/language.h"
#include "tray/model/context.h"
#include "tray/model/icon_view.h"
#include "tray/model/interval_view.h"
#include "tray/model/service_view.h"
#include "tray/model/warning_flow.h"

namespace kigen::tray {

struct Session {
  const Clock* clock = nullptr;
  const LocalCalendar* calendar = nullptr;
  text::Language language = text::Language::English;
  Connection connection;
  std::optional<ipc::HelloResult> server;
  std::optional<ipc::StatusResult> status;
  Profiles profiles;
  CheckView check;
  WarningFlow warnings;

  [[nodiscard]] Context context() const { return {language, clock->now(), calendar, &profiles}; }
  /// Only while connected does the status count.
  [[nodiscard]] IconView icon() const {
    return icon_view(context(), connection.connected ? status : std::optional<ipc::StatusResult>());
  }
  [[nodiscard]] IntervalState interval() const {
    return {status ? status->interval_hours : 24, status && status->interval_locked, connection.connected && status};
  }
};

}  // namespace kigen::tray
