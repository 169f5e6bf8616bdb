#include <windows.h>

#include <boost/asio/post.hpp>
#include <boost/asio/windows/overlapped_ptr.hpp>
#include <sddl.h>

#include <deque>
#include <vector>

#include "common/ipc/limits.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/utf.h"
#include "service/pipe/acceptor.h"
#include "service/pipe/pipe_security.h"
#include "service/pipe/win32/token.h"

namespace kigen::pipe {
namespace {

// So many instances wait for clients at any time: a burst finds one, and the name is never free for another process.
constexpr std::size_t kListening = 4;
// Windows' own bound is 255; those being refused need an instance for a moment, too.
constexpr DWORD kMaxInstances = static_cast<DWORD>(ipc::kMaxConnections + 64);
constexpr DWORD kPipeBuffer = 64 * 1024;

Error unavailable(const ipc::Endpoint& endpoint, DWORD error) {
  return Error(ErrorCode::PipeUnavailable, platform::describe_windows_error(error))
      .with("endpoint", ipc::to_string(endpoint));
}

class PipeAcceptor final : public Acceptor {
 public:
  PipeAcceptor(boost::asio::io_context& io, ipc::Endpoint endpoint)
      : io_(io), endpoint_(std::move(endpoint)), name_(platform::to_wide(endpoint_.address)) {}
  ~PipeAcceptor() override { close_now(); }
  PipeAcceptor(const PipeAcceptor&) = delete;
  PipeAcceptor& operator=(const PipeAcceptor&) = delete;

  Status open() {
    auto sid = process_user_sid();
    if (!sid) return sid.error();
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    const std::wstring sddl = platform::to_wide(pipe_sddl(*sid));
    if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl.c_str(), SDDL_REVISION_1, &descriptor, nullptr) ==
        0) {
      return unavailable(endpoint_, ::GetLastError());
    }
    descriptor_.reset(descriptor);
    // FILE_FLAG_FIRST_PIPE_INSTANCE proves that nobody else holds the name. Wine does not know the flag, so there
    // asking first is all there is.
    if (::WaitNamedPipeW(name_.c_str(), 1) != 0 || ::GetLastError() == ERROR_SEM_TIMEOUT) {
      return unavailable(endpoint_, ERROR_PIPE_BUSY);
    }
    if (Status first = listen_on_new(FILE_FLAG_FIRST_PIPE_INSTANCE); !first) return first;
    return fill_up();
  }

  void accept(Handler handler) override {
    handler_ = std::move(handler);
    hand_over();
  }

  void close() override { close_now(); }

 private:
  struct Instance {
    explicit Instance(boost::asio::io_context& io) : stream(io) {}
    ipc::Stream stream;
  };

  Status listen_on_new(DWORD extra_flags) {
    SECURITY_ATTRIBUTES attributes{
        .nLength = sizeof attributes, .lpSecurityDescriptor = descriptor_.get(), .bInheritHandle = FALSE};
    platform::UniqueFile pipe(
        ::CreateNamedPipeW(name_.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | extra_flags,
                           PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, kMaxInstances,
                           kPipeBuffer, kPipeBuffer, 0, &attributes));
    if (!pipe) return unavailable(endpoint_, ::GetLastError());
    auto instance = std::make_shared<Instance>(io_);
    boost::system::error_code error;
    instance->stream.assign(pipe.get(), error);
    if (error) return Error(ErrorCode::PipeUnavailable, error.message());
    (void)pipe.release();
    wait_for_client(instance);
    return {};
  }

  void wait_for_client(const std::shared_ptr<Instance>& instance) {
    ++listening_;
    waiting_.push_back(instance);
    boost::asio::windows::overlapped_ptr operation(
        io_, [weak = std::weak_ptr(alive_), this, instance](boost::system::error_code error, std::size_t) {
          if (!weak.expired()) connected(instance, error);
        });
    const BOOL done = ::ConnectNamedPipe(instance->stream.native_handle(), operation.get());
    const DWORD error = ::GetLastError();
    if (done != 0 || error == ERROR_IO_PENDING) {
      operation.release();
    } else if (error == ERROR_PIPE_CONNECTED) {
      operation.complete({}, 0);
    } else {
      operation.complete({static_cast<int>(error), boost::system::system_category()}, 0);
    }
  }

  void connected(const std::shared_ptr<Instance>& instance, boost::system::error_code error) {
    --listening_;
    std::erase(waiting_, instance);
    if (closed_) return;
    if (!error) ready_.push_back(instance);
    // A client that left before it was served is no failure; anything else would come back at once, so that the next
    // instance waits for the server's next accept().
    const bool left = error.value() == ERROR_NO_DATA || error.value() == ERROR_BROKEN_PIPE;
    failure_ = error && !left ? Status(Error(ErrorCode::PipeUnavailable, error.message())) : fill_up();
    hand_over();
  }

  Status fill_up() {
    while (listening_ < kListening) {
      if (Status more = listen_on_new(0); !more) return more;
    }
    return {};
  }

  // Called after each event and each accept(): one connection, or the failure to make a new instance, per accept().
  void hand_over() {
    if (!handler_ || closed_) return;
    if (!ready_.empty()) {
      const auto instance = ready_.front();
      ready_.pop_front();
      deliver(std::move(instance->stream));
      return;
    }
    // A shortage that lasts while nothing is listening would never be noticed again: try, and report it.
    if (!failure_ || listening_ == 0) failure_ = fill_up();
    if (!failure_ && listening_ == 0) deliver(failure_.error());
  }

  void deliver(Result<ipc::Stream> stream) {
    boost::asio::post(
        io_, [handler = std::exchange(handler_, nullptr),
              shared = std::make_shared<Result<ipc::Stream>>(std::move(stream))] { handler(std::move(*shared)); });
  }

  void close_now() {
    if (closed_) return;
    closed_ = true;
    alive_.reset();
    handler_ = nullptr;
    boost::system::error_code ignored;
    for (const auto& instance : waiting_) instance->stream.close(ignored);
    waiting_.clear();
    ready_.clear();
  }

  boost::asio::io_context& io_;
  ipc::Endpoint endpoint_;
  std::wstring name_;
  platform::UniqueLocal descriptor_;
  std::size_t listening_ = 0;
  std::vector<std::shared_ptr<Instance>> waiting_;
  std::deque<std::shared_ptr<Instance>> ready_;
  Handler handler_;
  Status failure_;
  bool closed_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace

Result<std::unique_ptr<Acceptor>> make_acceptor(boost::asio::io_context& io, const ipc::Endpoint& endpoint) {
  auto acceptor = std::make_unique<PipeAcceptor>(io, endpoint);
  if (Status opened = acceptor->open(); !opened) return opened.error();
  return std::unique_ptr<Acceptor>(std::move(acceptor));
}

}  // namespace kigen::pipe
