// The "My" store of the user (tray) or the machine (service): what is in it, and a call when it changes.
//
// Reading opens the store read-only and never touches a key. A watcher belongs to the thread that created it, except
// that `watch_with_callback` calls back from a thread of its own. No polling: Windows signals an event.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace boost::asio {
class io_context;
}

namespace kigen::platform {

enum class StoreLocation { CurrentUser, LocalMachine };

/// "CurrentUser\\My", "LocalMachine\\My": the source's name in the inventory.
[[nodiscard]] std::string store_source_name(StoreLocation location);

struct StoreCertificate {
  std::vector<std::uint8_t> der;
  bool has_private_key = false;  ///< CERT_KEY_PROV_INFO_PROP_ID is there; the key itself is never opened
  std::string friendly_name;     ///< UTF-8, "" when it has none
};
struct StoreUnreadable {
  std::string item;  ///< SHA-1 thumbprint when the store knows it, else "#3"
  Error error;
};
struct StoreSnapshot {
  std::vector<StoreCertificate> certificates;  ///< equal ones as often as the store lists them
  std::vector<StoreUnreadable> unreadable;
};

/// The certificates now. SourceUnavailable with {"source"} when the store cannot be opened.
[[nodiscard]] Result<StoreSnapshot> read_my_store(StoreLocation location);

/// Calls back after each change of the store, until it is destroyed. Several changes may come as one call.
class StoreWatcher {
 public:
  using Changed = std::function<void()>;

  /// On the io_context's thread, which must outlive the watcher.
  [[nodiscard]] static Result<std::unique_ptr<StoreWatcher>> watch(StoreLocation location, boost::asio::io_context& io,
                                                                   Changed changed);
  /// From a thread of the watcher's own: post a message to the window, nothing more. Destroying waits for a call that
  /// is under way, so never destroy it from within one.
  [[nodiscard]] static Result<std::unique_ptr<StoreWatcher>> watch_with_callback(StoreLocation location,
                                                                                 Changed changed);

  virtual ~StoreWatcher() = default;
};

}  // namespace kigen::platform
