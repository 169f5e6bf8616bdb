#include "common/est/check.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <optional>

#include "common/base/hex.h"
#include "common/est/answer_error.h"
#include "common/est/chain.h"
#include "common/x509/digest.h"
#include "common/x509/openssl_ptr.h"
#include "common/x509/parse_certificate.h"
#include "common/x509/subject.h"

namespace kigen::est {
namespace {

using Der = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;

using SameKey = bool (*)(View, View);

bool has_same_octets(View a, View b) {
  return std::ranges::equal(a, b);
}

// For an RA that writes the same point or modulus in another form.
bool has_same_value(View a, View b) {
  const auto decode = [](View info) {
    const unsigned char* at = info.data();
    return x509::OpenSslPtr<EVP_PKEY, EVP_PKEY_free>(d2i_PUBKEY(nullptr, &at, static_cast<long>(info.size())));
  };
  const auto left = decode(a), right = decode(b);
  return left && right && EVP_PKEY_eq(left.get(), right.get()) == 1;
}

struct Leaf {
  const Der* certificate = nullptr;
  bool old_came_back = false;
  bool several = false;
};

Leaf find_leaf(std::span<const Der> certificates, const Expectation& expected, SameKey same_key) {
  Leaf out;
  for (const Der& one : certificates) {
    const auto parsed = x509::parse_certificate_and_key(one);
    if (!parsed || !same_key(parsed->public_key_info, expected.public_key_info)) continue;
    if (one == expected.old_certificate) {
      out.old_came_back = true;
    } else if (out.certificate == nullptr) {
      out.certificate = &one;
    } else {
      out.several = out.several || *out.certificate != one;
    }
  }
  return out;
}

// The only certificate that is for the key and is not the old one.
Result<const Der*> only_leaf(std::span<const Der> certificates, const Expectation& expected) {
  Leaf found = find_leaf(certificates, expected, has_same_octets);
  if (found.certificate == nullptr && !found.old_came_back) {
    found = find_leaf(certificates, expected, has_same_value);  // decoding is slow, and hardly ever needed
  }
  if (found.several) return wrong_certificate("count", "several certificates for the key");
  if (found.certificate != nullptr) return found.certificate;
  if (found.old_came_back) return wrong_certificate("validity", "the old certificate was sent again");
  return wrong_certificate("key", "no certificate is for the key that asked");
}

Status check_subject(const CertificateRecord& leaf, const CertificateRecord* old, const Expectation& expected) {
  const bool old_decides = expected.subject.empty() && expected.common_name.empty() && old != nullptr;
  const std::string& subject = old_decides ? old->subject : expected.subject;
  if (!subject.empty() && x509::normalise_dn(leaf.subject) != x509::normalise_dn(subject)) {
    return wrong_certificate("subject", "another subject than expected");
  }
  if (expected.common_name.empty()) return {};
  const auto name = x509::subject_attribute(leaf.subject, "CN");
  return name && matches_template(*name, expected.common_name)
             ? Status()
             : Status(wrong_certificate("subject", "another common name than expected"));
}

Status check_validity(const CertificateRecord& leaf, const CertificateRecord* old, Instant now) {
  if (leaf.not_before > now + kClockSkew) return wrong_certificate("validity", "not valid yet");
  if (leaf.not_after <= now || leaf.not_after <= leaf.not_before) return wrong_certificate("validity", "expired");
  if (old != nullptr && leaf.not_after <= old->not_after)
    return wrong_certificate("validity", "does not end later than the old one");
  return {};
}

Status check_usage(const CertificateRecord& leaf, const Expectation& expected) {
  if (leaf.is_ca) return wrong_certificate("usage", "it is a CA certificate");
  for (const std::string& usage : expected.extended_key_usage) {
    const auto& has = leaf.extended_key_usage;
    if (std::find(has.begin(), has.end(), usage) == has.end()) return wrong_certificate("usage", "lacks " + usage);
  }
  return {};
}

bool holds(const RootPin& pin, View root) {
  if (pin.sha256.empty() && pin.sha1.empty()) return false;
  if (!pin.sha256.empty() && to_hex(x509::sha256({root})) != pin.sha256) return false;
  return pin.sha1.empty() || to_hex(x509::sha1(root)) == pin.sha1;
}

ChainQuestion question_for(const Der& leaf, std::span<const Der> certificates, const Expectation& expected) {
  ChainQuestion out{.leaf = leaf, .tls_client = expected.tls_client, .now = expected.now};
  out.roots.assign(expected.anchors.begin(), expected.anchors.end());
  const auto add = [&](const Der& one) {
    const bool pinned =
        std::any_of(expected.pins.begin(), expected.pins.end(), [&](const RootPin& pin) { return holds(pin, one); });
    (pinned ? out.roots : out.others).emplace_back(one);
  };
  for (const Der& one : certificates) {
    if (&one != &leaf) add(one);
  }
  for (const Der& one : expected.candidates) add(one);
  return out;
}

}  // namespace

bool matches_template(std::string_view value, std::string_view pattern) {
  std::size_t v = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (v < value.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = v;
    } else if (p < pattern.size() && pattern[p] == value[v]) {
      ++p;
      ++v;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      v = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

Result<CheckedCertificate> check_issued(std::span<const Der> certificates, const Expectation& expected) {
  const x509::ErrorQueueScope quiet;
  if (certificates.empty()) return wrong_certificate("count", "no certificate came");
  const Result<const Der*> found = only_leaf(certificates, expected);
  if (!found) return found.error();
  const Der& leaf = **found;
  Result<CertificateRecord> record = x509::parse_certificate(leaf);
  if (!record) return record.error();
  std::optional<CertificateRecord> old;
  if (!expected.old_certificate.empty()) {
    Result<CertificateRecord> parsed = x509::parse_certificate(expected.old_certificate);
    if (!parsed) return parsed.error();
    old = std::move(*parsed);
  }
  const CertificateRecord* before = old ? &*old : nullptr;
  for (const Status& checked : {check_usage(*record, expected), check_subject(*record, before, expected),
                                check_validity(*record, before, expected.now)}) {
    if (!checked) return checked.error();
  }
  Result<std::vector<Der>> chain = build_chain(question_for(leaf, certificates, expected));
  if (!chain) return chain.error();
  return CheckedCertificate{.leaf = leaf, .record = std::move(*record), .chain = std::move(*chain)};
}

}  // namespace kigen::est
