// How a snapshot of the user's store reaches the service: all hashes first; then, if the service lacks some, the whole
// snapshot again with the DER of those. Cut into parts below the frame limit, one under way at a time. Pure; the
// shell reads the store, hashes and sends. One flow a source.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "common/ipc/messages.h"

namespace kigen::tray {

struct StoreItem {
  std::string sha256;  ///< lower-case hex
  std::vector<std::uint8_t> der;
  bool has_private_key = false;
};
struct StoreContent {
  std::vector<StoreItem> items;
  std::vector<ipc::ReportUnreadable> unreadable;
};

/// What a part may hold, well below kMaxFrameBytes: JSON's own characters and the envelope come on top.
inline constexpr std::size_t kPartBytes = 512 * 1024;
/// A larger certificate is reported as unreadable (CertificateTooLarge).
inline constexpr std::size_t kLargestDer = 256 * 1024;

class ReportFlow {
 public:
  /// A new connection, or the store was read (again): the part to send now, if any.
  [[nodiscard]] std::optional<ipc::ReportParams> connected();
  void disconnected() noexcept;
  [[nodiscard]] std::optional<ipc::ReportParams> store_read(StoreContent content);
  /// The answer to the part under way: the next part, nothing when all is said.
  [[nodiscard]] std::optional<ipc::ReportParams> answered(const ipc::ReportResult& result);
  /// The part under way failed. The snapshot rests until the store changes or the connection is made anew.
  void failed() noexcept { busy_ = false; }

 private:
  enum class Round { Hashes, Content };
  [[nodiscard]] std::optional<ipc::ReportParams> begin(Round round);
  [[nodiscard]] ipc::ReportParams next_part();

  StoreContent content_;
  bool has_content_ = false;
  bool connected_ = false;
  bool busy_ = false;   ///< a part is under way
  bool stale_ = false;  ///< the store changed while a part was under way: begin again
  Round round_ = Round::Hashes;
  std::set<std::string> needed_;
  std::size_t next_ = 0;  ///< first item of the next part
};

}  // namespace kigen::tray
