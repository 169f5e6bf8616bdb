#include "db/tables/certificates.h"

#include <sqlite3.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "common/base/hex.h"
#include "db/connection.h"
#include "db/failure.h"
#include "db/packed.h"
#include "db/sip_hash.h"
#include "db/tables/thumbprint.h"

namespace kigen::db {
namespace {

#define KIGEN_CERTIFICATE_COLUMNS                                                               \
  "id, sha256, sha1, subject, issuer, serial, not_before, not_after, key_algorithm, key_bits, " \
  "extended_key_usage, subject_alt_names, policies, authority_key_id, is_ca, family, profile, checksum"

std::int64_t hash_key(const Sha256& sha256) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = key << 8U | sha256[i];
  return std::bit_cast<std::int64_t>(key);
}

// Over every column, each with its length, as one buffer.
class Checksum {
 public:
  Checksum() { buffer_.reserve(kUsualBytes); }
  void add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    buffer_ += text;
  }
  void add(Blob blob) { buffer_.append(blob.begin(), blob.end()); }
  void add(std::int64_t number) {
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    buffer_.append(bytes, sizeof bytes);
  }
  [[nodiscard]] std::int64_t value() const {
    return std::bit_cast<std::int64_t>(sip_hash(SipKey{}, std::string_view(buffer_)));
  }

 private:
  static constexpr std::size_t kUsualBytes = 1024;
  std::string buffer_;
};

struct PackedLists {
  std::string extended_key_usage, subject_alt_names, policies;
};

std::int64_t checksum(const CertificateRecord& record, const PackedLists& lists, std::string_view profile) {
  Checksum sum;
  sum.add(Blob(record.sha256));
  sum.add(Blob(record.sha1));
  for (const std::string_view text :
       {std::string_view(record.subject), std::string_view(record.issuer), std::string_view(record.serial),
        std::string_view(record.key_algorithm), std::string_view(lists.extended_key_usage),
        std::string_view(lists.subject_alt_names), std::string_view(lists.policies),
        std::string_view(record.authority_key_id), profile}) {
    sum.add(text);
  }
  for (const std::int64_t number :
       {to_unix(record.not_before), to_unix(record.not_after), std::int64_t{record.key_bits},
        std::int64_t{record.is_ca}, std::bit_cast<std::int64_t>(record.family)}) {
    sum.add(number);
  }
  return sum.value();
}

PackedLists pack_lists(const CertificateRecord& record) {
  return {pack(record.extended_key_usage), pack(record.subject_alt_names), pack(record.policies)};
}

CertificateRow read(const Rows& rows) {
  CertificateRow row;
  row.id = rows.integer(0);
  CertificateRecord& record = row.record;
  record.sha256 = thumbprint(rows.blob(1));
  record.sha1 = thumbprint<20>(rows.blob(2));
  record.subject = rows.text(3);
  record.issuer = rows.text(4);
  record.serial = rows.text(5);
  record.not_before = rows.instant(6);
  record.not_after = rows.instant(7);
  record.key_algorithm = rows.text(8);
  record.key_bits = static_cast<std::int32_t>(rows.integer(9));
  const PackedLists lists{rows.text(10), rows.text(11), rows.text(12)};
  record.authority_key_id = rows.text(13);
  record.is_ca = rows.boolean(14);
  record.family = std::bit_cast<std::uint64_t>(rows.integer(15));
  row.profile = rows.text(16);
  if (checksum(record, lists, row.profile) != rows.integer(17)) {
    throw_corrupt("the row of certificate " + std::to_string(row.id) + " is damaged");
  }
  record.extended_key_usage = unpack(lists.extended_key_usage);
  record.subject_alt_names = unpack(lists.subject_alt_names);
  record.policies = unpack(lists.policies);
  return row;
}

// The bytes from which, and up to which, a hash of `size` bytes starts with these hex digits.
struct Range {
  std::vector<std::uint8_t> low, high;
};
std::optional<Range> range_of(std::string_view hex, std::size_t size) {
  if (hex.size() > size * 2) return std::nullopt;
  std::string low(hex), high(hex);
  low.append(size * 2 - hex.size(), '0');
  high.append(size * 2 - hex.size(), 'f');
  auto low_bytes = from_hex(low), high_bytes = from_hex(high);
  if (!low_bytes || !high_bytes) return std::nullopt;
  return Range{std::move(*low_bytes), std::move(*high_bytes)};
}

}  // namespace

