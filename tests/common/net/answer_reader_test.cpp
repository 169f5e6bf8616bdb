#include "common/net/answer_reader.h"

#include <gtest/gtest.h>

namespace kigen::net {
namespace {

constexpr AnswerRules kRules{.header_bytes = 1024, .body_bytes = 100};

struct Read {
  Result<bool> state = false;
  Response response;
  bool keeps_alive = false;
  bool rest = false;
};

/// Whole, and octet by octet: the outcome must not depend on how it comes.
Read read(const std::string& text, const AnswerRules& rules = kRules) {
  Read whole;
  AnswerReader reader(rules), slow(rules);
  whole.state = reader.feed(text);
  Result<bool> state = false;
  for (const char& c : text) {
    state = slow.feed({&c, 1});
    if (!state || *state) break;
  }
  EXPECT_EQ(state.has_value(), whole.state.has_value()) << text.substr(0, 60);
  EXPECT_EQ(state && *state, whole.state && *whole.state);
  if (whole.state && *whole.state) {
    whole.keeps_alive = reader.keeps_alive();
    whole.rest = reader.has_rest();
    whole.response = reader.take();
    EXPECT_EQ(slow.take().body, whole.response.body);
  }
  return whole;
}

ErrorCode error_of(const Read& read) {
  return read.state ? ErrorCode::Internal : read.state.error().code;
}

TEST(AnswerReader, ReadsABodyOfKnownLength) {
  const auto got = read("HTTP/1.1 201 Created\r\nContent-Length: 3\r\nX-Y:  z \r\nX-Y: second\r\n\r\nabc");
  ASSERT_TRUE(got.state && *got.state);
  EXPECT_EQ(got.response.status, 201);
  EXPECT_EQ(got.response.body, "abc");
  EXPECT_EQ(got.response.header("x-y"), "z");
  EXPECT_EQ(got.response.header("none"), "");
  EXPECT_TRUE(got.keeps_alive);
  EXPECT_FALSE(got.rest);
}

TEST(AnswerReader, JoinsChunks) {
  const auto got =
      read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n");
  ASSERT_TRUE(got.state && *got.state);
  EXPECT_EQ(got.response.body, "abc0123456789");
}

TEST(AnswerReader, StepsOverInterimAnswers) {
  const auto got = read(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
      "1\r\n\r\na");
  ASSERT_TRUE(got.state && *got.state);
  EXPECT_EQ(got.response.status, 200);
  EXPECT_EQ(got.response.body, "a");
  std::string endless;
  for (int i = 0; i < 50; ++i) endless += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(error_of(read(endless)), ErrorCode::AnswerUnreadable);
}

TEST(AnswerReader, TakesAnAnswerUntilTheEndOfTheConnection) {
  AnswerReader reader(kRules);
  ASSERT_TRUE(reader.feed("HTTP/1.0 200 OK\r\n\r\nabc"));
  ASSERT_TRUE(reader.end());
  EXPECT_FALSE(reader.keeps_alive());
  EXPECT_EQ(reader.take().body, "abc");
}

TEST(AnswerReader, TellsAnAnswerThatBreaksOff) {
  for (const std::string part : {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
                                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"}) {
    AnswerReader reader(kRules);
    ASSERT_TRUE(reader.feed(part)) << part;
    const auto ended = reader.end();
    ASSERT_FALSE(ended) << part;
    EXPECT_EQ(ended.error().code, ErrorCode::ConnectionLost) << part;
  }
}

TEST(AnswerReader, RefusesWhatIsTooLarge) {
  EXPECT_EQ(error_of(read("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n")), ErrorCode::AnswerTooLarge);
  EXPECT_EQ(error_of(read("HTTP/1.1 200 OK\r\nX: " + std::string(2000, 'x'))), ErrorCode::AnswerTooLarge);
  EXPECT_EQ(error_of(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(0x65, 'x') +
                          "\r\n0\r\n\r\n")),
            ErrorCode::AnswerTooLarge);
  const auto close = read("HTTP/1.1 200 OK\r\n\r\n" + std::string(101, 'x'));
  EXPECT_EQ(error_of(close), ErrorCode::AnswerTooLarge);
  EXPECT_EQ(close.state.error().args.at("limit"), "100");
  EXPECT_EQ(error_of(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(9000, 'x'))),
            ErrorCode::AnswerTooLarge);
}

TEST(AnswerReader, RefusesWhatIsNoAnswer) {
  for (const std::string text :
       {"<html>not http</html>\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"}) {
    EXPECT_EQ(error_of(read(text)), ErrorCode::AnswerUnreadable) << text;
  }
}

TEST(AnswerReader, NoticesOctetsAfterTheAnswer) {
  const auto got = read("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc");
  ASSERT_TRUE(got.state && *got.state);
  EXPECT_TRUE(got.rest);
}

TEST(AnswerReader, KnowsThatATunnelHasNoBody) {
  const AnswerRules rules{.header_bytes = 1024, .body_bytes = 100, .is_tunnel = true};
  const auto open = read("HTTP/1.1 200 Connection established\r\n\r\n", rules);
  ASSERT_TRUE(open.state && *open.state);
  EXPECT_TRUE(open.keeps_alive);
  const auto closed = read("HTTP/1.1 407 No\r\nContent-Length: 3\r\n\r\nabc", rules);
  ASSERT_TRUE(closed.state && *closed.state);
  EXPECT_EQ(closed.response.body, "abc");
}

}  // namespace
}  // namespace kigen::net
