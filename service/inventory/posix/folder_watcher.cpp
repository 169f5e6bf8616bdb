#include "service/inventory/folder_watcher.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <dirent.h>
#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <string_view>

#include "common/x509/certificate_file.h"
#include "service/inventory/change_gatherer.h"
#include "service/inventory/folder_files.h"
#include "service/inventory/scan_reader.h"

namespace kigen::inventory {
namespace {

// Written and closed, renamed, linked, removed, or made readable; not each single write.
constexpr std::uint32_t kMask = IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB |
                                IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW;

class InotifyWatcher final : public FolderWatcher, public std::enable_shared_from_this<InotifyWatcher> {
 public:
  InotifyWatcher(boost::asio::io_context& context, int descriptor, std::string folder, Callback on_change,
                 WatchTiming timing)
      : stream_(context, descriptor), folder_(std::move(folder)), gatherer_(context, std::move(on_change), timing) {}

  Status begin() {
    if (const int number = watch(folder_, 0); number != 0) {
      return Error(ErrorCode::SourceUnavailable, describe_errno(number)).with("path", folder_);
    }
    read();
    return {};
  }

  void stop() override {
    gatherer_.stop();
    boost::system::error_code ignored;
    stream_.close(ignored);
  }

 private:
  struct Watched {
    std::string path;
    int depth = 0;
  };

  // The folder and what lies below it; the errno of the folder itself. Below it, what cannot be watched is still found
  // by each scan.
  int watch(const std::string& path, int depth) {
    const std::uint32_t mask = depth == 0 ? kMask & ~std::uint32_t{IN_DONT_FOLLOW} : kMask;
    const int number = ::inotify_add_watch(stream_.native_handle(), path.c_str(), mask);
    if (number < 0) return errno;
    watched_[number] = {path, depth};
    if (depth >= kMaxFolderDepth) return 0;
    const auto folder = Folder::open(path);
    if (!folder) return 0;
    std::vector<std::string> below;
    (void)(*folder)->list([&below](const FolderEntry& entry) {
      if (entry.kind == EntryKind::Folder) below.emplace_back(entry.name);
      return true;
    });
    const std::string prefix = path + '/';
    for (const std::string& name : below) (void)watch(prefix + name, depth + 1);
    return 0;
  }

  void read() {
    stream_.async_read_some(boost::asio::buffer(buffer_),
                            [self = weak_from_this()](const boost::system::error_code& problem, std::size_t size) {
                              const auto watcher = self.lock();
                              if (!watcher || problem) return;
                              watcher->take(size);
                              watcher->read();
                            });
  }

  void take(std::size_t size) {
    for (std::size_t at = 0; at + sizeof(inotify_event) <= size;) {
      inotify_event event{};
      std::memcpy(&event, buffer_.data() + at, sizeof event);
      const char* name = buffer_.data() + at + sizeof event;
      handle(event, std::string_view(name, event.len == 0 ? 0 : ::strnlen(name, event.len)));
      at += sizeof event + event.len;
    }
  }

  void handle(const inotify_event& event, std::string_view name) {
    if ((event.mask & IN_Q_OVERFLOW) != 0) return gatherer_.add_rescan();
    const auto found = watched_.find(event.wd);
    if (found == watched_.end()) return;
    if ((event.mask & IN_IGNORED) != 0) {
      watched_.erase(found);
      return;
    }
    if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0) return gatherer_.add_rescan();
    const std::string path = found->second.path + '/' + std::string(name);
    if ((event.mask & IN_ISDIR) != 0) {
      // What was put into a new folder before it was watched shows only in a scan.
      if ((event.mask & (IN_CREATE | IN_MOVED_TO)) != 0) (void)watch(path, found->second.depth + 1);
      return gatherer_.add_rescan();
    }
    if (x509::is_candidate(name)) gatherer_.add_path(path);
  }

  boost::asio::posix::stream_descriptor stream_;
  std::string folder_;
  ChangeGatherer gatherer_;
  std::map<int, Watched> watched_;
  alignas(inotify_event) std::array<char, 16384> buffer_{};
};

// The caller's handle: its end stops the watcher, whose last read may still be under way.
class Handle final : public FolderWatcher {
 public:
  explicit Handle(std::shared_ptr<InotifyWatcher> watcher) : watcher_(std::move(watcher)) {}
  ~Handle() override { watcher_->stop(); }
  void stop() override { watcher_->stop(); }

 private:
  std::shared_ptr<InotifyWatcher> watcher_;
};

}  // namespace

Result<std::unique_ptr<FolderWatcher>> FolderWatcher::start(boost::asio::io_context& context, const std::string& folder,
                                                            Callback on_change, WatchTiming timing) {
  const int descriptor = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  const int number = errno;
  if (descriptor < 0) return Error(ErrorCode::SourceUnavailable, describe_errno(number)).with("path", folder);
  const auto watcher = std::make_shared<InotifyWatcher>(context, descriptor, folder, std::move(on_change), timing);
  if (const Status begun = watcher->begin(); !begun) return begun.error();
  return std::unique_ptr<FolderWatcher>(std::make_unique<Handle>(watcher));
}

}  // namespace kigen::inventory
