// The pipe's bounds, in one place. Both ends keep to them; PROTOCOL.md says what happens to who does not.
#pragma once

#include <chrono>
#include <cstddef>

namespace kigen::ipc {

inline constexpr std::size_t kMaxJsonDepth = 32;

inline constexpr std::size_t kMaxConnections = 128;
/// What protects users from each other: nobody can take more than this share of kMaxConnections.
inline constexpr std::size_t kMaxConnectionsPerUser = 16;

/// Requests that wait on one connection; beyond, the server stops reading from it.
inline constexpr std::size_t kMaxWaitingRequests = 64;
inline constexpr std::size_t kMaxWaitingRequestBytes = std::size_t{1} << 20;
/// Answers that a client has not read; beyond, its connection is closed.
inline constexpr std::size_t kMaxWaitingAnswerBytes = std::size_t{4} << 20;

inline constexpr std::chrono::milliseconds kHelloDeadline{10'000};
/// From a frame's first byte to its last.
inline constexpr std::chrono::milliseconds kFrameDeadline{5'000};
/// For one write to make progress to its end: a reader that stopped reading holds no memory for longer.
inline constexpr std::chrono::milliseconds kWriteDeadline{30'000};

// Bounds of single values in requests.
inline constexpr std::size_t kMaxNameBytes = 64;        ///< client name, version, snooze period
inline constexpr std::size_t kMaxThumbprintBytes = 64;  ///< hex digits of a SHA-256
inline constexpr std::size_t kMaxSettingKeyBytes = 128;
inline constexpr std::size_t kMaxSettingValueBytes = 4096;
inline constexpr std::size_t kMaxPathBytes = 4096;
inline constexpr std::size_t kMaxTokenTextBytes = 64;  ///< a token's serial number or label
inline constexpr std::size_t kMaxListItems = 20'000;   ///< elements of any array
inline constexpr std::int64_t kMaxPageItems = 1000;

}  // namespace kigen::ipc
