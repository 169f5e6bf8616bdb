// The user's own certificates, read without the service: what the wizard falls back to. Off the UI thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/ipc/messages.h"
#include "common/profile/profile_set.h"

namespace kigen::wizard {

/// CurrentUser\My with the profiles that match. No status: only the service decides that.
[[nodiscard]] Result<std::vector<ipc::CertificateDetail>> read_own_store(const profile::ProfileSet& profiles,
                                                                         Instant now, const LocalCalendar& calendar);

/// The profiles that came with the program and the administrator's, as far as this user may read them.
[[nodiscard]] profile::ProfileSet read_profiles();

}  // namespace kigen::wizard
