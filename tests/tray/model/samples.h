// Certificates and a context for the view-models' tests. Noon of 20 November 2026 in Tokyo.
#pragma once

#include <fmt/format.h>

#include <string>

#include "tray/model/context.h"

namespace kigen::tray::test {

inline const Instant kNow = from_rfc3339("2026-11-20T03:00:00Z").value();

inline ipc::ProfilesResult sample_profiles() {
  ipc::ProfileInfo customs;
  customs.id = "customs";
  customs.name_ja = "通関";
  customs.name_en = "customs filing";
  customs.consequence_ja = "申告の送受信";
  customs.consequence_en = "send or receive";
  customs.identifier_label_ja = "認証コード1";
  customs.identifier_label_en = "Authentication code 1";
  customs.support_ja = "ヘルプデスクへ申し込んでください。";
  customs.support_en = "Apply at the help desk.";
  return {{customs}, {}};
}

struct Fixture {
  FixedOffsetCalendar calendar{std::chrono::hours(9)};
  Profiles profiles{sample_profiles()};
  [[nodiscard]] Context context(text::Language language = text::Language::English) const {
    return {language, kNow, &calendar, &profiles};
  }
};

inline ipc::CertificateSummary certificate(int number, const std::string& status, int days,
                                           const std::string& profile = "customs") {
  ipc::CertificateSummary item;
  item.thumbprint_sha256 = fmt::format("{:064x}", number);
  item.thumbprint_sha1 = fmt::format("{:040x}", number);
  item.subject = fmt::format("CN=name {},O=Example", number);
  item.issuer = "CN=Example CA,O=Example";
  item.identifier = fmt::format("CODE{}", number);
  item.status = status;
  item.days_left = days;
  item.not_before = kNow - std::chrono::days(300);
  item.not_after = kNow + std::chrono::days(days);
  item.profile = profile;
  item.source = "CurrentUser\\My";
  item.renewable = !profile.empty() && (status == "due" || status == "expired");
  item.renewable_until = item.not_after + std::chrono::days(90);
  return item;
}

}  // namespace kigen::tray::test
