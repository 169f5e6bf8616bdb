#include "office.h"

#include "common/ipc/token_source.h"

namespace kigen::wizard::test {
namespace {

profile::Profile customs() {
  profile::Profile profile;
  profile.id = "customs-filing";
  profile.name = {"輸出入・港湾手続き（netNACCS）", "Customs and port filing (netNACCS)"};
  profile.support = {
      "NACCSセンターのヘルプデスクへ、認証コード1と、画面に出ているKGNコードをお伝えください。\n"
      "有効期限が切れた証明書は更新できません。NSSで再発行を申し込むと、翌営業日から使えます。",
      "Give the NACCS Center help desk your authentication code 1 and the KGN code on the screen.\n"
      "An expired certificate cannot be renewed. Apply for a new one in NSS."};
  profile.identifier_label = {"認証コード1", "Authentication code 1"};
  profile.enroll.base_url = "https://ra.example.jp/";
  profile.preflight = {{"sliaopd5asndetnr6.com", 443},
                       {"jz2updf7st6fn2sf6.com", 443},
                       {"bbs-cust.naccscenter.com", 443},
                       {"www.naccscenter.com", 443}};
  profile::Credential code1;
  code1.id = "code1";
  code1.label = {"認証コード1", "Authentication code 1"};
  code1.characters = "alphanumeric";
  code1.upper_case = true;
  code1.min_length = code1.max_length = 10;
  code1.used_for = "issue";
  profile::Credential code2 = code1;
  code2.id = "code2";
  code2.label = {"認証コード2", "Authentication code 2"};
  code2.secret = true;
  profile.credentials = {code1, code2};
  return profile;
}

profile::Profile banking() {
  profile::Profile profile;
  profile.id = "corporate-banking-expired";
  profile.name = {"法人インターネットバンキング（期限切れ後も更新可）",
                  "Corporate Internet banking (renewable after expiry)"};
  profile.identifier_label = {"証明書の名前", "Certificate name"};
  profile.window.grace_days_after = 90;
  profile.enroll.base_url = "https://bank.example.jp/";
  profile.key.where = "user_or_token";
  profile.token.emplace();
  profile.token->software = "SafeNet Authentication Client";
  profile.token->software_url = "https://bank.example.jp/token/";
  profile::Credential password;
  password.id = "password";
  password.label = {"パスワード", "Password"};
  password.secret = true;
  password.used_for = "renew";
  profile.credentials = {password};
  return profile;
}

profile::Profile unset() {
  profile::Profile profile;
  profile.id = "bank-web";
  profile.name = {"法人IBサービス（銀行の画面から更新）", "Corporate banking (renewed from the bank's page)"};
  profile.credentials = customs().credentials;
  return profile;
}

ipc::CertificateSummary certificate(char digit, const std::string& name, int days, const std::string& status,
                                    const std::string& profile) {
  ipc::CertificateSummary item;
  item.thumbprint_sha256 = std::string(64, digit);
  item.thumbprint_sha1 = std::string(40, digit);
  item.identifier = name;
  item.subject = "CN=" + name + ",OU=Trade,O=Kaigan Shipping,C=JP";
  item.issuer = "CN=netNACCS Secure Client CA,O=NACCS,C=JP";
  item.serial = "3f2a90c17be4";
  item.not_before = kNow + std::chrono::days{days - 730};
  item.not_after = kNow + std::chrono::days{days};
  item.days_left = days;
  item.status = status;
  item.profile = profile;
  item.owner = "S-1-5-21-1";
  item.has_private_key = true;
  item.renewable_until = item.not_after + std::chrono::days{profile == "customs-filing" ? 0 : 90};
  return item;
}

profile::Profile etoken() {
  profile::Profile profile;
  profile.id = "etoken";
  profile.name = {"電子認証サービス（eToken）", "Electronic certification service (eToken)"};
  profile.support = {
      "認証局運用員へ、eTokenのシリアルナンバーと、画面に出ているメッセージとKGNコードをメールでお伝えください。",
      "Write to the operators of the certification authority: the eToken's serial number, the message and the KGN code "
      "on the screen."};
  profile.identifier_label = {"ユーザー名", "User name"};
  profile.enroll.base_url = "https://ika.example.jp/";
  profile.key.where = "token";
  profile.token.emplace();
  profile.token->modules = {"eTPKCS11.dll"};
  profile.token->pin_min = 4;
  profile.token->pin_max = 8;
  profile.token->pin_tries = 10;
  profile.token->holder_url = "https://ika.example.jp/tokens/{serial}";
  profile.token->pin = "set";
  profile.token->unblock = true;
  profile.token->software = "SafeNet Authentication Client 10.8";
  profile.token->software_url = "https://ika.example.jp/download/";
  profile::Credential pin;
  pin.id = "storage_pin";
  pin.label = {"電子証明書格納用PIN", "Certificate storage PIN"};
  pin.secret = true;
  pin.characters = "alphanumeric";
  pin.used_for = "issue";
  profile.credentials = {pin};
  return profile;
}

profile::Profile network() {
  profile::Profile profile;
  profile.id = "secure-network-token";
  profile.name = {"セキュアネットワーク接続（USBトークン）", "Secure network access (USB token)"};
  profile.identifier_label = {"ログインID", "Login ID"};
  profile.enroll.base_url = "https://dl.example.jp/";
  profile.key.where = "token";
  profile.token.emplace();
  profile.token->modules = {"driver.dll"};
  profile::Credential id;
  id.id = "login_id";
  id.label = {"ログインID", "Login ID"};
  id.prefill = "subject.CN";
  profile::Credential password = banking().credentials.front();
  password.used_for = "both";
  profile.credentials = {id, password};
  return profile;
}

}  // namespace

Surroundings office() {
  Surroundings around;
  around.certificates = {certificate('a', "ABCDE12345", 12, "due", "customs-filing"),
                         certificate('b', "KAIGAN SHIPPING 01", -10, "expired", "corporate-banking-expired"),
                         certificate('c', "FGHIJ67890", 420, "valid", "customs-filing"),
                         certificate('d', "tantou01@kaigan.example", 200, "valid", "")};
  for (auto&& profile : {customs(), banking(), unset()})
    around.profiles.push_back(std::make_shared<const profile::Profile>(profile));
  return around;
}

Surroundings token_office() {
  Surroundings around = office();
  auto renewable = certificate('e', "SNT00417", 20, "due", "secure-network-token");
  renewable.source = ipc::token_source("02A5D1F0");
  renewable.token_label = "SNT";
  renewable.has_private_key = false;
  auto away = certificate('f', "SNT00555", 25, "due", "secure-network-token");
  away.source = ipc::token_source("02A5FFFF");
  away.token_present = false;
  around.certificates.push_back(renewable);
  around.certificates.push_back(away);
  around.profiles.push_back(std::make_shared<const profile::Profile>(etoken()));
  around.profiles.push_back(std::make_shared<const profile::Profile>(network()));
  return around;
}

renewal::FoundToken token(const std::string& serial, const std::string& label, const std::string& module) {
  renewal::FoundToken found;
  found.info.module = module;
  found.info.serial = serial;
  found.info.label = label;
  found.info.manufacturer = "SafeNet, Inc.";
  found.info.model = "eToken 5110";
  found.info.pin_min = 4;
  found.info.pin_max = 20;
  found.info.initialized = found.info.pin_initialized = found.info.login_required = true;
  return found;
}

}  // namespace kigen::wizard::test
