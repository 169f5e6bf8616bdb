#include "service/inventory/change_gatherer.h"

#include <algorithm>

namespace kigen::inventory {
namespace {

// Beyond this a scan of the whole folder, which compares a stamp a file, is the cheaper answer.
constexpr std::size_t kMaxPaths = 1000;

}  // namespace

ChangeGatherer::ChangeGatherer(boost::asio::io_context& context, FolderWatcher::Callback on_change, WatchTiming timing)
    : timer_(context), on_change_(std::move(on_change)), timing_(timing) {}

void ChangeGatherer::add_path(std::string path) {
  if (!rescan_) paths_.insert(std::move(path));
  if (paths_.size() > kMaxPaths) rescan_ = true;
  arm();
}

void ChangeGatherer::add_rescan() {
  rescan_ = true;
  arm();
}

void ChangeGatherer::stop() {
  stopped_ = true;
  timer_.cancel();
}

void ChangeGatherer::arm() {
  if (stopped_) return;
  const auto now = std::chrono::steady_clock::now();
  if (!std::exchange(pending_, true)) first_ = now;
  timer_.expires_at(std::min(now + timing_.settle, first_ + timing_.longest));
  timer_.async_wait([this](const boost::system::error_code& problem) {
    if (!problem) deliver();
  });
}

void ChangeGatherer::deliver() {
  if (stopped_ || !pending_) return;
  pending_ = false;
  FolderChange change;
  change.rescan = std::exchange(rescan_, false);
  if (!change.rescan) change.paths.assign(paths_.begin(), paths_.end());
  paths_.clear();
  on_change_(std::move(change));
}

}  // namespace kigen::inventory
