#include "common/text/task_text.h"

#include <fmt/format.h>

#include "common/text/pick.h"

namespace kigen::text {
std::string stage_task(Language language) {
  return pick(language, "作業を選ぶ", "What to do");
}
std::string stage_choose_certificate(Language language) {
  return pick(language, "証明書を選ぶ", "Certificate");
}
std::string stage_choose_service(Language language) {
  return pick(language, "サービスを選ぶ", "Service");
}
std::string stage_check(Language language) {
  return pick(language, "内容の確認", "Check");
}
std::string stage_credentials(Language language) {
  return pick(language, "認証情報", "Credentials");
}
std::string stage_connections(Language language) {
  return pick(language, "接続の確認", "Connections");
}
std::string stage_issue(Language language) {
  return pick(language, "発行", "Issue");
}
std::string stage_renew(Language language) {
  return pick(language, "更新", "Renewal");
}
std::string stage_result(Language language) {
  return pick(language, "結果", "Result");
}
std::string purpose_resume(Language language) {
  return pick(language, "前回の作業が途中で止まっています", "An earlier run was interrupted");
}
std::string purpose_start(Language language) {
  return pick(language, "何をしますか", "What do you want to do?");
}
std::string purpose_service(Language language) {
  return pick(language, "どのサービスの証明書を発行しますか", "Which service is the new certificate for?");
}
std::string purpose_choose(Language language) {
  return pick(language, "どの証明書を更新しますか", "Which certificate do you want to renew?");
}
std::string purpose_certificate(Language language) {
  return pick(language, "この証明書でよいかを確認してください", "Is this the right certificate?");
}
std::string purpose_place(Language language) {
  return pick(language, "新しい証明書をどこに保存しますか", "Where should the new certificate be kept?");
}
std::string purpose_credentials(Language language) {
  return pick(language, "認証に必要な情報を入力してください", "Enter what proves who you are");
}
std::string purpose_credentials_again(Language language) {
  return pick(language, "認証に必要な情報を、もう一度入力してください", "Correct what was refused");
}
std::string purpose_connections(Language language) {
  return pick(language, "必要な接続先につながるかを確認します", "Can this PC reach what it needs?");
}
std::string purpose_consent(Language language) {
  return pick(language, "このサイトに接続して、情報を送ってもよいですか", "May this site be contacted?");
}
std::string purpose_root(Language language) {
  return pick(language, "このルート証明書をインストールしてもよいですか", "May this root certificate be installed?");
}
std::string purpose_issuing(Language language) {
  return pick(language, "証明書を発行しています", "The certificate is being issued");
}
std::string purpose_renewing(Language language) {
  return pick(language, "証明書を更新しています", "The certificate is being renewed");
}
std::string purpose_stopping(Language language) {
  return pick(language, "中止しています", "Stopping");
}
std::string purpose_issued(Language language) {
  return pick(language, "新しい証明書を発行しました", "The new certificate is here");
}
std::string purpose_renewed(Language language) {
  return pick(language, "証明書を更新しました", "The certificate was renewed");
}
std::string purpose_stopped(Language language) {
  return pick(language, "作業を中止しました", "The work was stopped");
}
std::string button_finish(Language language) {
  return pick(language, "完了(&F)", "&Finish");
}
std::string button_start_issue(Language language) {
  return pick(language, "発行を始める(&N)", "Start the &issue");
}
std::string button_start_renewal(Language language) {
  return pick(language, "更新を始める(&N)", "Start the re&newal");
}
std::string button_allow(Language language) {
  return pick(language, "許可する(&N)", "&Allow");
}
std::string button_install_root(Language language) {
  return pick(language, "インストールする(&N)", "&Install");
}
std::string button_refuse_root(Language language) {
  return pick(language, "インストールしない(&D)", "&Do not install");
}
std::string button_try_again(Language language) {
  return pick(language, "もう一度試す(&T)", "&Try again");
}
std::string button_continue(Language language) {
  return pick(language, "続きから再開(&T)", "Con&tinue");
}
std::string button_enter_again(Language language) {
  return pick(language, "入力し直す(&E)", "&Enter again");
}
std::string button_proxy(Language language) {
  return pick(language, "プロキシの設定(&P)…", "&Proxy settings…");
}
std::string button_choose_other(Language language) {
  return pick(language, "証明書を選び直す(&O)", "Choose an&other");
}
std::string button_properties(Language language) {
  return pick(language, "証明書の表示(&P)…", "&Properties…");
}
std::string task_renew(Language language) {
  return pick(language, "証明書を更新する(&R)", "&Renew a certificate");
}
std::string task_renew_detail(Language language) {
  return pick(language, "有効期限が近い証明書、または期限が切れてもまだ更新できる証明書を、新しいものに取り替えます。",
              "Replaces a certificate that expires soon, or one that has expired but can still be renewed.");
}
std::string task_issue(Language language) {
  return pick(language, "新しい証明書を発行する(&I)", "&Issue a new certificate");
}
std::string task_issue_detail(Language language) {
  return pick(language, "認証コードなど、発行のために通知された情報を使って、初めての証明書を取得します。",
              "Gets a first certificate, with the codes that you were sent for it.");
}
std::string column_service(Language language) {
  return pick(language, "サービス", "Service");
}
std::string column_ready(Language language) {
  return pick(language, "状態", "State");
}
std::string service_ready(Language language) {
  return pick(language, "発行できます", "Ready");
}
std::string service_list_empty(Language language) {
  return pick(language, "発行方法の分かっているサービスがありません。",
              "There is no service that Kigen knows how to issue certificates for.");
}
std::string obstacle_no_profile(Language language) {
  return pick(language, "この証明書の更新方法は登録されていません。発行者に問い合わせてください。",
              "Kigen has no description of how this certificate is renewed. Ask its issuer.");
}
std::string obstacle_not_complete(Language language) {
  return pick(
      language,
      "このサービスの認証局のアドレスが設定されていません。PCの管理者に、プロファイルの設定を依頼してください。",
      "The address of this service's registration authority has not been set. Ask the administrator of this PC to "
      "complete the profile.");
}
std::string obstacle_not_issued(Language language) {
  return pick(language, "このサービスの証明書は、ここでは新規に発行されません。お持ちの証明書の更新だけができます。",
              "This service does not issue new certificates here; it renews the ones there are.");
}
std::string obstacle_key_away(Language language) {
  return pick(language,
              "この証明書の秘密鍵がこのアカウントにないため、更新に使えません。証明書を取得したPCとアカウントで更新して"
              "ください。",
              "The private key of this certificate is not in this account, so it cannot be used for the renewal. Use "
              "the PC and account that obtained it.");
}
std::string obstacle_not_yet(Language language, std::string_view date) {
  return ja(language)
             ? fmt::format("更新を受け付けるのは{}からです。それまでは、今の証明書をそのままお使いください。", date)
             : fmt::format("Renewals are accepted from {}. Until then, go on using the present certificate.", date);
}
std::string obstacle_lapsed(Language language, std::string_view date) {
  return ja(language)
             ? fmt::format("更新を受け付ける期間は{}に終わりました。新しい証明書の発行を申し込んでください。", date)
             : fmt::format("Renewals were accepted until {}. Apply for a new certificate.", date);
}
std::string obstacle_replaced(Language language) {
  return pick(language, "この証明書は、新しい証明書に取り替え済みです。新しいほうをお使いください。",
              "This certificate has been replaced by a newer one already. Use that one.");
}
std::string obstacle_gone(Language language) {
  return pick(language, "この証明書は、このPCからなくなっています。", "This certificate is no longer on this PC.");
}
std::string obstacle_short_no_profile(Language language) {
  return pick(language, "更新方法が不明", "How to renew is unknown");
}
std::string obstacle_short_not_complete(Language language) {
  return pick(language, "認証局のアドレスが未設定", "Address not set");
}
std::string obstacle_short_not_issued(Language language) {
  return pick(language, "更新のみ", "Renewals only");
}
std::string place_pc(Language language) {
  return pick(language, "このPC(&C)", "This P&C");
}
std::string place_pc_detail(Language language, std::string_view account) {
  return ja(language)
             ? fmt::format("Windowsの証明書ストアに保存します。「{}」だけが使えます。秘密鍵は取り出せません。", account)
             : fmt::format("In the certificate store of Windows, for {} alone. Its private key cannot be taken out.",
                           account);
}
std::string resume_issue(Language language, std::string_view service, std::string_view date) {
  return ja(language)
             ? fmt::format("{}に始めた「{}」の証明書の発行が、途中で止まっています。", date, service)
             : fmt::format("The issue of a certificate for {}, begun {}, did not come to its end.", service, date);
}
std::string resume_renewal(Language language, std::string_view service, std::string_view date) {
  return ja(language)
             ? fmt::format("{}に始めた「{}」の証明書の更新が、途中で止まっています。", date, service)
             : fmt::format("The renewal of the certificate for {}, begun {}, did not come to its end.", service, date);
}
std::string resume_sent(Language language) {
  return pick(language,
              "申請はすでに送信されている可能性があります。続きから再開すると、同じ申請の結果を受け取れます。",
              "The request may have been sent already. Going on collects its result.");
}
std::string resume_stored(Language language) {
  return pick(language, "新しい証明書は保存済みです。使えることの確認だけが残っています。",
              "The new certificate is stored. All that is left is to prove that it works.");
}
std::string resume_needs(Language language) {
  return pick(language, "認証情報は保存していないため、もう一度入力していただきます。",
              "Codes and passwords are never kept, so they have to be entered again.");
}
std::string resume_not_before(Language language, std::string_view date) {
  return ja(language) ? fmt::format("認証局から、{}より前には問い合わせないよう求められています。", date)
                      : fmt::format("The registration authority asked not to be asked before {}.", date);
}
std::string resume_go_on(Language language) {
  return pick(language, "続きから再開する(&C)", "&Continue where it stopped");
}
std::string resume_start_over(Language language) {
  return pick(language, "取り消して、最初からやり直す(&S)", "Take it back and &start over");
}
std::string resume_leave(Language language) {
  return pick(language, "今は再開せず、ほかの作業をする(&L)", "&Leave it for later and do something else");
}
std::string resume_taking_back(Language language) {
  return pick(language, "取り消しています…", "Taking it back…");
}

}  // namespace kigen::text
