// What a client needs to work with this RA: one profile override for each shipped profile, and the roots.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "tests/demo_ra/authority.h"

namespace kigen::demo_ra {

/// What the person who starts the RA knows of the PC that will use the profiles.
struct ProfileChoices {
  std::string key_provider = "cng";
  std::vector<std::string> token_modules;  ///< none: those that Kigen ships
  std::string initial_pin;                 ///< of etoken; "" asks the user
};

using Ports = std::map<std::string, std::uint16_t, std::less<>>;  ///< by label

/// TOML for a data folder's profiles/: overrides "label".
[[nodiscard]] std::string override_text(const std::string& label, const ProfileAuthority& authority, std::uint16_t port,
                                        const std::string& host, const ProfileChoices& choices);

/// LABEL.toml for each of the five profiles, LABEL-root-N.pem for every label, roots.pem with all of them.
/// FileNotWritable {path} and the like.
[[nodiscard]] Status write_profiles(const std::filesystem::path& folder, const Authority& authority, const Ports& ports,
                                    const std::string& host, const ProfileChoices& choices);

}  // namespace kigen::demo_ra
