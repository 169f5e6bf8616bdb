#include <windows.h>

#include <algorithm>

#include "common/platform/win32/utf.h"
#include "service/ctl/output.h"

namespace kigen::ctl {
namespace {

// A console takes UTF-16 and shows every character; a file or pipe gets the bytes as they are.
class Channel {
 public:
  explicit Channel(DWORD which) : handle_(::GetStdHandle(which)) {
    DWORD mode = 0;
    console_ = ::GetConsoleMode(handle_, &mode) != 0;
  }

  [[nodiscard]] bool console() const noexcept { return console_; }
  [[nodiscard]] HANDLE handle() const noexcept { return handle_; }

  [[nodiscard]] bool write(std::string_view text) const { return console_ ? write_console(text) : write_bytes(text); }

 private:
  [[nodiscard]] bool write_console(std::string_view text) const {
    const std::wstring wide = platform::to_wide(text);
    // The console takes about 32,000 characters at a time.
    constexpr std::size_t kPiece = 8192;
    for (std::size_t at = 0; at < wide.size(); at += kPiece) {
      DWORD written = 0;
      const auto size = static_cast<DWORD>(std::min(kPiece, wide.size() - at));
      if (::WriteConsoleW(handle_, wide.data() + at, size, &written, nullptr) == 0) return false;
    }
    return true;
  }
  [[nodiscard]] bool write_bytes(std::string_view text) const {
    while (!text.empty()) {
      DWORD written = 0;
      const auto size = static_cast<DWORD>(std::min<std::size_t>(text.size(), 1U << 16));
      if (::WriteFile(handle_, text.data(), size, &written, nullptr) == 0 || written == 0) return false;
      text.remove_prefix(written);
    }
    return true;
  }

  HANDLE handle_;
  bool console_ = false;
};

class StandardOutput final : public Output {
 public:
  // For programs that read our bytes from the same console.
  StandardOutput() { ::SetConsoleOutputCP(CP_UTF8); }

  void out(std::string_view text) override { good_ = good_ && out_.write(text); }
  void err(std::string_view text) override { (void)err_.write(text); }
  [[nodiscard]] std::size_t out_columns() const override {
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (!out_.console() || ::GetConsoleScreenBufferInfo(out_.handle(), &info) == 0) return 0;
    return static_cast<std::size_t>(std::max(0, info.srWindow.Right - info.srWindow.Left + 1));
  }
  [[nodiscard]] bool err_is_terminal() const override { return err_.console(); }
  [[nodiscard]] bool good() const override { return good_; }

 private:
  Channel out_{STD_OUTPUT_HANDLE};
  Channel err_{STD_ERROR_HANDLE};
  bool good_ = true;
};

}  // namespace

Output& standard_output() {
  static StandardOutput output;
  return output;
}

}  // namespace kigen::ctl
