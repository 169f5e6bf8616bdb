#include "common/settings/win32/registry_policy_source.h"

#include <gtest/gtest.h>

namespace kigen::settings {
namespace {

constexpr const wchar_t* kParent = L"Software\\KigenPolicyTest";

class RegistryPolicy : public testing::Test {
 protected:
  void SetUp() override {
    ::RegDeleteTreeW(HKEY_CURRENT_USER, kParent);
    ASSERT_EQ(::RegCreateKeyExW(HKEY_CURRENT_USER, kParent, 0, nullptr, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, nullptr,
                                parent_.out(), nullptr),
              ERROR_SUCCESS);
  }
  void TearDown() override {
    key_.reset();
    parent_.reset();
    ::RegDeleteTreeW(HKEY_CURRENT_USER, kParent);
  }
  void create_key() {
    ASSERT_EQ(::RegCreateKeyExW(parent_.get(), L"Kigen", 0, nullptr, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, nullptr,
                                key_.out(), nullptr),
              ERROR_SUCCESS);
  }
  void set(const wchar_t* name, DWORD value) {
    ::RegSetValueExW(key_.get(), name, 0, REG_DWORD, reinterpret_cast<const BYTE*>(&value), sizeof value);
  }
  void set(const wchar_t* name, std::wstring_view text) {
    ::RegSetValueExW(key_.get(), name, 0, REG_SZ, reinterpret_cast<const BYTE*>(text.data()),
                     static_cast<DWORD>(text.size() * sizeof(wchar_t)));
  }
  static bool signalled(void* event) { return ::WaitForSingleObject(event, 5000) == WAIT_OBJECT_0; }
  static bool quiet(void* event) { return ::WaitForSingleObject(event, 0) == WAIT_TIMEOUT; }

  UniqueHandle<RegistryKeyTraits> parent_, key_;
  RegistryPolicySource source_{HKEY_CURRENT_USER, kParent, L"Kigen"};
};

TEST_F(RegistryPolicy, IsEmptyWithoutTheKey) {
  const PolicyReading reading = source_.read();
  EXPECT_TRUE(reading.values.empty());
  EXPECT_TRUE(reading.problems.empty());
}

TEST_F(RegistryPolicy, ReadsNumbersBooleansAndWords) {
  create_key();
  set(L"check.interval_hours", 36);
  set(L"inventory.local_machine", DWORD{0});
  set(L"ui.language", L"ja");
  EXPECT_EQ(source_.read().values,
            (Values{{"check.interval_hours", "36"}, {"inventory.local_machine", "false"}, {"ui.language", "ja"}}));
}

TEST_F(RegistryPolicy, ReadsManyValuesAndTellsOtherTypes) {
  create_key();
  set(L"check.interval_hours", 4000000000U);
  const BYTE bytes[3] = {1, 2, 3};
  ::RegSetValueExW(key_.get(), L"log.level", 0, REG_BINARY, bytes, sizeof bytes);
  const PolicyReading reading = source_.read();
  EXPECT_EQ(reading.values.at("check.interval_hours"), "4000000000");
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].error.code, ErrorCode::SettingType);
  EXPECT_EQ(reading.problems[0].key, "log.level");
}

TEST_F(RegistryPolicy, SignalsAChangeOfAValue) {
  create_key();
  const auto event = source_.arm_change_event();
  ASSERT_TRUE(event);
  EXPECT_TRUE(quiet(*event));
  set(L"check.interval_hours", 12);
  EXPECT_TRUE(signalled(*event));
  ASSERT_TRUE(source_.arm_change_event());
  EXPECT_TRUE(quiet(*event));
  set(L"check.interval_hours", 13);
  EXPECT_TRUE(signalled(*event));
}

TEST_F(RegistryPolicy, SignalsThatTheKeyAppears) {
  const auto event = source_.arm_change_event();
  ASSERT_TRUE(event);
  EXPECT_TRUE(quiet(*event));
  create_key();
  EXPECT_TRUE(signalled(*event));
}

TEST_F(RegistryPolicy, ArmingTwiceIsNoChange) {
  create_key();
  ASSERT_TRUE(source_.arm_change_event());
  const auto event = source_.arm_change_event();
  ASSERT_TRUE(event);
  EXPECT_TRUE(quiet(*event));
}

}  // namespace
}  // namespace kigen::settings
