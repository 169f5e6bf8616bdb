#include <windows.h>

#include <algorithm>
#include <utility>

#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"
#include "installer/wizard/renewal/command.h"

namespace kigen::renewal {
namespace {

using platform::UniqueFile;
using platform::UniqueKernelHandle;
using Clock = std::chrono::steady_clock;

Error not_started(const Command& command) {
  return command_error(command, "not_started", platform::describe_windows_error(::GetLastError()));
}

// What follows the first word, as it stands: programs on Windows read their arguments each in its own way (cmd.exe
// above all), so that taking them apart and quoting them anew would change them.
std::string_view rest_of(std::string_view line) {
  bool quoted = false;
  std::size_t at = std::min(line.find_first_not_of(" \t"), line.size());
  for (; at < line.size() && (quoted || (line[at] != ' ' && line[at] != '\t')); ++at) {
    if (line[at] == '"') quoted = !quoted;
  }
  return line.substr(at);
}

// The first word as a file: CreateProcess would otherwise guess where a path with spaces ends.
std::wstring program_path(const std::wstring& word) {
  wchar_t path[MAX_PATH * 4];
  const DWORD length = ::SearchPathW(nullptr, word.c_str(), L".exe", std::size(path), path, nullptr);
  return length == 0 || length >= std::size(path) ? std::wstring() : std::wstring(path, length);
}

bool same_name(std::wstring_view a, std::wstring_view b) {
  return ::CompareStringOrdinal(a.data(), static_cast<int>(a.size()), b.data(), static_cast<int>(b.size()), TRUE) ==
         CSTR_EQUAL;
}

std::wstring environment_with(const std::map<std::string, std::string>& variables) {
  std::vector<std::wstring> all;
  wchar_t* const block = ::GetEnvironmentStringsW();
  for (const wchar_t* one = block; one != nullptr && *one != 0; one += std::wcslen(one) + 1) {
    const std::wstring_view text(one);
    const std::wstring_view name = text.substr(0, text.find(L'=', 1));
    const bool ours = std::any_of(variables.begin(), variables.end(),
                                  [&](const auto& pair) { return same_name(platform::to_wide(pair.first), name); });
    if (!ours) all.emplace_back(text);
  }
  if (block != nullptr) ::FreeEnvironmentStringsW(block);
  for (const auto& [name, value] : variables) {
    std::wstring line = platform::to_wide(name);
    line += L'=';
    line += platform::to_wide(value);
    all.push_back(std::move(line));
  }
  std::wstring out;
  for (const std::wstring& one : all) {
    out += one;
    out += L'\0';
  }
  out += L'\0';
  return out;
}

struct Child {
  UniqueKernelHandle job, process;
  UniqueFile output;

  /// Takes what is there; false when nothing was.
  bool read(CommandResult& result, std::size_t max_output) const {
    DWORD waiting = 0;
    if (::PeekNamedPipe(output.get(), nullptr, 0, nullptr, &waiting, nullptr) == 0 || waiting == 0) return false;
    char block[4096];
    DWORD got = 0;
    if (::ReadFile(output.get(), block, std::min<DWORD>(waiting, sizeof block), &got, nullptr) == 0) return false;
    const std::size_t room = max_output - std::min(max_output, result.output.size());
    result.output.append(block, std::min<std::size_t>(room, got));
    result.truncated = result.truncated || got > room;
    return true;
  }
};

// Ends with its last handle, and all its processes with it.
UniqueKernelHandle make_job() {
  UniqueKernelHandle job(::CreateJobObjectW(nullptr, nullptr));
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  if (job) ::SetInformationJobObject(job.get(), JobObjectExtendedLimitInformation, &limits, sizeof limits);
  return job;
}

// The only handles that a child may inherit, whatever else this process has open.
class InheritList {
 public:
  explicit InheritList(std::vector<HANDLE> handles) : handles_(std::move(handles)) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_.resize(size);
    good_ = ::InitializeProcThreadAttributeList(get(), 1, 0, &size) != 0;
    if (good_) {
      ::UpdateProcThreadAttribute(get(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                  handles_.size() * sizeof(HANDLE), nullptr, nullptr);
    }
  }
  ~InheritList() {
    if (good_) ::DeleteProcThreadAttributeList(get());
  }
  InheritList(const InheritList&) = delete;
  InheritList& operator=(const InheritList&) = delete;
  [[nodiscard]] LPPROC_THREAD_ATTRIBUTE_LIST get() {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data());
  }

