#include "common/ipc/framing.h"

#include <algorithm>
#include <cstdint>

namespace kigen::ipc {
namespace {

// Memory is given out as bytes arrive, not as a header promises them.
constexpr std::size_t kFirstReserve = 4096;

Error too_large(std::size_t size) {
  return Error(ErrorCode::PipeFrameTooLarge)
      .with("size", std::to_string(size))
      .with("max", std::to_string(kMaxFrameBytes));
}

void put_length(std::string& frame, std::size_t length) {
  for (std::size_t i = 0; i < kFrameHeaderBytes; ++i) {
    frame[i] = static_cast<char>((length >> (8 * i)) & 0xFFU);
  }
}

}  // namespace

Status FrameDecoder::read_header(std::string_view& bytes) {
  while (header_filled_ < kFrameHeaderBytes && !bytes.empty()) {
    header_[header_filled_++] = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
  }
  if (header_filled_ < kFrameHeaderBytes) return {};
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < kFrameHeaderBytes; ++i) length |= std::uint32_t{header_[i]} << (8 * i);
  if (length > kMaxFrameBytes) return too_large(length);
  if (length == 0) return Error(ErrorCode::PipeProtocol, "empty frame");
  wanted_ = length;
  payload_.reserve(std::min(wanted_, kFirstReserve));
  return {};
}

Result<std::optional<std::string>> FrameDecoder::take(std::string_view& bytes) {
  if (header_filled_ < kFrameHeaderBytes) {
    if (Status status = read_header(bytes); !status) return status.error();
    if (header_filled_ < kFrameHeaderBytes) return std::optional<std::string>{};
  }
  const std::size_t piece = std::min(wanted_ - payload_.size(), bytes.size());
  payload_.append(bytes.substr(0, piece));
  bytes.remove_prefix(piece);
  if (payload_.size() < wanted_) return std::optional<std::string>{};
  header_filled_ = 0;
  wanted_ = 0;
  std::optional<std::string> complete(std::move(payload_));
  payload_ = {};
  return complete;
}

Result<std::string> FrameBuilder::finish() && {
  if (payload_size() > kMaxFrameBytes) return too_large(payload_size());
  put_length(bytes, payload_size());
  return std::move(bytes);
}

std::string encode_frame(std::string_view payload) {
  std::string frame(kFrameHeaderBytes, '\0');
  frame.append(payload);
  put_length(frame, payload.size());
  return frame;
}

}  // namespace kigen::ipc
