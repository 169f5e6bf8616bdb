#include "common/keys/pkcs11/win32/worker_process.h"

#include <vector>

#include "common/platform/random.h"
#include "common/platform/win32/security.h"
#include "common/platform/win32/utf.h"

namespace kigen::keys::pkcs11 {
namespace {

constexpr DWORD kPipeBuffer = 64 * 1024;

Error not_started() {
  return Error(ErrorCode::TokenLibraryFailed, "kigen-token: " + platform::describe_windows_error(::GetLastError()));
}

struct Ends {
  platform::UniqueFile ours, theirs;
};

// A pipe that nobody else can open: a name that cannot be guessed, one instance, this user alone, both ends held before
// the name is known to anybody.
Result<Ends> make_pipe() {
  const auto descriptor = platform::SecurityDescriptor::from_sddl("D:P(A;;GA;;;" + platform::process_user_sid() + ")");
  if (!descriptor) return descriptor.error();
  SECURITY_ATTRIBUTES ours{sizeof ours, descriptor->get(), FALSE};
  SECURITY_ATTRIBUTES theirs{sizeof theirs, nullptr, TRUE};
  const std::wstring name = L"\\\\.\\pipe\\KigenToken-" + platform::to_wide(platform::random_hex());
  Ends ends;
  ends.ours.reset(::CreateNamedPipeW(name.c_str(),
                                     PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                                     PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1,
                                     kPipeBuffer, kPipeBuffer, 0, &ours));
  if (!ends.ours) return not_started();
  ends.theirs.reset(::CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, 0, &theirs, OPEN_EXISTING, 0, nullptr));
  if (!ends.theirs) return not_started();
  return ends;
}

platform::UniqueKernelHandle make_job() {
  platform::UniqueKernelHandle job(::CreateJobObjectW(nullptr, nullptr));
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  limits.BasicLimitInformation.LimitFlags =
      JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
  if (job) ::SetInformationJobObject(job.get(), JobObjectExtendedLimitInformation, &limits, sizeof limits);
  return job;
}

// The only handle that the worker may inherit, whatever else this process has open.
class InheritList {
 public:
  explicit InheritList(HANDLE only) : only_(only) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_.resize(size);
    good_ = ::InitializeProcThreadAttributeList(get(), 1, 0, &size) != 0;
    if (good_) {
      ::UpdateProcThreadAttribute(get(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &only_, sizeof only_, nullptr, nullptr);
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
  HANDLE only_;
  std::vector<unsigned char> memory_;
  bool good_ = false;
};

}  // namespace

Result<WorkerProcess> start_worker_process(const std::wstring& program) {
  Result<Ends> ends = make_pipe();
  if (!ends) return Error(ErrorCode::TokenLibraryFailed, ends.error().detail);
  InheritList handles(ends->theirs.get());
  STARTUPINFOEXW startup{};
  startup.StartupInfo.cb = sizeof startup;
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES | STARTF_USESHOWWINDOW;
  startup.StartupInfo.wShowWindow = SW_HIDE;
  startup.StartupInfo.hStdInput = ends->theirs.get();
  startup.lpAttributeList = handles.get();
  std::wstring line = L'"' + program + L'"';
  PROCESS_INFORMATION process{};
  const DWORD flags = CREATE_SUSPENDED | CREATE_NO_WINDOW | EXTENDED_STARTUPINFO_PRESENT;
  if (::CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, TRUE, flags, nullptr, nullptr,
                       &startup.StartupInfo, &process) == 0) {
    return not_started();
  }
  WorkerProcess worker;
  worker.process.reset(process.hProcess);
  const platform::UniqueKernelHandle thread(process.hThread);
  worker.job = make_job();
  if (worker.job) ::AssignProcessToJobObject(worker.job.get(), worker.process.get());
  ::ResumeThread(thread.get());
  worker.pipe = std::move(ends->ours);
  return worker;
}

}  // namespace kigen::keys::pkcs11
