#include "installer/wizard/win32/own_store.h"

#include <span>

#include "common/base/hex.h"
#include "common/ipc/token_source.h"
#include "common/platform/paths.h"
#include "common/platform/win32/certificate_store.h"
#include "common/profile/matcher.h"
#include "common/x509/parse_certificate.h"

namespace kigen::wizard {
namespace {

ipc::CertificateDetail detail_of(const CertificateRecord& record, const profile::ProfileSet& profiles,
                                 profile::Matcher& matcher, Instant now, const LocalCalendar& calendar) {
  ipc::CertificateDetail detail;
  ipc::CertificateSummary& item = detail.summary;
  item.thumbprint_sha256 = to_hex(record.sha256);
  item.thumbprint_sha1 = to_hex(record.sha1);
  item.subject = record.subject;
  item.issuer = record.issuer;
  item.serial = record.serial;
  item.not_before = record.not_before;
  item.not_after = record.not_after;
  item.days_left = days_between(calendar, now, record.not_after);
  item.profile = matcher.match(record);
  const auto found = profiles.find(item.profile);
  item.identifier = found ? profile::identifier(*found, record.subject) : profile::identifier(record.subject);
  if (found) item.renewable_until = record.not_after + std::chrono::days{found->window.grace_days_after};
  detail.key_algorithm = record.key_algorithm;
  detail.key_bits = record.key_bits;
  return detail;
}

}  // namespace

Result<std::vector<ipc::CertificateDetail>> read_own_store(const profile::ProfileSet& profiles, Instant now,
                                                           const LocalCalendar& calendar) {
  const auto snapshot = platform::read_my_store(platform::StoreLocation::CurrentUser);
  if (!snapshot) return snapshot.error();
  profile::Matcher matcher(profiles);
  std::vector<ipc::CertificateDetail> details;
  for (const auto& entry : snapshot->certificates) {
    const auto record = x509::parse_certificate(entry.der);
    if (!record) continue;  // the main window lists what cannot be read; nothing can be renewed of it
    auto detail = detail_of(*record, profiles, matcher, now, calendar);
    detail.summary.source = platform::store_source_name(platform::StoreLocation::CurrentUser);
    detail.summary.has_private_key = entry.has_private_key;
    details.push_back(std::move(detail));
  }
  return details;
}

std::vector<ipc::CertificateDetail> token_certificates(const renewal::TokenSearch& search,
                                                       const std::vector<profile::ProfilePtr>& profiles, Instant now,
                                                       const LocalCalendar& calendar) {
  profile::ProfileSet set;
  set.profiles = profiles;
  profile::Matcher matcher(set);
  std::vector<ipc::CertificateDetail> details;
  for (const auto& token : search.tokens) {
    for (const auto& entry : token.content.certificates) {
      const auto record = x509::parse_certificate(entry.der);
      if (!record) continue;
      auto detail = detail_of(*record, set, matcher, now, calendar);
      detail.summary.source = ipc::token_source(token.info.serial);
      detail.summary.token_label = token.info.label;
      detail.summary.has_private_key = entry.has_key;
      details.push_back(std::move(detail));
    }
  }
  return details;
}

std::optional<keys::Bytes> certificate_on_token(const std::vector<renewal::FoundToken>& tokens,
                                                const ipc::CertificateSummary& item) {
  const auto serial = ipc::token_serial(item.source);
  for (const auto& token : tokens) {
    if (!serial || token.info.serial != *serial) continue;
    for (const auto& entry : token.content.certificates) {
      const auto record = x509::parse_certificate(entry.der);
      if (record && to_hex(record->sha256) == item.thumbprint_sha256) return entry.der;
    }
  }
  return std::nullopt;
}

profile::ProfileSet read_profiles() {
  return profile::load_profiles(platform::shipped_profiles_folder(), platform::own_profiles_folder());
}

}  // namespace kigen::wizard
