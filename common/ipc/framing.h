// Frames of the pipe: length as u32 little-endian, then that many bytes. Pure: no I/O, no clock.
// Threads: a decoder belongs to one connection.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/ipc/messages.h"

namespace kigen::ipc {

inline constexpr std::size_t kFrameHeaderBytes = 4;

/// Puts frames together from pieces of any size.
class FrameDecoder {
 public:
  /// Takes bytes from the front of `bytes` until a frame is complete (its payload is returned) or all are used up
  /// (nothing). PipeFrameTooLarge as soon as a header announces more than kMaxFrameBytes, before any of it is stored;
  /// PipeProtocol for an empty frame. After an error the decoder must not be used again.
  [[nodiscard]] Result<std::optional<std::string>> take(std::string_view& bytes);

  /// A frame's first byte has come and its last has not.
  [[nodiscard]] bool partial() const noexcept { return header_filled_ > 0; }

 private:
  [[nodiscard]] Status read_header(std::string_view& bytes);

  std::array<unsigned char, kFrameHeaderBytes> header_{};
  std::size_t header_filled_ = 0;
  std::size_t wanted_ = 0;
  std::string payload_;
};

/// A frame under construction: append the payload to `bytes`, then finish().
class FrameBuilder {
 public:
  FrameBuilder() : bytes(kFrameHeaderBytes, '\0') {}

  std::string bytes;

  [[nodiscard]] std::size_t payload_size() const noexcept { return bytes.size() - kFrameHeaderBytes; }
  /// Writes the length; PipeFrameTooLarge when the payload is longer than kMaxFrameBytes.
  [[nodiscard]] Result<std::string> finish() &&;
};

/// `payload` as a frame; it must not be longer than kMaxFrameBytes.
[[nodiscard]] std::string encode_frame(std::string_view payload);

}  // namespace kigen::ipc
