// Which places of a family are superseded (pure). A family is all certificates of one subject and issuer.
//
// A place is superseded by another certificate when the same owner, or for a user's place the machine, has a place of
// it, with the same issuer and profile, that became valid later (at the same time: is valid longer), and with its
// private key when the old place has one. So nobody can supersede another user's or the machine's certificate by
// reporting a newer one.
//
// A certificate that Kigen's own wizard has stored supersedes nothing before it is proven: the wizard says when it
// stores it and when the proof is there (attempt.report). One of which no wizard has said a word supersedes at once.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "db/rows.h"
#include "db/tables/places.h"

namespace kigen::inventory {

/// The superseding certificate's id for each member, in the members' order. `members` are the places that are not gone.
/// `unproven` are certificate ids with their owners, is_unproven() of each.
[[nodiscard]] std::vector<std::optional<std::int64_t>> decide_superseding(
    const std::vector<db::FamilyMember>& members, const std::set<std::pair<std::int64_t, std::int64_t>>& unproven = {});

/// Whether `made` waits for its proof, by what its owner's wizard said last; `attempts` as
/// db::AttemptsTable::that_made() gives them, newest first. It waits until the wizard has proven it, or has found the
/// old one renewed by other means and knows nothing of a job: for as long as nobody starts it again, the old one is
/// warned of as before, and that warning's button is what proves the new one.
[[nodiscard]] bool is_unproven(const Sha256& made, const std::vector<db::AttemptRow>& attempts);

}  // namespace kigen::inventory
