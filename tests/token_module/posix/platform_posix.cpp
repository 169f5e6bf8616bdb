#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <system_error>

#include "tests/token_module/platform.h"

namespace kigen::test_token {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number < 0) throw std::system_error(errno, std::generic_category());
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

}  // namespace

void* library_function(const std::filesystem::path& library, const char* name, std::string& reason) {
  void* const handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* const found = handle != nullptr ? ::dlsym(handle, name) : nullptr;
  if (found == nullptr) {
    const char* const text = ::dlerror();  // NOLINT(concurrency-mt-unsafe): glibc keeps it per thread
    reason = text != nullptr ? text : "not found";
  }
  return found;
}

unsigned long process_id() {
  return static_cast<unsigned long>(::getpid());
}

std::string environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody but the module sets any
  return value != nullptr ? value : "";
}

void set_environment(const char* name, const std::string& value) {
  ::setenv(name, value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): the library reads it on this thread
}

void append_line(const std::filesystem::path& file, const std::string& line) {
  const int number = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (number < 0) return;
  const Descriptor out(number);
  const std::string whole = line + "\n";
  [[maybe_unused]] const auto written = ::write(out.get(), whole.data(), whole.size());
}

struct FolderLock::Handle {
  explicit Handle(const std::filesystem::path& path) : file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {}
  Descriptor file;
};

FolderLock::FolderLock(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "state");
  handle_ = std::make_unique<Handle>(folder / "state" / "lock");
  while (::flock(handle_->file.get(), LOCK_EX) != 0 && errno == EINTR) {
  }
}
FolderLock::~FolderLock() = default;

struct FolderWait::Handle {
  Handle() : changes(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)), ended(::eventfd(0, EFD_CLOEXEC)) {}
  Descriptor changes, ended;
};

FolderWait::FolderWait(const std::filesystem::path& folder) : handle_(std::make_unique<Handle>()) {
  // No IN_CREATE: a file counts when it has its content and its name.
  ::inotify_add_watch(handle_->changes.get(), folder.c_str(), IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM);
}
FolderWait::~FolderWait() = default;

bool FolderWait::wait() {
  std::array<pollfd, 2> both{{{handle_->changes.get(), POLLIN, 0}, {handle_->ended.get(), POLLIN, 0}}};
  while (::poll(both.data(), both.size(), -1) < 0 && errno == EINTR) {
  }
  if (both[1].revents != 0) return false;
  std::array<char, 4096> news{};
  while (::read(handle_->changes.get(), news.data(), news.size()) > 0) {
  }
  return true;
}

void FolderWait::interrupt() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(handle_->ended.get(), &one, sizeof one);
}

}  // namespace kigen::test_token
