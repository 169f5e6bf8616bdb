#include "common/text/enrol_text.h"

#include <fmt/format.h>

#include "common/text/pick.h"

namespace kigen::text {
std::string consent_site(Language language) {
  return pick(language, "接続先", "Site");
}
std::string consent_sends(Language language) {
  return pick(language, "送る情報", "What is sent");
}
std::string consent_certificate(Language language, std::string_view name) {
  return ja(language) ? fmt::format("証明書「{}」（所有者であることの証明に使います。秘密鍵は送りません）", name)
                      : fmt::format("The certificate {}, to prove that it is yours; its private key stays here", name);
}
std::string consent_request(Language language) {
  return pick(language, "新しい公開鍵と、証明書に載せる名前", "A new public key and the name for the certificate");
}
std::string consent_nothing_before(Language language) {
  return pick(language, "「許可する」を押すまで、何も送りません。", "Nothing is sent before you choose Allow.");
}
std::string consent_check(Language language) {
  return pick(language, "証明書を取得するサイトは、ブラウザーのアドレスや通知の記載と同じかを確かめてください。",
              "Check that the site is the one that your notification or the service's page names.");
}
std::string root_name(Language language) {
  return pick(language, "プロファイルでの名前", "Name in the profile");
}
std::string root_subject(Language language) {
  return pick(language, "発行先", "Issued to");
}
std::string root_valid(Language language) {
  return pick(language, "有効期間", "Valid");
}
std::string root_store_user(Language language) {
  return pick(language, "このアカウントの「信頼されたルート証明機関」", "Trusted root authorities of this account");
}
std::string root_store_machine(Language language) {
  return pick(language, "PC全体の「信頼されたルート証明機関」（管理者の許可が必要です）",
              "Trusted root authorities of the whole PC (Windows asks for an administrator)");
}
std::string root_store(Language language) {
  return pick(language, "保存先", "Goes into");
}
std::string root_received(Language language, std::string_view algorithm) {
  return ja(language) ? fmt::format("届いた証明書の拇印（{}）", algorithm)
                      : fmt::format("Thumbprint received ({})", algorithm);
}
std::string root_pinned(Language language, std::string_view algorithm) {
  return ja(language) ? fmt::format("登録されている拇印（{}）", algorithm)
                      : fmt::format("Thumbprint on record ({})", algorithm);
}
std::string root_not_pinned(Language language) {
  return pick(language, "登録なし", "None on record");
}
std::string root_same(Language language) {
  return pick(language, "同じです", "The same");
}
std::string root_different(Language language) {
  return pick(language, "違います", "Different");
}
std::string root_all_same(Language language) {
  return pick(language, "拇印は、登録されているものと一致しています。", "The thumbprint equals the one on record.");
}
std::string root_windows_asks(Language language) {
  return pick(
      language,
      "続いて、Windowsからもう一度確認があります。同じ拇印が表示されていることを確かめ、「はい」を選んでください。",
      "Windows asks once more after this. Compare the thumbprint that it shows, and choose Yes.");
}
std::string progress_waiting_word(Language language) {
  return pick(language, "未実行", "to do");
}
std::string progress_running_word(Language language) {
  return pick(language, "実行中", "now");
}
std::string progress_done_word(Language language) {
  return pick(language, "済み", "done");
}
std::string progress_skipped_word(Language language) {
  return pick(language, "不要", "not needed");
}
std::string progress_failed_word(Language language) {
  return pick(language, "失敗", "failed");
}
std::string progress_elapsed(Language language, std::string_view time) {
  return ja(language) ? fmt::format("経過時間 {}", time) : fmt::format("{} so far", time);
}
std::string progress_stopping(Language language) {
  return pick(language, "中止しています。今の手順が終わるまでお待ちください。",
              "Stopping as soon as the present step allows.");
}
std::string progress_ra_later(Language language, std::string_view when, std::string_view wait) {
  return ja(language)
             ? fmt::format("認証局で処理に時間がかかっています。次の問い合わせは{}です（あと{}）。", when, wait)
             : fmt::format("The registration authority needs more time. It is asked again {}, in {}.", when, wait);
}
std::string progress_ask_now(Language language) {
  return pick(language, "今すぐ問い合わせる(&K)", "As&k now");
}
std::string progress_key_use(Language language) {
  return pick(language, "Windowsから、秘密鍵の使用について確認の画面が出ることがあります。「許可」を選んでください。",
              "Windows may ask whether the private key may be used. Allow it.");
}
std::string progress_root_install(Language language) {
  return pick(
      language,
      "Windowsから、ルート証明書のインストールについて確認の画面が出ます。拇印を確かめて「はい」を選んでください。",
      "Windows asks about the root certificate now. Compare the thumbprint and choose Yes.");
}
std::string progress_root_number(Language language, std::string_view name, std::int64_t number) {
  return ja(language) ? fmt::format("ルート証明書{}枚目：{}", number, name)
                      : fmt::format("Root certificate {}: {}", number, name);
}
std::string minutes_seconds(Language language, std::int64_t minutes, std::int64_t seconds) {
  return ja(language) ? fmt::format("{}分{}秒", minutes, seconds) : fmt::format("{} min {} s", minutes, seconds);
}
std::string only_seconds(Language language, std::int64_t seconds) {
  return ja(language) ? fmt::format("{}秒", seconds) : fmt::format("{} s", seconds);
}
std::string cancel_title(Language language) {
  return pick(language, "作業の中止", "Stop");
}
std::string cancel_question_issue(Language language) {
  return pick(language, "証明書の発行を中止しますか", "Stop the issue of the certificate?");
}
std::string cancel_question_renewal(Language language) {
  return pick(language, "証明書の更新を中止しますか", "Stop the renewal?");
}
std::string stays_nothing(Language language) {
  return pick(language, "まだ何も変わっていません。作りかけの鍵は取り除きます。",
              "Nothing has changed yet; a key that was made for it is removed.");
}
std::string stays_resumable(Language language) {
  return pick(language,
              "申請はすでに認証局へ送られている可能性があります。途中の状態を残すので、次にウィザードを開いたときに続き"
              "から再開できます。",
              "The request may be with the registration authority already. What was begun is kept: the wizard offers "
              "to continue it next time.");
}
std::string stays_stored(Language language) {
  return pick(
      language,
      "新しい証明書は保存済みですが、使えることをまだ確かめていません。次にウィザードを開くと、確認から再開できます。",
      "The new certificate is stored, but not proven yet. The wizard offers to prove it next time.");
}
std::string left_nothing(Language language) {
  return pick(language, "何も変わっていません。", "Nothing has changed.");
}
std::string stays_old(Language language) {
  return pick(language, "今の証明書は、そのまま使えます。", "The present certificate goes on working.");
}
std::string cancel_stop(Language language) {
  return pick(language, "中止する(&S)", "&Stop");
}
std::string cancel_go_on(Language language) {
  return pick(language, "続ける(&C)", "&Continue");
}
std::string result_valid_until(Language language, std::string_view date, std::string_view years) {
  return ja(language) ? fmt::format("{}まで使えます（{}）", date, years)
                      : fmt::format("It is valid until {} ({})", date, years);
}
std::string result_content(Language language) {
  return pick(language, "発行された証明書", "The certificate");
}
std::string result_chain(Language language) {
  return pick(language, "証明書のパス", "Chain");
}
std::string result_status(Language language) {
  return pick(language, "状態", "Status");
}
std::string result_good(Language language) {
  return pick(language, "この証明書は有効です", "Valid");
}
std::string result_stored(Language language) {
  return pick(language, "保存したもの", "What is stored where");
}
std::string result_where_user(Language language) {
  return pick(language, "Windowsの証明書ストア（このアカウントの「個人」）",
              "The certificate store of Windows (this account, Personal)");
}
std::string result_friendly_name(Language language) {
  return pick(language, "フレンドリ名", "Friendly name");
}
std::string result_replaced(Language language) {
  return pick(language, "前の証明書", "The one before");
}
std::string result_replaced_kept(Language language, std::string_view date) {
  return ja(language) ? fmt::format("残してあります（有効期限 {}）", date) : fmt::format("Kept (expires {})", date);
}
std::string result_proof(Language language) {
  return pick(language, "動作の確認", "Proof");
}
std::string result_proof_page(Language language) {
  return pick(language, "確認ページが、新しい証明書での接続を受け付けました",
              "The check page accepted the new certificate");
}
std::string result_proof_local(Language language) {
  return pick(language, "新しい証明書の秘密鍵で署名できることを確かめました", "Its private key signs");
}
std::string result_ssl_cleared(Language language) {
  return pick(language, "前の接続の記録が残っていたため、SSL状態をクリアしました",
              "An earlier connection was remembered, so the SSL state was cleared");
}
std::string result_next(Language language) {
  return pick(language, "次にすること", "What to do next");
}
std::string result_close_browsers(Language language) {
  return pick(language,
              "ブラウザーを開いている場合は、すべて閉じてから開き直してください。新しい証明書を選べるようになります。",
              "If a browser is open, close all its windows and open it again: it then offers the new certificate.");
}
std::string result_pick(Language language, std::string_view name) {
  return ja(language) ? fmt::format("証明書の選択画面では、「{}」を選んでください。", name)
                      : fmt::format("Where a program lets you choose, take “{}”.", name);
}
std::string result_notes(Language language) {
  return pick(language, "お知らせ", "Notes");
}
std::string result_show(Language language) {
  return pick(language, "証明書の表示(&S)", "&Show the certificate");
}
std::string period_days(Language language, std::int64_t days) {
  return ja(language) ? fmt::format("{}日間", days) : fmt::format("{} days", days);
}
std::string period_months(Language language, std::int64_t months) {
  return ja(language) ? fmt::format("約{}か月間", months) : fmt::format("about {} months", months);
}
std::string period_years(Language language, std::int64_t years) {
  return ja(language) ? fmt::format("約{}年間", years) : fmt::format("about {} years", years);
}
std::string failure_why(Language language) {
  return pick(language, "原因", "Why");
}
std::string failure_what_to_do(Language language) {
  return pick(language, "対処", "What to do");
}
std::string failure_hint(Language language) {
  return pick(language, "サービスからの案内", "What the service says");
}
std::string failure_tries_left(Language language, std::int64_t tries) {
  return ja(language) ? fmt::format("残り{}回でロックされます", tries) : fmt::format("{} left before it locks", tries);
}
std::string failure_tries(Language language) {
  return pick(language, "入力できる回数", "Tries");
}
std::string failure_until(Language language) {
  return pick(language, "ロックの解除", "Unlocks");
}
std::string failure_ask_again_at(Language language) {
  return pick(language, "次に問い合わせできる時刻", "Ask again");
}
std::string failure_what_stays(Language language) {
  return pick(language, "このPCの状態", "On this PC");
}
std::string failure_where(Language language) {
  return pick(language, "止まった手順", "Where it stopped");
}
std::string failure_support(Language language) {
  return pick(language, "問い合わせ先", "Whom to ask");
}
std::string failure_codes(Language language) {
  return pick(language, "コード", "Codes");
}
std::string failure_copy(Language language) {
  return pick(language, "詳細をコピー(&Y)", "Cop&y details");
}
std::string failure_copied(Language language) {
  return pick(language, "コピーしました", "Copied");
}
std::string failure_show_hint(Language language) {
  return pick(language, "この画面の内容は、「詳細をコピー」で問い合わせ先に送れます。",
              "Copy details puts all of this on the clipboard for the help desk.");
}
std::string new_certificate_for(Language language, std::string_view service) {
  return ja(language) ? fmt::format("{}の新しい証明書", service) : fmt::format("a new certificate for {}", service);
}
std::string step_text(Language language, std::string_view step) {
  if (step == "prepare") return pick(language, "準備を確認する", "Check that all is there");
  if (step == "token") return pick(language, "USBトークンを開く", "Open the USB token");
  if (step == "consent") return pick(language, "接続の許可を得る", "Ask for your consent");
  if (step == "roots") return pick(language, "ルート証明書を確認する", "Check the root certificates");
  if (step == "before") return pick(language, "更新前のコマンドを実行する", "Run the commands before");
  if (step == "key") return pick(language, "新しい鍵を作る", "Make a new key");
  if (step == "request") return pick(language, "申請を作る", "Make the request");
  if (step == "send") return pick(language, "認証局に申請し、応答を待つ", "Send it and wait for the answer");
  if (step == "keep") return pick(language, "応答を控える", "Keep the answer");
  if (step == "check") return pick(language, "届いた証明書を検査する", "Check what was issued");
  if (step == "store") return pick(language, "証明書を保存する", "Store the certificate");
  if (step == "set_pin") return pick(language, "新しいユーザーPINを設定する", "Set the new user PIN");
  if (step == "prove") return pick(language, "新しい証明書が使えることを確かめる", "Prove that it works");
  if (step == "supersede") return pick(language, "前の証明書に印を付ける", "Mark the one before");
  if (step == "after") return pick(language, "更新後のコマンドを実行する", "Run the commands after");
  return std::string(step);
}

}  // namespace kigen::text
