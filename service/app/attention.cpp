#include "service/app/attention.h"

#include <algorithm>

#include "common/base/hex.h"

namespace kigen::app {
namespace {

using check::CertificateStatus;

std::uint32_t index_of(std::vector<std::string>& owners, const std::string& owner) {
  const auto index = static_cast<std::size_t>(std::find(owners.begin(), owners.end(), owner) - owners.begin());
  if (index == owners.size()) owners.push_back(owner);
  return static_cast<std::uint32_t>(index);
}

struct Ranked {
  check::Urgency urgency;
  Sha256 certificate{};
  bool operator<(const Ranked& other) const { return urgency < other.urgency; }
};

void count(Picture& picture, CertificateStatus status) {
  if (status == CertificateStatus::Due) ++picture.due;
  if (status == CertificateStatus::Expired) ++picture.expired;
}

}  // namespace

void add_attention(Attention& attention, const inventory::AttentionEntry& entry, const check::Facts& facts) {
  const std::size_t first = attention.items.size();
  for (const auto& place : entry.places) {
    const std::uint32_t owner = index_of(attention.owners, place.owner);
    // A second place of the same owner joins the first.
    const auto known = std::find_if(attention.items.begin() + static_cast<std::ptrdiff_t>(first), attention.items.end(),
                                    [owner](const AttentionItem& item) { return item.owner == owner; });
    const bool here = place.kind == inventory::SourceKind::UserStore && place.has_private_key;
    if (known != attention.items.end()) {
      known->actionable = known->actionable || is_actionable(place);
      known->in_user_store = known->in_user_store || here;
    } else {
      attention.items.push_back({entry.certificate, owner, is_actionable(place), here, facts});
    }
  }
  // What lies on a token wants a PIN, also where a driver shows a copy in the user's store.
  for (const auto& place : entry.places) {
    if (place.kind != inventory::SourceKind::Token) continue;
    for (std::size_t i = first; i < attention.items.size(); ++i) {
      AttentionItem& item = attention.items[i];
      if (attention.owners[item.owner] == place.owner) item.in_user_store = false;
    }
  }
}

Picture picture_for(const Audience& audience, const Attention& attention, const QuietMap& quiet, Instant now,
                    const LocalCalendar& calendar, const std::set<Sha256>& calm) {
  Picture picture;
  std::vector<Ranked> urgent, standing;
  const AttentionItem* previous = nullptr;
  for (const auto& item : attention.items) {
    const std::string& owner = attention.owners[item.owner];
    const bool own = owner == audience.sid;
    const bool machine = owner == inventory::kMachineOwner;
    if (!own && !machine && !audience.sees_all) continue;
    const check::Subject subject{item.facts, item.actionable};
    const bool again = previous != nullptr && previous->certificate == item.certificate;
    previous = &item;
    const auto status = check::status_of(item.facts, now, calendar);
    if (!again) count(picture, status);
    if (!check::wants_attention(subject, now, calendar)) continue;
    if (own && calm.contains(item.certificate)) continue;
    Ranked ranked{check::urgency_of(item.facts, now, calendar, to_hex(item.certificate)), item.certificate};
    urgent.push_back(ranked);
    if (status == CertificateStatus::Due && picture.state == "fine") picture.state = "due";
    if (status != CertificateStatus::Due) picture.state = "expired";
    if (!own && !(machine && audience.machine_warnings)) continue;

    const QuietKey key{audience.sid, item.certificate};
    const auto known = quiet.find(key);
    const auto decided =
        check::standing(subject, known == quiet.end() ? std::nullopt : std::optional(known->second), now, calendar);
    if (decided.changed) picture.changed.emplace_back(key, decided.quiet);
    if (decided.returns_at && (!picture.earliest_return || *decided.returns_at < *picture.earliest_return)) {
      picture.earliest_return = decided.returns_at;
    }
    if (decided.stands) standing.push_back(std::move(ranked));
  }
  if (!urgent.empty()) picture.most_urgent = std::min_element(urgent.begin(), urgent.end())->certificate;
  std::sort(standing.begin(), standing.end());
  for (const auto& ranked : standing) {
    if (picture.standing.size() == kMaxWarnings) break;
    if (std::find(picture.standing.begin(), picture.standing.end(), ranked.certificate) == picture.standing.end()) {
      picture.standing.push_back(ranked.certificate);
    }
  }
  return picture;
}

std::optional<Instant> earliest_transition(const Attention& attention, Instant now, const LocalCalendar& calendar) {
  std::optional<Instant> earliest;
  for (const auto& item : attention.items) {
    const auto next = check::next_transition(item.facts, now, calendar);
    if (next && (!earliest || next->at < *earliest)) earliest = next->at;
  }
  return earliest;
}

}  // namespace kigen::app
