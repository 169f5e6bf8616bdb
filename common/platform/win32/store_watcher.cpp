#include <windows.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/windows/object_handle.hpp>

#include <memory>
#include <utility>

#include "common/platform/win32/certificate_store.h"
#include "common/platform/win32/handle.h"
#include "common/platform/win32/store_handle.h"
#include "common/platform/win32/utf.h"

namespace kigen::platform {
namespace {
namespace asio = boost::asio;

Error unavailable(StoreLocation location, const char* call, DWORD error) {
  return Error(ErrorCode::SourceUnavailable, std::string(call) + ": " + describe_windows_error(error))
      .with("source", store_source_name(location));
}

struct RegistryTraits {
  using Handle = HKEY;
  static Handle none() noexcept { return nullptr; }
  static void close(Handle handle) noexcept { ::RegCloseKey(handle); }
};
using UniqueKey = UniqueHandle<RegistryTraits>;

/// The key below which the store lies; the nearest one above it while the store does not exist yet.
UniqueKey open_registry(StoreLocation location) {
  const HKEY root = location == StoreLocation::CurrentUser ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
  UniqueKey key;
  for (const wchar_t* path : {L"Software\\Microsoft\\SystemCertificates\\My",
                              L"Software\\Microsoft\\SystemCertificates", L"Software\\Microsoft"}) {
    if (::RegOpenKeyExW(root, path, 0, KEY_NOTIFY, key.out()) == ERROR_SUCCESS) return key;
  }
  return {};
}

/// The notification of one handle is for one change; the next one is asked of a new handle. It is asked for before
/// `changed` is called, so that a change during the reading that follows signals again. Two ways lead to the same
/// event: the store's own, and the registry, which tells where the store's own way does not (Wine).
class Subscription {
 public:
  explicit Subscription(StoreLocation location) : location_(location) {}

  Status subscribe(HANDLE event) {
    Result<UniqueStore> store = open_my_store(location_);
    if (!store) return store.error();
    HANDLE wanted = event;
    if (::CertControlStore(store->get(), CERT_STORE_CTRL_INHIBIT_DUPLICATE_HANDLE_FLAG, CERT_STORE_CTRL_NOTIFY_CHANGE,
                           &wanted) == 0) {
      const DWORD error = ::GetLastError();
      return unavailable(location_, "CertControlStore", error);
    }
    store_ = *std::move(store);
    key_ = open_registry(location_);
    if (key_) {
      constexpr DWORD kThreadAgnostic = 0x10000000;  // else the end of a pool thread would signal (Windows 8)
      (void)::RegNotifyChangeKeyValue(
          key_.get(), TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET | kThreadAgnostic, event, TRUE);
    }
    return {};
  }
  void end() {
    store_.reset();
    key_.reset();
  }

 private:
  StoreLocation location_;
  UniqueStore store_;
  UniqueKey key_;
};

Result<UniqueKernelHandle> make_event(StoreLocation location) {
  UniqueKernelHandle event(::CreateEventW(nullptr, FALSE, FALSE, nullptr));
  if (!event) {
    const DWORD error = ::GetLastError();
    return unavailable(location, "CreateEvent", error);
  }
  return event;
}

class AsioWatcher final : public StoreWatcher {
 public:
  struct State : std::enable_shared_from_this<State> {
    State(asio::io_context& io, StoreLocation location, Changed changed)
        : event(io), subscription(location), on_change(std::move(changed)) {}

    void listen() {
      event.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (error || !self->on_change) return;
        // Without a new subscription there are no further calls; the reader that is called now meets the same failure
        // and reports the source as unavailable.
        const bool subscribed = self->subscription.subscribe(self->event.native_handle()).has_value();
        if (subscribed) self->listen();
        const Changed call = self->on_change;
        call();
      });
    }

    asio::windows::object_handle event;
    Subscription subscription;
    Changed on_change;
  };

  explicit AsioWatcher(std::shared_ptr<State> state) : state_(std::move(state)) {}
  ~AsioWatcher() override {
    state_->on_change = nullptr;
    state_->subscription.end();
    boost::system::error_code ignored;
    state_->event.close(ignored);
  }
  AsioWatcher(const AsioWatcher&) = delete;
  AsioWatcher& operator=(const AsioWatcher&) = delete;

 private:
  std::shared_ptr<State> state_;
};

class PoolWatcher final : public StoreWatcher {
 public:
  PoolWatcher(StoreLocation location, Changed changed) : subscription_(location), changed_(std::move(changed)) {}
  ~PoolWatcher() override {
    // INVALID_HANDLE_VALUE: waits for a call that is under way.
    if (wait_ != nullptr) ::UnregisterWaitEx(wait_, INVALID_HANDLE_VALUE);
    subscription_.end();
  }
  PoolWatcher(const PoolWatcher&) = delete;
  PoolWatcher& operator=(const PoolWatcher&) = delete;

  Status begin(StoreLocation location) {
    Result<UniqueKernelHandle> event = make_event(location);
    if (!event) return event.error();
    event_ = *std::move(event);
    if (Status subscribed = subscription_.subscribe(event_.get()); !subscribed) return subscribed;
    if (::RegisterWaitForSingleObject(&wait_, event_.get(), &PoolWatcher::signalled, this, INFINITE,
                                      WT_EXECUTEDEFAULT) == 0) {
      const DWORD error = ::GetLastError();
      wait_ = nullptr;
      return unavailable(location, "RegisterWaitForSingleObject", error);
    }
    return {};
  }

 private:
  static void CALLBACK signalled(void* self, BOOLEAN) {
    auto* watcher = static_cast<PoolWatcher*>(self);
    try {
      (void)watcher->subscription_.subscribe(watcher->event_.get());
      watcher->changed_();
    } catch (...) {
      // Nothing may leave a callback of the system's; the next change calls again.
    }
  }

  UniqueKernelHandle event_;
  Subscription subscription_;
  Changed changed_;
  HANDLE wait_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<StoreWatcher>> StoreWatcher::watch(StoreLocation location, asio::io_context& io,
                                                          Changed changed) {
  Result<UniqueKernelHandle> event = make_event(location);
  if (!event) return event.error();
  auto state = std::make_shared<AsioWatcher::State>(io, location, std::move(changed));
  state->event.assign(event->release());
  if (Status subscribed = state->subscription.subscribe(state->event.native_handle()); !subscribed) {
    return subscribed.error();
  }
  state->listen();
  return std::unique_ptr<StoreWatcher>(std::make_unique<AsioWatcher>(std::move(state)));
}

Result<std::unique_ptr<StoreWatcher>> StoreWatcher::watch_with_callback(StoreLocation location, Changed changed) {
  auto watcher = std::make_unique<PoolWatcher>(location, std::move(changed));
  if (Status begun = watcher->begin(location); !begun) return begun.error();
  return std::unique_ptr<StoreWatcher>(std::move(watcher));
}

}  // namespace kigen::platform
