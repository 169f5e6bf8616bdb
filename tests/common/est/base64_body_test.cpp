#include "common/est/base64_body.h"

#include <gtest/gtest.h>

#include "tests/common/est/test_ca.h"

namespace kigen::est::testing {
namespace {

Der sample() {
  Der out{0x30, 0x81, 0xc8};
  for (int i = 0; i < 200; ++i) out.push_back(static_cast<std::uint8_t>(i * 7));
  return out;
}

Der only_block(const std::string& body) {
  const auto blocks = read_body(body);
  if (!blocks || blocks->size() != 1) return {};
  return blocks->front().bytes;
}

std::string body_reason(const std::string& body) {
  const auto blocks = read_body(body);
  return blocks ? "" : blocks.error().args.at("reason");
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

TEST(Base64Body, WritesLinesThatEndAndOneLineThatDoesNot) {
  const std::string mime = encode_base64(sample()), pem = encode_base64(sample(), LineLength::Pem);
  EXPECT_EQ(mime.find('\n'), 76U);
  EXPECT_EQ(pem.find('\n'), 64U);
  EXPECT_EQ(mime.back(), '\n');
  EXPECT_EQ(mime.find("\n\n"), std::string::npos);
  EXPECT_EQ(encode_base64(sample(), LineLength::None).find('\n'), std::string::npos);
  EXPECT_EQ(encode_base64({}), "");
}

// RFC 4648 section 10.
TEST(Base64Body, WritesTheVectorsOfTheStandard) {
  const auto one_line = [](const char* text) { return encode_base64(octets_of(text), LineLength::None); };
  EXPECT_EQ(one_line("f"), "Zg==");
  EXPECT_EQ(one_line("fo"), "Zm8=");
  EXPECT_EQ(one_line("foo"), "Zm9v");
  EXPECT_EQ(one_line("foobar"), "Zm9vYmFy");
}

TEST(Base64Body, EndsALineOfExactlyTheWidthOnce) {
  const std::string text = encode_base64(Der(57, 0xff));
  EXPECT_EQ(text.size(), 77U);
  EXPECT_EQ(text.find('\n'), 76U);
}

TEST(Base64Body, ReadsEveryWayToWrapIt) {
  const std::string wrapped = encode_base64(sample());
  EXPECT_EQ(only_block(wrapped), sample());
  EXPECT_EQ(only_block(wrapped.substr(0, wrapped.size() - 1)), sample());
  EXPECT_EQ(only_block(with_crlf(wrapped)), sample());
  EXPECT_EQ(only_block(encode_base64(sample(), LineLength::Pem)), sample());
  EXPECT_EQ(only_block(encode_base64(sample(), LineLength::None)), sample());
  EXPECT_EQ(only_block("\r\n " + encode_base64(sample(), LineLength::None) + "\r\n\r\n"), sample());
}

TEST(Base64Body, ReadsDerWhereAServerForgotToEncode) {
  EXPECT_EQ(only_block(text_of(sample())), sample());
}

TEST(Base64Body, ReadsThePemArmourOfOneAndOfSeveral) {
  const std::string body = encode_base64(sample(), LineLength::Pem);
  const std::string pem = "-----BEGIN PKCS7-----\n" + body + "-----END PKCS7-----\n";
  EXPECT_EQ(only_block(pem), sample());
  const auto blocks = read_body("Certificates:\r\n" + with_crlf(pem + pem));
  ASSERT_TRUE(blocks);
  ASSERT_EQ(blocks->size(), 2U);
  EXPECT_EQ(blocks->back().label, "PKCS7");
  EXPECT_EQ(blocks->back().bytes, sample());
}

TEST(Base64Body, FindsNothingInAnEmptyBody) {
  for (const char* body : {"", "\r\n", " \n"}) {
    const auto blocks = read_body(body);
    ASSERT_TRUE(blocks) << body;
    EXPECT_TRUE(blocks->empty());
  }
}

TEST(Base64Body, RefusesWhatIsNoBase64) {
  EXPECT_EQ(body_reason("<html>sign in</html>"), "base64");
  EXPECT_EQ(body_reason("MIIB*"), "base64");
  EXPECT_EQ(body_reason("MII"), "base64");
  EXPECT_EQ(body_reason("-----BEGIN PKCS7-----\nMIIB\n"), "pem");
  EXPECT_EQ(body_reason("-----BEGIN PKCS7-----\n!\n-----END PKCS7-----\n"), "pem");
}

TEST(Base64Body, RefusesMoreBlocksThanAnyChainHas) {
  std::string body;
  for (int i = 0; i < 65; ++i) body += "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
  EXPECT_EQ(body_reason(body), "too_many");
}

}  // namespace
}  // namespace kigen::est::testing
