#include "service/inventory/superseding.h"

#include <map>
#include <string_view>
#include <tuple>

#include "common/base/error_code.h"
#include "db/tables/sources.h"

namespace kigen::inventory {
namespace {

using db::FamilyMember;

bool is_later(const FamilyMember& a, const FamilyMember& b) {
  return std::tie(a.not_before, a.not_after) > std::tie(b.not_before, b.not_after);
}

// The latest certificate of one owner, issuer and profile: among all places, and among those with a private key.
struct Latest {
  const FamilyMember* any = nullptr;
  const FamilyMember* with_key = nullptr;

  void offer(const FamilyMember& member) {
    // Equal ones: the lower id, so that the answer does not depend on the order of rows.
    const auto better = [&](const FamilyMember* held) {
      return held == nullptr || is_later(member, *held) ||
             (!is_later(*held, member) && member.certificate_id < held->certificate_id);
    };
    if (better(any)) any = &member;
    if (member.has_private_key && better(with_key)) with_key = &member;
  }
  [[nodiscard]] const FamilyMember* for_place(const FamilyMember& place) const {
    return place.has_private_key ? with_key : any;
  }
};

using Key = std::tuple<std::int64_t, std::string_view, std::string_view>;

}  // namespace

std::vector<std::optional<std::int64_t>> decide_superseding(
    const std::vector<FamilyMember>& members, const std::set<std::pair<std::int64_t, std::int64_t>>& unproven) {
  std::map<Key, Latest> latest;
  for (const FamilyMember& member : members) {
    if (unproven.contains({member.certificate_id, member.owner_id})) continue;
    latest[{member.owner_id, member.issuer, member.profile}].offer(member);
  }
  std::vector<std::optional<std::int64_t>> out(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    const FamilyMember& place = members[i];
    const FamilyMember* best = &place;
    for (const std::int64_t owner : {place.owner_id, db::kMachineOwnerId}) {
      const auto found = latest.find({owner, place.issuer, place.profile});
      if (found == latest.end()) continue;
      const FamilyMember* candidate = found->second.for_place(place);
      if (candidate != nullptr && is_later(*candidate, *best)) best = candidate;
    }
    if (best->certificate_id != place.certificate_id) out[i] = best->certificate_id;
  }
  return out;
}

bool is_unproven(const Sha256& made, const std::vector<db::AttemptRow>& attempts) {
  for (const db::AttemptRow& attempt : attempts) {
    const bool settled = attempt.result == 0 || error_code_from_number(attempt.result) == ErrorCode::RenewedElsewhere;
    if (settled) return false;
    if (attempt.new_certificate == made) return true;
  }
  return false;
}

}  // namespace kigen::inventory
