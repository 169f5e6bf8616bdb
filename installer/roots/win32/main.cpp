// kigen-root-helper.exe: started by the wizard with "run as administrator" when a profile wants a root in the machine's
// store, and only then. common/keys/root_helper.h says how it is called and what it answers.
#include <windows.h>

#include <shellapi.h>
#include <wincrypt.h>

#include <memory>
#include <string>
#include <vector>

#include "common/platform/files.h"
#include "common/platform/win32/store_handle.h"
#include "common/platform/win32/utf.h"
#include "installer/roots/judge.h"

namespace {

using kigen::keys::RootHelperAnswer;

RootHelperAnswer add(const std::vector<std::uint8_t>& der) {
  const kigen::platform::UniqueStore store(
      ::CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_LOCAL_MACHINE, L"Root"));
  if (!store) return RootHelperAnswer::NotWritable;
  const bool added =
      ::CertAddEncodedCertificateToStore(store.get(), X509_ASN_ENCODING, der.data(), static_cast<DWORD>(der.size()),
                                         CERT_STORE_ADD_USE_EXISTING, nullptr) != 0;
  return added ? RootHelperAnswer::Added : RootHelperAnswer::NotWritable;
}

RootHelperAnswer carry_out(const std::wstring& sha256, const std::wstring& path) {
  const auto file = kigen::platform::read_file(path, kigen::keys::kMaxRootBytes);
  if (!file) return RootHelperAnswer::Unreadable;
  // Read once: what is looked at is what is added, whatever becomes of the file meanwhile.
  const std::vector<std::uint8_t> der(file->begin(), file->end());
  const RootHelperAnswer verdict = kigen::roots::judge(kigen::platform::to_narrow(sha256), der);
  return verdict == RootHelperAnswer::Added ? add(der) : verdict;
}

}  // namespace

int WINAPI wWinMain(HINSTANCE, HINSTANCE, PWSTR, int) {
  int count = 0;
  const auto free_words = [](LPWSTR* words) { ::LocalFree(words); };
  const std::unique_ptr<LPWSTR, decltype(free_words)> words(::CommandLineToArgvW(::GetCommandLineW(), &count),
                                                            free_words);
  const bool good = words && count == 3;
  return static_cast<int>(good ? carry_out(words.get()[1], words.get()[2]) : RootHelperAnswer::Usage);
}
