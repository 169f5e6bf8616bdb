// The table of certificates: what was read of each, once per SHA-256. Rows never change but for the profile, and each
// carries a checksum, so that damage inside a row that SQLite cannot see is found when the row is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/certificate.h"
#include "db/statement.h"

namespace kigen::db {

struct CertificateRow {
  std::int64_t id = 0;
  CertificateRecord record;
  std::string profile;
};

class CertificatesTable {
 public:
  explicit CertificatesTable(Connection& connection);

  std::int64_t insert(const CertificateRecord& record, std::string_view profile);
  [[nodiscard]] std::optional<std::int64_t> find(const Sha256& sha256);
  [[nodiscard]] std::optional<CertificateRow> get(std::int64_t id);
  [[nodiscard]] std::optional<Sha256> sha256_of(std::int64_t id);
  /// Ids whose SHA-256 (over an index) or SHA-1 (over the table) starts with these hex digits.
  [[nodiscard]] std::vector<std::int64_t> starting_with(std::string_view hex);
  [[nodiscard]] bool has_family(std::uint64_t family);
  [[nodiscard]] std::vector<std::uint64_t> families_of_several();
  /// Up to `limit` rows with id above `after`, by id.
  [[nodiscard]] std::vector<CertificateRow> page(std::int64_t after, std::int64_t limit);
  void set_profile(const CertificateRow& row, std::string_view profile);
  void remove(std::int64_t id);

 private:
  Connection& connection_;
  Statement insert_, find_, get_, sha256_of_, by_sha256_, by_sha1_, has_family_, families_, page_, set_profile_,
      remove_;
};

}  // namespace kigen::db
