// What was typed is in no memory of the process once the window has closed.
#include <windows.h>

#include <gtest/gtest.h>

#include "common/ui/win32/dialog.h"
#include "installer/wizard/ids.h"
#include "office.h"

namespace kigen::wizard::test {
namespace {

constexpr std::size_t kLength = 60;
// Its end is looked for: the first bytes of memory that was given back are the heap's own.
constexpr std::size_t kFrom = 40;

// A text that stands nowhere as a whole: neither in the program nor in a variable of the test.
wchar_t secret_character(std::size_t index) {
  return static_cast<wchar_t>(L'A' + ((index + 1) * 2654435761U >> 16U) % 26);
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

struct Copies {
  std::size_t narrow = 0;  ///< UTF-8: the state's
  std::size_t wide = 0;    ///< UTF-16: the control's own, and what it keeps for "undo"
};

/// How often the secret is in memory that can be written.
Copies copies_in_memory() {
  Copies found;
  MEMORY_BASIC_INFORMATION region{};
  for (char* at = nullptr; ::VirtualQuery(at, &region, sizeof region) != 0;
       at = static_cast<char*>(region.BaseAddress) + region.RegionSize) {
    const bool writable = region.State == MEM_COMMIT && region.Protect == PAGE_READWRITE;
    if (!writable) continue;
    found.narrow += count_in(static_cast<const char*>(region.BaseAddress), region.RegionSize);
    found.wide += count_in(static_cast<const wchar_t*>(region.BaseAddress), region.RegionSize / sizeof(wchar_t));
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
  const Copies typed = copies_in_memory();
  EXPECT_EQ(typed.narrow, 1U);
  EXPECT_GE(typed.wide, 1U);
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::Connections));
  const Copies sent = copies_in_memory();
  EXPECT_EQ(sent.narrow, 1U) << "the state, to go back to";
  EXPECT_EQ(sent.wide, 0U);
  stage->press(ids::kBack);
  ASSERT_TRUE(stage->until_page(Page::Credentials));
  stage.reset();
  const Copies closed = copies_in_memory();
  EXPECT_EQ(closed.narrow, 0U);
  EXPECT_EQ(closed.wide, 0U);
}

TEST(WizardMemory, HoldsNoPinOnceItsPageHasGone) {
  auto drawer = std::make_shared<Drawer>();
  drawer->put({token("02A5D1F0")});
  auto stage = std::make_unique<Stage>(text::Language::English, Flow::Start(), token_office(),
                                       std::make_shared<Script>(), drawer);
  ASSERT_TRUE(stage->until([&] { return stage->enabled(ids::kNext); }));
  stage->press(ids::kFirstChoice + 2);
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([&] { return stage->page() == Page::Token && stage->enabled(ids::kNext); }));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until_page(Page::ChangePin));
  stage->type_each(ids::kFirstField, secret_character, kLength);
  const Copies typed = copies_in_memory();
  EXPECT_EQ(typed.narrow, 1U);
  EXPECT_GE(typed.wide, 1U);
  stage.reset();
  const Copies closed = copies_in_memory();
  EXPECT_EQ(closed.narrow, 0U);
  EXPECT_EQ(closed.wide, 0U);
}

TEST(WizardMemory, HoldsNoPinOnceItsDialogHasGone) {
  auto script = std::make_shared<Script>();
  auto stage = std::make_unique<Stage>(text::Language::English, Flow::Start{std::string(64, 'a'), "", false},
                                       token_office(), script);
  ASSERT_TRUE(stage->until([&] { return stage->enabled(ids::kNext); }));
  stage->press(ids::kNext);
  ASSERT_TRUE(stage->until([&] { return stage->page() == Page::Connections && stage->enabled(ids::kNext); }));
  stage->press(ids::kNext);
  renewal::PinQuestion question;
  question.token = token("02A5D1F0").info;
  script->ask(question);
  ASSERT_TRUE(stage->until([] { return find_top(ids::kPinClass) != nullptr; }));
  const HWND dialog = find_top(ids::kPinClass);
  const HWND edit = ::GetDlgItem(dialog, ids::kPin);
  for (std::size_t i = 0; i < kLength; ++i) ::SendMessageW(edit, WM_CHAR, secret_character(i), 1);
  EXPECT_GE(copies_in_memory().wide, 1U);
  stage->press(dialog, ui::Dialog::kCancel);
  ASSERT_TRUE(stage->until([&] { return script->answers().size() == 1; }));
  const Copies closed = copies_in_memory();
  EXPECT_EQ(closed.narrow, 0U);
  EXPECT_EQ(closed.wide, 0U);
}

}  // namespace
}  // namespace kigen::wizard::test
