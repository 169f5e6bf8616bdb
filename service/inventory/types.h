// What the inventory takes and gives: plain data. Strings are UTF-8 (also item names: bytes of a file name that are no
// UTF-8 are written as \xNN).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/certificate.h"
#include "common/base/error.h"
#include "common/base/time.h"

namespace kigen::inventory {

inline constexpr std::string_view kMachineOwner = "machine";
/// Items of one reported snapshot, over all of its parts.
inline constexpr std::size_t kMaxSnapshotItems = 20'000;
/// Tokens of one owner. One more takes the place of the one that has been away for longest.
inline constexpr std::size_t kMaxTokensPerOwner = 64;

/// The id of the profile that a certificate belongs to, "" when none matches.
using Matcher = std::function<std::string(const CertificateRecord&)>;

/// A number is in the database: it never changes. TokenDrivers: the libraries through which a user's tokens are read.
enum class SourceKind : std::uint8_t { UserStore = 0, MachineStore = 1, Folder = 2, Token = 3, TokenDrivers = 4 };
enum class PlaceState : std::uint8_t { Live = 0, Superseded = 1, Gone = 2 };

/// Who asks. A user sees the places that are theirs and the machine's.
struct Viewer {
  bool all = false;  ///< an administrator, or the service itself
  std::string sid;   ///< used when `all` is false
};

struct PlaceEntry {
  [[nodiscard]] bool is_key_on_token() const { return kind == SourceKind::Token && has_private_key; }

  SourceKind kind = SourceKind::Folder;
  std::string source;  ///< "CurrentUser\\My", "LocalMachine\\My", "Token\\<serial>" or the folder's path
  std::string item;    ///< the file's path; "" in a store
  std::string owner;   ///< SID or kMachineOwner
  bool has_private_key = false;
  Instant first_seen{};
  Instant last_seen{};  ///< of a place that is there: when its source was last read
  PlaceState state = PlaceState::Live;
  std::optional<Sha256> superseded_by;
  std::string token_label;    ///< of a token
  bool token_present = true;  ///< false: a token that is not inserted now
};

struct CertificateEntry {
  std::int64_t id = 0;
  CertificateRecord record;
  std::string profile;  ///< id, "" when none matches
  /// Those the viewer may see, live ones first, of them tokens with the key first (that is where it is, whatever a
  /// driver has copied elsewhere); never empty.
  std::vector<PlaceEntry> places;

  /// Live when one place is live; else superseded when one is; else gone.
  [[nodiscard]] PlaceState state() const;
  [[nodiscard]] Instant first_seen() const;
  [[nodiscard]] Instant last_seen() const;
  [[nodiscard]] bool has_private_key() const;                 ///< in a place that is not gone
  [[nodiscard]] std::optional<Sha256> superseded_by() const;  ///< only when state() is Superseded
  [[nodiscard]] const PlaceEntry* token() const;  ///< the first token that has its key and is not gone, or null
};

/// A certificate with what a check decides from, and nothing else: thousands may be due.
struct AttentionEntry {
  struct Place {
    [[nodiscard]] bool is_key_on_token() const { return kind == SourceKind::Token && has_private_key; }

    std::string owner;  ///< SID or kMachineOwner
    SourceKind kind = SourceKind::Folder;
    bool has_private_key = false;
  };
  Sha256 certificate{};
  Instant not_before{};
  Instant not_after{};
  std::string profile;        ///< id, "" when none matches
  std::vector<Place> places;  ///< live and not superseded; never empty
};

struct UnreadableEntry {
  std::string source;
  std::string item;
  std::string owner;
  Error error;
  Instant first_seen{};
};

struct SourceEntry {
  SourceKind kind = SourceKind::Folder;
  std::string name;
  std::string owner;
  std::optional<Instant> last_scan;  ///< nothing before the first complete reading
  std::optional<Error> error;        ///< why it could not be read the last time
  std::int64_t places = 0;           ///< not gone
  std::int64_t unreadable = 0;
  std::string token_label;    ///< of a token
  bool token_present = true;  ///< of a token: it is inserted
};

struct SnapshotItem {
  Sha256 sha256{};
  std::vector<std::uint8_t> der;  ///< empty when the reporter sends the hash only
  bool has_private_key = false;
};
struct SnapshotUnreadable {
  std::string item;
  Error error;
};
/// One part of what a store or a token holds. Absent items are gone after the last part only.
struct Snapshot {
  SourceKind kind = SourceKind::UserStore;
  std::string source;         ///< "CurrentUser\\My", "Token\\<serial>"
  std::string owner;          ///< whom the pipe identified; kMachineOwner for the machine's store
  std::uint64_t session = 0;  ///< the reporting connection: parts of another session are never joined to these
  bool more = false;          ///< further parts follow
  std::vector<SnapshotItem> items;
  std::vector<SnapshotUnreadable> unreadable;
  std::string token_label;
  bool token_present = true;  ///< false: it was pulled; what it held stays, and nothing else of this is read
};
struct SnapshotResult {
  /// Hashes that this owner must report again with DER: as a further part, or in a whole new snapshot.
  std::vector<Sha256> need;
  std::int64_t accepted = 0;
  bool changed = false;        ///< something that a check could answer differently for
  bool token_changed = false;  ///< a token came, went or has another label: what is shown is another
};

struct ListQuery {
  Viewer viewer;
  std::optional<Instant> not_after_before;  ///< exclusive
  bool gone = false;                        ///< gone ones too
  bool superseded = true;                   ///< superseded ones too
  std::string cursor;                       ///< from the last page; "" for the first
  std::size_t limit = 500;                  ///< 1 to 1000
};
struct ListPage {
  std::vector<CertificateEntry> items;  ///< by not_after, soonest first
  std::string next_cursor;              ///< "" on the last page
};

/// Distinct certificates and items that the viewer may see. Kept up to date by every change: reading them costs
/// nothing.
struct Counts {
  std::int64_t certificates = 0;  ///< not gone (superseded ones included)
  std::int64_t unreadable = 0;
};

struct ScanResult {
  std::int64_t files = 0;   ///< candidates in the folder
  std::int64_t parsed = 0;  ///< of them new or changed, hence read
  std::int64_t gone = 0;    ///< places whose file is no longer there
  bool changed = false;
  std::optional<Error> unavailable;  ///< SourceUnavailable: nothing was marked gone
  std::optional<Error> incomplete;   ///< a subfolder could not be read, or a limit was met: nothing was marked gone
};

}  // namespace kigen::inventory
