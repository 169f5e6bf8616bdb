// Which of a profile's roots are there, which are to be offered to the user, which must not be: decided by thumbprint.
// Pure functions but for read_roots_beside, which reads files. Any thread.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/profile/profile.h"

namespace kigen::renewal {

using Der = std::vector<std::uint8_t>;

struct RootVerdict {
  enum class Kind {
    Present,    ///< installed already: skipped
    Offer,      ///< `der` equals the pin: to be shown and confirmed
    NotPinned,  ///< the profile names no thumbprint: never installed
    Differs,    ///< offered under this name with another thumbprint: nothing is installed
    Missing,    ///< pinned, but nobody offers it
  } kind = Kind::Missing;
  Der der;                   ///< Present and Offer
  std::string found_sha256;  ///< Differs: what was offered instead, lower-case hex
};

/// `installed`: the roots trusted now; `offered`: what the RA's cacerts or a file beside the profile hold. All given
/// thumbprints must hold. Without a pin an installed root of this common name counts as Present.
[[nodiscard]] RootVerdict judge_root(const profile::Root& root, const std::vector<Der>& installed,
                                     const std::vector<Der>& offered);

/// Whether TLS may chain to it (profile enroll.trust_anchors).
[[nodiscard]] bool is_anchor(const profile::Profile& profile, const profile::Root& root);

/// The certificates of "<profile file without .toml>-root-1.pem", "-root-2.pem" … (without a gap, at most 16 files)
/// beside the profile and beside its override. A file that is not there ends the row; one that cannot be read is an
/// error.
[[nodiscard]] Result<std::vector<Der>> read_roots_beside(const profile::Profile& profile);

/// The PEM blocks of a text, as far as they are base64.
[[nodiscard]] std::vector<Der> certificates_of_pem(std::string_view pem);

}  // namespace kigen::renewal
