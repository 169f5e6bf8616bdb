#include <windows.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/windows/object_handle.hpp>

#include "service/app/policy_watch.h"

namespace kigen::app {
namespace {

namespace asio = boost::asio;

class RegistryWatch : public std::enable_shared_from_this<RegistryWatch> {
 public:
  RegistryWatch(asio::io_context& io, settings::PolicySource& source, std::function<void()> changed)
      : event_(io), source_(source), changed_(std::move(changed)) {}

  bool start() {
    const auto event = source_.arm_change_event();
    if (!event || *event == nullptr) return false;
    // The source owns its event; object_handle closes what it was given, so it gets one of its own.
    HANDLE own = nullptr;
    if (::DuplicateHandle(::GetCurrentProcess(), *event, ::GetCurrentProcess(), &own, 0, FALSE,
                          DUPLICATE_SAME_ACCESS) == 0) {
      return false;
    }
    event_.assign(own);
    listen();
    return true;
  }
  void close() {
    boost::system::error_code ignored;
    event_.close(ignored);
  }

 private:
  void listen() {
    event_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (error || !self) return;
      // Armed again before it is read, so that no change falls between.
      const auto armed = self->source_.arm_change_event();
      self->changed_();
      if (armed) self->listen();
    });
  }

  asio::windows::object_handle event_;
  settings::PolicySource& source_;
  std::function<void()> changed_;
};

struct Owner {
  std::shared_ptr<RegistryWatch> watch;
  explicit Owner(std::shared_ptr<RegistryWatch> given) : watch(std::move(given)) {}
  ~Owner() { watch->close(); }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;
};

}  // namespace

std::shared_ptr<void> watch_policy(asio::io_context& io, settings::PolicySource& source,
                                   std::function<void()> changed) {
  auto watch = std::make_shared<RegistryWatch>(io, source, std::move(changed));
  if (!watch->start()) return nullptr;
  return std::make_shared<Owner>(std::move(watch));
}

}  // namespace kigen::app
