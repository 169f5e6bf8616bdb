// Keeps the service's picture of this user's CurrentUser\My up to date: reads on start and on every change, off the UI
// thread, and reports by ReportFlow. UI thread only.
#pragma once

#include <functional>
#include <memory>

#include "common/ipc/messages.h"
#include "common/platform/win32/certificate_store.h"
#include "tray/model/report_flow.h"
#include "tray/win32/executor.h"
#include "tray/win32/worker.h"

namespace kigen::tray {

class StoreReporter {
 public:
  /// `send` sends one part and calls answered() or failed() later.
  StoreReporter(Worker& worker, std::shared_ptr<Executor> executor, std::function<void(ipc::ReportParams)> send);
  ~StoreReporter();
  StoreReporter(const StoreReporter&) = delete;
  StoreReporter& operator=(const StoreReporter&) = delete;

  void start();
  void connected();
  void disconnected();
  void answered(const ipc::ReportResult& result);
  void failed();

 private:
  void read();
  void took(StoreContent content);
  void maybe_send(std::optional<ipc::ReportParams> part);

  Worker& worker_;
  std::shared_ptr<Executor> executor_;
  std::function<void(ipc::ReportParams)> send_;
  ReportFlow flow_;
  bool reading_ = false;
  bool again_ = false;                    ///< the store changed while it was read
  std::shared_ptr<StoreReporter*> self_;  ///< null once this object is gone
  std::unique_ptr<platform::StoreWatcher> watcher_;
};

}  // namespace kigen::tray
