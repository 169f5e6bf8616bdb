#include "common/text/tray_text.h"

#include <fmt/format.h>

namespace kigen::text {
namespace {

bool ja(Language language) {
  return language == Language::Japanese;
}

std::string pick(Language language, std::string_view japanese, std::string_view english) {
  return std::string(ja(language) ? japanese : english);
}

std::string_view plural(std::int64_t count) {
  return count == 1 ? "" : "s";
}

// "expires in 12 days"; the last day says "today".
std::string expires_in(std::int64_t days) {
  if (days <= 0) return "expires today";
  if (days == 1) return "expires tomorrow";
  return fmt::format("expires in {} days", days);
}

std::string expired_ago(std::int64_t days) {
  if (days <= 0) return "expired today";
  if (days == 1) return "expired yesterday";
  return fmt::format("expired {} days ago", days);
}

// 「あと12日」「本日まで」
std::string left_ja(std::int64_t days) {
  if (days <= 0) return "本日まで";
  if (days == 1) return "明日まで";
  return fmt::format("あと{}日", days);
}

std::string ago_ja(std::int64_t days) {
  if (days <= 0) return "本日";
  if (days == 1) return "昨日";
  return fmt::format("{}日前に", days);
}

}  // namespace

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

std::string tip_fine(Language language, std::int64_t certificates) {
  if (ja(language)) return fmt::format("Kigen：{}件の証明書に、期限の近いものはありません", certificates);
  return fmt::format("Kigen: {} certificate{}, none is about to expire", certificates, plural(certificates));
}
std::string tip_no_certificates(Language language) {
  return pick(language, "Kigen：証明書は登録されていません", "Kigen: no certificate was found");
}
std::string tip_due(Language language, std::string_view name, std::int64_t days_left) {
  if (ja(language)) return fmt::format("Kigen：{}の有効期限は{}です", name, left_ja(days_left));
  return fmt::format("Kigen: {} {}", name, expires_in(days_left));
}
std::string tip_expired(Language language, std::string_view name, std::int64_t days_ago) {
  if (ja(language)) return fmt::format("Kigen：{}は{}有効期限が切れました", name, ago_ja(days_ago));
  return fmt::format("Kigen: {} {}", name, expired_ago(days_ago));
}
std::string tip_unreachable(Language language) {
  return pick(language, "Kigen：サービスに接続していません。再接続を試みています",
              "Kigen: not connected to its service; trying again");
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

std::string status_word(Language language, std::string_view status) {
  if (status == "valid") return pick(language, "有効", "Valid");
  if (status == "due") return pick(language, "更新時期", "Due for renewal");
  if (status == "expired") return pick(language, "期限切れ", "Expired");
  if (status == "lapsed") return pick(language, "期限切れ（更新不可）", "Lapsed");
  if (status == "not_yet_valid") return pick(language, "有効期間前", "Not yet valid");
  if (status == "superseded") return pick(language, "更新済み", "Replaced");
  if (status == "gone") return pick(language, "削除済み", "Removed");
  if (status == "unreadable") return pick(language, "読み取り不可", "Unreadable");
  return std::string(status);
}

std::string days_left_cell(Language language, std::string_view status, std::int64_t days_left) {
  const bool past = status == "expired" || status == "lapsed" || days_left < 0;
  if (ja(language)) {
    if (past) return days_left == 0 ? "本日切れました" : fmt::format("{}日前", -days_left);
    return days_left == 0 ? "本日まで" : fmt::format("{}日", days_left);
  }
  if (past) return days_left == 0 ? "expired today" : fmt::format("{} day{} ago", -days_left, plural(-days_left));
  return days_left == 0 ? "today" : fmt::format("{} day{}", days_left, plural(days_left));
}

std::string certificate_of(Language language, std::string_view profile, std::string_view name) {
  if (!profile.empty()) {
    return ja(language) ? fmt::format("{}の証明書", profile) : fmt::format("The certificate for {}", profile);
  }
  return ja(language) ? fmt::format("証明書「{}」", name) : fmt::format("The certificate “{}”", name);
}

std::string headline_due(Language language, std::string_view what, std::int64_t days_left) {
  if (!ja(language)) return fmt::format("{} {}", what, expires_in(days_left));
  if (days_left <= 1) return fmt::format("{}の有効期限は{}です", what, left_ja(days_left));
  return fmt::format("{}の有効期限まで、あと{}日です", what, days_left);
}

std::string headline_expired(Language language, std::string_view what, std::int64_t days_ago,
                             std::string_view renewable_until) {
  if (ja(language)) {
    const std::string past = fmt::format("{}は{}有効期限が切れました", what, ago_ja(days_ago));
    return renewable_until.empty() ? past : fmt::format("{}。{}まで更新できます", past, renewable_until);
  }
  const std::string past = fmt::format("{} {}", what, expired_ago(days_ago));
  return renewable_until.empty() ? past : fmt::format("{}; it can still be renewed until {}", past, renewable_until);
}

std::string headline_lapsed(Language language, std::string_view what, std::int64_t days_ago) {
  if (ja(language)) return fmt::format("{}は{}有効期限が切れ、更新できる期間も過ぎました", what, ago_ja(days_ago));
  return fmt::format("{} {} and can no longer be renewed", what, expired_ago(days_ago));
}

std::string meaning_due(Language language, std::string_view date, std::string_view consequence) {
  if (ja(language)) {
    if (consequence.empty()) {
      return fmt::format("有効期限は{}です。それ以降、この証明書を求めるサービスは利用できません。", date);
    }
    return fmt::format("有効期限は{}です。それ以降は、新しい証明書が発行されるまで{}ができません。", date, consequence);
  }
  if (consequence.empty())
    return fmt::format("{}. After that, services that ask for this certificate refuse you.", date);
  return fmt::format("{}. After that you cannot {} until a new one is issued.", date, consequence);
}

std::string meaning_expired(Language language, std::string_view date, std::string_view consequence) {
  if (ja(language)) {
    if (consequence.empty()) {
      return fmt::format("有効期限は{}でした。更新が終わるまで、この証明書を求めるサービスは利用できません。", date);
    }
    return fmt::format("有効期限は{}でした。更新が終わるまで{}ができません。", date, consequence);
  }
  if (consequence.empty()) {
    return fmt::format("It expired on {}. Until it is renewed, services that ask for it refuse you.", date);
  }
  return fmt::format("It expired on {}. Until it is renewed you cannot {}.", date, consequence);
}

std::string meaning_lapsed(Language language, std::string_view date, std::string_view consequence) {
  if (ja(language)) {
    if (consequence.empty()) {
      return fmt::format("有効期限は{}でした。新しい証明書の発行を申し込む必要があります。", date);
    }
    return fmt::format("有効期限は{}でした。{}を再開するには、新しい証明書の発行を申し込む必要があります。", date,
                       consequence);
  }
  if (consequence.empty()) return fmt::format("It expired on {}. A new certificate has to be applied for.", date);
  return fmt::format("It expired on {}. To {} again, a new certificate has to be applied for.", date, consequence);
}

std::string advice_no_profile(Language language, std::string_view issuer) {
  if (ja(language)) {
    return fmt::format(
        "Kigenはこの証明書の更新方法を知りません。発行元の「{}」に、更新の手続きをお問い合わせください。", issuer);
  }
  return fmt::format("Kigen does not know how this certificate is renewed. Ask its issuer, {}, for a new one.", issuer);
}

std::string advice_lapsed(Language language, std::string_view support, std::string_view issuer) {
  if (!support.empty()) return std::string(support);
  if (ja(language)) return fmt::format("発行元の「{}」に、新規発行を申し込んでください。", issuer);
  return fmt::format("Apply to its issuer, {}, for a new certificate.", issuer);
}

std::string identifier_label(Language language, std::string_view label) {
  return ja(language) ? fmt::format("{}：", label) : fmt::format("{}:", label);
}
std::string name_label(Language language) {
  return pick(language, "名前", "Name");
}
std::string others_heading(Language language, std::int64_t count) {
  if (ja(language)) return fmt::format("ほかに、確認が必要な証明書が{}件あります。", count);
  return count == 1 ? "One other certificate needs attention:"
                    : fmt::format("{} other certificates need attention:", count);
}
std::string row_due(Language language, std::int64_t days_left, std::string_view date) {
  if (ja(language)) return fmt::format("{}（{}）", left_ja(days_left), date);
  return fmt::format("{}, {}", expires_in(days_left), date);
}
std::string row_expired(Language language, std::int64_t days_ago, std::string_view renewable_until) {
  if (ja(language)) {
    const std::string past = fmt::format("{}期限切れ", ago_ja(days_ago));
    return renewable_until.empty() ? past : fmt::format("{}（更新は{}まで）", past, renewable_until);
  }
  if (renewable_until.empty()) return expired_ago(days_ago);
  return fmt::format("{}, renewable until {}", expired_ago(days_ago), renewable_until);
}
std::string row_lapsed(Language language, std::int64_t days_ago) {
  if (ja(language)) return fmt::format("{}期限切れ（更新不可）", ago_ja(days_ago));
  return fmt::format("{}, no longer renewable", expired_ago(days_ago));
}
std::string button_renew_now(Language language) {
  return pick(language, "今すぐ更新(&R)", "&Renew now");
}
std::string button_renew_row(Language language, int access_key) {
  if (access_key < 1 || access_key > 9) return pick(language, "更新", "Renew");
  return ja(language) ? fmt::format("更新(&{})", access_key) : fmt::format("Renew &{}", access_key);
}
std::string renew_row_name(Language language, std::string_view what) {
  return ja(language) ? fmt::format("{}を更新", what) : fmt::format("Renew: {}", what);
}
std::string button_remind(Language language) {
  return pick(language, "後で知らせる(&L)", "Remind me &later");
}
std::string button_details(Language language) {
  return pick(language, "詳細(&D)", "&Details");
}
std::string button_close(Language language) {
  return pick(language, "閉じる(&C)", "&Close");
}
std::string remind_hour(Language language) {
  return pick(language, "1時間後(&1)", "In &1 hour");
}
std::string remind_tomorrow(Language language) {
  return pick(language, "明日(&T)", "&Tomorrow");
}
std::string remind_next_check(Language language, std::string_view when) {
  if (ja(language)) {
    return when.empty() ? "次回のチェック時(&N)" : fmt::format("次回のチェック時（{}）(&N)", when);
  }
  return when.empty() ? "At the &next check" : fmt::format("At the &next check ({})", when);
}
std::string balloon_more(Language language, std::int64_t others) {
  if (ja(language)) return fmt::format("ほかに、確認が必要な証明書が{}件あります。", others);
  return others == 1 ? "One other certificate needs attention."
                     : fmt::format("{} other certificates need attention.", others);
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
  return pick(language,
              "このユーザーとこのPCの証明書ストア、および設定されたフォルダーに、証明書はまだありません。"
              "証明書を取得すると、ここに表示します。",
              "No certificate was found in this user's or this PC's store, nor in the folders that are set up. "
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

std::string details_name(Language language) {
  return pick(language, "証明書の詳細", "Details of the certificate");
}
std::string details_choose(Language language) {
  return pick(language, "一覧で証明書を選ぶと、内容とこれからの予定を表示します。",
              "Choose a certificate above to see what it holds and what happens next.");
}
std::string details_loading(Language language) {
  return pick(language, "読み込んでいます…", "Reading…");
}
std::string details_status(Language language) {
  return pick(language, "状態", "Status");
}
std::string details_why(Language language) {
  return pick(language, "理由", "Why");
}
std::string details_last_attempt(Language language) {
  return pick(language, "前回の更新", "Last attempt");
}
std::string details_next(Language language) {
  return pick(language, "これからの予定", "What happens next");
}
std::string details_nothing_next(Language language) {
  return pick(language, "予定はありません。", "Nothing is planned.");
}
std::string details_content(Language language) {
  return pick(language, "証明書の内容", "What the certificate holds");
}
std::string details_issued_to(Language language) {
  return pick(language, "発行先", "Issued to");
}
std::string details_issued_by(Language language) {
  return pick(language, "発行者", "Issued by");
}
std::string details_chain(Language language) {
  return pick(language, "証明のパス", "Chain");
}
std::string details_validity(Language language) {
  return pick(language, "有効期間", "Validity");
}
std::string validity_range(Language language, std::string_view from, std::string_view until) {
  return ja(language) ? fmt::format("{} から {} まで", from, until) : fmt::format("{} to {}", from, until);
}
std::string details_serial(Language language) {
  return pick(language, "シリアル番号", "Serial number");
}
std::string details_key(Language language) {
  return pick(language, "鍵", "Key");
}
std::string key_words(Language language, std::string_view algorithm, std::int64_t bits) {
  if (bits <= 0 || algorithm.find(' ') != std::string_view::npos) return std::string(algorithm);
  return ja(language) ? fmt::format("{}（{}ビット）", algorithm, bits) : fmt::format("{}, {} bits", algorithm, bits);
}
std::string details_private_key(Language language) {
  return pick(language, "秘密鍵", "Private key");
}
std::string private_key_there(Language language, bool there) {
  return there ? pick(language, "あり", "Present") : pick(language, "なし", "Not here");
}
std::string details_other_names(Language language) {
  return pick(language, "別名", "Other names");
}
std::string details_thumbprint(Language language, std::string_view algorithm) {
  return ja(language) ? fmt::format("拇印（{}）", algorithm) : fmt::format("Thumbprint ({})", algorithm);
}
std::string details_place(Language language) {
  return pick(language, "保管場所", "Place");
}
std::string details_replaced_by(Language language) {
  return pick(language, "新しい証明書", "Replaced by");
}
std::string details_support(Language language) {
  return pick(language, "お問い合わせ", "Support");
}
std::string chain_complete(Language language, std::string_view path) {
  return ja(language) ? fmt::format("{}（信頼されています）", path) : fmt::format("{} (trusted)", path);
}
std::string chain_untrusted(Language language, std::string_view path) {
  if (ja(language)) return fmt::format("{}（ルート証明書がこのPCで信頼されていません）", path);
  return fmt::format("{} (the root is not trusted on this PC)", path);
}
std::string chain_partial(Language language, std::string_view path) {
  if (ja(language)) return fmt::format("{}（上位の証明書がこのPCにありません）", path);
  return fmt::format("{} (the issuer's certificate is not on this PC)", path);
}
std::string chain_revoked(Language language, std::string_view path) {
  return ja(language) ? fmt::format("{}（失効しています）", path) : fmt::format("{} (revoked)", path);
}
std::string unreadable_headline(Language language) {
  return pick(language, "この項目は証明書として読み取れません", "This item cannot be read as a certificate");
}
std::string details_item(Language language) {
  return pick(language, "項目", "Item");
}
std::string details_remedy(Language language) {
  return pick(language, "対処", "What to do");
}
std::string details_system_said(Language language) {
  return pick(language, "システムの情報", "Technical detail");
}
std::string details_code(Language language) {
  return pick(language, "コード", "Code");
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
