#include "common/x509/extensions.h"

#include "common/base/hex.h"
#include "common/x509/general_name.h"
#include "common/x509/oid.h"

namespace kigen::x509 {
namespace {

bool read_oid_into(DerReader& reader, std::vector<std::string>& list) {
  DerElement oid;
  if (!reader.next(tag::kOid, oid)) return false;
  return append_dotted(oid.content, list.emplace_back()) || reader.trace().fail("bad_oid", oid.whole.data());
}

bool read_extended_key_usage(DerReader& value, DerTrace& trace, CertificateRecord& out) {
  DerElement sequence;
  if (!value.next(tag::kSequence, sequence)) return false;
  DerReader usages(sequence, trace);
  while (!usages.at_end()) {
    if (out.extended_key_usage.size() == kMaxKeyUsages) return usages.fail("too_many");
    if (!read_oid_into(usages, out.extended_key_usage)) return false;
  }
  return true;
}

bool read_alt_names(DerReader& value, DerTrace& trace, CertificateRecord& out) {
  DerElement sequence;
  if (!value.next(tag::kSequence, sequence)) return false;
  DerReader names(sequence, trace);
  while (!names.at_end()) {
    if (out.subject_alt_names.size() == kMaxAltNames) return names.fail("too_many");
    DerElement name;
    if (!names.next(name)) return false;
    if (!append_general_name(name, trace, out.subject_alt_names.emplace_back())) return false;
  }
  return true;
}

bool read_policies(DerReader& value, DerTrace& trace, CertificateRecord& out) {
  DerElement sequence;
  if (!value.next(tag::kSequence, sequence)) return false;
  DerReader policies(sequence, trace);
  while (!policies.at_end()) {
    if (out.policies.size() == kMaxPolicies) return policies.fail("too_many");
    DerElement policy;
    if (!policies.next(tag::kSequence, policy)) return false;
    DerReader inside(policy, trace);
    if (!read_oid_into(inside, out.policies)) return false;
    if (!inside.skip_optional(tag::kSequence) || !inside.finish()) return false;
  }
  return true;
}

bool read_authority_key_id(DerReader& value, DerTrace& trace, CertificateRecord& out) {
  DerElement sequence;
  if (!value.next(tag::kSequence, sequence)) return false;
  DerReader inside(sequence, trace);
  if (!inside.next_is(tag::context(0))) return true;
  DerElement key_id;
  if (!inside.next(key_id)) return false;
  out.authority_key_id = to_hex(key_id.content);
  return true;
}

bool read_basic_constraints(DerReader& value, DerTrace& trace, CertificateRecord& out) {
  DerElement sequence, flag;
  if (!value.next(tag::kSequence, sequence)) return false;
  DerReader inside(sequence, trace);
  if (inside.next_is(tag::kBoolean)) {
    if (!inside.next(flag)) return false;
    if (flag.content.size() != 1) return trace.fail("bad_boolean", flag.whole.data());
    out.is_ca = flag.content[0] != 0;
  }
  return inside.skip_optional(tag::kInteger) && inside.finish();
}

// id-ce (2.5.29): all that is read lies under this arc.
struct KnownExtension {
  std::uint8_t arc;
  std::string_view field;
  bool (*read)(DerReader&, DerTrace&, CertificateRecord&);
};
constexpr KnownExtension kKnown[] = {
    {17, "subject_alt_name", &read_alt_names},
    {19, "basic_constraints", &read_basic_constraints},
    {32, "certificate_policies", &read_policies},
    {35, "authority_key_id", &read_authority_key_id},
    {37, "extended_key_usage", &read_extended_key_usage},
};

bool read_value(const DerElement& id, const DerElement& value, std::uint64_t& seen, DerTrace& trace,
                CertificateRecord& out) {
  if (id.content.size() != 3 || id.content[0] != 0x55 || id.content[1] != 0x1d) return true;
  for (const KnownExtension& known : kKnown) {
    if (known.arc != id.content[2]) continue;
    const std::uint64_t bit = std::uint64_t{1} << known.arc;
    trace.field = known.field;
    if ((seen & bit) != 0) return trace.fail("duplicate_extension", id.whole.data());
    seen |= bit;
    DerReader reader(value.content, trace);
    if (!known.read(reader, trace, out) || !reader.finish()) return false;
    trace.field = "extensions";
  }
  return true;
}

}  // namespace

bool read_extensions(const DerElement& extensions, DerTrace& trace, CertificateRecord& out) {
  DerReader list(extensions, trace);
  std::uint64_t seen = 0;
  for (std::size_t count = 0; !list.at_end(); ++count) {
    if (count == kMaxExtensions) return list.fail("too_many");
    DerElement extension, id, value;
    if (!list.next(tag::kSequence, extension)) return false;
    DerReader inside(extension, trace);
    if (!inside.next(tag::kOid, id) || !inside.skip_optional(tag::kBoolean)) return false;
    if (!inside.next(tag::kOctetString, value) || !inside.finish()) return false;
    if (!read_value(id, value, seen, trace, out)) return false;
  }
  return true;
}

}  // namespace kigen::x509
