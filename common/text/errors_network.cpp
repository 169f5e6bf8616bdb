// Connections: hosts, TLS, answers, proxies.
#include <array>

#include "common/text/error_texts.h"

namespace kigen::text {
namespace {

constexpr std::array kNetworkErrors{
    ErrorPatterns{ErrorCode::ConnectionLost,
                  {"通信が途中で切れました", "The connection broke off"},
                  {"[「{host}」との]通信が、やり取りの途中で切断されました。",
                   "It ended in the middle of the exchange[ with {host}]."},
                  {"ネットワークの接続を確認して、もう一度お試しください。続きから再開されます。",
                   "Check the network and try again. What was done already is kept."}},
    ErrorPatterns{ErrorCode::ServerNotTrusted,
                  {"接続先が本物であることを確認できません", "The server could not be proved to be the right one"},
                  {"[「{host}」の]サーバー証明書を信頼できません。[理由：{reason}。]何も送信していません。",
                   "The server certificate[ of {host}] is not trusted[: {reason}]. Nothing was sent."},
                  {"PCの日付と時刻を確認してください。正しい場合は、このコードを窓口に伝え、続行しないでください。",
                   "Check this PC's date and time. If they are right, tell the help desk this code and do not go on."}},
    ErrorPatterns{ErrorCode::TlsFailed,
                  {"暗号化した通信を始められません", "An encrypted connection could not be made"},
                  {"[「{host}」と]暗号化の方式または証明書が合いませんでした。",
                   "This PC and the server[ {host}] did not agree on encryption, or the certificate was refused."},
                  {"もう一度お試しください。続く場合は、「詳細をコピー」の内容を管理者に伝えてください。",
                   "Try again. If it goes on, give your administrator what “Copy details” copies."}},
    ErrorPatterns{ErrorCode::AnswerTooLarge,
                  {"サーバーの応答が大きすぎます", "The server's answer is too large"},
                  {"[「{host}」から]想定を超える量のデータが届いたため、受信をやめました。",
                   "More data came[ from {host}] than any right answer has; the rest was not read."},
                  {"接続先の設定を確認してください。正しい場合は、このコードを窓口に伝えてください。",
                   "Check the server's address. If it is right, tell the help desk this code."}},
    ErrorPatterns{
        ErrorCode::AnswerUnreadable,
        {"サーバーの応答を読み取れません", "The server's answer cannot be read"},
        {"[「{host}」から]届いた応答が、決められた形式ではありません。",
         "What came[ from {host}] does not have the form that the standard demands."},
        {"途中の機器や認証ページが応答していないか確認し、続く場合は、このコードを窓口に伝えてください。",
         "Check whether a sign-in page or a device in between answered; if not, tell the help desk this code."}},
    ErrorPatterns{ErrorCode::ProxyUnreachable,
                  {"プロキシサーバーに接続できません", "The proxy server cannot be reached"},
                  {"プロキシ[「{proxy}」]から応答がありません。", "The proxy[ {proxy}] does not answer."},
                  {"プロキシのアドレスとポート番号を確認してください。",
                   "Check the proxy's address and port in the proxy settings."}},
    ErrorPatterns{ErrorCode::ProxyRefused,
                  {"プロキシサーバーが接続を断りました", "The proxy server refused the connection"},
                  {"プロキシ[「{proxy}」]が、[「{host}」への]接続を許可していません。[応答の番号は{status}です。]",
                   "The proxy[ {proxy}] does not allow the connection[ to {host}][ (status {status})]."},
                  {"[「{host}」への]接続を許可するよう、管理者に伝えてください。",
                   "Ask your administrator to allow it[: {host}]."}},
    ErrorPatterns{ErrorCode::ProxyLoginNeeded,
                  {"プロキシサーバーの認証が必要です", "The proxy server asks for a user name and password"},
                  {"プロキシ[「{proxy}」]は、サインイン中のアカウントでは接続を許可しません。",
                   "The proxy[ {proxy}] does not let the signed-in account through."},
                  {"プロキシのユーザー名とパスワードを、管理者に確認して入力してください。",
                   "Ask your administrator for the proxy's user name and password, and enter them."}},
    ErrorPatterns{ErrorCode::ProxyLoginWrong,
                  {"プロキシサーバーの認証に失敗しました", "The proxy server did not accept the sign-in"},
                  {"プロキシのユーザー名またはパスワードが違います。", "The proxy's user name or password is wrong."},
                  {"プロキシの設定を開いて、もう一度入力してください。", "Enter them again in the proxy settings."}},
    ErrorPatterns{ErrorCode::ProxySettingUnusable,
                  {"プロキシの設定を使えません", "The proxy setting cannot be used"},
                  {"自動構成スクリプト、またはプロキシの指定を読み取れませんでした。[理由：{reason}。]",
                   "The configuration script or the proxy's address could not be read[: {reason}]."},
                  {"プロキシの設定で、アドレスとポート番号を直接指定するか、管理者に確認してください。",
                   "Enter the proxy's address and port in the proxy settings, or ask your administrator."}},
};

}  // namespace

std::span<const ErrorPatterns> network_error_patterns() noexcept {
  return kNetworkErrors;
}

}  // namespace kigen::text
