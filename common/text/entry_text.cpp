#include "common/text/entry_text.h"

#include <fmt/format.h>

#include "common/text/pick.h"

namespace kigen::text {
std::string characters_digits(Language language) {
  return pick(language, "半角数字", "digits");
}
std::string characters_letters(Language language) {
  return pick(language, "半角英字", "letters");
}
std::string characters_alphanumeric(Language language) {
  return pick(language, "半角英数字", "letters and digits");
}
std::string characters_printable(Language language) {
  return pick(language, "半角の英字・数字・記号", "letters, digits and signs");
}
std::string hint_exactly(Language language, std::string_view what, std::int64_t count) {
  return ja(language) ? fmt::format("{}{}文字", what, count) : fmt::format("{} characters: {}", count, what);
}
std::string hint_range(Language language, std::string_view what, std::int64_t least, std::int64_t most) {
  return ja(language) ? fmt::format("{}{}～{}文字", what, least, most)
                      : fmt::format("{} to {} characters: {}", least, most, what);
}
std::string hint_at_most(Language language, std::string_view what, std::int64_t most) {
  return ja(language) ? fmt::format("{}{}文字まで", what, most) : fmt::format("Up to {} characters: {}", most, what);
}
std::string hint_upper_case(Language language) {
  return pick(language, "英字は大文字になります", "Letters become upper case");
}
std::string hint_prefilled(Language language) {
  return pick(language, "証明書から転記しました", "Taken from the certificate");
}
std::string hint_from_token(Language language) {
  return pick(language, "トークンから転記しました", "Taken from the token");
}
std::string entry_ok(Language language, std::int64_t count) {
  return ja(language) ? fmt::format("入力済み（{}文字）", count) : fmt::format("Complete ({} characters)", count);
}
std::string entry_too_short(Language language, std::int64_t count) {
  return ja(language) ? fmt::format("あと{}文字", count) : fmt::format("{} more to go", count);
}
std::string entry_too_long(Language language, std::int64_t count) {
  return ja(language) ? fmt::format("{}文字多すぎます", count) : fmt::format("{} too many", count);
}
std::string entry_half_width_katakana(Language language) {
  return pick(language, "半角カタカナは使えません。日本語入力をオフにして入力してください",
              "Half-width katakana cannot be used; switch the Japanese input off");
}
std::string entry_japanese(Language language) {
  return pick(language, "かな・漢字・全角の記号は使えません。日本語入力をオフにして入力してください",
              "Kana, kanji and full-width signs cannot be used; switch the Japanese input off");
}
std::string entry_space(Language language) {
  return pick(language, "空白は使えません", "Spaces cannot be used");
}
std::string entry_character(Language language, std::string_view what) {
  return ja(language) ? fmt::format("使えるのは{}だけです", what) : fmt::format("Only {} can be used", what);
}
std::string entry_ends_in_space(Language language) {
  return pick(language, "先頭か末尾に空白があります。必要なければ消してください",
              "There is a space at one end; remove it unless it belongs there");
}
std::string show_secret(Language language) {
  return pick(language, "入力した文字を表示する(&S)", "&Show what is typed");
}
std::string credentials_issue(Language language, std::string_view service) {
  return ja(language)
             ? fmt::format("「{}」から通知された情報を入力してください。全角で入力しても、半角に直します。", service)
             : fmt::format("Enter what {} sent you. Full-width characters become half-width ones.", service);
}
std::string credentials_renew(Language language, std::string_view service) {
  return ja(language)
             ? fmt::format("「{}」で登録されている情報を入力してください。全角で入力しても、半角に直します。", service)
             : fmt::format("Enter what is registered with {}. Full-width characters become half-width ones.", service);
}
std::string credentials_never_kept(Language language) {
  return pick(language, "入力した内容は認証局だけに送り、PCには保存しません。",
              "It is sent to the registration authority alone, and never kept on this PC.");
}
std::string proxy_title(Language language) {
  return pick(language, "プロキシの設定", "Proxy settings");
}
std::string proxy_purpose(Language language) {
  return pick(language, "インターネットへどのように接続しますか", "How does this PC reach the internet?");
}
std::string proxy_system(Language language) {
  return pick(language, "Windowsの設定に従う（自動構成スクリプトを含む）(&F)",
              "As Wi&ndows is set, automatic scripts included");
}
std::string proxy_manual(Language language) {
  return pick(language, "プロキシサーバーを指定する(&M)", "Through &this proxy server");
}
std::string proxy_none(Language language) {
  return pick(language, "プロキシを使わない(&N)", "Without a &proxy");
}
std::string proxy_host(Language language) {
  return pick(language, "アドレス(&A)", "&Address");
}
std::string proxy_port(Language language) {
  return pick(language, "ポート(&O)", "P&ort");
}
std::string proxy_login(Language language) {
  return pick(language, "プロキシの認証を行う(&L)", "The proxy asks for a &login");
}
std::string proxy_user(Language language) {
  return pick(language, "ユーザー名(&U)", "&User name");
}
std::string proxy_password(Language language) {
  return pick(language, "パスワード(&W)", "Pass&word");
}
std::string proxy_keep(Language language) {
  return pick(language, "次回のために保存する（このアカウントだけが読めるよう暗号化）(&K)",
              "&Keep it for the next time, encrypted for this account");
}
std::string proxy_host_bad(Language language) {
  return pick(language, "アドレスには、ホスト名かIPアドレスだけを入力してください。",
              "The address is a host name or an IP address, nothing else.");
}
std::string proxy_port_bad(Language language) {
  return pick(language, "ポートは1～65535の数字です。", "The port is a number from 1 to 65535.");
}
std::string proxy_user_bad(Language language) {
  return pick(language, "ユーザー名を入力してください。", "Enter the user name.");
}
std::string proxy_signed_in_first(Language language) {
  return pick(language, "まず、サインインしているアカウントで認証を試します。",
              "The account that is signed in is tried first.");
}
std::string login_title(Language language) {
  return pick(language, "プロキシの認証", "Proxy login");
}
std::string login_purpose(Language language, std::string_view proxy) {
  return ja(language) ? fmt::format("プロキシ「{}」が、ユーザー名とパスワードを求めています", proxy)
                      : fmt::format("The proxy {} asks for a user name and a password", proxy);
}
std::string login_realm(Language language, std::string_view realm) {
  return ja(language) ? fmt::format("プロキシからの表示は「{}」です", realm)
                      : fmt::format("The proxy calls itself “{}”", realm);
}
std::string login_again(Language language) {
  return pick(language, "前に入力したユーザー名かパスワードが違います。もう一度入力してください。",
              "The user name or the password was wrong. Enter them again.");
}
std::string login_hint(Language language) {
  return pick(language, "分からない場合は、ネットワークの管理者に問い合わせてください。",
              "If you do not know them, ask whoever manages your network.");
}

}  // namespace kigen::text
