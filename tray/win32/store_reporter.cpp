#include "tray/win32/store_reporter.h"

#include <windows.h>

#include <bcrypt.h>
#include <wincrypt.h>

#include <array>
#include <utility>

#include "common/base/hex.h"

namespace kigen::tray {
namespace {

constexpr auto kLocation = platform::StoreLocation::CurrentUser;

std::string sha256_hex(const std::vector<std::uint8_t>& bytes) {
  std::array<std::uint8_t, 32> digest{};
  auto size = static_cast<DWORD>(digest.size());
  if (!::CryptHashCertificate2(BCRYPT_SHA256_ALGORITHM, 0, nullptr, bytes.data(), static_cast<DWORD>(bytes.size()),
                               digest.data(), &size)) {
    return {};
  }
  return to_hex(digest);
}

StoreContent read_store() {
  StoreContent content;
  Result<platform::StoreSnapshot> snapshot = platform::read_my_store(kLocation);
  if (!snapshot) {
    content.unreadable.push_back({"", snapshot.error()});
    return content;
  }
  for (platform::StoreCertificate& certificate : snapshot->certificates) {
    std::string hash = sha256_hex(certificate.der);
    content.items.push_back({std::move(hash), std::move(certificate.der), certificate.has_private_key});
  }
  for (platform::StoreUnreadable& item : snapshot->unreadable) {
    content.unreadable.push_back({std::move(item.item), std::move(item.error)});
  }
  return content;
}

}  // namespace

StoreReporter::StoreReporter(Worker& worker, std::shared_ptr<Executor> executor,
                             std::function<void(ipc::ReportParams)> send)
    : worker_(worker),
      executor_(std::move(executor)),
      send_(std::move(send)),
      self_(std::make_shared<StoreReporter*>(this)) {}

StoreReporter::~StoreReporter() {
  watcher_.reset();
  *self_ = nullptr;
}

void StoreReporter::start() {
  Result<std::unique_ptr<platform::StoreWatcher>> watcher =
      platform::StoreWatcher::watch_with_callback(kLocation, [executor = executor_, self = self_] {
        executor->post([self] {
          if (*self) (*self)->read();
        });
      });
  if (watcher) watcher_ = std::move(*watcher);
  read();
}

void StoreReporter::read() {
  if (reading_) {
    again_ = true;
    return;
  }
  reading_ = true;
  worker_.post([executor = executor_, self = self_] {
    auto content = std::make_shared<StoreContent>(read_store());
    executor->post([self, content] {
      if (*self) (*self)->took(std::move(*content));
    });
  });
}

void StoreReporter::took(StoreContent content) {
  reading_ = false;
  maybe_send(flow_.store_read(std::move(content)));
  if (std::exchange(again_, false)) read();
}

void StoreReporter::connected() {
  maybe_send(flow_.connected());
}
void StoreReporter::disconnected() {
  flow_.disconnected();
}
void StoreReporter::answered(const ipc::ReportResult& result) {
  maybe_send(flow_.answered(result));
}
void StoreReporter::failed() {
  flow_.failed();
}

void StoreReporter::maybe_send(std::optional<ipc::ReportParams> part) {
  if (part) send_(std::move(*part));
}

}  // namespace kigen::tray
