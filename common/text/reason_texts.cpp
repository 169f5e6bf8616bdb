#include "common/text/reason_texts.h"

#include <array>

namespace kigen::text {
namespace {

constexpr std::array kReasonPatterns{
    // Why a certificate has its status.
    ReasonPattern{"valid_until",
                  {"{not_after:date}まで使えます。更新の時期にはまだなっていません。",
                   "It can be used until {not_after:date}. It is not time to renew it yet."}},
    ReasonPattern{"in_window",
                  {"あと{days:days}で期限が切れます。有効期限は{not_after:date}です。",
                   "It expires in {days:days}, on {not_after:date}."}},
    ReasonPattern{"due_today",
                  {"今日の{not_after:time}に期限が切れ、その後は使えなくなります。",
                   "It expires today at {not_after:time}; after that it can no longer be used."}},
    ReasonPattern{
        "expired_in_grace",
        {"{not_after:date}に期限が切れたため、今は使えません。{until:date}までは更新できます。",
         "It expired on {not_after:date} and cannot be used now. It can still be renewed until {until:date}."}},
    ReasonPattern{
        "expired_no_profile",
        {"{not_after:date}"
         "に期限が切れたため、今は使えません。発行元がいつまで更新を受け付けるかは、Kigenには分かりません。",
         "It expired on {not_after:date} and cannot be used now. Kigen does not know how long its issuer still "
         "renews it."}},
    ReasonPattern{"lapsed",
                  {"{not_after:date}に期限が切れ、更新を受け付ける期間も終わったため、もう使えません。",
                   "It expired on {not_after:date}, and the time in which it could be renewed is over."}},
    ReasonPattern{"lapsed_no_profile",
                  {"{not_after:date}に期限が切れてから30日を過ぎており、もう使えません。",
                   "It expired on {not_after:date}, more than 30 days ago, and can no longer be used."}},
    ReasonPattern{"not_yet_valid",
                  {"{not_before:when}から使えるようになります。それまでは使えません。",
                   "It cannot be used yet: it becomes valid {not_before:when}."}},
    ReasonPattern{
        "superseded",
        {"新しい証明書があるため、この証明書の役目は終わっています。", "A newer certificate has taken its place."}},
    ReasonPattern{"superseded_by",
                  {"新しい証明書（拇印 {thumbprint}）があるため、この証明書の役目は終わっています。",
                   "A newer certificate has taken its place (thumbprint {thumbprint})."}},
    ReasonPattern{"gone", {"元の保存場所から取り除かれました。", "It was removed from the place where it was found."}},

    // What happens next.
    ReasonPattern{"becomes_valid", {"{at:when}から使えるようになります。", "It becomes valid {at:when}."}},
    ReasonPattern{"window_opens",
                  {"{at:date}から更新でき、Kigenがお知らせを始めます。",
                   "From {at:date} it can be renewed, and Kigen begins to remind you."}},
    ReasonPattern{"reminders_begin",
                  {"{at:date}から、Kigenがお知らせを始めます。", "From {at:date} Kigen begins to remind you."}},
    ReasonPattern{"expires",
                  {"{at:when}に期限が切れ、その後は使えなくなります。",
                   "It expires {at:when}; after that it can no longer be used."}},
    ReasonPattern{"renewable_until", {"{at:date}までは更新できます。", "It can be renewed until {at:date}."}},
    ReasonPattern{"lapses",
                  {"{at:when}からは更新できなくなり、新しい申し込みが必要になります。",
                   "It can no longer be renewed {at:when}; a new one must then be applied for."}},
    ReasonPattern{"reminder_at_check",
                  {"更新が済むまで、チェックのたびにお知らせします。次は{at:when}です。",
                   "Kigen reminds you at each check until it is renewed; the next one is {at:when}."}},
    ReasonPattern{
        "returns_after_close",
        {"閉じたお知らせを、{at:when}にもう一度表示します。", "The warning that you closed comes back {at:when}."}},
    ReasonPattern{"returns_after_snooze",
                  {"後で表示することにしたお知らせを、{at:when}に表示します。",
                   "You are reminded again {at:when}, as you asked."}},
    ReasonPattern{
        "renew_now",
        {"今すぐ更新できます。「今すぐ更新」を選んでください。", "It can be renewed now: choose “Renew now”."}},
    ReasonPattern{"plug_in_token",
                  {"更新するには、USBトークン[「{label}」]（シリアル番号 {serial}）を挿し込んでください。",
                   "To renew it, plug in the USB token[ “{label}”] (serial number {serial})."}},
    ReasonPattern{"token_needs_pin",
                  {"鍵がUSBトークンにあり、更新にはPINが必要なため、Kigenが自動で更新することはありません。",
                   "Its key is on a USB token and is used with a PIN, so Kigen does not renew it without asking."}},
    ReasonPattern{"renews_unattended",
                  {"{at:when}に、Kigenが自動で更新します。", "Kigen renews it without asking {at:when}."}},
    ReasonPattern{"renewing_now", {"自動更新を行っています。", "It is being renewed now, without asking."}},
    ReasonPattern{"renews_at_sign_in",
                  {"次にサインインしたときに、Kigenが自動で更新します。",
                   "Kigen renews it without asking when its user has signed in again."}},
    ReasonPattern{"warns_from",
                  {"それまでに更新できなければ、{at:date}からお知らせします。",
                   "If it has not been renewed by then, Kigen reminds you from {at:date}."}},
    ReasonPattern{"lapsed_reminder",
                  {"お知らせは、閉じるまで表示されます。閉じた後は、もう表示しません。",
                   "The warning stands until you close it; then it does not come back."}},
    ReasonPattern{"closed_for_good",
                  {"お知らせは閉じられたため、もう表示しません。", "You closed the warning; it does not come back."}},
    ReasonPattern{"apply_anew",
                  {"[「{profile}」の窓口に、]新しい証明書を申し込んでください。",
                   "Apply for a new certificate[ for {profile}]."}},
    ReasonPattern{
        "no_profile",
        {"この証明書に合うプロファイルがないため、お知らせだけを行います。更新は、発行元の手順で行ってください。",
         "No profile matches it, so Kigen only reminds you. Renew it as its issuer says."}},
    ReasonPattern{"no_private_key",
                  {"秘密鍵がないため、お知らせは表示しません。更新は、鍵のあるPCとアカウントで行ってください。",
                   "No warning is shown, as its private key is not here. Renew it where the key is."}},
    ReasonPattern{"key_elsewhere",
                  {"秘密鍵がここにないため、更新は鍵のあるPCとアカウントで行ってください。",
                   "Its private key is not here. Renew it where the key is."}},
    ReasonPattern{"nothing_superseded",
                  {"新しい証明書が使われるため、何もする必要はありません。",
                   "Nothing needs to be done: the newer certificate is used."}},
    ReasonPattern{"nothing_gone",
                  {"何もする必要はありません。もう一度見つかれば、チェックを再開します。",
                   "Nothing needs to be done. If it is found again, Kigen checks it again."}},

    // What was tried last.
    ReasonPattern{"attempt_good", {"{ended:when}に更新しました。", "It was renewed {ended:when}."}},
    ReasonPattern{"attempt_issued", {"{ended:when}に発行しました。", "It was issued {ended:when}."}},
    ReasonPattern{"attempt_failed",
                  {"{error}。このため、{ended:when}の更新はできませんでした（{kgn}[・{ra_code}]）。",
                   "{error}. Because of that it was not renewed {ended:when} ({kgn}[ · {ra_code}])."}},
    ReasonPattern{"attempt_waiting",
                  {"{ended:when}に更新を申し込み、発行を待っています。",
                   "A renewal was asked for {ended:when} and has not been issued yet."}},

    ReasonPattern{"attempt_stored",
                  {"新しい証明書を{ended:when}に格納しましたが、使えることをまだ確認していません。証明書ウィザードを"
                   "もう一度開始すると確認します。",
                   "A new certificate was stored {ended:when}, but it has not been proven to work yet. Start the "
                   "certificate wizard again to prove it."}},

    // Notices.
    ReasonPattern{"notice_due",
                  {"[「{profile}」の]証明書「{name}」の期限が、{not_after:date}に切れます。更新してください。",
                   "The certificate “{name}”[ for {profile}] expires on {not_after:date}. Renew it before then."}},
    ReasonPattern{
        "notice_reminder",
        {"[「{profile}」の]証明書「{name}」の期限は、{not_after:date}に切れます。更新がまだ済んでいません。",
         "The certificate “{name}”[ for {profile}] expires on {not_after:date} and has not been renewed yet."}},
    ReasonPattern{"notice_expired",
                  {"[「{profile}」の]証明書「{name}」は、{not_after:date}に期限が切れたため、使えなくなりました。",
                   "The certificate “{name}”[ for {profile}] can no longer be used: it expired on {not_after:date}."}},
    ReasonPattern{
        "notice_lapsed",
        {"[「{profile}」の]証明書「{name}」は、{not_after:date}"
         "に期限が切れ、更新もできなくなりました。新しく申し込んでください。",
         "The certificate “{name}”[ for {profile}] expired on {not_after:date} and can no longer be renewed. Apply "
         "for a new one."}},
    ReasonPattern{"notice_renewed",
                  {"[「{profile}」の]証明書「{name}」を、Kigenが更新しました。",
                   "Kigen has renewed the certificate “{name}”[ for {profile}]."}},
    ReasonPattern{
        "notice_command_failed",
        {"[「{profile}」の]証明書「{name}」は更新しましたが、更新後に実行するコマンドが失敗しました（{kgn}）。管理者に"
         "伝えてください。",
         "The certificate “{name}”[ for {profile}] was renewed, but a command that runs after it failed ({kgn}). "
         "Tell your administrator."}},
    ReasonPattern{"notice_renewal_failed",
                  {"[「{profile}」の]証明書「{name}」の自動更新ができませんでした。{error}（{kgn}[・{ra_code}]）。"
                   "{again:when}にもう一度行います。",
                   "Kigen could not renew the certificate “{name}”[ for {profile}]: {error} ({kgn}[ · {ra_code}]). It "
                   "tries again {again:when}."}},
    ReasonPattern{"notice_renewal_needs_you",
                  {"[「{profile}」の]証明書「{name}」の自動更新ができませんでした。{error}（{kgn}[・{ra_code}]）。"
                   "「今すぐ更新」を選んで更新してください。",
                   "Kigen could not renew the certificate “{name}”[ for {profile}]: {error} ({kgn}[ · {ra_code}]). "
                   "Choose “Renew now” to renew it yourself."}},
    ReasonPattern{"notice_more",
                  {"ほかにも、期限が近いか切れた証明書が{count}件あります。証明書の一覧で確認してください。",
                   "More certificates expire soon or have expired: {count}. See the list of certificates."}},

    // Findings of the doctor.
    ReasonPattern{"doctor_error", {"問題が見つかりました。", "There is a problem."}},
    ReasonPattern{"doctor_service_ok",
                  {"サービスは動いています（版{version}）。", "The service is running (version {version})."}},
    ReasonPattern{
        "doctor_database_ok",
        {"データベースは正常です。証明書は{count}件です。", "The database is in order. Certificates in it: {count}."}},
    ReasonPattern{"doctor_no_sources",
                  {"証明書の保存場所が1つもありません。", "There is no place in which to look for certificates."}},
    ReasonPattern{"doctor_source_ok",
                  {"「{source}」を読み取れます。証明書は{count}件です。",
                   "“{source}” can be read. Certificates in it: {count}."}},
    ReasonPattern{
        "doctor_source_unreadable",
        {"「{source}」に、証明書として読み取れないものが{unreadable}件あります。証明書は{count}件です。",
         "Items in “{source}” that cannot be read as certificates: {unreadable}. Certificates in it: {count}."}},
    ReasonPattern{
        "doctor_source_not_watched",
        {"「{source}」の変化を見張れないため、次のチェックまで気付かないことがあります。証明書は{count}件です。",
         "Changes in “{source}” cannot be watched and may be seen only at the next check. Certificates in it: "
         "{count}."}},
    ReasonPattern{"doctor_source_unavailable",
                  {"「{source}」を読み取れません。前回見つかった証明書は{count}件です。",
                   "“{source}” cannot be read. Certificates found in it before: {count}."}},
    ReasonPattern{"doctor_token_ok",
                  {"USBトークン[「{label}」]（シリアル番号 {serial}）が挿し込まれています。証明書は{count}件です。",
                   "The USB token[ “{label}”] (serial number {serial}) is inserted. Certificates on it: {count}."}},
    ReasonPattern{"doctor_token_away",
                  {"USBトークン[「{label}」]（シリアル番号 "
                   "{serial}）は、今は挿し込まれていません。前回見つかった証明書は{count}件です。",
                   "The USB token[ “{label}”] (serial number {serial}) is not inserted. Certificates found on it "
                   "before: {count}."}},
    ReasonPattern{"doctor_token_unreadable",
                  {"USBトークン[「{label}」]（シリアル番号 {serial}）に、証明書として読み取れないものが"
                   "{unreadable}件あります。証明書は{count}件です。",
                   "Items on the USB token[ “{label}”] (serial number {serial}) that cannot be read as certificates: "
                   "{unreadable}. Certificates on it: {count}."}},
    ReasonPattern{"doctor_token_drivers_ok",
                  {"USBトークンのドライバーを使えます。", "The drivers of USB tokens can be used."}},
    ReasonPattern{
        "doctor_token_driver_failed",
        {"USBトークンのドライバー「{module}」を使えません。", "The driver of USB tokens “{module}” cannot be used."}},
    ReasonPattern{"doctor_profiles_ok",
                  {"プロファイルは正常です。{count}件を使っています。", "The profiles are in order. In use: {count}."}},
    ReasonPattern{"doctor_profile_refused",
                  {"プロファイル「{file}」を使えません。", "The profile “{file}” is not used."}},
    ReasonPattern{"doctor_clock_ok",
                  {"時計は合っているようです（{now:when}）。", "The clock seems right ({now:when})."}},
    ReasonPattern{"doctor_clock_behind",
                  {"時計が遅れているようです（{now:when}）。日付と時刻の設定を確認してください。",
                   "The clock seems to be behind ({now:when}). Check the date and time settings."}},
    ReasonPattern{"doctor_host_ok",
                  {"「{host}」のポート{port}に接続できます。", "{host}, port {port}, can be reached."}},
    ReasonPattern{
        "doctor_host_failed",
        {"「{host}」のポート{port}に接続できません。会社のファイアウォールで許可されているか確認してください。",
         "{host}, port {port}, cannot be reached. Check whether the firewall allows it."}},
};

}  // namespace

std::span<const ReasonPattern> reason_patterns() noexcept {
  return kReasonPatterns;
}

}  // namespace kigen::text
