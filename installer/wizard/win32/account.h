// Which Windows account this process runs as, and whether that is the one whose desktop it stands on (N12).
#pragma once

#include "installer/wizard/model/state.h"

namespace kigen::wizard {

[[nodiscard]] Account current_account();

}  // namespace kigen::wizard
