// kigen-measure-scan FOLDER DATA [RESCANS]: what the scans of a folder cost, µs a file, and memory. A program, not a
// test.
#include <fmt/format.h>
#include <time.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "service/inventory/folder_scan.h"
#include "service/inventory/inventory.h"

namespace {

namespace fs = std::filesystem;
using kigen::Instant;
using kigen::inventory::Inventory;
using Clock = std::chrono::steady_clock;

Instant now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

double us_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

// CPU time of one thread or of the whole process: on a busy machine it says more than the wall.
double cpu_us(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

std::string memory_line() {
  std::ifstream status("/proc/self/status");
  std::string out;
  for (std::string line; std::getline(status, line);) {
    for (const char* wanted : {"VmHWM", "VmRSS", "RssAnon"}) {
      if (line.starts_with(wanted))
        out += line.substr(0, line.find(':')) + '=' +
               std::to_string(std::stol(line.substr(line.find_first_of("0123456789")))) + "kB ";
    }
  }
  return out;
}

void scan(Inventory& inventory, const std::string& folder, const char* what) {
  const auto start = Clock::now();
  const double process = cpu_us(CLOCK_PROCESS_CPUTIME_ID);
  const double thread = cpu_us(CLOCK_THREAD_CPUTIME_ID);
  const auto result = inventory.scan_folder(folder, now());
  const double us = us_since(start);
  const double own = cpu_us(CLOCK_THREAD_CPUTIME_ID) - thread;
  const double others = cpu_us(CLOCK_PROCESS_CPUTIME_ID) - process - own;
  if (!result) {
    fmt::print("{}: {}\n", what, to_log_line(result.error()));
    return;
  }
  const auto per = static_cast<double>(std::max<std::int64_t>(1, result->files));
  fmt::print(
      "{:<22} {:>9.1f} ms {:>8.3f} us/file (cpu: database {:.3f}, readers {:.3f}) files={} parsed={} gone={}  {}\n",
      what, us / 1000, us / per, own / per, others / per, result->files, result->parsed, result->gone, memory_line());
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3 || count > 4) return 2;
  const int rescans = count == 4 ? std::stoi(arguments[3]) : 3;
  const std::string folder = arguments[1];
  const fs::path data = arguments[2];
  fs::remove_all(data);
  fs::create_directories(data);
  const kigen::inventory::Options options{data, [](const auto&) { return std::string("nacoss"); }, {}};
  {
    auto inventory = Inventory::open(options, now());
    if (!inventory) {
      fmt::print("{}\n", to_log_line(inventory.error()));
      return 1;
    }
    fmt::print("open empty             {}\n", memory_line());
    scan(**inventory, folder, "first scan");
    for (int i = 0; i < rescans; ++i) scan(**inventory, folder, "rescan");
    const fs::path one = fs::directory_iterator(folder)->path();
    fs::last_write_time(one, fs::file_time_type::clock::now() - std::chrono::minutes(1));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    scan(**inventory, folder, "one changed");
  }
  const auto start = Clock::now();
  auto inventory = Inventory::open(options, now());
  const auto counts = (*inventory)->counts({true, ""});
  fmt::print("open and count         {:>9.1f} ms  certificates={}\n", us_since(start) / 1000, counts->certificates);
  const auto asked = Clock::now();
  std::size_t due = 0;
  const auto visited = (*inventory)
                           ->attention(now() - std::chrono::days(90), now() + std::chrono::days(28),
                                       [&due](const kigen::inventory::AttentionEntry&) { ++due; });
  fmt::print("attention              {:>9.3f} ms  items={}{}\n", us_since(asked) / 1000, due,
             visited ? "" : " (failed)");
  const auto listed = Clock::now();
  const auto page = (*inventory)->list({});
  fmt::print("list 500               {:>9.3f} ms  items={}\n", us_since(listed) / 1000, page->items.size());
  fmt::print("database               {} kB  {}\n", fs::file_size(data / "kigen.db") / 1024, memory_line());
  const auto copied = Clock::now();
  const auto backup = (*inventory)->backup_daily(now());
  fmt::print("backup                 {:>9.1f} ms  {}\n", us_since(copied) / 1000,
             backup ? "ok" : to_log_line(backup.error()));
  return 0;
}
