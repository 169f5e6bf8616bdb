#include "common/ipc/framing.h"

#include <gtest/gtest.h>

namespace kigen::ipc {
namespace {

std::string header(std::uint32_t length) {
  std::string bytes;
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((length >> shift) & 0xFFU);
  return bytes;
}

TEST(FrameDecoder, GivesTheSamePayloadHoweverTheBytesAreCut) {
  const std::string payload = R"({"a":"期限"})";
  const std::string bytes = encode_frame(payload) + encode_frame("x") + encode_frame(std::string(70'000, 'y'));
  for (std::size_t piece = 1; piece < 40; ++piece) {
    FrameDecoder decoder;
    std::vector<std::string> frames;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      std::string_view part = std::string_view(bytes).substr(at, piece);
      while (!part.empty()) {
        auto frame = decoder.take(part);
        ASSERT_TRUE(frame);
        if (*frame) frames.push_back(**frame);
      }
    }
    ASSERT_EQ(frames.size(), 3U) << piece;
    EXPECT_EQ(frames[0], payload);
    EXPECT_EQ(frames[1], "x");
    EXPECT_EQ(frames[2].size(), 70'000U);
    EXPECT_FALSE(decoder.partial());
  }
}

TEST(FrameDecoder, IsPartialFromTheFirstByteToTheLast) {
  FrameDecoder decoder;
  const std::string bytes = encode_frame("ab");
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string_view one = std::string_view(bytes).substr(i, 1);
    EXPECT_EQ(decoder.partial(), i > 0);
    ASSERT_TRUE(decoder.take(one));
  }
  EXPECT_FALSE(decoder.partial());
}

TEST(FrameDecoder, RefusesATooLongFrameAtItsHeader) {
  FrameDecoder decoder;
  const std::string bytes = header(kMaxFrameBytes + 1);
  std::string_view view = bytes;
  const auto frame = decoder.take(view);
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, ErrorCode::PipeFrameTooLarge);
  EXPECT_EQ(frame.error().args.at("size"), "1048577");
}

TEST(FrameDecoder, TakesTheLongestFrame) {
  FrameDecoder decoder;
  const std::string bytes = encode_frame(std::string(kMaxFrameBytes, 'z'));
  std::string_view view = bytes;
  const auto frame = decoder.take(view);
  ASSERT_TRUE(frame);
  ASSERT_TRUE(*frame);
  EXPECT_EQ((*frame)->size(), kMaxFrameBytes);
}

TEST(FrameDecoder, RefusesAnEmptyFrame) {
  FrameDecoder decoder;
  const std::string bytes = header(0);
  std::string_view view = bytes;
  const auto frame = decoder.take(view);
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, ErrorCode::PipeProtocol);
}

TEST(FrameBuilder, RefusesWhatADecoderWouldRefuse) {
  FrameBuilder fits;
  fits.bytes.append(kMaxFrameBytes, 'a');
  EXPECT_TRUE(std::move(fits).finish());
  FrameBuilder longer;
  longer.bytes.append(kMaxFrameBytes + 1, 'a');
  const auto frame = std::move(longer).finish();
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, ErrorCode::PipeFrameTooLarge);
}

}  // namespace
}  // namespace kigen::ipc
