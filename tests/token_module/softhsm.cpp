#include "tests/token_module/softhsm.h"

#include "tests/token_module/control.h"
#include "tests/token_module/platform.h"

namespace kigen::test_token {

std::string softhsm_library() {
  const auto named = environment("KIGEN_TEST_SOFTHSM");
  return named.empty() ? "/usr/lib/softhsm/libsofthsm2.so" : named;
}

void configure_softhsm(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder / "tokens", error)) return;
  // One folder serves natively and under Wine, which spell its path differently.
  const std::string name =
      std::filesystem::path::preferred_separator == '/' ? "softhsm2-posix.conf" : "softhsm2-win32.conf";
  std::filesystem::create_directories(folder / "state");
  if (!std::filesystem::exists(folder / "state" / name, error)) {
    std::string content = "directories.tokendir = " + (folder / "tokens").string();
    content.append("\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = true");
    write_switch(folder / "state", name, content);
  }
  set_environment("SOFTHSM2_CONF", (folder / "state" / name).string());
}

}  // namespace kigen::test_token
