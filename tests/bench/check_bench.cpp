// kigen-bench-check FOLDER ROWS DUE [ROUNDS]: one check over ROWS stored certificates of which DUE are due, beside the
// bare SQL query that reads the same rows. Prints medians; a program, not a test.
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "common/platform/local_calendar.h"
#include "db/database.h"
#include "db/transaction.h"
#include "service/app/checker.h"

namespace {

namespace fs = std::filesystem;
using namespace kigen;
using Clock = std::chrono::steady_clock;

// Certificates as a year of an office has them: DUE within the window, the rest long before or after.
void fill(const fs::path& folder, std::int64_t rows, std::int64_t due, Instant now) {
  db::Database database(folder / "kigen.db", folder / "backup");
  db::Transaction transaction(database.connection);
  std::mt19937_64 random(7);
  db::SourceRow source;
  source.owner_id = db::kMachineOwnerId;
  source.kind = static_cast<std::int64_t>(inventory::SourceKind::Folder);
  source.name = "/srv/certificates";
  source.last_scan = now;
  source.places = rows;
  const std::int64_t source_id = database.sources.insert(source);
  const std::int64_t step = rows / due;
  for (std::int64_t i = 0; i < rows; ++i) {
    CertificateRecord record;
    for (std::size_t at = 0; at < record.sha256.size(); at += 8) {
      const std::uint64_t word = random();
      std::memcpy(record.sha256.data() + at, &word, 8);
    }
    record.subject = fmt::format("CN=device {:07},OU=Branch {},O=Example KK,C=JP", i, i % 97);
    record.issuer = "CN=Example Issuing CA 3,O=Example KK,C=JP";
    record.serial = fmt::format("{:016x}", i);
    record.not_before = now - std::chrono::days{300};
    record.not_after = i % step == 0 ? now + std::chrono::hours{1 + 24 * ((i / step) % 26)}
                                     : now + std::chrono::days{60 + i % 340} + std::chrono::seconds{i % 86'400};
    record.key_algorithm = "RSA";
    record.key_bits = 2048;
    record.extended_key_usage = {"1.3.6.1.5.5.7.3.2"};
    record.family = random();
    db::PlaceRow place;
    place.certificate_id = database.certificates.insert(record, "");
    place.source_id = source_id;
    place.owner_id = db::kMachineOwnerId;
    place.item_key = i;
    place.item = fmt::format("{:07}.pem", i);
    place.not_after = record.not_after;
    place.first_seen = now;
    database.places.insert(place);
  }
  transaction.commit();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

template <class Work>
double median_us(int rounds, Work work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = Clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  return median(std::move(times));
}

// What anybody would write who wants these rows and nothing else: prepared once, every column read.
double bare_query_us(const fs::path& file, std::int64_t from, std::int64_t to, int rounds, std::int64_t& rows) {
  sqlite3* raw = nullptr;
  sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(raw, sqlite3_close);
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(raw,
                     "SELECT c.*, p.* FROM places p JOIN certificates c ON c.id = p.certificate_id "
                     "WHERE p.not_after >= ? AND p.not_after < ? AND p.state = 0 ORDER BY p.not_after",
                     -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared, sqlite3_finalize);
  return median_us(rounds, [&] {
    rows = 0;
    std::size_t bytes = 0;
    sqlite3_bind_int64(prepared, 1, from);
    sqlite3_bind_int64(prepared, 2, to);
    while (sqlite3_step(prepared) == SQLITE_ROW) {
      ++rows;
      for (int column = 0; column < sqlite3_column_count(prepared); ++column) {
        // Text and blobs are taken, as a program that uses them would.
        if (sqlite3_column_type(prepared, column) == SQLITE_INTEGER) {
          bytes += static_cast<std::size_t>(sqlite3_column_int64(prepared, column) & 1);
        } else {
          (void)sqlite3_column_blob(prepared, column);
          bytes += static_cast<std::size_t>(sqlite3_column_bytes(prepared, column));
        }
      }
    }
    sqlite3_reset(prepared);
    if (bytes == 0) std::abort();
  });
}

int run(const fs::path& folder, std::int64_t rows, std::int64_t due, int rounds) {
  fs::create_directories(folder / "backup");
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  fill(folder, rows, due, now);
  const auto calendar = platform::system_calendar();
  const app::View view{settings::Settings(), std::make_shared<profile::ProfileSet>(), calendar.get()};
  inventory::Options options;
  options.data_folder = folder;
  options.matcher = [](const CertificateRecord&) { return std::string{}; };
  auto store = inventory::Inventory::open(options, now);
  if (!store) {
    fmt::print(stderr, "{}\n", to_log_line(store.error()));
    return 1;
  }
  app::Told told;
  const auto check = [&] { return app::run_check(**store, told, view, check::Trigger::Interval, now, {}); };
  const auto first = check();  // tells what is new, once
  if (!first || first->run.due != due) {
    fmt::print(stderr, "wrong answer: {} due\n", first ? first->run.due : -1);
    return 1;
  }
  const double checked = median_us(rounds, [&] {
    if (!check()) std::abort();
  });
  const auto range = view.attention_range(now);
  std::int64_t found = 0;
  const double bare = bare_query_us(folder / "kigen.db", to_unix(range.from), to_unix(range.to) + 1, rounds, found);
  const double recorded = median_us(std::min(rounds, 50), [&] {
    if (!(*store)->ledger().record_check(first->run, std::nullopt)) std::abort();
  });
  fmt::print(
      "{{\"rows\": {}, \"due\": {}, \"check_us\": {:.1f}, \"bare_us\": {:.1f}, \"bare_rows\": {}, "
      "\"ratio\": {:.2f}, \"record_us\": {:.1f}}}\n",
      rows, due, checked, bare, found, checked / bare, recorded);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: kigen-bench-check FOLDER ROWS DUE [ROUNDS]\n");
    return 2;
  }
  try {
    return run(argv[1], std::stoll(argv[2]), std::stoll(argv[3]), argc > 4 ? std::stoi(argv[4]) : 500);
  } catch (const std::exception& error) {
    fmt::print(stderr, "kigen-bench-check: {}\n", error.what());
    return 1;
  }
}
