#include <windows.h>

#include <algorithm>

#include "common/keys/pkcs11/channel.h"
#include "common/keys/pkcs11/win32/worker_process.h"
#include "common/platform/win32/utf.h"

namespace kigen::keys::pkcs11 {
namespace {

using Clock = std::chrono::steady_clock;
using platform::UniqueKernelHandle;

class WindowsChannel final : public Channel {
 public:
  explicit WindowsChannel(WorkerProcess process) : process_(std::move(process)) {
    event_.reset(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
    interrupted_.reset(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
  }
  ~WindowsChannel() override { end(); }
  WindowsChannel(const WindowsChannel&) = delete;
  WindowsChannel& operator=(const WindowsChannel&) = delete;

  boost::system::result<Octets, Fault> exchange(const Octets& frame, Limit limit, const Cancelled& cancelled) override {
    if (!process_.pipe) return Fault{Failure::Broken, "the worker has ended"};
    const Wait wait{limit ? std::optional(Clock::now() + *limit) : std::nullopt, cancelled};
    auto payload = pass(frame, wait);
    if (!payload) {
      Fault fault = payload.error();
      const std::string ended = end();
      if (fault.failure == Failure::Broken && fault.words.empty()) fault.words = ended;
      return fault;
    }
    return payload;
  }

  void interrupt() noexcept override { ::SetEvent(interrupted_.get()); }

 private:
  struct Wait {
    std::optional<Clock::time_point> deadline;
    const Cancelled& cancelled;
  };
  using Step = boost::system::result<void, Fault>;

  boost::system::result<Octets, Fault> pass(const Octets& frame, const Wait& wait) {
    // The octets are not changed; the system's types do not say so for both ways.
    if (Step put = move(const_cast<std::uint8_t*>(frame.data()), frame.size(), true, wait); !put) return put.error();
    std::uint8_t header[kFrameHeader];
    if (Step got = move(header, sizeof header, false, wait); !got) return got.error();
    const std::optional<std::size_t> size = payload_size(header);
    if (!size) return Fault{Failure::Broken, "an answer of an impossible size"};
    Octets payload(*size);
    if (Step got = move(payload.data(), payload.size(), false, wait); !got) return got.error();
    return payload;
  }

  Step move(std::uint8_t* at, std::size_t size, bool write, const Wait& wait) {
    while (size > 0) {
      OVERLAPPED way{};
      way.hEvent = event_.get();
      const BOOL at_once = write ? ::WriteFile(process_.pipe.get(), at, static_cast<DWORD>(size), nullptr, &way)
                                 : ::ReadFile(process_.pipe.get(), at, static_cast<DWORD>(size), nullptr, &way);
      if (at_once == 0 && ::GetLastError() != ERROR_IO_PENDING) return Fault{};
      DWORD moved = 0;
      if (Step ready = at_once != 0 ? Step() : until(way, wait); !ready) {
        // The system writes into `at` until it has let go of it.
        ::CancelIoEx(process_.pipe.get(), &way);
        ::GetOverlappedResult(process_.pipe.get(), &way, &moved, TRUE);
        return ready.error();
      }
      if (::GetOverlappedResult(process_.pipe.get(), &way, &moved, TRUE) == 0 || moved == 0) return Fault{};
      at += moved;
      size -= moved;
    }
    return {};
  }

  // Until the transfer is done; a process that ends breaks the pipe, which ends it too.
  Step until(const OVERLAPPED& way, const Wait& wait) {
    const HANDLE events[] = {way.hEvent, interrupted_.get()};
    for (;;) {
      DWORD pause = INFINITE;
      if (wait.deadline) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*wait.deadline - Clock::now());
        if (wait.cancelled && wait.cancelled()) return Fault{Failure::Cancelled, {}};
        if (left.count() <= 0) return Fault{Failure::TimedOut, {}};
        pause = static_cast<DWORD>(std::min(left, kSlice).count());
      }
      const DWORD which = ::WaitForMultipleObjects(2, events, FALSE, pause);
      if (which == WAIT_OBJECT_0) return {};
      if (which != WAIT_TIMEOUT) return Fault{};
    }
  }

  // Ends the process unless it ended by itself; says how it did.
  std::string end() {
    if (!process_.pipe) return {};
    process_.pipe.reset();
    // A crash closes the pipe a moment before the process is gone.
    constexpr DWORD kMomentMs = 100, kEndMs = 5000;
    const bool by_itself = ::WaitForSingleObject(process_.process.get(), kMomentMs) == WAIT_OBJECT_0;
    if (!by_itself) {
      if (process_.job) ::TerminateJobObject(process_.job.get(), 1);
      ::TerminateProcess(process_.process.get(), 1);
      ::WaitForSingleObject(process_.process.get(), kEndMs);
    }
    DWORD code = 0;
    ::GetExitCodeProcess(process_.process.get(), &code);
    constexpr DWORD kException = 0xc0000000;
    if (code >= kException) return "the worker crashed: " + platform::describe_windows_error(code);
    return "the worker ended with code " + std::to_string(code);
  }

  WorkerProcess process_;
  UniqueKernelHandle event_, interrupted_;
};

}  // namespace

Result<std::unique_ptr<Channel>> start_worker(const std::filesystem::path& program) {
  Result<WorkerProcess> process = start_worker_process(program.wstring());
  if (!process) return process.error();
  return std::make_unique<WindowsChannel>(std::move(*process));
}

}  // namespace kigen::keys::pkcs11
