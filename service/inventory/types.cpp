#include "service/inventory/types.h"

#include <algorithm>

namespace kigen::inventory {

PlaceState CertificateEntry::state() const {
  PlaceState best = PlaceState::Gone;
  for (const PlaceEntry& place : places) best = std::min(best, place.state);
  return best;
}

Instant CertificateEntry::first_seen() const {
  Instant first = Instant::max();
  for (const PlaceEntry& place : places) first = std::min(first, place.first_seen);
  return first;
}

Instant CertificateEntry::last_seen() const {
  Instant last = Instant::min();
  for (const PlaceEntry& place : places) last = std::max(last, place.last_seen);
  return last;
}

bool CertificateEntry::has_private_key() const {
  return std::any_of(places.begin(), places.end(),
                     [](const PlaceEntry& place) { return place.has_private_key && place.state != PlaceState::Gone; });
}

std::optional<Sha256> CertificateEntry::superseded_by() const {
  if (state() != PlaceState::Superseded) return std::nullopt;
  for (const PlaceEntry& place : places) {
    if (place.superseded_by) return place.superseded_by;
  }
  return std::nullopt;
}

const PlaceEntry* CertificateEntry::token() const {
  const auto found = std::find_if(places.begin(), places.end(), [](const PlaceEntry& place) {
    return place.is_key_on_token() && place.state != PlaceState::Gone;
  });
  return found == places.end() ? nullptr : &*found;
}

}  // namespace kigen::inventory