 private:
  std::vector<HANDLE> handles_;
  std::vector<unsigned char> memory_;
  bool good_ = false;
};

Result<Child> start(const Command& command) {
  const auto words = parse_command_line(command.line);
  if (!words) return command_error(command, "not_started", words.error().detail);
  const std::wstring program = program_path(platform::to_wide(words->front()));
  if (program.empty()) return not_started(command);
  std::wstring line = L'"' + program + L'"' + platform::to_wide(rest_of(command.line));
  std::wstring environment = environment_with(command.variables);

  SECURITY_ATTRIBUTES inherit{sizeof inherit, nullptr, TRUE};
  Child child;
  UniqueFile writing, nothing;
  if (::CreatePipe(child.output.out(), writing.out(), &inherit, 0) == 0) return not_started(command);
  ::SetHandleInformation(child.output.get(), HANDLE_FLAG_INHERIT, 0);
  nothing.reset(
      ::CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherit, OPEN_EXISTING, 0, nullptr));
  child.job = make_job();
  InheritList handles({writing.get(), nothing.get()});
  STARTUPINFOEXW startup{};
  startup.StartupInfo.cb = sizeof startup;
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES | STARTF_USESHOWWINDOW;
  startup.StartupInfo.wShowWindow = SW_HIDE;
  startup.StartupInfo.hStdInput = nothing.get();
  startup.StartupInfo.hStdOutput = writing.get();
  startup.StartupInfo.hStdError = writing.get();
  startup.lpAttributeList = handles.get();
  PROCESS_INFORMATION process{};
  const DWORD flags = CREATE_SUSPENDED | CREATE_NO_WINDOW | CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT;
  if (::CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, TRUE, flags, environment.data(), nullptr,
                       &startup.StartupInfo, &process) == 0) {
    return not_started(command);
  }
  child.process.reset(process.hProcess);
  const UniqueKernelHandle thread(process.hThread);
  if (child.job) ::AssignProcessToJobObject(child.job.get(), child.process.get());
  ::ResumeThread(thread.get());
  return child;
}

class WindowsRunner final : public CommandRunner {
 public:
  Result<CommandResult> run(const Command& command, std::stop_token stop) override {
    const auto child = start(command);
    if (!child) return child.error();
    constexpr DWORD kPauseMs = 50;
    CommandResult result;
    const auto deadline = Clock::now() + command.limit;
    for (;;) {
      while (child->read(result, command.max_output)) {
      }
      if (::WaitForSingleObject(child->process.get(), kPauseMs) == WAIT_OBJECT_0) break;
      const bool late = Clock::now() >= deadline;
      if (late || stop.stop_requested()) {
        if (child->job) ::TerminateJobObject(child->job.get(), 1);
        ::TerminateProcess(child->process.get(), 1);
        return command_error(command, late ? "time_limit" : "cancelled", result.output);
      }
    }
    while (child->read(result, command.max_output)) {
    }
    DWORD code = 0;
    ::GetExitCodeProcess(child->process.get(), &code);
    result.exit_code = static_cast<int>(code);
    if (code != 0) return command_error(command, "exit_code", result.output, result.exit_code);
    return result;
  }
};

}  // namespace

std::unique_ptr<CommandRunner> make_command_runner() {
  return std::make_unique<WindowsRunner>();
}

}  // namespace kigen::renewal
