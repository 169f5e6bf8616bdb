// Edit controls that hold secrets: read without leaving copies behind, masked, and overwritten before they go. UI
// thread only.
#pragma once

#include <windows.h>

#include <functional>
#include <string_view>

namespace kigen::ui {

/// Calls `use` with the control's text as UTF-8 in memory that is wiped afterwards.
void with_text_of(HWND edit, const std::function<void(std::string_view)>& use);
/// UTF-8 into the control; the copy on the way is wiped.
void fill_edit(HWND edit, std::string_view text);
/// Replaces each character by fold(character) and keeps the caret; true when the text changed. Does nothing while an
/// input method composes.
bool fold_edit(HWND edit, const std::function<char32_t(char32_t)>& fold);
/// Dots instead of the characters.
void mask_edit(HWND edit, bool masked);
/// Overwrites the control's own memory and what it keeps for "undo".
void wipe_edit(HWND edit);

}  // namespace kigen::ui
