#include "common/ipc/envelope.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace kigen::ipc {
namespace {

std::string payload_of(std::string_view frame) {
  return std::string(frame.substr(kFrameHeaderBytes));
}

TEST(Envelope, ReadsARequestWithEitherKindOfId) {
  const auto number = parse_request(R"({"jsonrpc":"2.0","id":7,"method":"list","params":{"limit":3}})", {});
  ASSERT_TRUE(number.request);
  EXPECT_EQ(number.request->id_json, "7");
  EXPECT_EQ(number.request->method, "list");
  const auto text = parse_request(R"({"jsonrpc":"2.0","id":"a\"b","method":"list"})", {});
  ASSERT_TRUE(text.request);
  EXPECT_EQ(text.request->id_json, R"("a\"b")");
  EXPECT_TRUE(text.request->params.is_object());
}

TEST(Envelope, RefusesWhatIsNoRequestOfOurs) {
  for (const char* bad : {"[]", "7", R"({"id":1,"method":"list"})", R"({"jsonrpc":"1.0","id":1,"method":"list"})",
                          R"({"jsonrpc":"2.0","method":"list"})", R"({"jsonrpc":"2.0","id":null,"method":"list"})",
                          R"({"jsonrpc":"2.0","id":1.5,"method":"list"})", R"({"jsonrpc":"2.0","id":1,"method":5})",
                          R"([{"jsonrpc":"2.0","id":1,"method":"list"}])"}) {
    const auto parsed = parse_request(bad, {});
    ASSERT_TRUE(parsed.refusal) << bad;
    EXPECT_EQ(parsed.refusal->error.code, ErrorCode::PipeProtocol) << bad;
  }
}

TEST(Envelope, RefusesParametersByPositionButKeepsTheId) {
  const auto parsed = parse_request(R"({"jsonrpc":"2.0","id":5,"method":"list","params":[1]})", {});
  ASSERT_TRUE(parsed.refusal);
  EXPECT_EQ(parsed.refusal->id_json, "5");
  EXPECT_EQ(parsed.refusal->error.code, ErrorCode::PipeBadParameters);
}

TEST(Envelope, CarriesAnErrorToTheClientUnchanged) {
  const Error error = Error(ErrorCode::SettingRange, "line \"1\"").with("value", "100");
  const auto value = boost::json::parse(payload_of(error_frame("3", error)));
  EXPECT_EQ(value.at("error").at("code").as_int64(), -32000);
  EXPECT_EQ(value.at("error").at("message").as_string(), "KGN-1203");
  const auto incoming = read_incoming(value);
  ASSERT_TRUE(incoming);
  EXPECT_EQ(incoming->id, 3U);
  EXPECT_EQ(incoming->error, error);
}

TEST(Envelope, TurnsAnAnswerThatIsTooLongIntoAnError) {
  const SettingValue huge{.key = "k", .value = std::string(kMaxFrameBytes, 'v')};
  const auto incoming = read_incoming(boost::json::parse(payload_of(answer_frame("1", huge))));
  ASSERT_TRUE(incoming);
  ASSERT_TRUE(incoming->error);
  EXPECT_EQ(incoming->error->code, ErrorCode::PipeFrameTooLarge);
}

TEST(Envelope, TellsNotificationsFromAnswers) {
  const auto frame = notification_frame("notices", UnreadResult{.unread = 4});
  ASSERT_TRUE(frame);
  const auto value = boost::json::parse(payload_of(*frame));
  const auto incoming = read_incoming(value);
  ASSERT_TRUE(incoming);
  EXPECT_EQ(incoming->method, "notices");
  EXPECT_FALSE(incoming->id);
  EXPECT_FALSE(read_incoming(boost::json::parse(R"({"jsonrpc":"2.0","id":1})")));
}

}  // namespace
}  // namespace kigen::ipc
