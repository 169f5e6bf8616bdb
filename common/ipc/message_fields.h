// The fields of every message, named once: reading and writing JSON both walk these lists.
//
// Fields<T>::each(visit, message) calls visit(name, member, bounds…) for each field. Bounds matter when reading:
// Required, Bytes{n}, Range{low, high}, OneOf{…}. Private to messages_json.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "common/ipc/limits.h"
#include "common/ipc/messages.h"

namespace kigen::ipc {

struct Bounds {
  bool required = false;
  std::size_t max_bytes = kMaxFrameBytes;
  std::int64_t low = INT64_MIN, high = INT64_MAX;
  const std::string_view* words = nullptr;  ///< the only values allowed, up to an empty one
};

constexpr Bounds required(Bounds bounds = {}) {
  bounds.required = true;
  return bounds;
}
constexpr Bounds at_most_bytes(std::size_t count) {
  return {.max_bytes = count};
}
constexpr Bounds between(std::int64_t low, std::int64_t high) {
  return {.low = low, .high = high};
}
constexpr Bounds one_of(const std::string_view* words) {
  return {.words = words};
}

inline constexpr std::string_view kStatusWords[] = {"valid",         "due",        "expired", "lapsed",
                                                    "not_yet_valid", "superseded", "gone",    ""};
inline constexpr std::string_view kSnoozeWords[] = {"1h", "tomorrow", "next_check", ""};
inline constexpr std::string_view kAttemptWords[] = {"issue", "renew", ""};
inline constexpr std::int64_t kMaxDays = 1'000'000;

template <class T>
struct Fields;

template <>
struct Fields<Empty> {
  static void each(auto&&, auto&) {}
};

template <>
struct Fields<Reason> {
  static void each(auto&& visit, auto& m) {
    visit("code", m.code);
    visit("args", m.args);
  }
};

template <>
struct Fields<NextStep> {
  static void each(auto&& visit, auto& m) {
    visit("reason", m.reason);
    visit("at", m.at);
  }
};

template <>
struct Fields<Place> {
  static void each(auto&& visit, auto& m) {
    visit("source", m.source);
    visit("item", m.item);
    visit("owner", m.owner);
    visit("has_private_key", m.has_private_key);
    visit("first_seen", m.first_seen);
    visit("last_seen", m.last_seen);
    visit("gone", m.gone);
  }
};

template <>
struct Fields<CertificateSummary> {
  static void each(auto&& visit, auto& m) {
    visit("thumbprint_sha256", m.thumbprint_sha256, required());
    visit("thumbprint_sha1", m.thumbprint_sha1);
    visit("subject", m.subject);
    visit("issuer", m.issuer);
    visit("serial", m.serial);
    visit("not_before", m.not_before);
    visit("not_after", m.not_after);
    visit("status", m.status);
    visit("days_left", m.days_left);
    visit("profile", m.profile);
    visit("identifier", m.identifier);
    visit("source", m.source);
    visit("owner", m.owner);
    visit("has_private_key", m.has_private_key);
    visit("renewable", m.renewable);
    visit("renewable_until", m.renewable_until);
  }
};

template <>
struct Fields<Attempt> {
  static void each(auto&& visit, auto& m) {
    visit("kind", m.kind, required());
    visit("unattended", m.unattended);
    visit("started", m.started);
    visit("ended", m.ended);
    visit("result", m.result, required());
    visit("ra_code", m.ra_code);
    visit("thumbprint", m.thumbprint);
    visit("new_thumbprint", m.new_thumbprint);
    visit("next_attempt", m.next_attempt);
  }
};

template <>
struct Fields<AttemptParams> {
  static void each(auto&& visit, auto& m) {
    visit("thumbprint", m.thumbprint, at_most_bytes(kMaxThumbprintBytes));
    visit("kind", m.kind, required(one_of(kAttemptWords)));
    visit("unattended", m.unattended);
    visit("started", m.started, required());
    visit("ended", m.ended, required());
    visit("result", m.result, required(at_most_bytes(kMaxNameBytes)));
    visit("ra_code", m.ra_code, at_most_bytes(kMaxNameBytes));
    visit("next_attempt", m.next_attempt);
    visit("new_thumbprint", m.new_thumbprint, at_most_bytes(kMaxThumbprintBytes));
  }
};

template <>
struct Fields<AttemptResult> {
  static void each(auto&& visit, auto& m) {
    visit("failed_attempts", m.failed_attempts);
    visit("next_attempt", m.next_attempt);
  }
};

template <>
struct Fields<CertificateDetail> {
  static void each(auto&& visit, auto& m) {
    visit("summary", m.summary, required());
    visit("key_algorithm", m.key_algorithm);
    visit("key_bits", m.key_bits);
    visit("extended_key_usage", m.extended_key_usage);
    visit("subject_alt_names", m.subject_alt_names);
    visit("policies", m.policies);
    visit("first_seen", m.first_seen);
    visit("last_seen", m.last_seen);
    visit("superseded_by", m.superseded_by);
    visit("places", m.places);
    visit("last_attempt", m.last_attempt);
    visit("failed_attempts", m.failed_attempts);
    visit("next_attempt", m.next_attempt);
  }
};

template <>
struct Fields<UnreadableItem> {
  static void each(auto&& visit, auto& m) {
    visit("source", m.source);
    visit("item", m.item);
    visit("owner", m.owner);
    visit("error", m.error);
    visit("first_seen", m.first_seen);
  }
};

template <>
struct Fields<Explanation> {
  static void each(auto&& visit, auto& m) {
    visit("certificate", m.certificate, required());
    visit("why", m.why);
    visit("next", m.next);
    visit("last", m.last);
  }
};

template <>
struct Fields<CheckRun> {
  static void each(auto&& visit, auto& m) {
    visit("id", m.id);
    visit("started", m.started);
    visit("duration_ms", m.duration_ms);
    visit("trigger", m.trigger);
    visit("total", m.total);
    visit("due", m.due);
    visit("expired", m.expired);
    visit("lapsed", m.lapsed);
    visit("unreadable", m.unreadable);
    visit("errors", m.errors);
  }
};

template <>
struct Fields<HelloParams> {
  static void each(auto&& visit, auto& m) {
    visit("protocol", m.protocol, required());
    visit("client", m.client, required(at_most_bytes(kMaxNameBytes)));
    visit("version", m.version, at_most_bytes(kMaxNameBytes));
  }
};

template <>
struct Fields<HelloResult> {
  static void each(auto&& visit, auto& m) {
    visit("protocol", m.protocol, required());
    visit("service_version", m.service_version);
    visit("instance", m.instance);
    visit("user_sid", m.user_sid);
    visit("user_name", m.user_name);
    visit("administrator", m.administrator);
  }
};

template <>
struct Fields<SourceState> {
  static void each(auto&& visit, auto& m) {
    visit("source", m.source);
    visit("owner", m.owner);
    visit("state", m.state);
    visit("error", m.error);
    visit("certificates", m.certificates);
    visit("unreadable", m.unreadable);
    visit("last_scan", m.last_scan);
  }
};

template <>
struct Fields<StatusResult> {
  static void each(auto&& visit, auto& m) {
    visit("now", m.now);
    visit("state", m.state, required());
    visit("total", m.total);
    visit("due", m.due);
    visit("expired", m.expired);
    visit("unreadable", m.unreadable);
    visit("most_urgent", m.most_urgent);
    visit("next_check", m.next_check);
    visit("last_check", m.last_check);
    visit("interval_hours", m.interval_hours);
    visit("interval_locked", m.interval_locked);
    visit("ui_language", m.ui_language);
    visit("unread_notices", m.unread_notices);
    visit("sources", m.sources);
    visit("problems", m.problems);
  }
};

template <>
struct Fields<ListParams> {
  static void each(auto&& visit, auto& m) {
    visit("due_within_days", m.due_within_days, between(0, kMaxDays));
    visit("statuses", m.statuses, one_of(kStatusWords));
    visit("cursor", m.cursor, at_most_bytes(kMaxSettingValueBytes));
    visit("limit", m.limit, between(1, kMaxPageItems));
  }
};

template <>
struct Fields<ListResult> {
  static void each(auto&& visit, auto& m) {
    visit("items", m.items, required());
    visit("unreadable", m.unreadable);
    visit("next_cursor", m.next_cursor);
  }
};

template <>
struct Fields<ReportItem> {
  static void each(auto&& visit, auto& m) {
    visit("sha256", m.sha256, required(at_most_bytes(kMaxThumbprintBytes)));
    visit("der_base64", m.der_base64);
    visit("has_private_key", m.has_private_key);
  }
};

template <>
struct Fields<ReportUnreadable> {
  static void each(auto&& visit, auto& m) {
    visit("item", m.item, required(at_most_bytes(kMaxPathBytes)));
    visit("error", m.error, required());
  }
};

template <>
struct Fields<ReportParams> {
  static void each(auto&& visit, auto& m) {
    visit("source", m.source, required(at_most_bytes(kMaxPathBytes)));
    visit("more", m.more);
    visit("items", m.items, required());
    visit("unreadable", m.unreadable);
  }
};

template <>
struct Fields<ReportResult> {
  static void each(auto&& visit, auto& m) {
    visit("need", m.need);
    visit("accepted", m.accepted);
  }
};

template <>
struct Fields<SettingValue> {
  static void each(auto&& visit, auto& m) {
    visit("key", m.key, required());
    visit("value", m.value, required());
    visit("origin", m.origin);
    visit("allowed", m.allowed);
    visit("locked", m.locked);
  }
};

template <>
struct Fields<Notice> {
  static void each(auto&& visit, auto& m) {
    visit("id", m.id, required());
    visit("at", m.at);
    visit("severity", m.severity);
    visit("reason", m.reason);
    visit("thumbprint_sha256", m.thumbprint_sha256);
    visit("read", m.read);
  }
};

template <>
struct Fields<WarningList> {
  static void each(auto&& visit, auto& m) {
    visit("check", m.check);
    visit("items", m.items, required());
  }
};

template <>
struct Fields<CheckProgress> {
  static void each(auto&& visit, auto& m) {
    visit("check", m.check);
    visit("step", m.step);
    visit("done", m.done);
    visit("total", m.total);
  }
};

template <>
struct Fields<ProfileInfo> {
  static void each(auto&& visit, auto& m) {
    visit("id", m.id, required());
    visit("name_ja", m.name_ja);
    visit("name_en", m.name_en);
    visit("consequence_ja", m.consequence_ja);
    visit("consequence_en", m.consequence_en);
    visit("identifier_label_ja", m.identifier_label_ja);
    visit("identifier_label_en", m.identifier_label_en);
    visit("support_ja", m.support_ja);
    visit("support_en", m.support_en);
    visit("origin", m.origin);
    visit("hosts", m.hosts);
  }
};

template <>
struct Fields<ProfilesResult> {
  static void each(auto&& visit, auto& m) {
    visit("profiles", m.profiles, required());
    visit("problems", m.problems);
  }
};

template <>
struct Fields<ThumbprintParams> {
  static void each(auto&& visit, auto& m) {
    visit("thumbprint", m.thumbprint, required(at_most_bytes(kMaxThumbprintBytes)));
  }
};

template <>
struct Fields<HistoryParams> {
  static void each(auto&& visit, auto& m) { visit("limit", m.limit, between(1, kMaxPageItems)); }
};

template <>
struct Fields<HistoryResult> {
  static void each(auto&& visit, auto& m) { visit("runs", m.runs, required()); }
};

template <>
struct Fields<SettingsResult> {
  static void each(auto&& visit, auto& m) {
    visit("values", m.values, required());
    visit("problems", m.problems);
  }
};

template <>
struct Fields<SettingSetParams> {
  static void each(auto&& visit, auto& m) {
    visit("key", m.key, required(at_most_bytes(kMaxSettingKeyBytes)));
    visit("value", m.value, required(at_most_bytes(kMaxSettingValueBytes)));
  }
};

template <>
struct Fields<SettingKeyParams> {
  static void each(auto&& visit, auto& m) { visit("key", m.key, required(at_most_bytes(kMaxSettingKeyBytes))); }
};

template <>
struct Fields<NoticesParams> {
  static void each(auto&& visit, auto& m) {
    visit("unread_only", m.unread_only);
    visit("limit", m.limit, between(1, kMaxPageItems));
  }
};

template <>
struct Fields<NoticesResult> {
  static void each(auto&& visit, auto& m) {
    visit("items", m.items, required());
    visit("unread", m.unread);
  }
};

template <>
struct Fields<NoticesReadParams> {
  static void each(auto&& visit, auto& m) {
    visit("ids", m.ids);
    visit("all", m.all);
  }
};

template <>
struct Fields<UnreadResult> {
  static void each(auto&& visit, auto& m) { visit("unread", m.unread, required()); }
};

template <>
struct Fields<SnoozeParams> {
  static void each(auto&& visit, auto& m) {
    visit("thumbprints", m.thumbprints, required(at_most_bytes(kMaxThumbprintBytes)));
    visit("until", m.until, required(one_of(kSnoozeWords)));
  }
};

template <>
struct Fields<Finding> {
  static void each(auto&& visit, auto& m) {
    visit("subject", m.subject, required());
    visit("verdict", m.verdict, required());
    visit("reason", m.reason);
    visit("error", m.error);
  }
};

template <>
struct Fields<DoctorResult> {
  static void each(auto&& visit, auto& m) { visit("findings", m.findings, required()); }
};

}  // namespace kigen::ipc
