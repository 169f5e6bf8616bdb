// One owner type for every system handle. Traits say what "none" is and how to close:
//   struct FileTraits { using Handle = int; static Handle none() { return -1; } static void close(Handle h) {
//   ::close(h); } };
// "Invalid is null" and "invalid is -1" are different Traits, hence different types. Move-only; not thread-safe.
#pragma once

#include <utility>

namespace kigen {

template <class Traits>
class UniqueHandle {
 public:
  using Handle = typename Traits::Handle;

  UniqueHandle() noexcept = default;
  explicit UniqueHandle(Handle handle) noexcept : handle_(handle) {}
  UniqueHandle(UniqueHandle&& other) noexcept : handle_(other.release()) {}
  UniqueHandle& operator=(UniqueHandle&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  UniqueHandle(const UniqueHandle&) = delete;
  UniqueHandle& operator=(const UniqueHandle&) = delete;
  ~UniqueHandle() { reset(); }

  [[nodiscard]] Handle get() const noexcept { return handle_; }
  [[nodiscard]] explicit operator bool() const noexcept { return handle_ != Traits::none(); }
  [[nodiscard]] Handle release() noexcept { return std::exchange(handle_, Traits::none()); }
  void reset(Handle handle = Traits::none()) noexcept {
    const Handle old = std::exchange(handle_, handle);
    if (old != Traits::none()) Traits::close(old);
  }
  /// For functions that return a handle through a pointer; what was held is closed first.
  [[nodiscard]] Handle* out() noexcept {
    reset();
    return &handle_;
  }

 private:
  Handle handle_ = Traits::none();
};

}  // namespace kigen
