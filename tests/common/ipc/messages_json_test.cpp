#include "common/ipc/messages_json.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "common/ipc/json_string.h"

namespace kigen::ipc {
namespace {

CertificateSummary full_summary() {
  return {.thumbprint_sha256 = std::string(64, 'a'),
          .thumbprint_sha1 = std::string(40, 'b'),
          .subject = "CN=担当 一号,O=\"株式会社\"\\\n",
          .issuer = "CN=CA",
          .serial = "-01",
          .not_before = from_unix(1'700'000'000),
          .not_after = from_unix(1'800'000'000),
          .status = "due",
          .days_left = -3,
          .profile = "customs",
          .identifier = "ABCDE12345",
          .source = "CurrentUser\\My",
          .owner = "S-1-5-21-1",
          .has_private_key = true,
          .renewable = true,
          .renewable_until = from_unix(1'900'000'000),
          .token_label = "My token",
          .token_present = false};
}

// What was written, read and written again must be the same text, and have all fields that the struct has.
template <class T>
void expect_round_trip(const T& message) {
  const std::string text = to_json(message);
  auto again = parse_as<T>(text);
  ASSERT_TRUE(again) << text << " " << to_log_line(again.error());
  EXPECT_EQ(to_json(*again), text);
}

template <class T>
Error read_error(std::string_view text) {
  const auto message = parse_as<T>(text);
  return message ? Error(ErrorCode::Internal, "was read") : message.error();
}

TEST(MessagesJson, RoundTripsEveryFieldOfASummary) {
  const auto again = parse_as<CertificateSummary>(to_json(full_summary()));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->subject, full_summary().subject);
  EXPECT_EQ(again->not_after, full_summary().not_after);
  EXPECT_EQ(again->days_left, -3);
  EXPECT_EQ(again->renewable_until, full_summary().renewable_until);
  EXPECT_TRUE(again->has_private_key);
  expect_round_trip(full_summary());
}

TEST(MessagesJson, RoundTripsEveryMessage) {
  const Error error = Error(ErrorCode::SettingRange, "detail").with("key", "check.interval_hours");
  const Attempt attempt{.kind = "renew",
                        .unattended = true,
                        .started = from_unix(1'700'000'000),
                        .ended = from_unix(1'700'000'009),
                        .result = "KGN-2102",
                        .ra_code = "550",
                        .thumbprint = std::string(64, 'a'),
                        .new_thumbprint = std::string(64, 'b'),
                        .next_attempt = from_unix(1'700'001'000)};
  expect_round_trip(attempt);
  expect_round_trip(AttemptParams{.thumbprint = std::string(64, 'a'),
                                  .kind = "issue",
                                  .unattended = true,
                                  .started = from_unix(1),
                                  .ended = from_unix(2),
                                  .result = "ok",
                                  .ra_code = "x",
                                  .next_attempt = from_unix(3),
                                  .new_thumbprint = std::string(64, 'c')});
  expect_round_trip(AttemptResult{.failed_attempts = 2, .next_attempt = from_unix(5)});
  const CertificateDetail detail{.summary = full_summary(),
                                 .key_algorithm = "RSA",
                                 .key_bits = 2048,
                                 .extended_key_usage = {"1.2.3"},
                                 .subject_alt_names = {"DNS:a"},
                                 .policies = {"2.3.4"},
                                 .superseded_by = "x",
                                 .places = {{.source = "Token\\1",
                                             .item = "i",
                                             .owner = "machine",
                                             .gone = true,
                                             .token_label = "トークン",
                                             .token_present = false}},
                                 .last_attempt = attempt,
                                 .failed_attempts = 3,
                                 .next_attempt = from_unix(6)};
  const Reason reason{.code = "due_in_window", .args = {{"days", "12"}}};
  const CheckRun run{.id = 1,
                     .duration_ms = 2,
                     .trigger = "start",
                     .total = 3,
                     .due = 4,
                     .expired = 5,
                     .lapsed = 6,
                     .unreadable = 7,
                     .errors = {error}};
  expect_round_trip(detail);
  expect_round_trip(Explanation{
      .certificate = detail, .why = reason, .next = {{.reason = reason, .at = from_unix(5)}, {}}, .last = reason});
  expect_round_trip(run);
  expect_round_trip(HelloParams{.client = "tray", .version = "1"});
  expect_round_trip(HelloResult{.service_version = "1", .instance = "i", .user_sid = "s", .user_name = "n"});
  expect_round_trip(StatusResult{.state = "fine",
                                 .most_urgent = full_summary(),
                                 .last_check = run,
                                 .sources = {{.source = "s", .owner = "o", .state = "watching", .error = error}},
                                 .problems = {error}});
  expect_round_trip(ListParams{.due_within_days = 28, .statuses = {"due", "gone"}, .cursor = "c", .limit = 3});
  expect_round_trip(
      ListResult{.items = {full_summary()}, .unreadable = {{.source = "s", .error = error}}, .next_cursor = "n"});
  expect_round_trip(ReportParams{
      .more = true, .items = {{.sha256 = "a", .der_base64 = "AA=="}}, .unreadable = {{.item = "i", .error = error}}});
  expect_round_trip(ReportParams{.source = "Token\\1", .token_label = "My token", .token_present = false});
  expect_round_trip(ReportResult{.need = {"a"}, .accepted = 4});
  expect_round_trip(SettingsResult{.values = {{.key = "k", .value = "v", .origin = "file", .allowed = "1..72"}},
                                   .problems = {error}});
  expect_round_trip(
      NoticesResult{.items = {{.id = 9, .severity = "info", .reason = reason, .read = true}}, .unread = 2});
  expect_round_trip(NoticesReadParams{.ids = {1, 2}, .all = false});
  expect_round_trip(SnoozeParams{.thumbprints = {"a"}, .until = "tomorrow"});
  expect_round_trip(RenewalList{.items = {{.thumbprint = "a", .profile = "p", .since = from_unix(9)}}});
  expect_round_trip(WarningList{.check = 7, .items = {full_summary()}});
  expect_round_trip(CheckProgress{.check = 1, .step = "sources", .done = 1, .total = 2});
  expect_round_trip(
      ProfilesResult{.profiles = {{.id = "p", .name_ja = "税関", .hosts = {"a:443"}}}, .problems = {error}});
  expect_round_trip(
      DoctorResult{.findings = {{.subject = "clock", .verdict = "ok", .reason = reason, .error = error}}});
  expect_round_trip(Empty{});
}

TEST(MessagesJson, WritesAnErrorAsTheProtocolSays) {
  const std::string text = to_json(Error(ErrorCode::SettingRange, "d").with("value", "0"));
  EXPECT_EQ(text, R"({"code":1203,"kgn":"KGN-1203","name":"SettingRange","args":{"value":"0"},"detail":"d"})");
}

TEST(MessagesJson, KeepsTheNumberOfAnErrorThatItDoesNotKnow) {
  const auto error = error_from_json(boost::json::parse(R"({"code":8999,"args":{},"detail":"new"})"));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::Internal);
  EXPECT_NE(error->detail.find("8999"), std::string::npos);
}

TEST(MessagesJson, NamesTheWrongField) {
  const Error nested = read_error<ReportParams>(R"({"source":"s","items":[{"sha256":"a"},{"sha256":7}]})");
  EXPECT_EQ(nested.code, ErrorCode::PipeBadParameters);
  EXPECT_EQ(nested.args.at("field"), "items[1].sha256");
  EXPECT_EQ(read_error<ListParams>(R"({"limit":"5"})").args.at("field"), "limit");
  EXPECT_EQ(read_error<ThumbprintParams>("{}").args.at("expected"), "to be present");
  EXPECT_EQ(read_error<ListParams>(R"({"statuses":["due","nonsense"]})").args.at("field"), "statuses[1]");
}

TEST(MessagesJson, HoldsItsBounds) {
  EXPECT_TRUE(parse_as<ListParams>(R"({"limit":1})"));
  EXPECT_TRUE(parse_as<ListParams>(R"({"limit":1000})"));
  EXPECT_FALSE(parse_as<ListParams>(R"({"limit":0})"));
  EXPECT_FALSE(parse_as<ListParams>(R"({"limit":1001})"));
  EXPECT_FALSE(parse_as<ListParams>(R"({"limit":1.0})"));
  EXPECT_FALSE(parse_as<ListParams>(R"({"limit":99999999999999999999})"));
  EXPECT_FALSE(parse_as<HelloParams>(R"({"protocol":4294967297,"client":"x"})"));
  EXPECT_FALSE(parse_as<HelloParams>(R"({"protocol":1,"client":")" + std::string(65, 'c') + "\"}"));
  EXPECT_FALSE(parse_as<SnoozeParams>(R"({"thumbprints":[],"until":"forever"})"));
  EXPECT_FALSE(parse_as<ThumbprintParams>(R"({"thumbprint":")" + std::string(65, 'a') + "\"}"));
}

TEST(MessagesJson, IgnoresUnknownFieldsAndNullsOnlyWhatIsOptional) {
  EXPECT_TRUE(parse_as<ListParams>(R"({"due_within_days":null,"from_the_future":{"a":[1]}})"));
  EXPECT_FALSE(parse_as<ListParams>(R"({"cursor":null})"));
}

TEST(ParseJson, RefusesWhatIsNested33Deep) {
  EXPECT_TRUE(parse_json(std::string(32, '[') + std::string(32, ']')));
  EXPECT_FALSE(parse_json(std::string(33, '[') + std::string(33, ']')));
  EXPECT_FALSE(parse_json(std::string(10'000, '[') + std::string(10'000, ']')));
}

TEST(ParseJson, RefusesInvalidUtf8AndTrailingText) {
  EXPECT_FALSE(parse_json("\"\xC3\x28\""));
  EXPECT_FALSE(parse_json("\"\xED\xA0\x80\""));
  EXPECT_FALSE(parse_json("{} {}"));
  EXPECT_FALSE(parse_json(""));
  EXPECT_FALSE(parse_json("{'a':1}"));
}

TEST(JsonString, ReplacesBytesThatAreNotUtf8) {
  for (const std::string& text :
       {std::string("\xFF"), std::string("a\xC3"), std::string("\xE3\x81"), std::string("\xC0\xAF"),
        std::string("\xED\xA0\x80x"), std::string("\xF4\x90\x80\x80")}) {
    std::string out;
    append_json_string(out, text);
    const auto parsed = parse_json(out);
    ASSERT_TRUE(parsed) << out;
    EXPECT_NE(parsed->as_string().find("\xEF\xBF\xBD"), boost::json::string::npos);
  }
}

TEST(JsonString, KeepsEveryCharacter) {
  std::string text = "期限 \xF0\x9F\x94\x92 \x7F";
  for (char c = 0; c < 0x20; ++c) text += c;
  text += "\"\\/";
  std::string out;
  append_json_string(out, text);
  const auto parsed = parse_json(out);
  ASSERT_TRUE(parsed) << out;
  EXPECT_EQ(std::string_view(parsed->as_string().data(), parsed->as_string().size()), text);
}

}  // namespace
}  // namespace kigen::ipc
