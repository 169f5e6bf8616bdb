#include "common/ipc/token_source.h"

#include <gtest/gtest.h>

#include "common/ipc/messages_json.h"

namespace kigen::ipc {
namespace {

TEST(TokenSource, NamesATokenByItsSerialNumber) {
  EXPECT_EQ(token_source("00a1"), "Token\\00a1");
  EXPECT_EQ(token_serial("Token\\00a1"), "00a1");
  EXPECT_EQ(token_serial(token_source("a\\b")), "a\\b");
  EXPECT_EQ(token_serial("Token\\"), std::nullopt);
  EXPECT_EQ(token_serial(kTokenDrivers), std::nullopt);
  EXPECT_EQ(token_serial("CurrentUser\\My"), std::nullopt);
}

TEST(TokenSource, TakesTextWithoutControlCharactersOnly) {
  for (const std::string& good : {std::string(), std::string("0123"), std::string("担当者のトークン"),
                                  std::string(kMaxTokenTextBytes, 'x'), std::string("\xC2\xA0")}) {
    EXPECT_TRUE(is_token_text(good)) << good;
  }
  for (const std::string& bad :
       {std::string("a\nb"), std::string("\x7F"), std::string("\xC2\x85"), std::string(1, '\0'), std::string("\xFF"),
        std::string("a\xC2"), std::string(kMaxTokenTextBytes + 1, 'x')}) {
    EXPECT_FALSE(is_token_text(bad)) << bad;
  }
}

TEST(TokenSource, IsAnInsertedOneForAPeerThatKnowsNoTokens) {
  const auto report = parse_as<ReportParams>(R"({"source":"CurrentUser\\My","items":[]})");
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->token_present);
  EXPECT_EQ(report->token_label, "");
  const auto place = parse_as<Place>(R"({"source":"CurrentUser\\My"})");
  ASSERT_TRUE(place);
  EXPECT_TRUE(place->token_present);
  EXPECT_FALSE(
      parse_as<ReportParams>(R"({"source":"Token\\1","items":[],"token_label":")" + std::string(65, 'x') + "\"}"));
}

}  // namespace
}  // namespace kigen::ipc
