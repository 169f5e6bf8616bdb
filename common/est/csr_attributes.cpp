#include "common/est/csr_attributes.h"

#include <algorithm>

#include "common/est/answer_error.h"
#include "common/est/base64_body.h"
#include "common/x509/der_reader.h"
#include "common/x509/oid.h"

namespace kigen::est {
namespace {

constexpr std::size_t kMaxItems = 256, kMaxValues = 64;
constexpr std::string_view kChallengePassword = "1.2.840.113549.1.9.7";

bool read_oid(x509::DerReader& from, std::string& out) {
  x509::DerElement oid;
  return from.next(x509::tag::kOid, oid) && (x509::append_dotted(oid.content, out) || from.fail("bad_oid"));
}

// Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET }
bool read_attribute(x509::DerReader& list, CsrAttributes::Attribute& out) {
  x509::DerElement attribute, values;
  if (!list.next(x509::tag::kSequence, attribute)) return false;
  x509::DerReader fields(attribute, list.trace());
  if (!read_oid(fields, out.oid) || !fields.next(x509::tag::kSet, values) || !fields.finish()) return false;
  x509::DerReader items(values, list.trace());
  while (!items.at_end()) {
    x509::DerElement value;
    if (out.values.size() == kMaxValues) return items.fail("too_many");
    if (!items.next(value)) return false;
    out.values.emplace_back(value.whole.begin(), value.whole.end());
  }
  return true;
}

bool read_list(const Bytes& der, x509::DerTrace& trace, CsrAttributes& out) {
  x509::DerReader file(der, trace);
  x509::DerElement list;
  if (!file.next(x509::tag::kSequence, list) || !file.finish()) return false;
  x509::DerReader items(list, trace);
  while (!items.at_end()) {
    if (out.oids.size() + out.attributes.size() == kMaxItems) return items.fail("too_many");
    const bool good = items.next_is(x509::tag::kOid) ? read_oid(items, out.oids.emplace_back())
                                                     : read_attribute(items, out.attributes.emplace_back());
    if (!good) return false;
  }
  return true;
}

}  // namespace

bool CsrAttributes::wants_channel_binding() const {
  return std::find(oids.begin(), oids.end(), kChallengePassword) != oids.end() ||
         std::any_of(attributes.begin(), attributes.end(),
                     [](const Attribute& one) { return one.oid == kChallengePassword; });
}

Result<CsrAttributes> read_csr_attributes(std::string_view body) {
  const Result<std::vector<Block>> blocks = read_body(body);
  if (!blocks) return blocks.error();
  CsrAttributes out;
  if (blocks->empty()) return out;
  if (blocks->size() > 1) return unreadable("csrattrs", "several PEM blocks");
  x509::DerTrace trace{.origin = blocks->front().bytes.data()};
  if (read_list(blocks->front().bytes, trace, out)) return out;
  return unreadable(trace.reason == "too_many" ? "too_many" : "csrattrs",
                    std::string(trace.reason) + " at " + std::to_string(trace.offset));
}

}  // namespace kigen::est
