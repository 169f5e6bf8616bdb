#include "tray/win32/wizard.h"

#include <windows.h>

#include <algorithm>
#include <cctype>

#include "common/base/unique_handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::tray {
namespace {

std::wstring own_folder() {
  std::wstring path(MAX_PATH, L'\0');
  for (;;) {
    const DWORD length = ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
    if (length < path.size()) {
      path.resize(length);
      return path.substr(0, path.find_last_of(L'\\') + 1);
    }
    path.resize(path.size() * 2);
  }
}

// Both come from the service; on a command line only plain characters may stand.
bool is_plain(const std::string& word) {
  return word.size() <= 128 && std::all_of(word.begin(), word.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
         });
}

struct Started {
  WizardProcess process;
  DWORD id = 0;
};

Result<Started> start(const std::wstring& options, const std::string& thumbprint, const std::string& profile) {
  if (!is_plain(thumbprint) || !is_plain(profile)) return Error(ErrorCode::InvalidArgument).with("value", thumbprint);
  const std::wstring program = own_folder() + L"kigen-wizard.exe";
  std::wstring command = L"\"" + program + L"\"" + options;
  if (!thumbprint.empty()) command += L" --renew " + platform::to_wide(thumbprint);
  if (!profile.empty()) command += L" --profile " + platform::to_wide(profile);
  STARTUPINFOW startup{};
  startup.cb = sizeof startup;
  PROCESS_INFORMATION process{};
  if (!::CreateProcessW(program.c_str(), command.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &startup,
                        &process)) {
    const DWORD error = ::GetLastError();
    return Error(ErrorCode::WizardNotStarted, platform::describe_windows_error(error))
        .with("path", platform::to_narrow(program));
  }
  const WizardProcess thread_handle(process.hThread);
  return Started{WizardProcess(process.hProcess), process.dwProcessId};
}

}  // namespace

Status start_wizard(const std::string& thumbprint, const std::string& profile) {
  const auto started = start(L"", thumbprint, profile);
  if (!started) return started.error();
  // The user's click was ours: the wizard may come to the front.
  ::AllowSetForegroundWindow(started->id);
  return {};
}

Result<WizardProcess> start_silent_wizard(const std::string& thumbprint, const std::string& profile) {
  auto started = start(L" --silent --unattended", thumbprint, profile);
  if (!started) return started.error();
  return std::move(started->process);
}

}  // namespace kigen::tray
