// A worker process and the private pipe to it. The process ends with this object, and with this program however that
// ends. One call at a time; interrupt() may be called by any thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/keys/pkcs11/protocol/message.h"

namespace kigen::keys::pkcs11 {

class Channel {
 public:
  /// Why nothing came back.
  enum class Failure { TimedOut, Cancelled, Broken };
  struct Fault {
    Failure failure = Failure::Broken;
    std::string words;  ///< for Broken: how the process ended, or what was wrong with what it said
  };
  /// Nothing waits as long as it takes, and then `cancelled` is not asked.
  using Limit = std::optional<std::chrono::milliseconds>;
  using Cancelled = std::function<bool()>;

  virtual ~Channel() = default;
  /// Passes one frame and returns the payload of the next frame that comes. After a fault the process is ended and
  /// every further call says Broken.
  [[nodiscard]] virtual boost::system::result<Octets, Fault> exchange(const Octets& frame, Limit limit,
                                                                      const Cancelled& cancelled) = 0;
  /// Makes a waiting exchange() end at once.
  virtual void interrupt() noexcept = 0;
};

/// Starts `program`. TokenLibraryFailed with the system's words.
[[nodiscard]] Result<std::unique_ptr<Channel>> start_worker(const std::filesystem::path& program);

/// How often a waiting exchange() asks whether it was cancelled.
inline constexpr std::chrono::milliseconds kSlice{50};

}  // namespace kigen::keys::pkcs11
