#include "common/settings/schema.h"

#include <gtest/gtest.h>

namespace kigen::settings {
namespace {

ErrorCode refusal(std::string_view key, std::string_view text) {
  const auto checked = check_value(*find(key), text);
  return checked ? ErrorCode{} : checked.error().code;
}

TEST(Schema, AcceptsItsOwnDefaults) {
  for (const Definition& definition : schema()) {
    const auto checked = check_value(definition, definition.default_value);
    ASSERT_TRUE(checked) << definition.key;
    EXPECT_EQ(*checked, definition.default_value);
  }
}

TEST(Schema, TakesTheIntervalFromOneToSeventyTwo) {
  for (const char* good : {"1", "72", "24", "+5", "007"}) EXPECT_TRUE(check_value(*find("check.interval_hours"), good));
  for (const char* bad : {"0", "73", "-1", "99999999999999999999999", "-99999999999999999999999"}) {
    EXPECT_EQ(refusal("check.interval_hours", bad), ErrorCode::SettingRange) << bad;
  }
  for (const char* bad : {"", " ", "24 ", "24h", "1.5", "twelve", "0x10", "+", "２４"}) {
    EXPECT_EQ(refusal("check.interval_hours", bad), ErrorCode::SettingType) << bad;
  }
  EXPECT_EQ(*check_value(*find("check.interval_hours"), "007"), "7");
}

TEST(Schema, NamesTheAllowedRangeInEveryRefusal) {
  const auto refused = check_value(*find("check.interval_hours"), "100");
  EXPECT_EQ(refused.error().args.at("allowed"), "1..72");
  EXPECT_EQ(refused.error().args.at("key"), "check.interval_hours");
  EXPECT_EQ(refused.error().args.at("value"), "100");
  EXPECT_EQ(allowed(*find("ui.language")), "auto, ja, en");
}

TEST(Schema, RefusesOtherWordsAndSuggestsTheNearOne) {
  EXPECT_EQ(refusal("ui.language", "fr"), ErrorCode::SettingRange);
  EXPECT_EQ(refusal("inventory.local_machine", "yes"), ErrorCode::SettingType);
  EXPECT_EQ(check_value(*find("log.level"), "warnin").error().args.at("did_you_mean"), "warning");
}

TEST(Schema, SuggestsTheNearKeyForAnUnknownOne) {
  EXPECT_EQ(find("check.interval_hour"), nullptr);
  const Error error = unknown_setting("check.intreval_hours");
  EXPECT_EQ(error.code, ErrorCode::SettingUnknown);
  EXPECT_EQ(error.args.at("did_you_mean"), "check.interval_hours");
  EXPECT_FALSE(unknown_setting("something.else").args.contains("did_you_mean"));
}

}  // namespace
}  // namespace kigen::settings
