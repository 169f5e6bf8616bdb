#include "tests/tray/tokens/posix/token_bench.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/ipc/token_source.h"

namespace kigen::tray::test {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

std::string read(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

long ticks_in(const fs::path& process) {
  const std::string stat = read(process / "stat");
  std::istringstream words(stat.substr(stat.rfind(')') + 1));
  std::string word;
  for (int i = 0; i < 11; ++i) words >> word;  // state to cmajflt
  long user = 0, system = 0;
  words >> user >> system;
  return user + system;
}

long switches_in(const fs::path& thread) {
  std::istringstream words(read(thread / "status"));
  std::string word;
  long sum = 0;
  while (words >> word) {
    if (word.find("ctxt_switches:") == std::string::npos) continue;
    long count = 0;
    words >> count;
    sum += count;
  }
  return sum;
}

bool is_child(const fs::path& process) {
  const std::string stat = read(process / "stat");
  const std::size_t end = stat.rfind(')');
  if (end == std::string::npos) return false;
  std::istringstream words(stat.substr(end + 1));
  std::string state;
  long parent = 0;
  words >> state >> parent;
  return parent == ::getpid() && state != "Z";
}

void add(Cost& cost, const fs::path& process, pid_t but) {
  for (const auto& thread : fs::directory_iterator(process / "task")) {
    if (thread.path().filename() == std::to_string(but)) continue;
    cost.ticks += ticks_in(thread.path());
    cost.switches += switches_in(thread.path());
  }
}

}  // namespace

std::string add_token(test_token::TokenRig& rig, const std::string& label) {
  std::string serial = rig.add_token(label);
  const std::string key = (rig.folder() / "key.pem").string(),
                    certificate = (rig.folder() / "certificate.pem").string();
  const std::string command =
      "openssl req -x509 -newkey rsa:2048 -nodes -addext basicConstraints=CA:FALSE -days 20 -subj /CN=" + label +
      " -keyout " + key + " -out " + certificate + " 2>/dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  (void)rig.maker("import", {"--serial", serial, "--pin", test_token::kRigPin, "--id", "01", "--label", label, "--key",
                             key, "--certificate", certificate});
  rig.set("log");
  return serial;
}

Tray::Tray(const std::string& module, std::chrono::milliseconds call_limit) {
  keys::pkcs11::WorkerOptions options;
  options.program = keys::pkcs11::worker_program();
  options.call_limit = call_limit;
  TokenReporter::Shell shell;
  shell.back = [this](std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
    arrived_.notify_one();
  };
  shell.wake_in = [this](std::chrono::milliseconds wait) { timer_ = Clock::now() + wait; };
  shell.send = [this](const ipc::ReportParams& report) { take(report); };
  reporter_ = std::make_unique<TokenReporter>(std::move(shell), options, std::vector<std::string>{});
  reporter_->connected({});
  reporter_->profiles_known({module});
}

Tray::~Tray() {
  reporter_.reset();
}

// Answered as the service does, a turn later.
void Tray::take(const ipc::ReportParams& report) {
  if (report.source == ipc::kTokenDrivers) {
    drivers = report.unreadable;
  } else if (const auto serial = ipc::token_serial(report.source)) {
    Known& known = tokens[*serial];
    known.present = report.token_present;
    if (report.token_present) {
      known.label = report.token_label;
      known.items.clear();
      for (const auto& item : report.items) {
        known.items.insert(item.sha256);
        known.all_with_key = known.all_with_key && item.has_private_key;
      }
    }
  }
  const std::lock_guard lock(mutex_);
  queue_.emplace_back([this] { reporter_->answered({}); });
}

bool Tray::turn(Clock::time_point until) {
  std::function<void()> work;
  {
    std::unique_lock lock(mutex_);
    const auto wake = timer_ ? std::min(*timer_, until) : until;
    arrived_.wait_until(lock, wake, [this] { return !queue_.empty(); });
    if (!queue_.empty()) {
      work = std::move(queue_.front());
      queue_.pop_front();
    }
  }
  if (work) {
    work();
  } else if (timer_ && Clock::now() >= *timer_) {
    timer_.reset();
    reporter_->woke();
  } else {
    return false;
  }
  ++turns_;
  return true;
}

bool Tray::until(const std::function<bool()>& condition, std::chrono::seconds limit) {
  // In slices: what the condition looks at may lie outside of this process.
  constexpr std::chrono::milliseconds kSlice{20};
  const auto end = Clock::now() + limit;
  while (!condition()) {
    if (Clock::now() >= end) return false;
    (void)turn(Clock::now() + kSlice);
  }
  return true;
}

void Tray::let_pass(std::chrono::milliseconds time) {
  const auto end = Clock::now() + time;
  while (Clock::now() < end) (void)turn(end);
}

Cost cost() {
  Cost sum;
  add(sum, "/proc/self", ::gettid());
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos || !is_child(entry.path())) continue;
    ++sum.workers;
    add(sum, entry.path(), 0);
  }
  return sum;
}

}  // namespace kigen::tray::test
