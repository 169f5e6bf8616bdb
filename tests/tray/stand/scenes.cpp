#include <fmt/format.h>

#include "tests/tray/stand/stand_service.h"

namespace kigen::tray::stand {
namespace {

using std::chrono::days;
using std::chrono::hours;

struct Shape {
  const char* status;
  int days_left;
  const char* profile;
  const char* identifier;
  const char* subject;
  const char* issuer;
  const char* source;
  int grace = 0;
};

ipc::CertificateSummary made_of(const Shape& shape, int number, Instant now) {
  ipc::CertificateSummary item;
  const unsigned digest = 0xC0FFEE00U + static_cast<unsigned>(number);
  item.thumbprint_sha256 = fmt::format("{:064x}", digest);
  item.thumbprint_sha1 = fmt::format("{:040x}", digest);
  item.subject = shape.subject;
  item.issuer = shape.issuer;
  item.serial = fmt::format("5a{:06x}", 7919 * (number + 3));
  item.not_after = now + days(shape.days_left) + hours(2);
  item.not_before = item.not_after - days(365);
  item.status = shape.status;
  item.days_left = shape.days_left;
  item.profile = shape.profile;
  item.identifier = shape.identifier;
  item.source = shape.source;
  item.owner = item.source == "LocalMachine\\My" ? "machine" : "S-1-5-21-1";
  item.has_private_key = true;
  item.renewable = !item.profile.empty() && (item.status == "due" || item.status == "expired");
  if (!item.profile.empty()) item.renewable_until = item.not_after + days(shape.grace);
  return item;
}

constexpr Shape kDue{"due",
                     12,
                     "customs-filing",
                     "ABCDE12345",
                     "CN=ABCDE12345,O=Example Trading,C=JP",
                     "CN=netNACCS Secure Client CA,O=NACCS,C=JP",
                     "CurrentUser\\My",
                     0};
constexpr Shape kExpired{"expired",
                         -3,
                         "banking",
                         "担当 一号",
                         "CN=担当 一号,O=見本商事株式会社,C=JP",
                         "CN=Banking Service CA,O=Example Bank,C=JP",
                         "CurrentUser\\My",
                         90};
constexpr Shape kLapsed{"lapsed",
                        -120,
                        "banking",
                        "旧端末",
                        "CN=旧端末,O=見本商事株式会社,C=JP",
                        "CN=Banking Service CA,O=Example Bank,C=JP",
                        "CurrentUser\\My",
                        90};
constexpr Shape kUnknown{"due",
                         5,
                         "",
                         "build.example.com",
                         "CN=build.example.com",
                         "CN=Example Issuing CA,O=Example,C=JP",
                         "LocalMachine\\My",
                         0};
constexpr Shape kToday{"due",
                       0,
                       "network",
                       "user0042",
                       "CN=user0042,OU=Network,O=Example,C=JP",
                       "CN=Secure Network CA,O=Example,C=JP",
                       "C:\\Certificates\\office",
                       0};
constexpr Shape kValid{"valid",
                       210,
                       "banking",
                       "担当 二号",
                       "CN=担当 二号,O=見本商事株式会社,C=JP",
                       "CN=Banking Service CA,O=Example Bank,C=JP",
                       "CurrentUser\\My",
                       90};
constexpr Shape kFuture{"not_yet_valid",
                        400,
                        "network",
                        "user0043",
                        "CN=user0043,OU=Network,O=Example,C=JP",
                        "CN=Secure Network CA,O=Example,C=JP",
                        "CurrentUser\\My",
                        0};
constexpr Shape kReplaced{"superseded",
                          4,
                          "customs-filing",
                          "ABCDE12345",
                          "CN=ABCDE12345,O=Example Trading,C=JP",
                          "CN=netNACCS Secure Client CA,O=NACCS,C=JP",
                          "CurrentUser\\My",
                          0};

std::vector<Shape> shapes_of(Scene scene) {
  switch (scene) {
    case Scene::Fine:
      return {kValid, kFuture};
    case Scene::One:
    case Scene::Locked:
      return {kDue, kValid, kFuture};
    case Scene::Several:
      return {kExpired, kToday, kUnknown, kDue, kLapsed, kValid, kFuture, kReplaced};
    case Scene::Expired:
      return {kExpired, kValid};
    case Scene::Lapsed:
      return {kLapsed, kValid};
    case Scene::Unknown:
      return {kUnknown, kValid};
    case Scene::Empty:
      break;
  }
  return {};
}

}  // namespace

Scene scene_from_name(const std::string& name) {
  static const std::pair<const char*, Scene> kNames[] = {
      {"fine", Scene::Fine},     {"one", Scene::One},         {"several", Scene::Several}, {"expired", Scene::Expired},
      {"lapsed", Scene::Lapsed}, {"unknown", Scene::Unknown}, {"empty", Scene::Empty},     {"locked", Scene::Locked}};
  for (const auto& [word, scene] : kNames) {
    if (name == word) return scene;
  }
  return Scene::Several;
}

std::vector<ipc::CertificateSummary> certificates_of(Scene scene, Instant now) {
  std::vector<ipc::CertificateSummary> items;
  for (const Shape& shape : shapes_of(scene)) items.push_back(made_of(shape, static_cast<int>(items.size()), now));
  return items;
}

std::vector<ipc::ProfileInfo> stand_profiles() {
  ipc::ProfileInfo customs;
  customs.id = "customs-filing";
  customs.name_ja = "輸出入・港湾手続き";
  customs.name_en = "customs and port filing";
  customs.consequence_ja = "申告の送受信";
  customs.consequence_en = "send or receive";
  customs.identifier_label_ja = "認証コード1";
  customs.identifier_label_en = "Authentication code 1";
  customs.support_ja = "ヘルプデスクへ、認証コード1とKGNコードをお伝えください。";
  customs.support_en = "Give the help desk your authentication code 1 and the KGN code on the screen.";
  ipc::ProfileInfo banking;
  banking.id = "banking";
  banking.name_ja = "法人インターネットバンキング";
  banking.name_en = "corporate Internet banking";
  banking.consequence_ja = "インターネットバンキングへのログイン";
  banking.consequence_en = "sign in to corporate Internet banking";
  banking.identifier_label_ja = "証明書の名前";
  banking.identifier_label_en = "Certificate name";
  banking.support_ja = "ご利用の銀行の窓口で、証明書の再発行を申し込んでください。";
  banking.support_en = "Ask your bank to issue the certificate again.";
  ipc::ProfileInfo network;
  network.id = "network";
  network.name_ja = "セキュアネットワーク接続";
  network.name_en = "secure network access";
  network.consequence_ja = "セキュアネットワークへの接続";
  network.consequence_en = "connect to the secure network";
  network.identifier_label_ja = "ログインID";
  network.identifier_label_en = "Login ID";
  return {customs, banking, network};
}

}  // namespace kigen::tray::stand
