// What wants attention now, small enough to keep in memory: facts and owners, no texts. And what of it stands on one
// user's screen. Pure; the lists are immutable once made.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "service/app/view.h"
#include "service/check/warnings.h"
#include "service/inventory/types.h"

namespace kigen::app {

/// One certificate of one owner, in the range that may want attention (View::attention_range).
struct AttentionItem {
  Sha256 certificate{};
  std::uint32_t owner = 0;  ///< index into Attention::owners
  bool actionable = false;
  /// With its private key, where the owner's session can renew it without asking: not what is on a token too.
  bool in_user_store = false;
  check::Facts facts;
};

struct Attention {
  std::vector<std::string> owners;  ///< SIDs and "machine"
  std::vector<AttentionItem> items;
};

/// Adds what one certificate's places say; its places must come in one call.
void add_attention(Attention& attention, const inventory::AttentionEntry& entry, const check::Facts& facts);

struct QuietKey {
  std::string owner;
  Sha256 certificate{};
  friend auto operator<=>(const QuietKey&, const QuietKey&) = default;
};
using QuietMap = std::map<QuietKey, check::Quiet>;

/// Whose screen, and what it may show.
struct Audience {
  std::string sid;
  bool sees_all = false;         ///< counts include everybody's (an administrator)
  bool machine_warnings = true;  ///< warnings.machine_certificates
};

/// Warnings that one window can show; the most urgent ones are kept, the number of all is in Picture.
inline constexpr std::size_t kMaxWarnings = 100;

struct Picture {
  std::int64_t due = 0, expired = 0;  ///< certificates the audience may see
  std::string state = "fine";         ///< "fine", "due", "expired"
  std::optional<Sha256> most_urgent;
  std::vector<Sha256> standing;                                           ///< most urgent first, at most kMaxWarnings
  std::vector<std::pair<QuietKey, std::optional<check::Quiet>>> changed;  ///< to be stored before the next picture
  std::optional<Instant> earliest_return;
};
/// `calm`: the audience's own certificates that are renewed without asking, so that nobody needs to be warned yet.
[[nodiscard]] Picture picture_for(const Audience& audience, const Attention& attention, const QuietMap& quiet,
                                  Instant now, const LocalCalendar& calendar, const std::set<Sha256>& calm = {});

/// The first instant at which one of the items changes its status by time alone.
[[nodiscard]] std::optional<Instant> earliest_transition(const Attention& attention, Instant now,
                                                         const LocalCalendar& calendar);

}  // namespace kigen::app
