// The fields of every message, named once: reading and writing JSON both walk these lists.
//
// Fields<T>::each(visit, message) calls visit(name, member, bounds…) for each field. Bounds matter when reading:
// Required, Bytes{n}, Range{low, high}, OneOf{…}. Private to messages_json.cpp.
#pragma once

#include "common/ipc/certificate_fields.h"
#include "common/ipc/field_bounds.h"

namespace kigen::ipc {

template <>
struct Fields<Empty> {
  static void each(auto&&, auto&) {}
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
    visit("token_label", m.token_label);
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
struct Fields<RenewalItem> {
  static void each(auto&& visit, auto& m) {
    visit("thumbprint", m.thumbprint, required());
    visit("profile", m.profile, required());
    visit("since", m.since, required());
  }
};

template <>
struct Fields<RenewalList> {
  static void each(auto&& visit, auto& m) { visit("items", m.items, required()); }
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
    visit("token_modules", m.token_modules);
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
