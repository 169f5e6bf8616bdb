// The part of tray_text.h that speaks of one certificate: its status and its details.
#include <fmt/format.h>

#include "common/text/pick.h"
#include "common/text/tray_text.h"

namespace kigen::text {

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

}  // namespace kigen::text
