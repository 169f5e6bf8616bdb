#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "common/platform/folder_notice.h"

namespace kigen::platform {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds kGather{300};

class InotifyNotice final : public FolderNotice, public std::enable_shared_from_this<InotifyNotice> {
 public:
  InotifyNotice(asio::io_context& io, int fd, Wanted wanted, Changed changed)
      : descriptor_(io, fd), gather_(io), wanted_(std::move(wanted)), changed_(std::move(changed)) {}

  void listen() {
    descriptor_.async_wait(asio::posix::stream_descriptor::wait_read,
                           [weak = weak_from_this()](const boost::system::error_code& error) {
                             const auto self = weak.lock();
                             if (error || !self) return;
                             self->readable();
                             self->listen();
                           });
  }
  void close() {
    boost::system::error_code ignored;
    descriptor_.close(ignored);
    gather_.cancel();
  }

 private:
  void readable() {
    alignas(inotify_event) std::array<char, 16 * 1024> buffer{};
    bool matters = false;
    for (;;) {
      const ssize_t bytes = ::read(descriptor_.native_handle(), buffer.data(), buffer.size());
      if (bytes <= 0) break;
      std::size_t at = 0;
      while (at + sizeof(inotify_event) <= static_cast<std::size_t>(bytes)) {
        inotify_event event{};
        std::memcpy(&event, buffer.data() + at, sizeof event);
        const char* name = buffer.data() + at + sizeof event;
        // Without a name it is about the folder or an overflow: look again.
        matters = matters || event.len == 0 || wanted_(std::string_view(name, ::strnlen(name, event.len)));
        at += sizeof event + event.len;
      }
    }
    if (matters && !gathering_) gather();
  }

  void gather() {
    gathering_ = true;
    gather_.expires_after(kGather);
    gather_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (error || !self) return;
      self->gathering_ = false;
      self->changed_();
    });
  }

  asio::posix::stream_descriptor descriptor_;
  asio::steady_timer gather_;
  Wanted wanted_;
  Changed changed_;
  bool gathering_ = false;
};

/// Operations hold the notice weakly: once its owner lets go, nothing is called any more.
class Owner final : public FolderNotice {
 public:
  explicit Owner(std::shared_ptr<InotifyNotice> notice) : notice_(std::move(notice)) {}
  ~Owner() override { notice_->close(); }

 private:
  std::shared_ptr<InotifyNotice> notice_;
};

}  // namespace

Result<std::unique_ptr<FolderNotice>> FolderNotice::watch(asio::io_context& io, const std::filesystem::path& folder,
                                                          Wanted wanted, Changed changed) {
  const int fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (fd < 0) {
    const int error = errno;
    return Error(ErrorCode::SourceUnavailable, "inotify_init1: " + describe_errno(error)).with("path", folder.string());
  }
  auto notice = std::make_shared<InotifyNotice>(io, fd, std::move(wanted), std::move(changed));
  constexpr std::uint32_t kEvents =
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_ONLYDIR;
  if (::inotify_add_watch(fd, folder.c_str(), kEvents) < 0) {
    const int error = errno;
    return Error(ErrorCode::SourceUnavailable, "inotify_add_watch: " + describe_errno(error))
        .with("path", folder.string());
  }
  notice->listen();
  return std::unique_ptr<FolderNotice>(std::make_unique<Owner>(std::move(notice)));
}

}  // namespace kigen::platform
