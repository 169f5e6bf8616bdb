#include "tray/win32/screen.h"

#include <windows.h>

#include <shellapi.h>

namespace kigen::tray {

bool screen_free() {
  QUERY_USER_NOTIFICATION_STATE state = QUNS_ACCEPTS_NOTIFICATIONS;
  // A system that does not tell must not silence a warning.
  if (FAILED(::SHQueryUserNotificationState(&state))) return true;
  return state != QUNS_BUSY && state != QUNS_RUNNING_D3D_FULL_SCREEN && state != QUNS_PRESENTATION_MODE &&
         state != QUNS_NOT_PRESENT;
}

}  // namespace kigen::tray
