// The part of token_text.h that is about PINs, and how work with a token ends.
#include <fmt/format.h>

#include "common/text/pick.h"
#include "common/text/token_text.h"

namespace kigen::text {

std::string purpose_new_pin(Language language) {
  return pick(language, "トークンのユーザーPINを決めてください", "Choose the token's user PIN");
}
std::string purpose_change_pin(Language language) {
  return pick(language, "ユーザーPINを変更します", "Change the user PIN");
}
std::string purpose_unblock(Language language) {
  return pick(language, "ロックを解除し、新しいPINを設定します", "Unblock the token and set a new PIN");
}
std::string purpose_pin_changed(Language language) {
  return pick(language, "ユーザーPINを変更しました", "The user PIN was changed");
}
std::string purpose_unblocked(Language language) {
  return pick(language, "トークンのロックを解除しました", "The token was unblocked");
}
std::string purpose_pin_failed(Language language) {
  return pick(language, "PINは変わっていません", "The PIN is what it was");
}
std::string button_change_pin(Language language) {
  return pick(language, "変更する(&N)", "Cha&nge");
}
std::string button_unblock(Language language) {
  return pick(language, "解除する(&N)", "U&nblock");
}

std::string button_go_on_unblocked(Language language, bool issue) {
  if (issue) return pick(language, "発行を続ける(&N)", "Go o&n with the issue");
  return pick(language, "更新を続ける(&N)", "Go o&n with the renewal");
}
std::string result_go_on(Language language, bool issue) {
  if (issue)
    return pick(language, "中断した証明書の発行を、続きから行えます。PINを求められたら、新しいPINを入力してください。",
                "The issue that the lock interrupted can go on now. It takes the new PIN.");
  return pick(language, "中断した証明書の更新を、続きから行えます。PINを求められたら、新しいPINを入力してください。",
              "The renewal that the lock interrupted can go on now. It takes the new PIN.");
}

std::string pin_field(Language language) {
  return pick(language, "ユーザーPIN(&P)", "User &PIN");
}
std::string pin_current_field(Language language) {
  return pick(language, "現在のユーザーPIN(&1)", "Present user PIN (&1)");
}
std::string pin_new_field(Language language) {
  return pick(language, "新しいユーザーPIN(&2)", "New user PIN (&2)");
}
std::string pin_again_field(Language language) {
  return pick(language, "新しいユーザーPIN（確認入力）(&3)", "New user PIN, once more (&3)");
}
std::string puk_field(Language language) {
  return pick(language, "PUK（解除用の番号）(&1)", "PUK, the unblocking code (&1)");
}
std::string pin_set_intro(Language language) {
  return pick(language,
              "これからトークンを使うときに、毎回入力するPINです。証明書の保存と同時に、トークンに設定します。",
              "You will enter it whenever you use the token. It is set when the certificate has been stored.");
}
std::string pin_change_intro(Language language, std::string_view token) {
  return ja(language) ? fmt::format("対象のトークン: {}", token) : fmt::format("The token: {}", token);
}
std::string pin_unblock_intro(Language language, std::string_view token) {
  return ja(language) ? fmt::format("対象のトークン: {}。PUKは、トークンの配布元から知らされた番号です。", token)
                      : fmt::format("The token: {}. Its PUK came from whoever gave it to you.", token);
}
std::string pin_pad_page(Language language) {
  return pick(
      language,
      "このトークンのPINは、リーダーのキーで入力します。下のボタンを押してから、リーダーの表示に従って"
      "入力してください。1分以内に入力してください。",
      "PINs of this token are typed on its reader. Choose the button below, then follow the reader's display. There "
      "is one minute for it.");
}
std::string pin_pad_set_intro(Language language, std::int64_t least, std::int64_t most) {
  const std::string length = least == most  ? fmt::format("{}", most)
                             : ja(language) ? fmt::format("{}～{}", least, most)
                                            : fmt::format("{} to {}", least, most);
  return ja(language)
             ? fmt::format(
                   "このトークンのPINは、リーダーのキーで入力します。この画面で入力するものはありません。"
                   "証明書を保存したあとに、新しいPIN（{}文字）をリーダーで設定していただきます。",
                   length)
             : fmt::format(
                   "PINs of this token are typed on its reader: there is nothing to enter here. When the certificate "
                   "has been stored, you are asked to set the new one on the reader. It has to be {} characters long.",
                   length);
}
std::string pin_rules_heading(Language language) {
  return pick(language, "新しいPINの条件", "What the new PIN must be");
}
std::string pin_rule_length(Language language, std::int64_t least, std::int64_t most) {
  if (least == most) return ja(language) ? fmt::format("{}文字である", most) : fmt::format("{} characters long", most);
  return ja(language) ? fmt::format("{}～{}文字である", least, most)
                      : fmt::format("{} to {} characters long", least, most);
}
std::string pin_rule_characters(Language language, std::string_view what) {
  return ja(language) ? fmt::format("{}だけを使っている", what) : fmt::format("made of {} only", what);
}
std::string pin_rule_different(Language language) {
  return pick(language, "現在のPINと違う", "different from the present one");
}
std::string pin_rule_same(Language language) {
  return pick(language, "2回の入力が同じである", "the same in both fields");
}
std::string rule_held(Language language) {
  return pick(language, "満たしています", "yes");
}
std::string rule_open(Language language) {
  return pick(language, "未入力", "not yet");
}
std::string rule_broken(Language language) {
  return pick(language, "満たしていません", "no");
}
std::string pin_advice(Language language) {
  return pick(language, "誕生日、電話番号、名前など、人に分かるものは避けてください。",
              "Avoid what others can guess: birthdays, telephone numbers, names.");
}
std::string pin_tries(Language language, std::int64_t left) {
  return ja(language) ? fmt::format("あと{}回間違えると、トークンがロックされます。", left)
                      : fmt::format("{} more wrong entr{} lock{} the token.", left, left == 1 ? "y" : "ies",
                                    left == 1 ? "s" : "");
}
std::string puk_last_try(Language language) {
  return pick(language, "PUKをもう一度間違えると、トークンは二度と解除できなくなります。",
              "If the PUK is wrong once more, the token can never be unblocked.");
}
std::string pin_tries_low(Language language) {
  return pick(language, "すでにPINの誤りがありました。続けて間違えると、トークンがロックされます。",
              "There has been a wrong PIN already. Going on like that locks the token.");
}
std::string pin_setting(Language language) {
  return pick(language, "トークンに設定しています。抜かないでください…",
              "Setting it on the token. Do not pull it out…");
}
std::string pin_reading_tries(Language language) {
  return pick(language, "残りの回数を確認しています…", "Reading how many tries are left…");
}

std::string pin_title(Language language) {
  return pick(language, "USBトークンのPIN", "PIN of the USB token");
}
std::string pin_question(Language language) {
  return pick(language, "ユーザーPINを入力してください", "Enter the user PIN");
}
std::string pin_again(Language language) {
  return pick(language, "PINが違いました。もう一度入力してください。", "That was not the PIN. Enter it again.");
}
std::string pin_hint(Language language) {
  return pick(language, "トークンを使うときに入力しているPINです。トークンだけに渡し、PCには保存しません。",
              "The one you enter whenever you use the token. It goes to the token alone and is never kept.");
}
std::string pin_pad_question(Language language) {
  return pick(language, "リーダーのキーでPINを入力してください", "Enter the PIN on the reader");
}
std::string pin_pad_hint(Language language) {
  return pick(language, "「始める」を押してから1分以内に、リーダーで入力してください。PINはPCを通りません。",
              "Choose Start, then type it on the reader within a minute. The PIN does not pass through the PC.");
}
std::string pin_pad_start(Language language) {
  return pick(language, "始める(&S)", "&Start");
}
std::string pin_pad_progress(Language language) {
  return pick(language, "リーダーのキーでPINを入力してください。1分以内に入力が必要です。",
              "Enter the PIN on the reader. There is one minute for it.");
}
std::string pin_pad_new_progress(Language language) {
  return pick(language,
              "リーダーのキーで、新しいPINを設定してください。今のPINと新しいPINを、リーダーの表示に従って1分以内に"
              "入力してください。",
              "Set your new PIN on the reader: follow its display for the present one and the new one. There is one "
              "minute for it.");
}
std::string last_try_title(Language language) {
  return pick(language, "最後の1回です", "The last try");
}
std::string last_try_question(Language language, bool puk) {
  if (puk) return pick(language, "最後の1回です。PUKを入力しますか", "This is the last try. Use the PUK?");
  return pick(language, "最後の1回です。PINを入力しますか", "This is the last try. Use a PIN?");
}
std::string last_try_detail(Language language, std::string_view token, bool puk) {
  if (puk)
    return ja(language) ? fmt::format(
                              "次に間違えると、トークン{}は二度と解除できなくなります。PUKに自信がないときは、配布元に"
                              "確認してから入力してください。",
                              token)
                        : fmt::format(
                              "If it is wrong once more, the token {} can never be unblocked again. Unless you are "
                              "sure of the PUK, ask whoever gave it to you first.",
                              token);
  return ja(language)
             ? fmt::format(
                   "次に間違えると、トークン{}はロックされ、使えなくなります。PINに自信がないときは、先に配布元へ"
                   "問い合わせてください。",
                   token)
             : fmt::format(
                   "If it is wrong once more, the token {} locks and cannot be used. Unless you are sure of "
                   "the PIN, ask whoever gave it to you first.",
                   token);
}
std::string last_try_yes(Language language) {
  return pick(language, "最後の1回を使う(&Y)", "Use the last tr&y");
}
std::string last_try_no(Language language) {
  return pick(language, "やめる(&N)", "Do &not");
}
std::string plug_in_title(Language language) {
  return pick(language, "USBトークンの接続", "USB token");
}
std::string plug_in_question(Language language) {
  return pick(language, "USBトークンを接続してください", "Plug in the USB token");
}
std::string plug_in_detail(Language language, std::string_view token) {
  if (token.empty())
    return pick(language, "この作業に使うトークンです。接続すると、自動的に続けます。",
                "The one that this is for. The work goes on by itself when it is there.");
  return ja(language) ? fmt::format("必要なのは{}です。接続すると、自動的に続けます。", token)
                      : fmt::format("It has to be {}. The work goes on by itself when it is there.", token);
}

std::string cancel_question_pin(Language language) {
  return pick(language, "途中でやめますか", "Stop half way?");
}
std::string stays_token(Language language) {
  return pick(language, "トークンは、まだ何も変わっていません。", "Nothing on the token has changed yet.");
}
std::string stays_pin(Language language) {
  return pick(language, "PINは、まだ変わっていません。", "The PIN has not changed yet.");
}
std::string result_token(Language language) {
  return pick(language, "USBトークン", "USB token");
}
std::string result_pin(Language language) {
  return pick(language, "ユーザーPIN", "User PIN");
}
std::string result_pin_unchanged(Language language) {
  return pick(language, "変わっていません。今までのPINをお使いください。", "Unchanged: go on using the one you have.");
}
std::string result_pin_set(Language language) {
  return pick(language, "先ほど決めたPINになりました。忘れないようにしてください。",
              "It is the one you just chose. Do not forget it.");
}
std::string result_replug(Language language) {
  return pick(language, "接続できないときは、トークンを一度抜いて、接続し直してください。",
              "If a site does not see it, pull the token out once and plug it in again.");
}
std::string result_pin_changed(Language language) {
  return pick(language, "次からは、新しいユーザーPINを入力してください", "From now on, enter the new user PIN");
}
std::string result_unblocked(Language language) {
  return pick(language, "ロックが解除され、新しいユーザーPINで使えます", "It is unblocked and takes the new user PIN");
}
std::string result_use_new_pin(Language language) {
  return pick(
      language, "前のPINは使えません。新しいPINを忘れたり、続けて間違えたりすると、トークンは使えなくなります。",
      "The PIN before no longer works. If the new one is forgotten or entered wrongly too often, the token locks.");
}
std::string result_certificates_stay(Language language) {
  return pick(language, "トークンの証明書は変わっていません。そのまま使えます。",
              "The certificates on it are as they were.");
}

}  // namespace kigen::text
