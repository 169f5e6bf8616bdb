#include "common/text/token_text.h"

#include <fmt/format.h>

#include "common/text/pick.h"

namespace kigen::text {

std::string token_name(Language language, std::string_view label, std::string_view serial) {
  if (label.empty())
    return ja(language) ? fmt::format("シリアル番号 {}", serial) : fmt::format("serial number {}", serial);
  return ja(language) ? fmt::format("「{}」（シリアル番号 {}）", label, serial)
                      : fmt::format("“{}” (serial number {})", label, serial);
}
std::string token_place(Language language, std::string_view serial) {
  return ja(language) ? fmt::format("USBトークン {}", serial) : fmt::format("USB token {}", serial);
}
std::string this_pc(Language language) {
  return pick(language, "このPC", "This PC");
}
std::string token_label(Language language) {
  return pick(language, "名前", "Name");
}
std::string token_serial(Language language) {
  return pick(language, "シリアル番号", "Serial number");
}
std::string token_model(Language language) {
  return pick(language, "機種", "Model");
}
std::string token_away_word(Language language) {
  return pick(language, "未接続", "not plugged in");
}
std::string token_away_notice(Language language, std::string_view serial) {
  return ja(language) ? fmt::format(
                            "この証明書が入っているUSBトークン（シリアル番号 {}）は、今は接続されていません。"
                            "更新の途中で必要になるので、用意してください。",
                            serial)
                      : fmt::format(
                            "The USB token that holds this certificate (serial number {}) is not plugged in. The "
                            "renewal needs it: have it ready.",
                            serial);
}

std::string task_change_pin(Language language) {
  return pick(language, "USBトークンのPINを変更する(&P)", "Change the &PIN of a USB token");
}
std::string task_change_pin_detail(Language language) {
  return pick(language, "今のユーザーPINを、新しいものに変えます。トークンの証明書は変わりません。",
              "Replaces the user PIN that you have now. The certificates on the token stay as they are.");
}
std::string task_unblock(Language language) {
  return pick(language, "ロックされたUSBトークンを解除する(&U)", "&Unblock a locked USB token");
}
std::string task_unblock_detail(Language language) {
  return pick(language, "配布元から知らされたPUK（解除用の番号）を使って、新しいユーザーPINを設定します。",
              "Sets a new user PIN with the PUK, the unblocking code that came from whoever gave you the token.");
}

std::string stage_token(Language language) {
  return pick(language, "USBトークン", "USB token");
}
std::string stage_pin(Language language) {
  return pick(language, "ユーザーPIN", "User PIN");
}
std::string purpose_token(Language language) {
  return pick(language, "USBトークンを接続してください", "Plug in the USB token");
}
std::string purpose_holder(Language language) {
  return pick(language, "このトークンは、あなたに配布されたものですか", "Is this token yours?");
}
std::string button_ask_site(Language language) {
  return pick(language, "照会して次へ(&N)", "Ask and go o&n");
}
std::string button_is_mine(Language language) {
  return pick(language, "はい、次へ(&N)", "Yes, go o&n");
}
std::string button_unblock_instead(Language language) {
  return pick(language, "ロックを解除する(&U)", "&Unblock it");
}
std::string button_open_site(Language language) {
  return pick(language, "入手先のページを開く(&O)", "&Open the download page");
}
std::string button_look_again(Language language) {
  return pick(language, "もう一度探す(&L)", "&Look again");
}
std::string button_stop_looking(Language language) {
  return pick(language, "探すのをやめる(&L)", "Stop &looking");
}

std::string place_token(Language language) {
  return pick(language, "USBトークン(&T)", "A USB &token");
}
std::string place_token_detail(Language language, std::string_view software) {
  if (software.empty())
    return pick(language, "鍵をトークンの中で作ります。トークンを接続したPCで、PINを知っている人だけが使えます。",
                "The key is made inside the token. It works on any PC the token is plugged into, for whoever knows its "
                "PIN.");
  return ja(language) ? fmt::format(
                            "鍵をトークンの中で作ります。トークンを接続したPCで、PINを知っている人だけが使えます。"
                            "「{}」がインストールされている必要があります。",
                            software)
                      : fmt::format(
                            "The key is made inside the token. It works on any PC the token is plugged into, for "
                            "whoever knows its PIN. {} must be installed.",
                            software);
}
std::string place_looking(Language language) {
  return pick(language, "トークンのソフトウェアを確認しています…", "Looking for the token's software…");
}

std::string looking(Language language) {
  return pick(language, "USBトークンを探しています…", "Looking for a USB token…");
}
std::string looking_detail(Language language) {
  return pick(language, "トークンをUSBポートに接続してください。", "Plug the token into a USB port.");
}
std::string looking_long(Language language, std::string_view time) {
  return ja(language) ? fmt::format(
                            "初めて接続したUSBポートでは、Windowsがトークンを認識するまで数分かかることがあります。"
                            "トークンのソフトウェアが応答しないときは、20秒ほどで打ち切ります。経過時間: {}",
                            time)
                      : fmt::format(
                            "On a port that sees it for the first time, Windows may need a few minutes. If the "
                            "token's software does not answer, the search ends after about 20 seconds. So far: {}",
                            time);
}
std::string looking_stopped(Language language) {
  return pick(language, "トークンを探すのをやめました", "The search was stopped");
}
std::string looking_stopped_detail(Language language) {
  return pick(language, "トークンを接続してから、「もう一度探す」を押してください。",
              "Plug the token in, then choose Look again.");
}
std::string no_driver(Language language, std::string_view software) {
  if (software.empty())
    return pick(language, "USBトークンのソフトウェアがインストールされていません",
                "The software of the USB token is not installed");
  return ja(language) ? fmt::format("「{}」がインストールされていません", software)
                      : fmt::format("{} is not installed", software);
}
std::string no_driver_detail(Language language, std::string_view url) {
  return ja(language) ? fmt::format(
                            "トークンを読み取るのに必要です。入手先: {}\n"
                            "インストールが終わったら、「もう一度探す」を押してください。",
                            url)
                      : fmt::format(
                            "It is needed to read the token. Get it from: {}\n"
                            "When it is installed, choose Look again.",
                            url);
}
std::string no_driver_unknown(Language language) {
  return pick(
      language,
      "トークンを読み取るのに必要です。トークンの配布元から入手してインストールし、「もう一度探す」を押してください。"
      "ほかのPCで使えているトークンなら、そのPCで作業することもできます。",
      "It is needed to read the token. Get it from whoever gave you the token, install it, and choose Look again. "
      "If the token works on another PC, you can do this there.");
}
std::string no_token(Language language) {
  return pick(language, "USBトークンが接続されていません", "No USB token is plugged in");
}
std::string no_token_detail(Language language) {
  return pick(language,
              "トークンをUSBポートに接続してください。自動的に見つけます。\n"
              "初めて接続したUSBポートでは、Windowsが認識するまで数分かかることがあります。そのままお待ちください。",
              "Plug it into a USB port; it is found by itself.\n"
              "On a port that sees it for the first time, Windows may need a few minutes. Leave it in and wait.");
}
std::string other_token(Language language, std::string_view serial) {
  return ja(language) ? fmt::format("シリアル番号 {} のトークンが必要です", serial)
                      : fmt::format("The token with serial number {} is needed", serial);
}
std::string other_token_detail(Language language) {
  return pick(language,
              "更新する証明書は、そのトークンに入っています。接続されているのは別のトークンです。差し替えると、自動的に"
              "見つけます。",
              "The certificate to renew is on that one, and what is plugged in is another. Change it; it is found by "
              "itself.");
}
std::string several_tokens(Language language, std::int64_t count) {
  return ja(language) ? fmt::format("トークンが{}本接続されています", count)
                      : fmt::format("{} tokens are plugged in", count);
}
std::string several_tokens_detail(Language language) {
  return pick(language, "使うトークンを1本だけ残して、ほかは抜いてください。",
              "Leave only the one that is to be used.");
}
std::string token_timed_out(Language language) {
  return pick(language, "トークンから応答がありません", "The token does not answer");
}
std::string token_timed_out_detail(Language language) {
  return pick(
      language,
      "時間内に読み取れませんでした。トークンを抜き、数秒待ってから接続し直してください。続くときは、Windows "
      "Updateを済ませ、PCを再起動してください。",
      "It could not be read in time. Pull it out, wait a few seconds, and plug it in again. If it goes on, finish "
      "Windows Update and restart the PC.");
}
std::string token_unreadable(Language language) {
  return pick(language, "トークンを読み取れません", "The token cannot be read");
}
std::string token_locked(Language language) {
  return pick(language, "このトークンはロックされています", "This token is locked");
}
std::string token_locked_unblock(Language language) {
  return pick(
      language,
      "PINの誤りが続いたため、トークンが自らロックしました。PUK（解除用の番号）をお持ちなら、ここで解除できます。",
      "It locked itself after too many wrong PINs. If you have its PUK (unblocking code), you can unblock it here.");
}
std::string token_locked_ask(Language language) {
  return pick(
      language,
      "PINの誤りが続いたため、トークンが自らロックしました。トークンの配布元に、シリアル番号を伝えて、ロックの解除を"
      "申し込んでください。",
      "It locked itself after too many wrong PINs. Ask whoever gave it to you to unlock it, and tell them its serial "
      "number.");
}
std::string token_not_locked(Language language) {
  return pick(language, "このトークンはロックされていません", "This token is not locked");
}
std::string token_not_locked_detail(Language language) {
  return pick(
      language,
      "PINが分かるなら、解除は要りません。PINを忘れたときは、このまま進むと、PUKを使って新しいPINを設定できます。",
      "If you know its PIN, there is nothing to do. If it was forgotten, go on to set a new one with the PUK.");
}
std::string token_not_ready(Language language) {
  return pick(language, "このトークンには、まだPINがありません", "This token has no PIN yet");
}
std::string token_not_ready_detail(Language language) {
  return pick(language, "使える状態になっていません。トークンの配布元に、シリアル番号を伝えてください。",
              "It has not been made ready for use. Tell whoever gave it to you its serial number.");
}
std::string token_ready(Language language) {
  return pick(language, "トークンが見つかりました", "The token was found");
}
std::string token_ready_leave_in(Language language) {
  return pick(language, "作業が終わるまで、抜かないでください。", "Leave it plugged in until the work is done.");
}
std::string token_ask_site(Language language, std::string_view site) {
  return ja(language)
             ? fmt::format("次に、このトークンの持ち主を {} に問い合わせます。送るのはシリアル番号だけです。", site)
             : fmt::format("Next, {} is asked whose token this is. Only its serial number is sent.", site);
}
std::string token_asking_site(Language language, std::string_view site) {
  return ja(language) ? fmt::format("{} に問い合わせています…", site) : fmt::format("Asking {}…", site);
}
std::string token_checking(Language language) {
  return pick(language, "トークンの中身を確認しています…", "Checking what is on the token…");
}
std::string token_list_name(Language language) {
  return pick(language, "接続されているトークン", "Tokens that are plugged in");
}

std::string holder_name(Language language) {
  return pick(language, "登録されている氏名", "Registered name");
}
std::string holder_advice(Language language) {
  return pick(
      language,
      "氏名とシリアル番号を確かめてください。シリアル番号は、トークンの本体にも書かれています。違うときは、"
      "「キャンセル」を押して、下の連絡先に知らせてください。",
      "Check the name, and the serial number, which also stands on the token itself. If it is not yours, choose "
      "Cancel and tell the contact below.");
}

}  // namespace kigen::text
