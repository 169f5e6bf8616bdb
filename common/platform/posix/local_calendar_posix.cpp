#include <sys/stat.h>
#include <time.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "common/platform/local_calendar.h"

namespace kigen::platform {
namespace {

using std::chrono::seconds;

// glibc: tzset looks at TZ, and without one at /etc/localtime, and reads what changed; localtime_r itself does not.
class PosixZone final : public ZoneSource {
 public:
  bool reread() override {
    const std::string before = std::exchange(fingerprint_, read_fingerprint());
    return before != fingerprint_;
  }

  seconds offset_at(Instant instant) override {
    const std::time_t time = to_unix(instant);
    std::tm local{};
    if (::localtime_r(&time, &local) == nullptr) return seconds{0};
    return seconds{local.tm_gmtoff};
  }

 private:
  static std::string read_fingerprint() {
    ::tzset();
    const char* zone = std::getenv("TZ");  // NOLINT(concurrency-mt-unsafe): nothing here sets the environment
    std::string print = zone != nullptr ? std::string("TZ=") + zone : "";
    struct stat file {};
    if (::stat("/etc/localtime", &file) == 0) {
      for (const std::int64_t part : {static_cast<std::int64_t>(file.st_ino), std::int64_t{file.st_mtim.tv_sec},
                                      std::int64_t{file.st_mtim.tv_nsec}}) {
        print += ' ' + std::to_string(part);
      }
    }
    return print;
  }

  std::string fingerprint_;
};

}  // namespace

std::unique_ptr<OffsetCalendar> system_calendar() {
  return std::make_unique<OffsetCalendar>(std::make_unique<PosixZone>());
}

}  // namespace kigen::platform
