#include "common/text/ui_text.h"

#include <fmt/format.h>

#include "common/text/pick.h"

namespace kigen::text {
std::string error_why(Language language) {
  return pick(language, "原因", "Why");
}
std::string error_what_to_do(Language language) {
  return pick(language, "対処", "What to do");
}
std::string error_copy(Language language) {
  return pick(language, "詳細をコピー(&Y)", "Cop&y details");
}
std::string error_try_again(Language language) {
  return pick(language, "もう一度試す(&T)", "&Try again");
}
std::string close_button(Language language) {
  return pick(language, "閉じる(&C)", "&Close");
}
std::string back_button(Language language) {
  return pick(language, "戻る(&B)", "&Back");
}
std::string next_button(Language language) {
  return pick(language, "次へ(&N)", "&Next");
}
std::string cancel_button(Language language) {
  return pick(language, "キャンセル", "Cancel");
}
std::string help_button(Language language) {
  return pick(language, "ヘルプ(&H)", "&Help");
}
std::string ok_button(Language language) {
  return pick(language, "OK", "OK");
}
std::string finish_button(Language language) {
  return pick(language, "完了(&F)", "&Finish");
}

std::string step_position(Language language, int step, int steps, const std::string& name) {
  if (language == Language::Japanese) return fmt::format("手順{} / {}：{}", step, steps, name);
  return fmt::format("Step {} of {}: {}", step, steps, name);
}

}  // namespace kigen::text
