// A folder scan in steps, so that the database thread can serve requests in between.
//
// Threads: on the database thread; a reader of its own opens and parses files ahead and ends with this object.
// Ownership: refers to the Inventory that started it; destroying it early abandons the scan (what was stored stays
// stored,
//   nothing is marked gone, the next scan continues from there).
#pragma once

#include <chrono>
#include <memory>

#include "common/base/result.h"
#include "service/inventory/types.h"

namespace kigen::inventory {

class FolderScan {
 public:
  FolderScan(const FolderScan&) = delete;
  FolderScan& operator=(const FolderScan&) = delete;
  ~FolderScan();

  /// Works for about `budget`; true when the scan is complete. After an error the scan is over.
  [[nodiscard]] Result<bool> step(std::chrono::milliseconds budget);
  /// So far; final after step() gave true.
  [[nodiscard]] const ScanResult& result() const;

 private:
  friend class Inventory;
  struct Impl;
  explicit FolderScan(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace kigen::inventory
