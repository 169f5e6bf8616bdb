#include <algorithm>
#include <filesystem>
#include <system_error>

#include "common/keys/pkcs11/expand_path.h"
#include "common/keys/pkcs11/token.h"
#include "common/platform/paths.h"

namespace kigen::keys::pkcs11 {

const std::vector<std::string>& usual_modules() {
#ifdef _WIN32
  static const auto* paths = new std::vector<std::string>{
      R"(%SystemRoot%\System32\eTPKCS11.dll)",  // SafeNet Authentication Client (Thales)
      R"(%ProgramFiles%\SafeNet\Authentication\SAC\x64\IDPrimePKCS1164.dll)",
      R"(%ProgramFiles%\Gemalto\IDGo 800 PKCS#11\IDPrimePKCS1164.dll)",
      R"(%SystemRoot%\System32\IDGoPKCS11.dll)",
      R"(%SystemRoot%\System32\gclib.dll)",
      R"(%SystemRoot%\System32\opensc-pkcs11.dll)",
      R"(%ProgramFiles%\OpenSC Project\OpenSC\pkcs11\opensc-pkcs11.dll)",
      R"(%ProgramFiles%\Yubico\Yubico PIV Tool\bin\libykcs11.dll)",
      R"(%SystemRoot%\System32\eps2003csp11.dll)",  // Feitian ePass2003
      R"(%SystemRoot%\System32\eps2003csp1164.dll)",
      R"(%SystemRoot%\System32\asepkcs.dll)",  // Athena ASEKey, IDProtect
      R"(%SystemRoot%\System32\aseCNGPKCS.dll)",
      R"(%SystemRoot%\System32\bit4ipki.dll)",  // Bit4id
      R"(%SystemRoot%\System32\bit4xpki.dll)",
      R"(%SystemRoot%\System32\cvP11.dll)",       // cryptovision
      R"(%SystemRoot%\System32\siecap11.dll)",    // CardOS
      R"(%SystemRoot%\System32\acospkcs11.dll)",  // ACS
      R"(%SystemRoot%\System32\wdpkcs.dll)",      // Watchdata
  };
#else
  static const auto* paths = new std::vector<std::string>{
      "/usr/lib/libeToken.so",  // SafeNet Authentication Client (Thales)
      "/usr/lib/libIDPrimePKCS11.so",
      "/usr/lib/pkcs11/libIDPrimePKCS11.so",
      "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
      "/usr/lib/x86_64-linux-gnu/pkcs11/opensc-pkcs11.so",
      "/usr/lib64/opensc-pkcs11.so",
      "/usr/lib/opensc-pkcs11.so",
      "/usr/lib/x86_64-linux-gnu/libykcs11.so",
      "/usr/lib/x86_64-linux-gnu/libykcs11.so.2",
      "/usr/lib/libcastle.so.1.0.0",  // Feitian ePass2003
      "/usr/lib/x64-athena/libASEP11.so",
      "/usr/lib/bit4id/libbit4xpki.so",
  };
#endif
  return *paths;
}

std::vector<std::string> present_modules(const std::vector<std::string>& wanted) {
  std::vector<std::string> out;
  std::vector<std::filesystem::path> seen;
  for (const std::string& one : wanted.empty() ? usual_modules() : wanted) {
    const std::string expanded = expand_path(one);
    const std::filesystem::path path = platform::from_utf8(expanded);
    std::error_code error;
    if (!path.is_absolute() || !std::filesystem::is_regular_file(path, error)) continue;
    // Links and spellings of one file are one module.
    const std::filesystem::path real = std::filesystem::canonical(path, error);
    const auto same = [&](const std::filesystem::path& other) {
      std::error_code unsaid;
      return other == real || std::filesystem::equivalent(other, real, unsaid);
    };
    if (std::ranges::any_of(seen, same)) continue;
    seen.push_back(error ? path : real);
    out.push_back(expanded);
  }
  return out;
}

}  // namespace kigen::keys::pkcs11
