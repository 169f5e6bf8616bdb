// The fields of the messages that speak of certificates: see message_fields.h. Private to common/ipc.
#pragma once

#include "common/ipc/field_bounds.h"

namespace kigen::ipc {

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
    visit("token_label", m.token_label);
    visit("token_present", m.token_present);
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
    visit("token_label", m.token_label);
    visit("token_present", m.token_present);
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
    visit("note", m.note, at_most_bytes(kMaxNameBytes));
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
    visit("token_label", m.token_label, at_most_bytes(kMaxTokenTextBytes));
    visit("token_present", m.token_present);
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
struct Fields<ThumbprintParams> {
  static void each(auto&& visit, auto& m) {
    visit("thumbprint", m.thumbprint, required(at_most_bytes(kMaxThumbprintBytes)));
  }
};

}  // namespace kigen::ipc
