#include "common/base/secret.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace kigen {

void wipe(void* bytes, std::size_t size) noexcept {
  volatile unsigned char* at = static_cast<volatile unsigned char*>(bytes);
  for (std::size_t i = 0; i < size; ++i) at[i] = 0;
}

Secret::Secret(std::string_view text) : size_(text.size()) {
  if (size_ > kMaxSize) throw std::length_error("secret too long");
  if (size_ == 0) return;
  bytes_ = std::make_unique<char[]>(size_);
  std::copy(text.begin(), text.end(), bytes_.get());
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, std::size_t{0})) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    clear();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, std::size_t{0});
  }
  return *this;
}

void Secret::clear() noexcept {
  if (bytes_) wipe(bytes_.get(), size_);
  bytes_.reset();
  size_ = 0;
}

}  // namespace kigen
