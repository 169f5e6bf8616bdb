#include "common/net/proxy.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "common/net/system_proxy.h"

namespace kigen::net {

namespace {

constexpr std::chrono::milliseconds kStopTime{40};

/// What the asker and the thread that may block for long share.
struct Answer {
  std::mutex mutex;
  std::condition_variable came;
  std::optional<Result<ProxyRoute>> route;
};

void ask_system(const std::shared_ptr<Answer>& answer, const Url& url) {
  Result<ProxyRoute> route = Error(ErrorCode::Internal);
  try {
    route = system_route(url);
  } catch (const std::exception& failure) {
    route = Error(ErrorCode::Internal, failure.what());
  }
  const std::lock_guard lock(answer->mutex);
  answer->route = std::move(route);
  answer->came.notify_all();
}

/// A script that hangs cannot be cancelled: its thread is left to itself.
Result<ProxyRoute> wait_for_system(const Url& url, const std::stop_token& stop) {
  const auto answer = std::make_shared<Answer>();
  try {
    std::thread([answer, url] { ask_system(answer, url); }).detach();
  } catch (const std::system_error& failure) {
    return Error(ErrorCode::Internal, failure.what());
  }
  std::unique_lock lock(answer->mutex);
  // Looked at, not hooked: see Wire.
  while (!answer->came.wait_for(lock, kStopTime, [&] { return answer->route.has_value(); })) {
    if (stop.stop_requested()) return Error(ErrorCode::Cancelled);
  }
  return std::move(*answer->route);
}

}  // namespace

Result<ProxyRoute> route_for(const ProxySetting& setting, const Url& url, std::stop_token stop) {
  switch (setting.kind) {
    case ProxySetting::Kind::None:
      return ProxyRoute{std::nullopt};
    case ProxySetting::Kind::Manual:
      if (setting.host.empty() || setting.port == 0) {
        return Error(ErrorCode::ProxySettingUnusable).with("reason", "no host or no port");
      }
      return ProxyRoute{ProxyAddress{setting.host, setting.port}};
    case ProxySetting::Kind::System:
      break;
  }
  return wait_for_system(url, stop);
}

}  // namespace kigen::net
