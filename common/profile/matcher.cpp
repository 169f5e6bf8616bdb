#include "common/profile/matcher.h"

#include <algorithm>
#include <utility>

#include "common/base/distinguished_name.h"

namespace kigen::profile {
namespace {

constexpr std::size_t kMaxRememberedIssuers = 4096;

bool contains(const std::vector<std::string>& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

bool share_one(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&b](const std::string& one) { return contains(b, one); });
}

}  // namespace

Matcher::Matcher(const ProfileSet& set) {
  rules_.reserve(set.profiles.size());
  for (const ProfilePtr& profile : set.profiles) rules_.push_back(compile(profile));
  std::sort(rules_.begin(), rules_.end(), [](const Rule& a, const Rule& b) {
    if (a.specificity != b.specificity) return a.specificity > b.specificity;
    return a.profile->id < b.profile->id;
  });
}

Matcher::Rule Matcher::compile(ProfilePtr profile) {
  Rule rule;
  const Match& match = profile->match;
  for (const std::string& dn : match.issuer_dn) rule.issuers.push_back(normalise_distinguished_name(dn));
  for (const std::string& name : match.issuer_cn) rule.issuer_names.push_back(normalise_attribute_value(name));
  rule.issuer_only = match.issuer_key_hash.empty() && match.policy_oid.empty() && match.extended_key_usage.empty();
  rule.specificity = (match.issuer_key_hash.empty() ? 0U : 16U) + (match.issuer_dn.empty() ? 0U : 8U) +
                     (match.issuer_cn.empty() ? 0U : 4U) + (match.policy_oid.empty() ? 0U : 2U) +
                     (match.extended_key_usage.empty() ? 0U : 1U);
  rule.profile = std::move(profile);
  return rule;
}

bool Matcher::issuer_holds(const Rule& rule, std::string_view dn, std::string_view common_name) {
  if (rule.specificity == 0) return false;  // no condition at all matches nothing
  if (!rule.issuers.empty() && !contains(rule.issuers, dn)) return false;
  return rule.issuer_names.empty() || contains(rule.issuer_names, common_name);
}

bool Matcher::rest_holds(const Rule& rule, const CertificateRecord& certificate) {
  if (rule.issuer_only) return true;
  const Match& match = rule.profile->match;
  if (!match.issuer_key_hash.empty() && !contains(match.issuer_key_hash, certificate.authority_key_id)) return false;
  if (!match.policy_oid.empty() && !share_one(match.policy_oid, certificate.policies)) return false;
  return match.extended_key_usage.empty() || share_one(match.extended_key_usage, certificate.extended_key_usage);
}

const std::vector<std::uint32_t>& Matcher::candidates(std::string_view issuer) {
  if (const auto known = by_issuer_.find(issuer); known != by_issuer_.end()) return known->second;
  if (by_issuer_.size() >= kMaxRememberedIssuers) by_issuer_.clear();
  const std::string dn = normalise_distinguished_name(issuer);
  const std::string common_name = normalise_attribute_value(attribute_value(issuer, "CN").value_or(""));
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < rules_.size(); ++i) {
    if (issuer_holds(rules_[i], dn, common_name)) found.push_back(i);
  }
  return by_issuer_.emplace(issuer, std::move(found)).first->second;
}

std::string_view Matcher::match(const CertificateRecord& certificate) {
  for (const std::uint32_t index : candidates(certificate.issuer)) {
    if (rest_holds(rules_[index], certificate)) return rules_[index].profile->id;
  }
  return {};
}

std::string identifier(const Profile& profile, std::string_view subject) {
  constexpr std::string_view kSubject = "subject.";
  const std::string_view field = profile.identifier_field;
  if (field.starts_with(kSubject)) {
    auto value = attribute_value(subject, field.substr(kSubject.size()));
    if (value && !value->empty()) return *std::move(value);
  }
  return identifier(subject);
}

std::string identifier(std::string_view subject) {
  auto name = attribute_value(subject, "CN");
  return name && !name->empty() ? *std::move(name) : std::string(subject);
}

}  // namespace kigen::profile
