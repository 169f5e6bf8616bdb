// The tray's name for the queue through which worker threads reach its UI thread.
#pragma once

#include "common/ui/win32/ui_queue.h"

namespace kigen::tray {

using Executor = ui::UiQueue;

}  // namespace kigen::tray
