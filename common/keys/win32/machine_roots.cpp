#include "common/keys/win32/machine_roots.h"

#include <windows.h>

#include <fmt/format.h>
#include <shellapi.h>

#include <filesystem>
#include <string>
#include <system_error>

#include "common/base/hex.h"
#include "common/keys/prompts.h"
#include "common/keys/root_helper.h"
#include "common/keys/win32/key_error.h"
#include "common/platform/files.h"
#include "common/platform/paths.h"
#include "common/platform/random.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"
#include "common/x509/digest.h"

namespace kigen::keys {
namespace {

namespace fs = std::filesystem;

// Adding takes moments; a helper that hangs is no reason to hang with it.
constexpr DWORD kLimit = 60'000;

Error not_writable(const std::string& words) {
  return Error(ErrorCode::StoreNotWritable, words).with("system", words);
}

// The certificate for the helper to read; gone with this object.
class HandedFile {
 public:
  [[nodiscard]] Status write(std::span<const std::uint8_t> der) {
    std::error_code error;
    path_ = fs::temp_directory_path(error) / ("kigen-root-" + platform::random_hex() + ".cer");
    if (error) return not_writable(error.message());
    const Status written =
        platform::write_file_atomically(path_, {reinterpret_cast<const char*>(der.data()), der.size()});
    return written ? Status() : Status(not_writable(written.error().detail));
  }
  HandedFile() = default;
  HandedFile(const HandedFile&) = delete;
  HandedFile& operator=(const HandedFile&) = delete;
  ~HandedFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  [[nodiscard]] const fs::path& path() const noexcept { return path_; }

 private:
  fs::path path_;
};

Status judge_answer(DWORD code) {
  switch (static_cast<RootHelperAnswer>(code)) {
    case RootHelperAnswer::Added:
      return {};
    case RootHelperAnswer::NotWritable:
      return not_writable("LocalMachine\\Root: administrator rights are missing");
    default:
      return not_writable(fmt::format("{} ended with {}", kRootHelper, code));
  }
}

Status run_elevated(const fs::path& helper, const std::wstring& arguments) {
  SHELLEXECUTEINFOW call{};
  call.cbSize = sizeof call;
  call.fMask = SEE_MASK_NOCLOSEPROCESS | SEE_MASK_NOASYNC | SEE_MASK_FLAG_NO_UI;
  call.hwnd = reinterpret_cast<HWND>(key_prompts().parent_window);
  call.lpVerb = L"runas";
  call.lpFile = helper.c_str();
  call.lpParameters = arguments.c_str();
  call.nShow = SW_HIDE;
  if (::ShellExecuteExW(&call) == 0) {
    const DWORD error = ::GetLastError();
    return store_error("ShellExecuteEx", error);
  }
  const platform::UniqueKernelHandle process(call.hProcess);
  if (!process || ::WaitForSingleObject(process.get(), kLimit) != WAIT_OBJECT_0) {
    return not_writable(std::string(kRootHelper) + " does not end");
  }
  DWORD code = 0;
  if (::GetExitCodeProcess(process.get(), &code) == 0) {
    const DWORD error = ::GetLastError();
    return store_error("GetExitCodeProcess", error);
  }
  return judge_answer(code);
}

}  // namespace

Status add_machine_root(std::span<const std::uint8_t> der) {
  const fs::path helper = platform::program_folder() / platform::from_utf8(std::string(kRootHelper));
  std::error_code ignored;
  if (!fs::exists(helper, ignored)) return not_writable(platform::to_utf8(helper) + " is missing");
  HandedFile file;
  if (Status written = file.write(der); !written) return written;
  const std::string sha256 = to_hex(x509::sha256({der}));
  return run_elevated(helper, platform::to_wide(sha256) + L" \"" + file.path().wstring() + L"\"");
}

}  // namespace kigen::keys
