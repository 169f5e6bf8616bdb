#include "service/app/view.h"

#include <algorithm>

#include "common/base/hex.h"
#include "common/profile/matcher.h"

namespace kigen::app {
namespace {

// The certificate must be all that the RA wants to see, and its key usable without a person.
bool renews_unattended(const profile::Profile& profile) {
  const bool asks = std::ranges::any_of(profile.credentials,
                                        [](const profile::Credential& field) { return field.used_for != "issue"; });
  const bool in_user_store = profile.key.where == "user" || profile.key.where == "user_or_token";
  return profile.unattended && !asks && in_user_store;
}

ipc::Place to_message(const inventory::PlaceEntry& place) {
  return {.source = place.source,
          .item = place.item,
          .owner = place.owner,
          .has_private_key = place.has_private_key,
          .first_seen = place.first_seen,
          .last_seen = place.last_seen,
          .gone = place.state == inventory::PlaceState::Gone,
          .token_label = place.token_label,
          .token_present = place.token_present};
}

}  // namespace

profile::ProfilePtr View::profile_of(const inventory::CertificateEntry& entry) const {
  return entry.profile.empty() ? nullptr : profiles->find(entry.profile);
}

check::Facts View::facts(Instant not_before, Instant not_after, const std::string& profile_id) const {
  check::Facts facts;
  facts.not_before = not_before;
  facts.not_after = not_after;
  const auto profile = profile_id.empty() ? nullptr : profiles->find(profile_id);
  facts.has_profile = profile != nullptr;
  facts.days_before =
      profile ? profile->window.days_before : static_cast<int>(settings.integer("check.default_window_days"));
  facts.grace_days = profile ? profile->window.grace_days_after : 0;
  facts.unattended = profile != nullptr && renews_unattended(*profile);
  return facts;
}

check::Facts View::facts(const inventory::CertificateEntry& entry) const {
  check::Facts known = facts(entry.record.not_before, entry.record.not_after, entry.profile);
  known.superseded = entry.state() == inventory::PlaceState::Superseded;
  known.gone = entry.state() == inventory::PlaceState::Gone;
  known.unattended = known.unattended && entry.token() == nullptr;
  return known;
}

check::Facts View::facts(const inventory::AttentionEntry& entry) const {
  check::Facts known = facts(entry.not_before, entry.not_after, entry.profile);
  // A key on a token is used with a PIN, whatever a driver has copied into the user's store.
  const bool on_token = std::ranges::any_of(entry.places, [](const auto& place) { return place.is_key_on_token(); });
  known.unattended = known.unattended && !on_token;
  return known;
}

ipc::CertificateSummary View::summary(const inventory::CertificateEntry& entry, Instant now) const {
  const check::Facts known = facts(entry);
  const auto profile = profile_of(entry);
  ipc::CertificateSummary summary;
  summary.thumbprint_sha256 = to_hex(entry.record.sha256);
  summary.thumbprint_sha1 = to_hex(entry.record.sha1);
  summary.subject = entry.record.subject;
  summary.issuer = entry.record.issuer;
  summary.serial = entry.record.serial;
  summary.not_before = entry.record.not_before;
  summary.not_after = entry.record.not_after;
  summary.status = check::to_string(check::status_of(known, now, *calendar));
  summary.days_left = check::days_left(known, now, *calendar);
  summary.profile = entry.profile;
  summary.identifier =
      profile ? profile::identifier(*profile, entry.record.subject) : profile::identifier(entry.record.subject);
  if (!entry.places.empty()) {
    summary.source = entry.places.front().source;
    summary.owner = entry.places.front().owner;
    summary.token_label = entry.places.front().token_label;
    summary.token_present = entry.places.front().token_present;
  }
  summary.has_private_key = entry.has_private_key();
  summary.renewable = check::renewable(known, now, *calendar);
  summary.renewable_until = check::renewable_until(known, *calendar);
  return summary;
}

ipc::CertificateDetail View::detail(const inventory::CertificateEntry& entry, Instant now) const {
  ipc::CertificateDetail detail;
  detail.summary = summary(entry, now);
  detail.key_algorithm = entry.record.key_algorithm;
  detail.key_bits = entry.record.key_bits;
  detail.extended_key_usage = entry.record.extended_key_usage;
  detail.subject_alt_names = entry.record.subject_alt_names;
  detail.policies = entry.record.policies;
  detail.first_seen = entry.first_seen();
  detail.last_seen = entry.last_seen();
  if (const auto newer = entry.superseded_by()) detail.superseded_by = to_hex(*newer);
  for (const auto& place : entry.places) detail.places.push_back(to_message(place));
  return detail;
}

check::ExpiryRange View::attention_range(Instant now) const {
  int days_before = static_cast<int>(settings.integer("check.default_window_days"));
  int grace_days = check::kGraceWithoutProfile;
  for (const auto& profile : profiles->profiles) {
    days_before = std::max(days_before, profile->window.days_before);
    grace_days = std::max(grace_days, profile->window.grace_days_after);
  }
  return check::attention_range(days_before, grace_days, now, *calendar);
}

inventory::Viewer viewer_of(const pipe::Caller& caller) {
  return {.all = caller.administrator, .sid = caller.sid};
}

bool is_actionable(const inventory::AttentionEntry::Place& place) {
  return place.has_private_key || place.kind == inventory::SourceKind::Folder;
}

bool is_actionable(const inventory::PlaceEntry& place) {
  return place.has_private_key || place.kind == inventory::SourceKind::Folder;
}

ipc::UnreadableItem to_message(const inventory::UnreadableEntry& entry) {
  return {.source = entry.source,
          .item = entry.item,
          .owner = entry.owner,
          .error = entry.error,
          .first_seen = entry.first_seen};
}

ipc::CheckRun to_message(const db::CheckRunRow& row) {
  return {.id = row.id,
          .started = row.started,
          .duration_ms = row.duration_ms,
          .trigger = row.trigger,
          .total = row.total,
          .due = row.due,
          .expired = row.expired,
          .lapsed = row.lapsed,
          .unreadable = row.unreadable,
          .errors = row.errors};
}

ipc::Notice to_message(const db::NoticeRow& row) {
  return {.id = row.id,
          .at = row.at,
          .severity = row.severity,
          .reason = {row.code, row.args},
          .thumbprint_sha256 = row.certificate ? to_hex(*row.certificate) : std::string{},
          .read = row.read};
}

}  // namespace kigen::app
