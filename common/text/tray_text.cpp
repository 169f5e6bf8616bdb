#include "common/text/tray_text.h"

#include <fmt/format.h>

#include "common/text/pick.h"

namespace kigen::text {

std::string product_name(Language language) {
  return pick(language, "Kigen", "Kigen");
}
std::string window_title(Language, std::string_view window, std::string_view version) {
  return fmt::format("{} - Kigen {}", window, version);
}
std::string warning_window(Language language) {
  return pick(language, "証明書の有効期限", "Certificate expiry");
}
std::string main_window(Language language) {
  return pick(language, "証明書とお知らせ", "Certificates and notices");
}
std::string interval_window(Language language) {
  return pick(language, "チェック間隔", "Check interval");
}
std::string about_window(Language language) {
  return pick(language, "バージョン情報", "About");
}

std::string wizard_window(Language language) {
  return pick(language, "証明書ウィザード", "Certificate wizard");
}

std::string menu_open(Language language) {
  return pick(language, "証明書とお知らせを開く(&O)", "&Open Kigen");
}
std::string menu_check(Language language) {
  return pick(language, "今すぐチェック(&C)", "&Check now");
}
std::string menu_interval(Language language) {
  return pick(language, "チェック間隔の変更(&I)…", "Change the check &interval…");
}
std::string menu_wizard(Language language) {
  return pick(language, "証明書ウィザードの起動(&W)…", "Start the certificate &wizard…");
}
std::string menu_language(Language language) {
  return pick(language, "表示言語(&L)", "&Language");
}
std::string menu_language_system(Language language) {
  return pick(language, "Windowsの設定に合わせる(&S)", "&Same as Windows");
}
std::string menu_about(Language language) {
  return pick(language, "バージョン情報(&A)", "&About Kigen");
}
std::string menu_exit(Language language) {
  return pick(language, "終了(&X)", "E&xit");
}
std::string menu_copy(Language language) {
  return pick(language, "コピー(&C)\tCtrl+C", "&Copy\tCtrl+C");
}

std::string tab_certificates(Language language) {
  return pick(language, "証明書", "Certificates");
}
std::string tab_notices(Language language, std::int64_t unread) {
  if (unread <= 0) return pick(language, "お知らせ", "Notices");
  return ja(language) ? fmt::format("お知らせ（未読{}件）", unread) : fmt::format("Notices ({} unread)", unread);
}
std::string tabs_name(Language language) {
  return pick(language, "表示の切り替え", "Views");
}
std::string button_check_now(Language language) {
  return pick(language, "今すぐチェック(&N)", "Check &now");
}
std::string button_menu(Language language) {
  return pick(language, "メニュー(&M)", "&Menu");
}
std::string next_check(Language language, std::string_view when) {
  return ja(language) ? fmt::format("次回のチェック：{}", when) : fmt::format("Next check: {}", when);
}
std::string filter_label(Language language) {
  return pick(language, "絞り込み(&F)：", "&Filter:");
}
std::string filter_hint(Language language) {
  return pick(language, "名前、発行者、状態など", "Name, issuer, status or place");
}
std::string column_status(Language language) {
  return pick(language, "状態", "Status");
}
std::string column_name(Language language) {
  return pick(language, "名前", "Name");
}
std::string column_issuer(Language language) {
  return pick(language, "発行者", "Issuer");
}
std::string column_expires(Language language) {
  return pick(language, "有効期限", "Expires");
}
std::string column_days_left(Language language) {
  return pick(language, "残り日数", "Days left");
}
std::string column_profile(Language language) {
  return pick(language, "用途", "Profile");
}
std::string column_place(Language language) {
  return pick(language, "保管場所", "Place");
}
std::string place_user_store(Language language) {
  return pick(language, "このユーザーの証明書ストア", "This user's Windows store");
}
std::string place_machine_store(Language language) {
  return pick(language, "このPCの証明書ストア", "This PC's Windows store");
}
std::string place_token(Language language, std::string_view label, std::string_view serial, bool present) {
  const std::string named = label.empty()  ? std::string(ja(language) ? "USBトークン" : "USB token")
                            : ja(language) ? fmt::format("USBトークン「{}」", label)
                                           : fmt::format("USB token “{}”", label);
  const std::string away = present ? std::string() : pick(language, "、今は挿し込まれていません", ", not inserted");
  return ja(language) ? fmt::format("{}（シリアル番号 {}{}）", named, serial, away)
                      : fmt::format("{} (serial {}{})", named, serial, away);
}
std::string place_token_drivers(Language language) {
  return pick(language, "USBトークンのドライバー", "Drivers of USB tokens");
}
std::string list_name(Language language) {
  return pick(language, "証明書の一覧", "Certificates");
}
std::string empty_not_connected(Language language) {
  return pick(
      language,
      "Kigenのサービスに接続していないため、証明書を表示できません。サービスが動き始めると、自動的に表示します。",
      "Certificates cannot be shown because Kigen's service is not connected. "
      "They appear by themselves as soon as the service runs.");
}
std::string empty_loading(Language language) {
  return pick(language, "読み込んでいます…", "Reading the certificates…");
}
std::string empty_none(Language language) {
  return pick(
      language,
      "このユーザーとこのPCの証明書ストア、USBトークン、および設定されたフォルダーに、証明書はまだありません。"
      "証明書を取得すると、ここに表示します。",
      "No certificate was found in this user's or this PC's store, on a USB token, or in the folders that are set up. "
      "As soon as one is issued, it appears here.");
}
std::string empty_filtered(Language language, std::string_view filter) {
  if (ja(language))
    return fmt::format("「{}」に一致する証明書はありません。絞り込みを消すと、すべて表示します。", filter);
  return fmt::format("No certificate matches “{}”. Clear the filter to see all of them.", filter);
}
std::string empty_notices(Language language) {
  return pick(language, "お知らせはありません。確認が必要なことがあると、ここに表示します。",
              "There are no notices. Whatever needs your attention is listed here.");
}

std::string column_when(Language language) {
  return pick(language, "日時", "When");
}
std::string column_notice(Language language) {
  return pick(language, "お知らせ", "Notice");
}
std::string column_read(Language language) {
  return pick(language, "既読", "Read");
}
std::string severity_word(Language language, std::string_view severity) {
  if (severity == "error") return pick(language, "エラー", "Error");
  if (severity == "warning") return pick(language, "警告", "Warning");
  return pick(language, "情報", "Information");
}
std::string read_word(Language language, bool read) {
  return read ? pick(language, "既読", "Read") : pick(language, "未読", "Unread");
}
std::string button_mark_read(Language language) {
  return pick(language, "既読にする(&K)", "Mar&k as read");
}
std::string button_mark_all_read(Language language) {
  return pick(language, "すべて既読にする(&A)", "Mark &all as read");
}
std::string notices_name(Language language) {
  return pick(language, "お知らせの一覧", "Notices");
}

std::string service_connected(Language language) {
  return pick(language, "サービスに接続済み", "Service connected");
}
std::string service_connecting(Language language) {
  return pick(language, "サービスに接続しています…", "Connecting to the service…");
}
std::string service_not_connected(Language language, std::int64_t seconds) {
  if (seconds <= 0) return pick(language, "サービスに接続していません", "Service not connected");
  if (ja(language)) return fmt::format("サービスに接続していません（{}秒後に再試行）", seconds);
  return fmt::format("Service not connected (next attempt in {} s)", seconds);
}
std::string last_check(Language language, std::string_view when, std::int64_t total, std::int64_t due,
                       std::int64_t expired, std::int64_t unreadable) {
  std::string line = ja(language) ? fmt::format("前回のチェック：{}、証明書{}件", when, total)
                                  : fmt::format("Last check {}, {} certificate{}", when, total, plural(total));
  if (due > 0) line += ja(language) ? fmt::format("、更新時期{}件", due) : fmt::format(", {} due", due);
  if (expired > 0) line += ja(language) ? fmt::format("、期限切れ{}件", expired) : fmt::format(", {} expired", expired);
  if (unreadable > 0) {
    line += ja(language) ? fmt::format("、読み取り不可{}件", unreadable) : fmt::format(", {} unreadable", unreadable);
  }
  return line;
}
std::string no_check_yet(Language language) {
  return pick(language, "まだチェックしていません", "Not checked yet");
}
std::string interval_by_administrator(Language language) {
  return pick(language, "間隔は管理者が設定しています", "Interval set by your administrator");
}
std::string problems_standing(Language language, std::int64_t count) {
  if (ja(language)) return fmt::format("問題{}件（お知らせをご覧ください）", count);
  return fmt::format("{} problem{}: see Notices", count, plural(count));
}
std::string check_starting(Language language) {
  return pick(language, "チェックを始めています…", "Starting the check…");
}
std::string check_reading(Language language, std::int64_t done, std::int64_t total) {
  if (total <= 0) return pick(language, "証明書を読み取っています…", "Reading the certificates…");
  if (ja(language)) return fmt::format("証明書を読み取っています（{} / {}）", done, total);
  return fmt::format("Reading the certificates ({} of {})", done, total);
}
std::string check_deciding(Language language, std::int64_t done, std::int64_t total) {
  if (total <= 0) return pick(language, "有効期限を確認しています…", "Looking at the expiry dates…");
  if (ja(language)) return fmt::format("有効期限を確認しています（{} / {}）", done, total);
  return fmt::format("Looking at the expiry dates ({} of {})", done, total);
}
std::string check_done(Language language, std::int64_t total, std::int64_t due, std::int64_t expired) {
  if (ja(language)) {
    if (due + expired == 0) return fmt::format("チェックが終わりました。{}件に、期限の近いものはありません。", total);
    return fmt::format("チェックが終わりました。{}件のうち、更新時期{}件、期限切れ{}件です。", total, due, expired);
  }
  if (due + expired == 0) {
    return fmt::format("Checked: {} certificate{}, none is about to expire.", total, plural(total));
  }
  return fmt::format("Checked: {} certificate{}, {} due, {} expired.", total, plural(total), due, expired);
}
std::string check_failed(Language language, std::string_view reason) {
  if (ja(language)) return fmt::format("チェックできませんでした。{}", reason);
  return fmt::format("The check could not be done. {}", reason);
}
std::string button_hide_progress(Language language) {
  return pick(language, "表示を閉じる(&H)", "&Hide");
}

std::string interval_intro(Language language) {
  return pick(language, "証明書の有効期限を、何時間ごとにチェックしますか。",
              "How often should the expiry dates be checked?");
}
std::string interval_every(Language language) {
  return pick(language, "間隔(&E)：", "Check &every");
}
std::string interval_hours(Language language) {
  return pick(language, "時間ごと", "hours");
}
std::string interval_slider_name(Language language) {
  return pick(language, "チェック間隔（1時間から72時間）", "Check interval, 1 to 72 hours");
}
std::string interval_next(Language language, std::string_view when) {
  if (ja(language)) return fmt::format("この間隔にすると、次回のチェックは{}です。", when);
  return fmt::format("Next check then: {}", when);
}
std::string interval_refused(Language language, int lowest, int highest, int present) {
  if (ja(language)) {
    return fmt::format("{}から{}までの整数（時間）で入力してください。今の間隔（{}時間）は変わっていません。", lowest,
                       highest, present);
  }
  return fmt::format("Enter a whole number of hours from {} to {}. The interval is still {} hour{}.", lowest, highest,
                     present, plural(present));
}
std::string interval_locked(Language language) {
  return pick(language, "この間隔は管理者が設定しているため、ここでは変更できません。",
              "This interval is set by your administrator and cannot be changed here.");
}
std::string interval_not_connected(Language language) {
  return pick(language, "サービスに接続していないため、今は変更できません。接続すると変更できるようになります。",
              "The service is not connected, so the interval cannot be changed now. This opens up as soon as it is.");
}
std::string interval_saving(Language language) {
  return pick(language, "設定しています…", "Saving…");
}
std::string button_ok(Language language) {
  return pick(language, "OK", "OK");
}
std::string button_cancel(Language language) {
  return pick(language, "キャンセル", "Cancel");
}

std::string about_purpose(Language language) {
  return pick(language, "証明書の有効期限が切れる前にお知らせし、更新をお手伝いします。",
              "Keeps your certificates from expiring: warns early, and renews with one button.");
}
std::string about_version(Language language, std::string_view version) {
  return ja(language) ? fmt::format("バージョン {}", version) : fmt::format("Version {}", version);
}
std::string about_service(Language language, std::string_view version) {
  return ja(language) ? fmt::format("サービスのバージョン {}", version) : fmt::format("Service version {}", version);
}
std::string about_service_absent(Language language) {
  return pick(language, "サービスに接続していません", "The service is not connected");
}
std::string about_account(Language language, std::string_view user) {
  return ja(language) ? fmt::format("Windowsアカウント：{}", user) : fmt::format("Windows account: {}", user);
}
std::string about_licences(Language language) {
  return pick(language,
              "Boost（Boost Software License 1.0）、fmt（MIT License）、spdlog（MIT License）を使用しています。",
              "Uses Boost (Boost Software License 1.0), fmt (MIT License) and spdlog (MIT License).");
}

std::string error_line(Language language, std::string_view title, std::string_view code) {
  return ja(language) ? fmt::format("{}（{}）", title, code) : fmt::format("{} ({})", title, code);
}

}  // namespace kigen::text
