// What the journal knows of one job: enough to go on after a crash at any moment, and no secret. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "installer/wizard/renewal/job.h"

namespace kigen::renewal {

using Bytes = std::vector<std::uint8_t>;

inline constexpr int kJournalVersion = 1;
inline constexpr std::size_t kMaxEntryBytes = std::size_t{2} << 20;
inline constexpr std::size_t kMaxKeptCertificates = 32;
inline constexpr std::size_t kMaxKeptBytes = std::size_t{512} << 10;  ///< of all kept certificates together

struct Entry {
  std::string id;  ///< 32 lower-case hexadecimal digits; the key's name is kKeyPrefix + id
  Kind kind = Kind::Renew;
  std::string profile;
  std::optional<Sha256> old;  ///< Renew
  Place place = Place::Pc;
  /// Place::Token: which one, what it was called, and the library that served it.
  std::string token_serial, token_label, token_module;
  bool sets_pin = false;  ///< an issue that gives the token its user's PIN: Step::SetPin belongs to it
  Instant started{}, updated{};

  Step next = Step::Before;  ///< the first step that is not done
  bool begun = false;        ///< it was about to be done when this was written

  std::string key_provider;  ///< the profile's: where the key of key_name() is or will be
  Bytes request;             ///< PKCS#10, DER; empty before Step::Request is done
  bool bound = false;        ///< the request carries a channel binding: on another connection it is made anew
  int lost = 0;              ///< requests that left and whose answer never came: the RA may have issued
  std::optional<Instant> last_sent;
  std::optional<Instant> ask_again;  ///< the RA said 202: not before this
  std::vector<Bytes> answer;         ///< certificates as the RA sent them; empty before Step::Keep is done
  Sha256 issued{};                   ///< thumbprint of the new one, once Step::Check is done
  bool proven_on_page = false;

  friend bool operator==(const Entry&, const Entry&) = default;
};

inline constexpr std::string_view kKeyPrefix = "Kigen-";
[[nodiscard]] inline std::string key_name(const Entry& entry) {
  return std::string(kKeyPrefix) + entry.id;
}
[[nodiscard]] bool is_job_id(std::string_view text) noexcept;

/// JSON with version and checksum. An entry of any content can be written; over the limits it is InvalidArgument.
[[nodiscard]] Result<std::string> to_json(const Entry& entry);
/// Strict: every member present, of its kind, within its bounds, and consistent with `next`. JournalUnreadable {reason:
/// "syntax", "newer", "checksum", "content", "size"}, with what was wrong as detail.
[[nodiscard]] Result<Entry> entry_from_json(std::string_view text);

}  // namespace kigen::renewal
