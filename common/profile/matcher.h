// Which profile a certificate belongs to, and what a certificate of a profile is called.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/certificate.h"
#include "common/profile/profile_set.h"

namespace kigen::profile {

/// Compiled from a ProfileSet, which it keeps alive. Not thread-safe: it remembers issuers it has seen (up to 4,096,
/// then it forgets all of them). Replace it as a whole when profiles are reloaded.
class Matcher {
 public:
  Matcher() = default;
  explicit Matcher(const ProfileSet& set);

  /// The id of the most specific profile whose conditions all hold, "" when there is none. More specific is, in this
  /// order: issuer key hash, issuer DN, issuer CN, policy, extended key usage. A tie goes to the lower id.
  [[nodiscard]] std::string_view match(const CertificateRecord& certificate);

 private:
  struct Rule {
    ProfilePtr profile;
    std::vector<std::string> issuers;       // normalised DNs
    std::vector<std::string> issuer_names;  // normalised common names
    unsigned specificity = 0;
    bool issuer_only = false;  // nothing but the issuer's name to look at
  };
  struct IssuerHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };

  [[nodiscard]] static Rule compile(ProfilePtr profile);
  [[nodiscard]] static bool issuer_holds(const Rule& rule, std::string_view dn, std::string_view common_name);
  [[nodiscard]] static bool rest_holds(const Rule& rule, const CertificateRecord& certificate);
  [[nodiscard]] const std::vector<std::uint32_t>& candidates(std::string_view issuer);

  std::vector<Rule> rules_;  // the most specific first
  std::unordered_map<std::string, std::vector<std::uint32_t>, IssuerHash, std::equal_to<>> by_issuer_;
};

/// What names a certificate in a warning: the value of the profile's identifier field, else the common name, else the
/// whole subject. `subject` is RFC 4514.
[[nodiscard]] std::string identifier(const Profile& profile, std::string_view subject);

/// The same for a certificate without a profile.
[[nodiscard]] std::string identifier(std::string_view subject);

}  // namespace kigen::profile
