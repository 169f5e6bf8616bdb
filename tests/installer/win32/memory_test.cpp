// What was typed is in no memory of the process once the window has closed.
#include <windows.h>

#include <gtest/gtest.h>

#include "installer/wizard/ids.h"
#include "office.h"

namespace kigen::wizard::test {
namespace {

constexpr std::size_t kLength = 10;

// A text that stands nowhere as a whole: neither in the program nor in a variable of the test.
wchar_t secret_character(std::size_t index) {
  return static_cast<wchar_t>(L'A' + (index * 7 + 3) % 26);
}

template <typename Character>
std::size_t count_in(const Character* from, std::size_t length) {
  std::size_t found = 0;
  for (std::size_t i = 0; i + kLength <= length; ++i) {
    std::size_t same = 0;
    while (same < kLength && from[i + same] == static_cast<Character>(secret_character(same))) ++same;
    if (same == kLength) ++found;
  }
  return found;
}

/// How often the secret is in memory that can be written, as UTF-16 and as UTF-8.
std::size_t count_in_memory() {
  std::size_t found = 0;
  MEMORY_BASIC_INFORMATION region{};
  for (char* at = nullptr; ::VirtualQuery(at, &region, sizeof region) != 0;
       at = static_cast<char*>(region.BaseAddress) + region.RegionSize) {
    const bool writable = region.State == MEM_COMMIT && region.Protect == PAGE_READWRITE;
    if (!writable) continue;
    found += count_in(static_cast<const char*>(region.BaseAddress), region.RegionSize);
    found += count_in(static_cast<const wchar_t*>(region.BaseAddress), region.RegionSize / sizeof(wchar_t));
  }
  return found;
}

TEST(WizardMemory, HoldsNoSecretOnceTheWindowHasClosed) {
  auto script = std::make_shared<Script>();
  auto stage =
      std::make_unique<Stage>(text::Language::English, Flow::Start{"", "customs-filing", false}, office(), script);
  ASSERT_TRUE(stage->until([&] { return stage->enabled(ids::kNext); }));
  stage->press(ids::kFirstChoice + 1);
  stage->press(ids::kNext);
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  stage->type(ids::kFirstField, L"ABCDE12345");
  stage->type_each(ids::kFirstField + 1, secret_character, kLength);
  ASSERT_TRUE(stage->enabled(ids::kNext));
  EXPECT_GE(count_in_memory(), 2U) << "the control and the state hold it: else this test would prove nothing";
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Connections));
  stage->press(ids::kBack);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  stage.reset();
  EXPECT_EQ(count_in_memory(), 0U);
}

}  // namespace
}  // namespace kigen::wizard::test
