#include "installer/setup/helper/win32/programs.h"

#include <windows.h>

#include <tlhelp32.h>

#include <algorithm>
#include <vector>

#include "common/base/unique_handle.h"

namespace kigen::setup {

namespace {

struct ProcessTraits {
  using Handle = HANDLE;
  static Handle none() { return nullptr; }
  static void close(Handle handle) { ::CloseHandle(handle); }
};
struct SnapshotTraits {
  using Handle = HANDLE;
  static Handle none() { return INVALID_HANDLE_VALUE; }
  static void close(Handle handle) { ::CloseHandle(handle); }
};
using Process = UniqueHandle<ProcessTraits>;
using Snapshot = UniqueHandle<SnapshotTraits>;
using Clock = std::chrono::steady_clock;

struct Running {
  DWORD id = 0;
  Process process;  ///< held, so that the id is not used again meanwhile
};

/// The long, canonical form, without a final backslash; "" when there is no such folder.
std::wstring canonical(const std::wstring& path) {
  std::wstring full(32768, L'\0');
  full.resize(::GetFullPathNameW(path.c_str(), static_cast<DWORD>(full.size()), full.data(), nullptr));
  std::wstring longer(32768, L'\0');
  const DWORD length = ::GetLongPathNameW(full.c_str(), longer.data(), static_cast<DWORD>(longer.size()));
  longer.resize(length < longer.size() ? length : 0);
  while (!longer.empty() && longer.back() == L'\\') longer.pop_back();
  return longer;
}

std::wstring folder_of(HANDLE process) {
  std::wstring path(32768, L'\0');
  auto size = static_cast<DWORD>(path.size());
  if (!::QueryFullProcessImageNameW(process, 0, path.data(), &size)) return {};
  path.resize(size);
  const auto slash = path.find_last_of(L'\\');
  return slash == std::wstring::npos ? std::wstring() : canonical(path.substr(0, slash));
}

bool same_path(const std::wstring& a, const std::wstring& b) {
  return !a.empty() && ::CompareStringOrdinal(a.c_str(), static_cast<int>(a.size()), b.c_str(),
                                              static_cast<int>(b.size()), TRUE) == CSTR_EQUAL;
}

std::vector<Running> programs_in(const std::wstring& folder, DWORD access, bool this_session_only) {
  std::vector<Running> found;
  const std::wstring wanted = canonical(folder);
  DWORD own_session = 0;
  ::ProcessIdToSessionId(::GetCurrentProcessId(), &own_session);
  const Snapshot snapshot(::CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0));
  PROCESSENTRY32W entry{};
  entry.dwSize = sizeof(entry);
  if (wanted.empty() || !snapshot || !::Process32FirstW(snapshot.get(), &entry)) return found;
  do {
    DWORD session = 0;
    if (entry.th32ProcessID == ::GetCurrentProcessId()) continue;
    if (this_session_only && (!::ProcessIdToSessionId(entry.th32ProcessID, &session) || session != own_session))
      continue;
    Process process(
        ::OpenProcess(access | PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, FALSE, entry.th32ProcessID));
    if (process && same_path(folder_of(process.get()), wanted))
      found.push_back({entry.th32ProcessID, std::move(process)});
  } while (::Process32NextW(snapshot.get(), &entry));
  return found;
}

/// True when all have ended before the deadline.
bool wait_for_all(const std::vector<Running>& programs, Clock::time_point deadline) {
  return std::all_of(programs.begin(), programs.end(), [deadline](const Running& program) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return ::WaitForSingleObject(program.process.get(), left > 0 ? static_cast<DWORD>(left) : 0) == WAIT_OBJECT_0;
  });
}

using WindowList = std::vector<HWND>;

BOOL CALLBACK collect(HWND window, LPARAM list) {
  reinterpret_cast<WindowList*>(list)->push_back(window);
  return TRUE;
}

WindowList top_level_windows() {
  WindowList windows;
  ::EnumWindows(collect, reinterpret_cast<LPARAM>(&windows));
  return windows;
}

DWORD owner_of(HWND window) {
  DWORD owner = 0;
  ::GetWindowThreadProcessId(window, &owner);
  return owner;
}

bool owned_by(HWND window, const std::vector<Running>& programs) {
  const DWORD owner = owner_of(window);
  return std::any_of(programs.begin(), programs.end(), [owner](const Running& program) { return program.id == owner; });
}

/// As Windows asks before it restarts programs for an installation.
void ask_to_end_session(HWND window) {
  DWORD_PTR agreed = 0;
  constexpr UINT kPatience = 2000;
  const LRESULT answered =
      ::SendMessageTimeoutW(window, WM_QUERYENDSESSION, 0, ENDSESSION_CLOSEAPP, SMTO_ABORTIFHUNG, kPatience, &agreed);
  if (answered != 0 && agreed != 0) ::PostMessageW(window, WM_ENDSESSION, TRUE, ENDSESSION_CLOSEAPP);
}

}  // namespace

bool ask_programs_to_end(const std::wstring& folder, std::chrono::milliseconds patience) {
  auto programs = programs_in(folder, 0, true);
  const WindowList windows = top_level_windows();
  // What has no window cannot be asked: the service, which the service manager stops, and command lines.
  std::erase_if(programs, [&windows](const Running& program) {
    return std::none_of(windows.begin(), windows.end(),
                        [&program](HWND window) { return owner_of(window) == program.id; });
  });
  const auto deadline = Clock::now() + patience;
  for (const HWND window : windows)
    if (owned_by(window, programs)) ask_to_end_session(window);
  if (wait_for_all(programs, Clock::now() + patience / 2)) return true;
  for (const HWND window : top_level_windows())
    if (owned_by(window, programs)) ::PostMessageW(window, WM_CLOSE, 0, 0);
  return wait_for_all(programs, deadline);
}

bool end_programs(const std::wstring& folder, std::chrono::milliseconds patience) {
  const auto programs = programs_in(folder, PROCESS_TERMINATE, false);
  for (const auto& program : programs) ::TerminateProcess(program.process.get(), 1);
  return wait_for_all(programs, Clock::now() + patience);
}

}  // namespace kigen::setup
