#include "office.h"

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

}  // namespace kigen::wizard::test
