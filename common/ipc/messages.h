// The pipe's messages as plain structs; common/ipc/PROTOCOL.md gives the JSON of each. to_json/from_json in
// common/ipc/messages_json.h. Codes and arguments travel, never translated text. Strings are UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/error.h"
#include "common/base/reason.h"
#include "common/base/time.h"

namespace kigen::ipc {

inline constexpr int kProtocolVersion = 1;
inline constexpr std::size_t kMaxFrameBytes = 1U << 20;

using kigen::NextStep;
using kigen::Reason;

/// One place in which a certificate lies. Several places make no second certificate.
struct Place {
  std::string source;  ///< "CurrentUser\\My", "LocalMachine\\My", "Token\\<serial>" or the folder's path
  std::string item;    ///< file path, or the store's own name of the entry; "" when the source says enough
  std::string owner;   ///< SID of the user it belongs to; "machine" for the machine's
  bool has_private_key = false;
  Instant first_seen{};
  Instant last_seen{};
  bool gone = false;
  std::string token_label;    ///< of a token: what it calls itself; else ""
  bool token_present = true;  ///< false: a token that is not inserted now; what it holds is as it was last seen
};

/// A certificate as `list` gives it. `status` is one of: valid due expired lapsed not_yet_valid superseded gone.
struct CertificateSummary {
  std::string thumbprint_sha256;
  std::string thumbprint_sha1;
  std::string subject;
  std::string issuer;
  std::string serial;
  Instant not_before{};
  Instant not_after{};
  std::string status;
  std::int64_t days_left = 0;  ///< local dates until not_after; 0 is "today", negative when past
  std::string profile;         ///< profile id, "" when none matches
  std::string identifier;      ///< value of the profile's identifier field, else the subject's common name
  std::string source;          ///< the first place's source
  std::string owner;           ///< the first place's owner
  bool has_private_key = false;
  bool renewable = false;                  ///< a profile matches and the renewal window is open now
  std::optional<Instant> renewable_until;  ///< end of grace, when a profile matches
  std::string token_label;                 ///< of the first place, when it is a token; else ""
  bool token_present = true;               ///< false: the first place is a token that is not inserted now
};

/// One try to issue or renew a certificate that has ended, or has come to its proof. No arguments of its error: only
/// codes are kept.
struct Attempt {
  std::string kind = "renew";  ///< "issue", "renew"
  bool unattended = false;     ///< nobody was asked
  Instant started{};
  Instant ended{};
  std::string result = "ok";            ///< "ok", "stored" (its proof is open) or the error's code, "KGN-2102"
  std::string ra_code;                  ///< the RA's own code beside it ("550"), "" without one
  std::string thumbprint;               ///< SHA-256 of the certificate that was to be renewed; "" for an issue
  std::string new_thumbprint;           ///< SHA-256 of the certificate that came of it, "" when none did
  std::optional<Instant> next_attempt;  ///< the RA asked not to be tried before (Retry-After)
};

struct CertificateDetail {
  CertificateSummary summary;
  std::string key_algorithm;
  std::int32_t key_bits = 0;
  std::vector<std::string> extended_key_usage;
  std::vector<std::string> subject_alt_names;
  std::vector<std::string> policies;
  Instant first_seen{};
  Instant last_seen{};
  std::string superseded_by;  ///< SHA-256 thumbprint or ""
  std::vector<Place> places;
  std::optional<Attempt> last_attempt;  ///< to renew it, or the one it came from
  std::int64_t failed_attempts = 0;     ///< of its newest attempts, up to the last good one
  std::optional<Instant> next_attempt;  ///< when Kigen next renews it without being asked
};

/// An item of a source that could not be read as a certificate: listed, never skipped.
struct UnreadableItem {
  std::string source;
  std::string item;
  std::string owner;
  Error error;
  Instant first_seen{};
};

struct Explanation {
  CertificateDetail certificate;
  Reason why;                  ///< why it has its status
  std::vector<NextStep> next;  ///< what happens next and when, soonest first
  std::optional<Reason> last;  ///< what was tried last, and with which result
};

struct CheckRun {
  std::int64_t id = 0;
  Instant started{};
  std::int64_t duration_ms = 0;
  std::string trigger;  ///< start interval resume time_change session_change source_change on_demand
  std::int64_t total = 0, due = 0, expired = 0, lapsed = 0, unreadable = 0;
  std::vector<Error> errors;
};

struct HelloParams {
  int protocol = kProtocolVersion;
  std::string client;  ///< "tray", "wizard", "ctl" …
  std::string version;
};
struct HelloResult {
  int protocol = kProtocolVersion;
  std::string service_version;
  std::string instance;  ///< random per service start: a change tells a client that the service was restarted
  std::string user_sid;  ///< who the service takes the caller for
  std::string user_name;
  bool administrator = false;
};

struct SourceState {
  std::string source;
  std::string owner;
  /// "watching", "scanning", "not_watched", "unavailable", "reported"; of a token also "not_inserted"
  std::string state;
  std::optional<Error> error;
  std::int64_t certificates = 0, unreadable = 0;
  std::optional<Instant> last_scan;
  std::string token_label;  ///< of a token: what it calls itself; else ""
};

struct StatusResult {
  Instant now{};
  std::string state;  ///< "fine", "due", "expired": the icon's state, for what the caller may see
  std::int64_t total = 0, due = 0, expired = 0, unreadable = 0;
  std::optional<CertificateSummary> most_urgent;
  Instant next_check{};
  std::optional<CheckRun> last_check;
  int interval_hours = 24;
  bool interval_locked = false;      ///< set by policy
  std::string ui_language = "auto";  ///< the setting ui.language: "auto", "ja", "en"; a user's own choice goes over it
  std::int64_t unread_notices = 0;
  std::vector<SourceState> sources;
  std::vector<Error> problems;  ///< standing ones: database set aside, settings or profile refused, source unavailable
};

struct ListParams {
  std::optional<std::int64_t> due_within_days;  ///< days_left ≤ this; expired ones included, superseded and gone not
  std::vector<std::string> statuses;            ///< empty: all but gone
  std::string cursor;                           ///< from the last answer; "" for the first page
  std::int64_t limit = 500;                     ///< 1 to 1000
};
struct ListResult {
  std::vector<CertificateSummary> items;   ///< by not_after, soonest first
  std::vector<UnreadableItem> unreadable;  ///< on the first page only, and only without due_within_days
  std::string next_cursor;                 ///< "" on the last page
};

/// The tray's snapshot of one of its sources. Items name a certificate by hash; `der` only when the service asked for
/// it.
struct ReportItem {
  std::string sha256;
  std::string der_base64;  ///< "" when not sent
  bool has_private_key = false;
};
struct ReportUnreadable {
  std::string item;
  Error error;
};
struct ReportParams {
  /// "CurrentUser\\My", "Token\\<serial>", or "TokenDrivers", of which only `unreadable` says something
  /// (token_source.h).
  std::string source = "CurrentUser\\My";
  bool more = false;  ///< further parts of the same snapshot follow; what is absent is gone only after the last part
  std::vector<ReportItem> items;
  std::vector<ReportUnreadable> unreadable;
  std::string token_label;    ///< of a token: what it calls itself; else ""
  bool token_present = true;  ///< false: the token was pulled; then nothing else is said, and what it held stays
};
struct ReportResult {
  /// Hashes whose DER the service does not have for this user: report them again with der.
  std::vector<std::string> need;
  std::int64_t accepted = 0;
};

/// What the wizard did in the caller's session. Own certificates only.
struct AttemptParams {
  std::string thumbprint;  ///< SHA-256; "" with kind "issue" only
  std::string kind;        ///< "issue", "renew"
  bool unattended = false;
  Instant started{};
  Instant ended{};
  std::string result;   ///< "ok", "stored" or a KGN code
  std::string ra_code;  ///< at most 64 bytes of printable ASCII
  std::optional<Instant> next_attempt;
  std::string new_thumbprint;  ///< SHA-256; "" when there is no new certificate
  std::string note;            ///< KGN code of what went wrong beside a good renewal (KGN-2121: a command after it); ""
};
/// What follows from it.
struct AttemptResult {
  std::int64_t failed_attempts = 0;
  std::optional<Instant> next_attempt;  ///< when the service will ask for it again
};

struct SettingValue {
  std::string key;
  std::string value;    ///< as text
  std::string origin;   ///< "policy", "runtime", "file", "default"
  std::string allowed;  ///< such as "1..72"
  bool locked = false;
};

struct Notice {
  std::int64_t id = 0;
  Instant at{};
  std::string severity;  ///< "info", "warning", "error"
  Reason reason;
  std::string thumbprint_sha256;  ///< "" when it is about no certificate
  bool read = false;
};

/// What stands on this user's screen now: the full list, not a change. Empty: the warning window goes away.
struct WarningList {
  std::int64_t check = 0;                 ///< id of the check run it came from
  std::vector<CertificateSummary> items;  ///< most urgent first
};

/// What is to be renewed in this user's session now, without asking: the full list, not a change.
struct RenewalItem {
  std::string thumbprint;  ///< SHA-256
  std::string profile;
  Instant since{};  ///< of another attempt this is another one
};
struct RenewalList {
  std::vector<RenewalItem> items;
};

struct CheckProgress {
  std::int64_t check = 0;
  std::string step;  ///< "sources", "deciding", "done"
  std::int64_t done = 0, total = 0;
};

/// What a client must know of a profile in order to speak about its certificates. Texts may be "".
struct ProfileInfo {
  std::string id;
  std::string name_ja, name_en;
  std::string consequence_ja, consequence_en;            ///< what the user can no longer do after expiry
  std::string identifier_label_ja, identifier_label_en;  ///< such as "Authentication code 1"
  std::string support_ja, support_en;                    ///< whom to ask and what to tell them
  std::string origin;
  std::vector<std::string> hosts;          ///< "host:port" of the preflight list
  std::vector<std::string> token_modules;  ///< PKCS#11 modules that serve its tokens, as the profile names them
};
struct ProfilesResult {
  std::vector<ProfileInfo> profiles;
  std::vector<Error> problems;
};

/// Parameters or result of a method that has none: `{}`.
struct Empty {};

/// `get`, `explain`, `wizard.started`: hex of SHA-256 or SHA-1, or a unique prefix of 8 and more digits.
struct ThumbprintParams {
  std::string thumbprint;
};

struct HistoryParams {
  std::int64_t limit = 20;  ///< 1 to 1000
};
struct HistoryResult {
  std::vector<CheckRun> runs;  ///< newest first
};

struct SettingsResult {
  std::vector<SettingValue> values;
  std::vector<Error> problems;
};
struct SettingSetParams {
  std::string key;
  std::string value;
};
struct SettingKeyParams {
  std::string key;
};

struct NoticesParams {
  bool unread_only = false;
  std::int64_t limit = 100;  ///< 1 to 1000
};
struct NoticesResult {
  std::vector<Notice> items;  ///< newest first
  std::int64_t unread = 0;
};
struct NoticesReadParams {
  std::vector<std::int64_t> ids;
  bool all = false;
};
/// Also the push `notices`.
struct UnreadResult {
  std::int64_t unread = 0;
};

struct SnoozeParams {
  std::vector<std::string> thumbprints;  ///< SHA-256
  std::string until = "next_check";      ///< "1h", "tomorrow", "next_check"
};

struct Finding {
  std::string subject;  ///< "service", "pipe", "database", "sources", "profiles", "clock", "hosts" …
  std::string verdict;  ///< "ok", "warning", "failed"
  Reason reason;
  std::optional<Error> error;
};
struct DoctorResult {
  std::vector<Finding> findings;
};

}  // namespace kigen::ipc
