// Functions from other threads, run on the UI thread in the order in which they came. post() from any thread; run() on
// the UI thread when the window gets the message. Shared, so that a late poster finds a closed queue, never a dead one.
#pragma once

#include <windows.h>

#include <functional>
#include <mutex>
#include <vector>

namespace kigen::ui {

class UiQueue {
 public:
  UiQueue(HWND window, UINT message) : window_(window), message_(message) {}

  void post(std::function<void()> work);
  void run();
  /// From now on what is posted is dropped.
  void close();

 private:
  std::mutex mutex_;
  std::vector<std::function<void()>> waiting_;
  HWND window_;
  UINT message_;
};

}  // namespace kigen::ui
