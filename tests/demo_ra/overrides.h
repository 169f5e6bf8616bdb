// What a client needs to work with this RA: one profile override for each shipped profile, and the roots.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "common/base/result.h"
#include "tests/demo_ra/authority.h"

namespace kigen::demo_ra {

using Ports = std::map<std::string, std::uint16_t, std::less<>>;  ///< by label

/// TOML for a data folder's profiles/: overrides "label".
[[nodiscard]] std::string override_text(const std::string& label, const ProfileAuthority& authority, std::uint16_t port,
                                        const std::string& host, const std::string& key_provider);

/// LABEL.toml for each of the five profiles, LABEL-root-N.pem for every label, roots.pem with all of them.
/// FileNotWritable {path} and the like.
[[nodiscard]] Status write_profiles(const std::filesystem::path& folder, const Authority& authority, const Ports& ports,
                                    const std::string& host, const std::string& key_provider);

}  // namespace kigen::demo_ra
