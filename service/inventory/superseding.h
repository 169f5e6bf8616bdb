// Which places of a family are superseded (pure). A family is all certificates of one subject and issuer.
//
// A place is superseded by another certificate when the same owner, or for a user's place the machine, has a place of
// it, with the same issuer and profile, that became valid later (at the same time: is valid longer), and with its
// private key when the old place has one. So nobody can supersede another user's or the machine's certificate by
// reporting a newer one.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "db/tables/places.h"

namespace kigen::inventory {

/// The superseding certificate's id for each member, in the members' order. `members` are the places that are not gone.
[[nodiscard]] std::vector<std::optional<std::int64_t>> decide_superseding(const std::vector<db::FamilyMember>& members);

}  // namespace kigen::inventory
