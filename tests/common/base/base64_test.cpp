#include "common/base/base64.h"

#include <gtest/gtest.h>

namespace kigen {
namespace {

using Octets = std::vector<std::uint8_t>;

Octets some_octets(std::size_t size) {
  Octets octets(size);
  for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(i * 37 + size);
  return octets;
}

// RFC 4648 section 10, and the last two letters of the alphabet.
TEST(Base64, EncodesAsTheStandardDoes) {
  EXPECT_EQ(to_base64({}), "");
  EXPECT_EQ(to_base64(Octets{'f'}), "Zg==");
  EXPECT_EQ(to_base64(Octets{'f', 'o'}), "Zm8=");
  EXPECT_EQ(to_base64(Octets{'f', 'o', 'o'}), "Zm9v");
  EXPECT_EQ(to_base64(Octets{'f', 'o', 'o', 'b', 'a', 'r'}), "Zm9vYmFy");
  EXPECT_EQ(to_base64(Octets{0xFF, 0xFF, 0xFE}), "///+");
}

TEST(Base64, DecodesEveryLengthAndWrapping) {
  for (std::size_t size = 0; size < 200; ++size) {
    const Octets octets = some_octets(size);
    const std::string plain = to_base64(octets);
    for (const std::size_t width : {1U, 3U, 5U, 64U}) {
      std::string wrapped;
      for (std::size_t at = 0; at < plain.size(); at += width) {
        wrapped.append(plain, at, width);
        wrapped += " \r\n";
      }
      Octets decoded;
      EXPECT_TRUE(decode_base64(wrapped, decoded)) << size << '/' << width;
      EXPECT_EQ(decoded, octets);
    }
  }
}

TEST(Base64, RefusesWhatIsNotStrict) {
  Octets out;
  for (const char* text : {"A", "AA", "AAA", "AA=", "A===", "AA==A", "AAA==", "AA=A", "=",
                           "====", "AB==", "AAB=", "AA-_", "AA\x80=", "AAAA=", "AAAAAA==AAAA"}) {
    EXPECT_FALSE(decode_base64(text, out)) << text;
  }
  EXPECT_TRUE(decode_base64("AA = =\n", out));
  EXPECT_EQ(out, Octets{0});
}

}  // namespace
}  // namespace kigen
