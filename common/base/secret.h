// Text that must not outlive its use: a password, a PIN, an authentication code. Wiped when it goes, never printed,
// never compared in a way that tells where two differ.
//
// Move-only, so that no copy is forgotten; one thread at a time. The bytes live in memory of this object's own that
// never moves or grows.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace kigen {

/// Overwrites in a way that the compiler may not leave out.
void wipe(void* bytes, std::size_t size) noexcept;

class Secret {
 public:
  static constexpr std::size_t kMaxSize = 4096;

  Secret() noexcept = default;
  /// A copy of `text`, which stays the caller's to wipe. Longer than kMaxSize: std::length_error.
  explicit Secret(std::string_view text);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { clear(); }

  [[nodiscard]] Secret clone() const { return Secret(view()); }
  /// Valid until the next change of this object. UTF-8.
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), size_}; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  void clear() noexcept;

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

}  // namespace kigen
