// What was typed is in no memory of the process once the window has closed.
#include <windows.h>

#include <gtest/gtest.h>

#include "installer/wizard/ids.h"
#include "office.h"

namespace kigen::wizard::test {
namespace {

constexpr std::size_t kLength = 60;
// Its end is looked for: the first bytes of memory that was given back are the heap's own.
constexpr std::size_t kFrom = 40;

// A text that stands nowhere as a whole: neither in the program nor in a variable of the test.
wchar_t secret_character(std::size_t index) {
  return static_cast<wchar_t>(L'A' + (index * index + index / 3) % 26);
}

template <typename Character>
std::size_t count_in(const Character* from, std::size_t length) {
  std::size_t found = 0;
  for (std::size_t i = 0; i + kLength - kFrom <= length; ++i) {
    std::size_t same = kFrom;
    while (same < kLength && from[i + same - kFrom] == static_cast<Character>(secret_character(same))) ++same;
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
  const Flow::Start start{std::string(64, 'b'), "", false};
  auto stage = std::make_unique<Stage>(text::Language::English, start, office(), script);
  ASSERT_TRUE(stage->until([&] { return stage->enabled(ids::kNext); }));
  stage->press(ids::kNext);
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  stage->type_each(ids::kFirstField, secret_character, kLength);
  ASSERT_TRUE(stage->enabled(ids::kNext));
  EXPECT_EQ(count_in_memory(), 2U) << "the control holds it, and the state";
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Connections));
  EXPECT_EQ(count_in_memory(), 1U) << "the state alone";
  stage->press(ids::kBack);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  stage.reset();
  EXPECT_EQ(count_in_memory(), 0U);
}

}  // namespace
}  // namespace kigen::wizard::test
