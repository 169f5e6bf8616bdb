// Gathers a burst of file changes into one FolderChange. Its timer runs only between a first event and the call.
//
// Threads: the io_context's. Ownership: the watcher's; no call comes after it is gone.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <set>
#include <string>

#include "service/inventory/folder_watcher.h"

namespace kigen::inventory {

class ChangeGatherer {
 public:
  ChangeGatherer(boost::asio::io_context& context, FolderWatcher::Callback on_change, WatchTiming timing);

  void add_path(std::string path);
  void add_rescan();
  void stop();

 private:
  void arm();
  void deliver();

  boost::asio::steady_timer timer_;
  FolderWatcher::Callback on_change_;
  WatchTiming timing_;
  std::chrono::steady_clock::time_point first_{};
  bool pending_ = false;
  bool rescan_ = false;
  bool stopped_ = false;
  std::set<std::string> paths_;
};

}  // namespace kigen::inventory
