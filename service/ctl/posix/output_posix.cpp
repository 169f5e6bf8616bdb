#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "service/ctl/output.h"

namespace kigen::ctl {
namespace {

class StandardOutput final : public Output {
 public:
  StandardOutput() { std::signal(SIGPIPE, SIG_IGN); }

  void out(std::string_view text) override { write_all(STDOUT_FILENO, text); }
  void err(std::string_view text) override { write_all(STDERR_FILENO, text); }
  [[nodiscard]] std::size_t out_columns() const override {
    winsize size{};
    if (::isatty(STDOUT_FILENO) == 0 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
    return size.ws_col;
  }
  [[nodiscard]] bool err_is_terminal() const override { return ::isatty(STDERR_FILENO) != 0; }
  [[nodiscard]] bool good() const override { return good_; }

 private:
  void write_all(int file, std::string_view text) {
    while (!text.empty() && good_) {
      const ssize_t written = ::write(file, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      good_ = written >= 0;
      if (good_) text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  bool good_ = true;
};

}  // namespace

Output& standard_output() {
  static StandardOutput output;
  return output;
}

}  // namespace kigen::ctl
