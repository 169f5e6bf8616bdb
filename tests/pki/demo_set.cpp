#include "tests/pki/demo_set.h"

namespace kigen::test_pki {

namespace {

struct Plan {
  const char* name;
  bool machine;
  bool elliptic;
  int from_days;
  int to_days;  ///< the certificate ends with this local day, counted from today
  const char* common_name;
  const char* unit;
  const char* organization;
};

constexpr Plan kPlans[] = {
    {"valid", false, false, -165, 200, "DEMO10001", "通関部 担当01", "株式会社みなと通関"},
    {"due-in-12-days", false, false, -353, 12, "DEMO10002", "通関部 担当02", "株式会社みなと通関"},
    {"expired-30-days", false, false, -395, -30, "DEMO10003", "輸入課 担当03", "株式会社みなと通関"},
    {"not-yet-valid", false, false, 10, 375, "DEMO10004", "輸出課 担当04", "株式会社みなと通関"},
    {"valid-ec", false, true, -100, 265, "DEMO10005", "システム課 試験端末", "架空物流株式会社"},
    {"due-today", true, false, -365, 0, "DEMO20001", "共用端末 窓口01", "架空物流株式会社"},
    {"expired-120-days", true, false, -485, -120, "DEMO20002", "共用端末 窓口02", "架空物流株式会社"},
    {"machine-valid", true, false, -30, 335, "DEMO20003", "共用端末 窓口03", "架空物流株式会社"},
};

}  // namespace

std::vector<DemoCertificate> demo_set(Instant now, const LocalCalendar& calendar) {
  using std::chrono::days;
  const auto today = calendar.date_of(now);
  std::vector<DemoCertificate> set;
  for (const Plan& plan : kPlans) {
    const Instant last_second = calendar.start_of(today + days{plan.to_days + 1}) - std::chrono::seconds{1};
    set.push_back({plan.name, plan.machine,
                   Order{.subject = {plan.common_name, plan.unit, plan.organization},
                         .not_before = calendar.start_of(today + days{plan.from_days}),
                         .not_after = last_second,
                         .elliptic = plan.elliptic}});
  }
  return set;
}

std::string demo_profile(const std::vector<std::string>& hosts) {
  std::string list;
  for (const auto& host : hosts) list += (list.empty() ? "\"" : ", \"") + host + '"';
  return R"toml(# Written by kigen-test-pki: the registration authority of the demonstration.
id = "demo"
identifier_field = "subject.CN"

[name]
ja = "通関手続き（デモ）"
en = "Customs filing (demo)"

[support]
ja = "デモ用の認証局です。問い合わせ先はありません。実際の運用では、ここに連絡先と伝える内容が表示されます。"
en = "This is a demonstration; there is nobody to call. In real use this names whom to ask and what to tell them."

[consequence]
ja = "通関手続きの送受信"
en = "send or receive customs declarations"

[identifier_label]
ja = "認証コード1"
en = "Authentication code 1"

[match]
issuer_dn = ["CN=Kigen Demo Client CA,O=Kigen Demo,C=JP"]

[window]
days_before = 28
grace_days_after = 90

[enroll]
protocol = "est"
base_url = "https://localhost/"

[key]
where = "user"
algorithm = "rsa"
rsa_bits = 2048
provider = "capi"

[preflight]
hosts = [)toml" +
         list + "]\n";
}

}  // namespace kigen::test_pki
