#include "common/text/wizard_text.h"

#include <fmt/format.h>

#include "common/text/pick.h"

namespace kigen::text {
namespace {

std::string_view hosts_en(std::int64_t count) {
  return count == 1 ? "host" : "hosts";
}

}  // namespace

std::string wizard_title(Language language) {
  return pick(language, "証明書ウィザード", "Certificate wizard");
}

std::string wizard_show_all(Language language) {
  return pick(language, "ほかの証明書も表示する(&A)", "Show the &other certificates too");
}
std::string wizard_choose_empty(Language language) {
  return pick(language,
              "更新方法の分かっている証明書がありません。ほかの証明書は、下のチェックボックスで表示できます。",
              "There is no certificate that Kigen knows how to renew. The box below shows the others.");
}
std::string wizard_choose_empty_all(Language language) {
  return pick(language, "このPCに証明書がありません。", "There are no certificates on this PC.");
}
std::string wizard_looking(Language language) {
  return pick(language, "証明書を調べています…", "Looking for certificates…");
}
std::string wizard_service_missing(Language language) {
  return pick(
      language,
      "Kigenのサービスに接続できないため、あなたの証明書ストアを直接読み取りました。共用の証明書は表示されません。",
      "The Kigen service cannot be reached, so this shows what is in your own certificate store. Certificates "
      "that belong to the PC are missing here.");
}

std::string wizard_not_found(Language language, std::string_view thumbprint) {
  return ja(language)
             ? fmt::format(
                   "拇印が「{}」の証明書は、このPCに見つかりません。削除されたか、別のWindowsアカウントのものです。",
                   thumbprint)
             : fmt::format(
                   "The certificate with the thumbprint {} is not on this PC. It was removed, or it belongs to "
                   "another Windows account.",
                   thumbprint);
}
std::string wizard_until(Language language) {
  return pick(language, "有効期限", "Expires");
}
std::string wizard_belongs_to(Language language) {
  return pick(language, "用途", "Used for");
}
std::string wizard_account_heading(Language language) {
  return pick(language, "Windowsアカウント", "Windows account");
}
std::string wizard_account(Language language, std::string_view account) {
  return ja(language)
             ? fmt::format(
                   "更新した証明書は「{}」だけが使えます。いつも証明書を使うアカウントであることを確認してください。",
                   account)
             : fmt::format(
                   "The renewed certificate will belong to {} alone. Make sure that this is the account that "
                   "uses it.",
                   account);
}
std::string wizard_account_elevated(Language language, std::string_view account) {
  return ja(language)
             ? fmt::format(
                   "管理者（{}）として実行されています。いつものアカウントの証明書を更新するには、このウィザードを"
                   "閉じ、スタート メニューから普通に開いてください。",
                   account)
             : fmt::format(
                   "The wizard runs as administrator ({}). To renew a certificate of your own account, "
                   "close it and start it normally from the Start menu.",
                   account);
}
std::string wizard_account_other(Language language, std::string_view account, std::string_view signed_in) {
  return ja(language)
             ? fmt::format(
                   "「{}」として実行されていますが、サインインしているのは「{}」です。更新した証明書は「{}"
                   "」のものになり、"
                   "「{}」では使えません。",
                   account, signed_in, account, signed_in)
             : fmt::format(
                   "The wizard runs as {}, but {} is signed in. The renewed certificate would belong to {} and "
                   "could not be used by {}.",
                   account, signed_in, account, signed_in);
}

std::string wizard_column_result(Language language) {
  return pick(language, "結果", "Result");
}
std::string wizard_column_host(Language language) {
  return pick(language, "接続先", "Host");
}
std::string wizard_column_port(Language language) {
  return pick(language, "ポート", "Port");
}
std::string wizard_column_detail(Language language) {
  return pick(language, "説明", "What happened");
}
std::string wizard_hosts_name(Language language) {
  return pick(language, "接続先の確認結果", "Hosts and results");
}
std::string wizard_no_hosts(Language language) {
  return pick(language, "確認する接続先は登録されていません。", "There are no hosts to test for this certificate.");
}
std::string wizard_host_waiting(Language language) {
  return pick(language, "確認中", "Testing");
}
std::string wizard_host_reached(Language language) {
  return pick(language, "接続できます", "Reached");
}
std::string wizard_host_failed(Language language) {
  return pick(language, "接続できません", "Not reached");
}
std::string wizard_host_stopped(Language language) {
  return pick(language, "未確認", "Not tested");
}
std::string wizard_host_testing_detail(Language language, std::int64_t limit_seconds) {
  return ja(language) ? fmt::format("返事を待っています（最長{}秒）", limit_seconds)
                      : fmt::format("Waiting for an answer, at most {} seconds", limit_seconds);
}
std::string wizard_host_reached_detail(Language language, std::string_view address, std::int64_t ms) {
  return ja(language) ? fmt::format("{}が{}ミリ秒で応答しました", address, ms)
                      : fmt::format("{} answered in {} ms", address, ms);
}
std::string wizard_name_not_found_detail(Language language) {
  return pick(language, "名前が見つかりません（DNS）", "The name was not found (DNS)");
}
std::string wizard_refused_detail(Language language) {
  return pick(language, "接続が拒否されました", "The connection was refused");
}
std::string wizard_timed_out_detail(Language language, std::int64_t seconds) {
  return ja(language) ? fmt::format("{}秒待っても応答がありません", seconds)
                      : fmt::format("No answer within {} seconds", seconds);
}
std::string wizard_name_timed_out_detail(Language language, std::int64_t seconds) {
  return ja(language) ? fmt::format("DNSサーバーが{}秒以内に応答しません", seconds)
                      : fmt::format("The DNS server did not answer within {} seconds", seconds);
}
std::string wizard_testing(Language language, std::int64_t done, std::int64_t count) {
  return ja(language) ? fmt::format("{}件中{}件を確認しました。", count, done)
                      : fmt::format("{} of {} tested.", done, count);
}
std::string wizard_all_reached(Language language, std::int64_t count) {
  return ja(language) ? fmt::format("{}件の接続先すべてに接続できます。", count)
                      : fmt::format("{} {} can be reached.", count == 1 ? "The" : "All", hosts_en(count));
}
std::string wizard_some_failed(Language language, std::int64_t failed, std::int64_t count) {
  return ja(language) ? fmt::format("{}件の接続先のうち、{}件に接続できません。", count, failed)
                      : fmt::format("{} of {} {} cannot be reached.", failed, count, hosts_en(count));
}
std::string wizard_test_stopped(Language language) {
  return pick(language, "確認を中止しました。", "The test was stopped.");
}
std::string wizard_firewall_needed(Language language) {
  return pick(language, "ネットワークの管理者に、このPCから次の接続先への通信を許可するよう依頼してください。",
              "Ask the person who manages the network to allow outgoing connections from this PC to:");
}
std::string wizard_firewall_line(Language language, std::string_view host, std::string_view port) {
  return ja(language) ? fmt::format("{}　ポート{}（TCP）", host, port) : fmt::format("{}, port {}, TCP", host, port);
}
std::string wizard_firewall_proxy(Language language) {
  return pick(
      language,
      "インターネットにプロキシーサーバーを通して接続している場合、直接の接続はできなくても更新できることがあります。",
      "Where the Internet is reached through a proxy server only, the renewal can work although this direct "
      "test fails.");
}
std::string wizard_retry(Language language) {
  return pick(language, "もう一度確認する(&R)", "&Test again");
}
std::string wizard_stop(Language language) {
  return pick(language, "確認を中止(&S)", "&Stop");
}
std::string wizard_copy(Language language) {
  return pick(language, "詳細をコピー(&C)", "&Copy details");
}
std::string wizard_copied(Language language) {
  return pick(language, "コピーしました", "Copied");
}

}  // namespace kigen::text
