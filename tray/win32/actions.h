// What the windows ask of the application: the narrow interface between them. UI thread only; nothing blocks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/ipc/messages.h"
#include "common/text/language.h"
#include "tray/model/details_view.h"

namespace kigen::tray {

class Actions {
 public:
  virtual ~Actions() = default;
  /// Runs a command of ids.h (kCheckNow, kChangeInterval, kStartWizard, kAbout, kLanguage…).
  virtual void run(int command) = 0;
  virtual void start_wizard(const std::string& thumbprint, const std::string& profile) = 0;

  using Listed = std::function<void(Result<ipc::ListResult>)>;
  virtual void list(const std::string& cursor, Listed done) = 0;
  using Explained = std::function<void(Result<ipc::Explanation>, std::optional<Chain>)>;
  virtual void explain(const std::string& thumbprint_sha256, Explained done) = 0;
  using Noticed = std::function<void(Result<ipc::NoticesResult>)>;
  virtual void notices(Noticed done) = 0;
  /// Empty: all.
  virtual void mark_read(std::vector<std::int64_t> ids, std::function<void()> done) = 0;
  virtual void set_interval(int hours, std::function<void(Status)> done) = 0;
};

}  // namespace kigen::tray
