#include "common/settings/store.h"

#include <gtest/gtest.h>

namespace kigen::settings {
namespace {

constexpr const char* kInterval = "check.interval_hours";

ParsedFile file(std::string_view text) {
  return parse_settings(text, "kigen.toml");
}

TEST(Settings, AreTheDefaultsWithoutAnyLayer) {
  const Settings settings;
  EXPECT_EQ(settings.check_interval_hours(), 24);
  EXPECT_EQ(settings.value(kInterval).origin, Origin::Default);
  EXPECT_TRUE(settings.boolean("inventory.local_machine"));
  EXPECT_EQ(settings.word("ui.language"), "auto");
}

TEST(Settings, PolicyGoesOverRuntimeOverFileOverDefault) {
  Layers layers;
  layers.file.values[kInterval] = "10";
  EXPECT_EQ(resolve(layers).settings.value(kInterval).origin, Origin::File);
  layers.runtime[kInterval] = "20";
  EXPECT_EQ(resolve(layers).settings.value(kInterval).text, "20");
  layers.policy[kInterval] = "30";
  const Settings settings = resolve(layers).settings;
  EXPECT_EQ(settings.check_interval_hours(), 30);
  EXPECT_EQ(settings.value(kInterval).origin, Origin::Policy);
  EXPECT_TRUE(settings.value(kInterval).locked());
}

TEST(Settings, BadPolicyValueIsToldAndTheNextLayerApplies) {
  Layers layers;
  layers.runtime[kInterval] = "20";
  layers.policy[kInterval] = "500";
  layers.policy["no.such.key"] = "1";
  const Resolved resolved = resolve(layers);
  EXPECT_EQ(resolved.settings.check_interval_hours(), 20);
  EXPECT_FALSE(resolved.settings.value(kInterval).locked());
  ASSERT_EQ(resolved.problems.size(), 2U);
  EXPECT_EQ(resolved.problems[0].error.code, ErrorCode::SettingRange);
  EXPECT_EQ(resolved.problems[0].error.args.at("origin"), "policy");
  EXPECT_EQ(resolved.problems[0].error.args.at("allowed"), "1..72");
  EXPECT_EQ(resolved.problems[1].error.code, ErrorCode::SettingUnknown);
}

TEST(SettingsStore, KeepsTheLastGoodFileAsAWhole) {
  SettingsStore store;
  EXPECT_TRUE(store.take_file(file("[check]\ninterval_hours = 5\n[ui]\nlanguage = \"ja\"\n")));
  EXPECT_FALSE(store.take_file(file("[check]\ninterval_hours = 500\n[ui]\nlanguage = \"en\"\n")));
  EXPECT_EQ(store.current().check_interval_hours(), 5);
  EXPECT_EQ(store.current().word("ui.language"), "ja");
  EXPECT_EQ(store.problems().size(), 1U);
  EXPECT_TRUE(store.take_file(file("[ui]\nlanguage = \"en\"\n")));
  EXPECT_EQ(store.current().check_interval_hours(), 24);
  EXPECT_TRUE(store.problems().empty());
}

TEST(SettingsStore, SetsAndResetsAtRunTime) {
  SettingsStore store;
  store.take_file(file("[check]\ninterval_hours = 5\n"));
  EXPECT_EQ(*store.set(kInterval, "012", false), "12");
  EXPECT_EQ(store.current().value(kInterval).origin, Origin::Runtime);
  EXPECT_TRUE(store.reset(kInterval, false));
  EXPECT_EQ(store.current().value(kInterval).origin, Origin::File);
  EXPECT_EQ(store.current().check_interval_hours(), 5);
}

TEST(SettingsStore, RefusesAndKeepsTheOldValue) {
  SettingsStore store;
  ASSERT_TRUE(store.set(kInterval, "12", false));
  EXPECT_EQ(store.set(kInterval, "73", false).error().code, ErrorCode::SettingRange);
  EXPECT_EQ(store.set(kInterval, "x", false).error().code, ErrorCode::SettingType);
  EXPECT_EQ(store.set("check.interval", "1", true).error().code, ErrorCode::SettingUnknown);
  EXPECT_EQ(store.set("log.level", "debug", false).error().code, ErrorCode::SettingNotAllowed);
  EXPECT_EQ(store.reset("log.level", false).error().code, ErrorCode::SettingNotAllowed);
  EXPECT_TRUE(store.set("log.level", "debug", true));
  EXPECT_EQ(store.current().check_interval_hours(), 12);
}

TEST(SettingsStore, RefusesWhatPolicySets) {
  SettingsStore store;
  store.take_policy({.values = {{kInterval, "48"}}, .problems = {}});
  EXPECT_EQ(store.set(kInterval, "12", true).error().code, ErrorCode::SettingLockedByPolicy);
  EXPECT_EQ(store.reset(kInterval, true).error().code, ErrorCode::SettingLockedByPolicy);
  EXPECT_TRUE(store.take_policy({}));
  EXPECT_TRUE(store.set(kInterval, "12", true));
}

TEST(SettingsStore, SaysWhetherAnythingChanged) {
  SettingsStore store;
  EXPECT_FALSE(store.take_file(file("")));
  EXPECT_FALSE(store.take_runtime({}));
  EXPECT_TRUE(store.take_runtime({{kInterval, "3"}}));
  EXPECT_FALSE(store.take_runtime({{kInterval, "3"}}));
}

}  // namespace
}  // namespace kigen::settings