CertificatesTable::CertificatesTable(Connection& connection)
    : connection_(connection),
      insert_(connection,
              "INSERT INTO certificates(sha256, sha1, subject, issuer, serial, not_before, not_after, key_algorithm, "
              "key_bits, extended_key_usage, subject_alt_names, policies, authority_key_id, is_ca, family, profile, "
              "checksum, hash_key) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      find_(connection, "SELECT id, sha256 FROM certificates WHERE hash_key = ?"),
      get_(connection, "SELECT " KIGEN_CERTIFICATE_COLUMNS " FROM certificates WHERE id = ?"),
      sha256_of_(connection, "SELECT sha256 FROM certificates WHERE id = ?"),
      by_sha256_(connection,
                 "SELECT id FROM certificates WHERE hash_key BETWEEN ?1 AND ?2 AND sha256 BETWEEN ?3 AND ?4 LIMIT 100"),
      by_sha1_(connection, "SELECT id FROM certificates WHERE sha1 BETWEEN ? AND ? LIMIT 100"),
      has_family_(connection, "SELECT 1 FROM certificates WHERE family = ? LIMIT 1"),
      families_(connection, "SELECT family FROM certificates GROUP BY family HAVING count(*) > 1"),
      page_(connection, "SELECT " KIGEN_CERTIFICATE_COLUMNS " FROM certificates WHERE id > ? ORDER BY id LIMIT ?"),
      set_profile_(connection, "UPDATE certificates SET profile = ?, checksum = ? WHERE id = ?"),
      remove_(connection, "DELETE FROM certificates WHERE id = ?") {}

std::int64_t CertificatesTable::insert(const CertificateRecord& record, std::string_view profile) {
  const PackedLists lists = pack_lists(record);
  insert_.run(record.sha256, record.sha1, record.subject, record.issuer, record.serial, record.not_before,
              record.not_after, record.key_algorithm, record.key_bits, lists.extended_key_usage,
              lists.subject_alt_names, lists.policies, record.authority_key_id, record.is_ca,
              std::bit_cast<std::int64_t>(record.family), profile, checksum(record, lists, profile),
              hash_key(record.sha256));
  return ::sqlite3_last_insert_rowid(connection_.get());
}

std::optional<std::int64_t> CertificatesTable::find(const Sha256& sha256) {
  Rows rows = find_.query(hash_key(sha256));
  while (rows.next()) {
    const Blob stored = rows.blob(1);
    if (std::equal(stored.begin(), stored.end(), sha256.begin(), sha256.end())) return rows.integer(0);
  }
  return std::nullopt;
}

std::optional<CertificateRow> CertificatesTable::get(std::int64_t id) {
  Rows rows = get_.query(id);
  if (!rows.next()) return std::nullopt;
  return read(rows);
}

std::optional<Sha256> CertificatesTable::sha256_of(std::int64_t id) {
  Rows rows = sha256_of_.query(id);
  if (!rows.next()) return std::nullopt;
  return thumbprint(rows.blob(0));
}

std::vector<std::int64_t> CertificatesTable::starting_with(std::string_view hex) {
  std::vector<std::int64_t> ids;
  if (const auto range = range_of(hex, 32)) {
    Sha256 low{}, high{};
    std::copy(range->low.begin(), range->low.end(), low.begin());
    std::copy(range->high.begin(), range->high.end(), high.begin());
    Rows rows = by_sha256_.query(hash_key(low), hash_key(high), low, high);
    while (rows.next()) ids.push_back(rows.integer(0));
  }
  // The SHA-1 needs a walk over the table; 64 bits that match a SHA-256 leave nothing to ask.
  constexpr std::size_t kBeyondChance = 16;
  const bool sure = hex.size() >= kBeyondChance && !ids.empty();
  if (const auto range = sure ? std::nullopt : range_of(hex, 20)) {
    Rows rows = by_sha1_.query(range->low, range->high);
    while (rows.next()) ids.push_back(rows.integer(0));
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

bool CertificatesTable::has_family(std::uint64_t family) {
  return has_family_.query(std::bit_cast<std::int64_t>(family)).next();
}

std::vector<std::uint64_t> CertificatesTable::families_of_several() {
  std::vector<std::uint64_t> families;
  Rows rows = families_.query();
  while (rows.next()) families.push_back(std::bit_cast<std::uint64_t>(rows.integer(0)));
  return families;
}

std::vector<CertificateRow> CertificatesTable::page(std::int64_t after, std::int64_t limit) {
  std::vector<CertificateRow> out;
  Rows rows = page_.query(after, limit);
  while (rows.next()) out.push_back(read(rows));
  return out;
}

void CertificatesTable::set_profile(const CertificateRow& row, std::string_view profile) {
  set_profile_.run(profile, checksum(row.record, pack_lists(row.record), profile), row.id);
}

void CertificatesTable::remove(std::int64_t id) {
  remove_.run(id);
}

}  // namespace kigen::db
