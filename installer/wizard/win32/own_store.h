// The user's own certificates, read without the service: what the wizard falls back to. Off the UI thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/ipc/messages.h"
#include "common/profile/profile_set.h"
#include "installer/wizard/renewal/token_desk.h"

namespace kigen::wizard {

/// CurrentUser\My with the profiles that match. No status: only the service decides that.
[[nodiscard]] Result<std::vector<ipc::CertificateDetail>> read_own_store(const profile::ProfileSet& profiles,
                                                                         Instant now, const LocalCalendar& calendar);

/// What is on the tokens that were found, in the same shape. Certificates that cannot be read are left out.
[[nodiscard]] std::vector<ipc::CertificateDetail> token_certificates(const renewal::TokenSearch& search,
                                                                     const std::vector<profile::ProfilePtr>& profiles,
                                                                     Instant now, const LocalCalendar& calendar);

/// The certificate of this entry as its token has it; nothing when it lives elsewhere or the token is away.
[[nodiscard]] std::optional<keys::Bytes> certificate_on_token(const std::vector<renewal::FoundToken>& tokens,
                                                              const ipc::CertificateSummary& item);

/// The profiles that came with the program and the administrator's, as far as this user may read them.
[[nodiscard]] profile::ProfileSet read_profiles();

}  // namespace kigen::wizard
