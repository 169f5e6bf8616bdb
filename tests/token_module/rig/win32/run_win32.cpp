#include <windows.h>

#include "tests/token_module/rig/rig.h"

namespace kigen::test_token {

std::filesystem::path program_folder() {
  std::wstring name(32768, L'\0');
  name.resize(::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size())));
  return std::filesystem::path(name).parent_path();
}

int run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments) {
  // Arguments of the rig hold neither quotes nor a backslash at their end.
  std::wstring line = L"\"" + program.wstring() + L"\"";
  for (const auto& argument : arguments) {
    line.append(L" \"").append(std::filesystem::path(argument).wstring()).append(L"\"");
  }
  STARTUPINFOW startup{};
  startup.cb = sizeof startup;
  PROCESS_INFORMATION process{};
  if (!::CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, FALSE, CREATE_NO_WINDOW, nullptr, nullptr,
                        &startup, &process)) {
    return -1;
  }
  ::WaitForSingleObject(process.hProcess, INFINITE);
  DWORD code = 0;
  ::GetExitCodeProcess(process.hProcess, &code);
  ::CloseHandle(process.hThread);
  ::CloseHandle(process.hProcess);
  return static_cast<int>(code);
}

}  // namespace kigen::test_token
