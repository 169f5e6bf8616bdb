// kigen-bench-certs DIR N SEED: N distinct certificates, one PEM file each, and DIR.answer with the known answer to
// "due within 28 days". With --measure it
// prints what reading one costs instead.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>

#include "common/base/hex.h"
#include "common/base/time.h"
#include "common/x509/digest.h"
#include "tests/bench/certificate_factory.h"
#include "tests/bench/measure_parse.h"

namespace kigen::bench {
namespace {

using namespace std::chrono;

constexpr int kDueDays = 28;

// The machine's own calendar (TZ), asked of the C library.
class MachineCalendar final : public LocalCalendar {
 public:
  [[nodiscard]] local_seconds local_time(Instant instant) const override {
    const std::time_t time = to_unix(instant);
    std::tm parts{};
    ::localtime_r(&time, &parts);
    const local_days date{year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday};
    return date + hours{parts.tm_hour} + minutes{parts.tm_min} + seconds{parts.tm_sec};
  }
  [[nodiscard]] Instant instant_of(local_seconds time) const override {
    const auto midnight = floor<days>(time);
    const year_month_day date{midnight};
    const hh_mm_ss clock{time - midnight};
    std::tm parts{};
    parts.tm_year = static_cast<int>(date.year()) - 1900;
    parts.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    parts.tm_mday = static_cast<int>(static_cast<unsigned>(date.day()));
    parts.tm_hour = static_cast<int>(clock.hours().count());
    parts.tm_min = static_cast<int>(clock.minutes().count());
    parts.tm_sec = static_cast<int>(clock.seconds().count());
    parts.tm_isdst = -1;
    return from_unix(std::mktime(&parts));
  }
};

// Of 50 certificates: 2 expired, 3 on the edges of the 28th and 29th local day, 45 spread over 1 to 400 days.
Instant choose_expiry(std::uint64_t number, Instant now, const LocalCalendar& calendar, std::mt19937_64& random) {
  const local_days today = calendar.date_of(now);
  const auto pick = [&random](int low, int high) {
    return low + static_cast<int>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  switch (number % 50) {
    case 3:
    case 29:
      return now - days{pick(1, 120)} - seconds{pick(0, 86399)};
    case 7:
      return calendar.start_of(today + days{kDueDays});
    case 17:
      return calendar.start_of(today + days{kDueDays + 1}) - seconds{1};
    case 37:
      return calendar.start_of(today + days{kDueDays + 1});
    default:
      return calendar.start_of(today + days{pick(1, 400)}) + seconds{pick(0, 82799)};
  }
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

void generate(const std::filesystem::path& folder, std::uint64_t count, std::uint64_t seed, Instant now) {
  std::filesystem::create_directories(folder);
  const MachineCalendar calendar;
  std::mt19937_64 random(seed);
  CertificateFactory factory;
  std::vector<std::string> due;
  for (std::uint64_t i = 0; i < count; ++i) {
    const Instant not_after = choose_expiry(i, now, calendar, random);
    const auto der = factory.make(i, not_after);
    write_file(folder / fmt::format("{:06}.pem", i), to_pem(der));
    if (days_between(calendar, now, not_after) <= kDueDays) due.push_back(to_hex(x509::sha256({der})));
  }
  std::ranges::sort(due);
  std::string answer;
  for (const std::string& thumbprint : due) answer += thumbprint + '\n';
  std::filesystem::path path = folder;
  if (!path.has_filename()) path = path.parent_path();
  write_file(path += ".answer", answer);
  fmt::print("{} certificates in {}, {} due within {} days\n", count, folder.string(), due.size(), kDueDays);
}

Instant parse_now(const std::string& text) {
  if (text.empty()) return SystemClock{}.now();
  if (const auto instant = from_rfc3339(text)) return *instant;
  throw CLI::ValidationError("--now", "not RFC 3339: " + text);
}

int run(int argc, char** argv) {
  CLI::App app("Writes certificates for measurements, and the answer to \"due within 28 days\" beside them");
  std::string folder, now;
  std::uint64_t count = 0, seed = 1;
  bool measure = false;
  app.add_option("DIR", folder, "folder to write into; the answer goes to DIR.answer");
  app.add_option("N", count, "how many");
  app.add_option("SEED", seed, "of the expiry dates");
  app.add_option("--now", now, "RFC 3339 instant from which days count (default: the clock)");
  app.add_flag("--measure", measure, "print what reading one of 1000 certificates costs, and write nothing");
  CLI11_PARSE(app, argc, argv);
  if (measure) {
    measure_parse(1000);
    return 0;
  }
  if (folder.empty() || count == 0) {
    std::cerr << "DIR and N are needed\n";
    return 2;
  }
  try {
    generate(folder, count, seed, parse_now(now));
  } catch (const CLI::Error& error) {
    return app.exit(error);
  }
  return 0;
}

}  // namespace
}  // namespace kigen::bench

int main(int argc, char** argv) {
  try {
    return kigen::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "kigen-bench-certs: " << error.what() << '\n';
    return 1;
  }
}
