#include "service/inventory/stamp_pool.h"

#include <algorithm>

namespace kigen::inventory {
namespace {

constexpr std::size_t kTasksAtOnce = 32;

}  // namespace

StampPool::StampPool(bool helped) {
  if (helped && std::thread::hardware_concurrency() > 1) helper_ = std::thread([this] { help(); });
}

StampPool::~StampPool() {
  if (busy()) finish();
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (helper_.joinable()) helper_.join();
}

void StampPool::start(const Folder& folder, StampBatch& batch) {
  {
    const std::lock_guard lock(mutex_);
    folder_ = &folder;
    batch_ = &batch;
    next_ = 0;
    wanted_ = true;
  }
  if (helper_.joinable()) changed_.notify_all();
}

void StampPool::finish() {
  work(*folder_, *batch_);
  std::unique_lock lock(mutex_);
  wanted_ = false;
  changed_.wait(lock, [this] { return !helping_; });
  batch_ = nullptr;
}

void StampPool::work(const Folder& folder, StampBatch& batch) {
  for (;;) {
    const std::size_t start = next_.fetch_add(kTasksAtOnce);
    if (start >= batch.tasks.size()) return;
    const std::size_t end = std::min(batch.tasks.size(), start + kTasksAtOnce);
    for (std::size_t i = start; i < end; ++i) {
      StampTask& task = batch.tasks[i];
      if (task.known && !task.stamp) task.stamp = folder.stamp(batch.name_of(task));
    }
  }
}

void StampPool::help() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stop_ || wanted_; });
    if (stop_) return;
    wanted_ = false;
    helping_ = true;
    const Folder& folder = *folder_;
    StampBatch& batch = *batch_;
    lock.unlock();
    work(folder, batch);
    lock.lock();
    helping_ = false;
    changed_.notify_all();
  }
}

}  // namespace kigen::inventory
