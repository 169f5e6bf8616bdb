// SoftHSM 2 behind the test module and the token maker: where its library is, and its configuration for a folder.
#pragma once

#include <filesystem>
#include <string>

namespace kigen::test_token {

/// KIGEN_TEST_SOFTHSM, or where Debian puts it.
[[nodiscard]] std::string softhsm_library();
/// Points SoftHSM, which reads SOFTHSM2_CONF whenever it is initialised, to FOLDER/tokens; nothing where that is no
/// folder.
void configure_softhsm(const std::filesystem::path& folder);

}  // namespace kigen::test_token
