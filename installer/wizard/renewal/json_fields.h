// Strict reading of the members of a JSON object, the first fault remembered. Private to this folder; included by .cpp
// files only (Boost.JSON).
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/hex.h"
#include "common/base/result.h"
#include "common/base/time.h"

namespace kigen::renewal {

/// Parses at most 16 levels; nothing when it is no JSON.
[[nodiscard]] std::optional<boost::json::value> parse_bounded(std::string_view text);

/// {"<kind>": version, "sha256": …, "body": {…}} around a body, and out of it again. JournalUnreadable {reason: "size",
/// "syntax", "newer", "checksum"}.
[[nodiscard]] std::string seal(std::string_view kind, int version, const boost::json::object& body);
[[nodiscard]] Result<boost::json::object> unseal(std::string_view kind, int version, std::string_view text,
                                                 std::size_t max_bytes);

class FieldReader {
 public:
  explicit FieldReader(const boost::json::object& object) : object_(object) {}

  [[nodiscard]] bool good() const noexcept { return fault_.empty(); }
  /// JournalUnreadable {reason "content"}, the member's name as detail.
  [[nodiscard]] Error error() const {
    return Error(ErrorCode::JournalUnreadable, "member " + fault_).with("reason", "content");
  }
  void fail(std::string_view member) {
    if (fault_.empty()) fault_ = member;
  }

  [[nodiscard]] std::string text(std::string_view member, std::size_t max_bytes) {
    const auto* value = find(member);
    if (value == nullptr || !value->is_string() || value->get_string().size() > max_bytes) {
      fail(member);
      return {};
    }
    return std::string(value->get_string());
  }
  [[nodiscard]] bool boolean(std::string_view member) {
    const auto* value = find(member);
    if (value == nullptr || !value->is_bool()) fail(member);
    return value != nullptr && value->is_bool() && value->get_bool();
  }
  [[nodiscard]] int integer(std::string_view member, int low, int high) {
    const auto* value = find(member);
    if (value == nullptr || !value->is_int64() || value->get_int64() < low || value->get_int64() > high) {
      fail(member);
      return low;
    }
    return static_cast<int>(value->get_int64());
  }
  /// RFC 3339; null is nothing.
  [[nodiscard]] std::optional<Instant> optional_instant(std::string_view member) {
    const auto* value = find(member);
    if (value != nullptr && value->is_null()) return std::nullopt;
    const auto instant = from_rfc3339(text(member, 40));
    if (!instant) fail(member);
    return instant;
  }
  [[nodiscard]] Instant instant(std::string_view member) {
    const auto found = optional_instant(member);
    if (!found) fail(member);
    return found.value_or(Instant{});
  }
  [[nodiscard]] std::vector<std::uint8_t> bytes(std::string_view member, std::size_t max_bytes) {
    const auto decoded = from_hex(text(member, max_bytes * 2));
    if (!decoded) fail(member);
    return decoded.value_or(std::vector<std::uint8_t>{});
  }
  [[nodiscard]] const boost::json::array* array(std::string_view member, std::size_t max_items) {
    const auto* value = find(member);
    if (value == nullptr || !value->is_array() || value->get_array().size() > max_items) {
      fail(member);
      return nullptr;
    }
    return &value->get_array();
  }

 private:
  [[nodiscard]] const boost::json::value* find(std::string_view member) const {
    return object_.if_contains({member.data(), member.size()});
  }

  const boost::json::object& object_;
  std::string fault_;
};

}  // namespace kigen::renewal
