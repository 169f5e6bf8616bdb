#include "installer/wizard/silent/choose.h"

#include <algorithm>
#include <cctype>

#include "common/base/hex.h"
#include "common/profile/matcher.h"
#include "common/x509/parse_certificate.h"

namespace kigen::silent {
namespace {

struct Item {
  CertificateRecord record;
  bool has_key = false;
  bool matches = false;
};

std::vector<Item> read(const std::vector<keys::StoredCertificate>& certificates, const profile::ProfileSet& profiles,
                       const std::string& profile) {
  profile::Matcher matcher(profiles);
  std::vector<Item> items;
  for (const auto& stored : certificates) {
    const auto record = x509::parse_certificate(stored.der);
    if (record) items.push_back({*record, stored.key.has_value(), matcher.match(*record) == profile});
  }
  return items;
}

bool has_successor(const std::vector<Item>& items, const Item& one) {
  return std::any_of(items.begin(), items.end(), [&](const Item& other) {
    return other.has_key && other.record.family == one.record.family && other.record.not_after > one.record.not_after;
  });
}

bool is_due(const CertificateRecord& record, const profile::Window& window, Instant now) {
  return now >= record.not_after - std::chrono::days{window.days_before} &&
         now <= record.not_after + std::chrono::days{window.grace_days_after};
}

}  // namespace

Result<Sha256> choose_certificate(const std::vector<keys::StoredCertificate>& certificates,
                                  const profile::ProfileSet& profiles, const std::string& profile,
                                  const std::string& wanted, Instant now) {
  const auto items = read(certificates, profiles, profile);
  std::string prefix = wanted;
  std::transform(prefix.begin(), prefix.end(), prefix.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto found = profiles.find(profile);
  std::vector<const Item*> chosen;
  for (const Item& one : items) {
    const bool named = to_hex(one.record.sha256).starts_with(prefix) || to_hex(one.record.sha1).starts_with(prefix);
    const bool due = one.matches && one.has_key && found && is_due(one.record, found->window, now);
    if (prefix.empty() ? due && !has_successor(items, one) : named) chosen.push_back(&one);
  }
  if (chosen.size() == 1) return chosen.front()->record.sha256;
  if (chosen.size() > 1) return Error(ErrorCode::AmbiguousThumbprint).with("thumbprint", wanted);
  if (!prefix.empty()) return Error(ErrorCode::NotFound).with("thumbprint", wanted);
  return Error(ErrorCode::NoRenewableCertificate).with("profile", profile);
}

}  // namespace kigen::silent
