#include <windows.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/windows/object_handle.hpp>

#include <array>
#include <exception>
#include <memory>
#include <span>
#include <thread>
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

constexpr std::array kMyStore{L"Software\\Microsoft\\SystemCertificates\\My",
                              L"Software\\Microsoft\\SystemCertificates", L"Software\\Microsoft"};
constexpr std::span kStores = std::span(kMyStore).subspan<1>();

/// The first of `paths` that exists: a key, or the nearest one above it.
UniqueKey open_registry(StoreLocation location, std::span<const wchar_t* const> paths) {
  const HKEY root = location == StoreLocation::CurrentUser ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
  UniqueKey key;
  for (const wchar_t* path : paths) {
    if (::RegOpenKeyExW(root, path, 0, KEY_NOTIFY, key.out()) == ERROR_SUCCESS) return key;
  }
  return {};
}

/// The notification of one handle is for one change; the next one is asked of a new handle, while nobody waits for the
/// event, and before `changed` is called: a change during the reading that follows signals again. Three ways lead to
/// the same event: the store's own; the registry, which tells where the store's own way does not (Wine); and the key
/// above, since a key that was removed tells nothing more, at times not even that it went.
class Subscription {
 public:
  explicit Subscription(StoreLocation location) : location_(location) {}

  Status subscribe(HANDLE event) {
    // A handle that closes before it told of a change signals too. Of a change up to here the caller knows, or is told.
    end();
    ::ResetEvent(event);
    Result<UniqueStore> store = open_my_store(location_);
    if (!store) return store.error();
    HANDLE wanted = event;
    if (::CertControlStore(store->get(), CERT_STORE_CTRL_INHIBIT_DUPLICATE_HANDLE_FLAG, CERT_STORE_CTRL_NOTIFY_CHANGE,
                           &wanted) == 0) {
      const DWORD error = ::GetLastError();
      return unavailable(location_, "CertControlStore", error);
    }
    store_ = *std::move(store);
    // The stores' key first: a store that goes while its own key is opened is seen to go there.
    stores_ = open_registry(location_, kStores);
    notify(stores_, FALSE, REG_NOTIFY_CHANGE_NAME, event);
    key_ = open_registry(location_, kMyStore);
    notify(key_, TRUE, REG_NOTIFY_CHANGE_NAME | REG_NOTIFY_CHANGE_LAST_SET, event);
    return {};
  }
  void end() {
    store_.reset();
    key_.reset();
    stores_.reset();
  }

 private:
  static void notify(const UniqueKey& key, BOOL subtree, DWORD what, HANDLE event) {
    constexpr DWORD kThreadAgnostic = 0x10000000;  // else the end of the thread that asks would signal (Windows 8)
    if (key) (void)::RegNotifyChangeKeyValue(key.get(), subtree, what | kThreadAgnostic, event, TRUE);
  }

  StoreLocation location_;
  UniqueStore store_;
  UniqueKey key_;
  UniqueKey stores_;
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

// Not in the system's pool: Wine's looks every 5 s whether it still has work, and a thread that waits costs nothing.
class ThreadWatcher final : public StoreWatcher {
 public:
  ThreadWatcher(StoreLocation location, Changed changed) : subscription_(location), changed_(std::move(changed)) {}
  ~ThreadWatcher() override {
    if (!thread_.joinable()) return;
    ::SetEvent(end_.get());
    thread_.join();
  }
  ThreadWatcher(const ThreadWatcher&) = delete;
  ThreadWatcher& operator=(const ThreadWatcher&) = delete;

  Status begin(StoreLocation location) {
    for (UniqueKernelHandle* event : {&event_, &end_}) {
      Result<UniqueKernelHandle> made = make_event(location);
      if (!made) return made.error();
      *event = *std::move(made);
    }
    if (Status subscribed = subscription_.subscribe(event_.get()); !subscribed) return subscribed;
    thread_ = std::thread([this] { run(); });
    return {};
  }

 private:
  void run() {
    const std::array events{end_.get(), event_.get()};
    while (::WaitForMultipleObjects(static_cast<DWORD>(events.size()), events.data(), FALSE, INFINITE) ==
           WAIT_OBJECT_0 + 1) {
      try {
        (void)subscription_.subscribe(event_.get());
        changed_();
      } catch (const std::exception&) {
        // Out of memory, most likely: the next change calls again.
      }
    }
  }

  UniqueKernelHandle event_;
  UniqueKernelHandle end_;
  Subscription subscription_;
  Changed changed_;
  std::thread thread_;
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
  auto watcher = std::make_unique<ThreadWatcher>(location, std::move(changed));
  if (Status begun = watcher->begin(location); !begun) return begun.error();
  return std::unique_ptr<StoreWatcher>(std::move(watcher));
}

}  // namespace kigen::platform
