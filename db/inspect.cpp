#include "db/inspect.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

#include "db/migrations.h"

namespace kigen::db {
namespace {

namespace fs = std::filesystem;

// https://www.sqlite.org/fileformat2.html 1.3 (header) and 4.1 (write-ahead log).
constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kLogHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::string_view kMagic("SQLite format 3\0", 16);

using Header = std::array<char, kHeaderBytes>;

std::uint32_t big_endian(const char* bytes) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8U | static_cast<unsigned char>(bytes[i]);
  return value;
}

int version_of(const Header& header) {
  return static_cast<int>(big_endian(header.data() + 60));
}

// The newest copy of page 1 that the log holds.
std::optional<Header> header_in_log(const fs::path& log) {
  std::ifstream in(log, std::ios::binary);
  std::array<char, kLogHeaderBytes> start{};
  if (!in.read(start.data(), start.size())) return std::nullopt;
  const std::uint32_t page_size = big_endian(start.data() + 8);
  if (page_size < 512 || page_size > 65536) return std::nullopt;
  std::optional<Header> found;
  std::array<char, kFrameHeaderBytes> frame{};
  for (std::streamoff at = kLogHeaderBytes; in.seekg(at) && in.read(frame.data(), frame.size());
       at += static_cast<std::streamoff>(kFrameHeaderBytes + page_size)) {
    // Frames of an earlier round of the log carry other salts.
    if (std::memcmp(frame.data() + 8, start.data() + 16, 8) != 0) break;
    if (big_endian(frame.data()) != 1) continue;
    Header header{};
    if (!in.read(header.data(), header.size())) break;
    found = header;
  }
  return found;
}

Inspection damaged(Inspection inspection, std::string reason) {
  inspection.state = FileState::Damaged;
  inspection.reason = std::move(reason);
  return inspection;
}

Inspection judge(Inspection inspection, const fs::path& file, Header header) {
  if (std::string_view(header.data(), kMagic.size()) != kMagic) return damaged(inspection, "no SQLite database");
  if (const auto newest = header_in_log(with_suffix(file, "-wal"))) header = *newest;
  if (big_endian(header.data() + 68) != kApplicationId) return damaged(inspection, "no Kigen database");
  inspection.version = version_of(header);
  // The version field is one of the many places where a flipped bit can land: no release is a million versions ahead.
  if (inspection.version < 1 || inspection.version > 1'000'000) return damaged(inspection, "no version");
  inspection.state = inspection.version > newest_version() ? FileState::Newer : FileState::Ours;
  return inspection;
}

}  // namespace

fs::path with_suffix(const fs::path& file, const char* suffix) {
  fs::path out = file;
  out += suffix;
  return out;
}

Inspection inspect(const fs::path& file) {
  Inspection inspection;
  std::error_code problem;
  const fs::path log = with_suffix(file, "-wal");
  const std::uintmax_t log_size = fs::file_size(log, problem);
  inspection.has_log = !problem && log_size > 0;
  const fs::file_status status = fs::status(file, problem);
  if (status.type() == fs::file_type::not_found) {
    return inspection.has_log ? damaged(inspection, "missing, its log is there") : inspection;
  }
  if (status.type() != fs::file_type::regular) {
    inspection.state = FileState::Unreadable;
    inspection.reason = problem ? problem.message() : "not a file";
    return inspection;
  }
  inspection.size = fs::file_size(file, problem);
  if (!problem && inspection.size == 0) return damaged(inspection, "empty");
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    inspection.state = FileState::Unreadable;
    inspection.reason = "no right to read it";
    return inspection;
  }
  Header header{};
  if (!in.read(header.data(), header.size())) return damaged(inspection, "too short");
  return judge(inspection, file, header);
}

}  // namespace kigen::db
