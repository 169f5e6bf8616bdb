// The pipe, the service and the hosts.
#include <array>

#include "common/text/error_texts.h"

namespace kigen::text {
namespace {

constexpr std::array kServiceErrors{
    ErrorPatterns{ErrorCode::PipeUnavailable,
                  {"Kigenのサービスに接続できません", "The Kigen service cannot be reached"},
                  {"サービス[（接続先：{endpoint}）]が動いていないか、応答していません。",
                   "It is not running, or does not answer[ at {endpoint}]."},
                  {"少し待っても直らない場合は、サービス「Kigen」を開始してください。",
                   "If it does not come back by itself, start the service “Kigen”."}},
    ErrorPatterns{
        ErrorCode::PipeProtocol,
        {"サービスとの通信の内容が正しくありません", "The service and this program do not understand each other"},
        {"決められた形と異なるデータ[（{field}）]が届いたため、接続を閉じました。",
         "Something arrived that does not follow the rules[ ({field})]; the connection was closed."},
        {"Kigenを最新の版に更新して、もう一度お試しください。", "Update Kigen to its newest version and try again."}},
    ErrorPatterns{
        ErrorCode::PipeVersion,
        {"サービスとプログラムの版が合いません", "The service and this program are of different versions"},
        {"[プログラムは版{client}、サービスは版{service}の通信を使います。]片方だけが更新されたと考えられます。",
         "One of them was updated and the other was not[: this program speaks version {client}, the service "
         "{service}]."},
        {"Kigenをもう一度インストールして、サインインし直してください。",
         "Install Kigen again, then sign out and in."}},
    ErrorPatterns{ErrorCode::PipeUnknownMethod,
                  {"サービスが知らない要求です", "The service does not know this request"},
                  {"[要求「{method}」に]サービスが対応していません。片方だけが更新されたと考えられます。",
                   "It has no answer[ to “{method}”]. Either it or this program was updated alone."},
                  {"Kigenを最新の版に更新してください。", "Update Kigen to its newest version."}},
    ErrorPatterns{ErrorCode::PipeBadParameters,
                  {"サービスが要求の内容を受け付けません", "The service does not accept this request"},
                  {"[項目「{field}」の]値が正しくないか、不足しています。[期待する形は{expected}です。]",
                   "A value is wrong or missing[: {field}].[ Expected: {expected}.]"},
                  {"指定した値を確認してください。", "Check the values that were given."}},
    ErrorPatterns{ErrorCode::PipeTooManyConnections,
                  {"サービスへの接続が多すぎます", "There are too many connections to the service"},
                  {"同時に使える接続の数[（{max}）]に達しています。",
                   "The number of connections at one time[, {max},] is used up."},
                  {"使っていないKigenの画面やコマンドを閉じて、もう一度お試しください。",
                   "Close windows and commands of Kigen that you do not need, and try again."}},
    ErrorPatterns{
        ErrorCode::PipeServerNotTrusted,
        {"接続先がKigenのサービスではないため、接続をやめました",
         "What answers is not the Kigen service; the connection was given up"},
        {"別のプログラムがサービスになりすましているおそれがあります。[理由は「{reason:word}」です。]",
         "Another program may be posing as it.[ Reason: {reason:word}.]"},
        {"PCの管理者に、この画面の内容を伝えてください。管理者は、サービス「Kigen」の実行ファイルを確認してください。",
         "Show this to the administrator of this PC, who should check which program the service “Kigen” runs."}},
    ErrorPatterns{ErrorCode::PipeFrameTooLarge,
                  {"通信の内容が大きすぎます", "A message was too large"},
                  {"1回に送れる大きさ[（{max}バイト）]を超えたため、接続を閉じました。",
                   "It exceeded what one message may hold[ ({max} bytes)]; the connection was closed."},
                  {"範囲を絞って、もう一度お試しください。", "Ask for less at once and try again."}},
    ErrorPatterns{ErrorCode::PipeDeadline,
                  {"通信が途中で止まりました", "The connection stalled"},
                  {"要求の残りが時間内に届かなかったため、接続を閉じました。",
                   "The rest of a request did not arrive in time; the connection was closed."},
                  {"もう一度お試しください。", "Try again."}},

    ErrorPatterns{ErrorCode::ServiceNotInstalled,
                  {"Kigenのサービスがインストールされていません", "The Kigen service is not installed"},
                  {"このPCに、サービス「Kigen」が登録されていません。", "This PC has no service “Kigen”."},
                  {"Kigenをインストールしてください。", "Install Kigen."}},
    ErrorPatterns{ErrorCode::ServiceNotRunning,
                  {"Kigenのサービスが動いていないため、期限を確認できません",
                   "The Kigen service is not running, so nothing is being checked"},
                  {"停止されたか、まだ開始していません。", "It was stopped, or has not started yet."},
                  {"サービス「Kigen」を開始してください。", "Start the service “Kigen”."}},
    ErrorPatterns{ErrorCode::ServiceStartFailed,
                  {"Kigenのサービスを開始できませんでした", "The Kigen service could not be started"},
                  {"[「{step}」の段階で]問題が起きました。", "Something went wrong while it started[, at “{step}”]."},
                  {"Windowsのイベントログで「Kigen」の項目を確認してください。",
                   "Look for entries of “Kigen” in the Windows event log."}},
    ErrorPatterns{ErrorCode::DataFolderUnusable,
                  {"データフォルダーを使えません", "The data folder cannot be used"},
                  {"[「{path}」を]作成できないか、アクセス許可が適切ではありません。",
                   "It[, “{path}”,] cannot be made, or its permissions are not safe."},
                  {"フォルダーのアクセス許可を確認するか、Kigenをもう一度インストールしてください。",
                   "Check who may use the folder, or install Kigen again."}},

    ErrorPatterns{
        ErrorCode::WizardNotStarted,
        {"証明書ウィザードを起動できませんでした", "The certificate wizard could not be started"},
        {"[「{path}」が]見つからないか、起動が許可されていません。", "It[, “{path}”,] is missing, or may not be run."},
        {"セキュリティソフトが止めていないことを確認するか、Kigenをもう一度インストールしてください。",
         "Check that no security software stops it, or install Kigen again."}},

    ErrorPatterns{
        ErrorCode::HostNameNotFound,
        {"接続先の名前が見つかりません", "The name of the host was not found"},
        {"[「{host}」という]名前をネットワークで調べられませんでした。", "The name[ “{host}”] could not be resolved."},
        {"インターネットへの接続と、DNSの設定を確認してください。",
         "Check the connection to the internet and the DNS settings."}},
    ErrorPatterns{ErrorCode::HostUnreachable,
                  {"接続先に届きません", "The host cannot be reached"},
                  {"[「{host}」の[ポート{port}への]]接続が拒否されたか、途中で遮られています。",
                   "The connection[ to {host}[, port {port},]] was refused or is blocked on its way."},
                  {"会社のファイアウォールで、[{host}の[ポート{port}への]]通信を許可するよう管理者に伝えてください。",
                   "Tell your administrator that the firewall must allow connections[ to {host}[, port {port}]]."}},
    ErrorPatterns{
        ErrorCode::HostTimedOut,
        {"接続先から応答がありません", "The host does not answer"},
        {"[「{host}」の[ポート{port}から]]時間内に応答がありませんでした。",
         "There was no answer[ from {host}[, port {port},]] in time."},
        {"少し待ってから、もう一度お試しください。続く場合は、ファイアウォールで[{host}の[ポート{port}への]]通信が"
         "許可されているか、管理者に確認してください。",
         "Wait and try again. If it goes on, ask your administrator whether the firewall allows connections[ to "
         "{host}[, port {port}]]."}},
    ErrorPatterns{ErrorCode::HostNotConfigured,
                  {"接続先が設定されていません", "No host has been set"},
                  {"[プロファイル「{profile}」に、]接続先の名前が書かれていません。",
                   "The profile[ “{profile}”] does not say which host to connect to."},
                  {"認証局の運用者から接続先を受け取って、プロファイルに書き込んでください。",
                   "Get the host from whoever runs the registration authority, and write it into the profile."}},
};

}  // namespace

std::span<const ErrorPatterns> service_error_patterns() noexcept {
  return kServiceErrors;
}

}  // namespace kigen::text
