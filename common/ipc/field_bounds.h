// What a field of a message may hold when it is read: required, bytes, range, words. Private to common/ipc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "common/ipc/limits.h"
#include "common/ipc/messages.h"

namespace kigen::ipc {

struct Bounds {
  bool required = false;
  std::size_t max_bytes = kMaxFrameBytes;
  std::int64_t low = INT64_MIN, high = INT64_MAX;
  const std::string_view* words = nullptr;  ///< the only values allowed, up to an empty one
};

constexpr Bounds required(Bounds bounds = {}) {
  bounds.required = true;
  return bounds;
}
constexpr Bounds at_most_bytes(std::size_t count) {
  return {.max_bytes = count};
}
constexpr Bounds between(std::int64_t low, std::int64_t high) {
  return {.low = low, .high = high};
}
constexpr Bounds one_of(const std::string_view* words) {
  return {.words = words};
}

inline constexpr std::string_view kStatusWords[] = {"valid",         "due",        "expired", "lapsed",
                                                    "not_yet_valid", "superseded", "gone",    ""};
inline constexpr std::string_view kSnoozeWords[] = {"1h", "tomorrow", "next_check", ""};
inline constexpr std::string_view kAttemptWords[] = {"issue", "renew", ""};
inline constexpr std::int64_t kMaxDays = 1'000'000;

template <class T>
struct Fields;

}  // namespace kigen::ipc
