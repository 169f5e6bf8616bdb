// A profile file of any bytes: an answer, never a crash; accepted exactly when no error is told; and what is accepted
// can be matched against. Inputs over 4 KiB add nothing but time.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "common/profile/load.h"
#include "common/profile/matcher.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto loaded = kigen::profile::parse_profile(text, "fuzz.toml");
  if (loaded.profile.has_value() == kigen::has_errors(loaded.diagnostics)) std::abort();
  if (!loaded.profile) return 0;
  kigen::CertificateRecord certificate;
  if (!loaded.profile->match.issuer_dn.empty()) certificate.issuer = loaded.profile->match.issuer_dn.front();
  static_cast<void>(kigen::profile::identifier(*loaded.profile, certificate.issuer));
  kigen::profile::ProfileSet set;
  set.profiles.push_back(std::make_shared<const kigen::profile::Profile>(*std::move(loaded.profile)));
  kigen::profile::Matcher matcher(set);
  static_cast<void>(matcher.match(certificate));
  return 0;
}
