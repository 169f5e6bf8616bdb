// What the inventory's tests share: certificates of our own making, a data folder that goes away, and an open
// inventory.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "common/base/certificate.h"
#include "common/base/time.h"
#include "service/inventory/folder_scan.h"
#include "service/inventory/inventory.h"

namespace kigen::inventory::testing {

inline constexpr Instant kNow = from_unix(1'800'000'000);  // 2027-01-15
inline constexpr std::chrono::days kDay{1};
/// Two users, and who sees everything.
inline const std::string kAnna = "S-1-5-21-1", kBert = "S-1-5-21-2";
inline const Viewer kAll{true, ""};

struct Wanted {
  std::string name = "a";  ///< common name
  Instant not_before = kNow - 100 * kDay;
  Instant not_after = kNow + 20 * kDay;
  int serial = 1;
  std::string issuer = "Test CA";
};

/// DER; equal requests give different bytes only where the signature does, so keep what you need again.
[[nodiscard]] std::vector<std::uint8_t> make_certificate(const Wanted& wanted);
[[nodiscard]] std::string to_pem(const std::vector<std::uint8_t>& der);
[[nodiscard]] Sha256 thumbprint(const std::vector<std::uint8_t>& der);
[[nodiscard]] SnapshotItem item(const std::vector<std::uint8_t>& der, bool has_private_key = true);
/// The same without DER.
[[nodiscard]] SnapshotItem hash_only(const std::vector<std::uint8_t>& der, bool has_private_key = true);

void write(const std::filesystem::path& file, const std::string& content);
[[nodiscard]] std::string read(const std::filesystem::path& file);

/// A folder of its own below the system's folder for temporary files.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Wine tells nothing of subfolders that were there before the watch; Windows does.
[[nodiscard]] bool under_wine();

[[nodiscard]] std::string text(const std::filesystem::path& path);

class InventoryTest : public ::testing::Test {
 protected:
  InventoryTest();
  void open(Instant now = kNow);
  void close() { inventory_.reset(); }

  [[nodiscard]] SnapshotResult report(const std::string& owner, std::vector<SnapshotItem> items, Instant now = kNow,
                                      bool more = false, std::uint64_t session = 1);
  [[nodiscard]] ScanResult scan(Instant now = kNow);
  [[nodiscard]] CertificateEntry find(const std::vector<std::uint8_t>& der, const Viewer& viewer = {true, ""});
  [[nodiscard]] bool sees(const std::string& sid, const std::vector<std::uint8_t>& der);
  [[nodiscard]] std::filesystem::path database() const { return data_ / "kigen.db"; }

  TemporaryFolder temporary_;
  std::filesystem::path data_, folder_;
  Matcher matcher_;
  std::unique_ptr<Inventory> inventory_;
};

}  // namespace kigen::inventory::testing
