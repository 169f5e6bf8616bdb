#include "common/x509/parse_certificate.h"

#include <string>

#include "common/base/hex.h"
#include "common/x509/der_reader.h"
#include "common/x509/der_time.h"
#include "common/x509/digest.h"
#include "common/x509/extensions.h"
#include "common/x509/name.h"
#include "common/x509/openssl_ptr.h"
#include "common/x509/public_key.h"

namespace kigen::x509 {
namespace {

constexpr std::size_t kMaxSerialOctets = 256;

// Octets of |value| of a negative INTEGER, in place of its two's complement.
std::vector<std::uint8_t> magnitude(Bytes negative) {
  std::vector<std::uint8_t> octets(negative.begin(), negative.end());
  unsigned carry = 1;
  for (auto octet = octets.rbegin(); octet != octets.rend(); ++octet) {
    carry += static_cast<std::uint8_t>(~*octet);
    *octet = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  while (octets.size() > 1 && octets.front() == 0) octets.erase(octets.begin());
  return octets;
}

bool read_version(DerReader& tbs, DerTrace& trace) {
  trace.field = "version";
  if (!tbs.next_is(tag::context_constructed(0))) return true;
  DerElement wrapper, version;
  if (!tbs.next(wrapper)) return false;
  DerReader inside(wrapper, trace);
  if (!inside.next(tag::kInteger, version) || !inside.finish()) return false;
  const bool known = version.content.size() == 1 && version.content[0] <= 2;
  return known || trace.fail("unknown_version", version.whole.data());
}

bool read_serial(DerReader& tbs, DerTrace& trace, std::string& out) {
  trace.field = "serial";
  DerElement serial;
  if (!tbs.next(tag::kInteger, serial)) return false;
  Bytes octets = serial.content;
  if (!is_minimal_integer(octets)) return trace.fail("bad_integer", serial.whole.data());
  if (octets.size() > kMaxSerialOctets) return trace.fail("too_long", serial.whole.data());
  if ((octets[0] & 0x80) != 0) {
    out = '-' + to_hex(magnitude(octets));
    return true;
  }
  if (octets.size() > 1 && octets[0] == 0) octets = octets.subspan(1);
  out = to_hex(octets);
  return true;
}

bool read_name(DerReader& tbs, DerTrace& trace, std::string_view field, DerElement& name, std::string& out) {
  trace.field = field;
  return tbs.next(tag::kSequence, name) && append_name(name, trace, out);
}

bool read_validity(DerReader& tbs, DerTrace& trace, CertificateRecord& out) {
  trace.field = "validity";
  DerElement validity;
  if (!tbs.next(tag::kSequence, validity)) return false;
  DerReader times(validity, trace);
  trace.field = "not_before";
  if (!read_time(times, out.not_before)) return false;
  trace.field = "not_after";
  return read_time(times, out.not_after) && times.finish();
}

bool read_tail(DerReader& tbs, DerTrace& trace, CertificateRecord& out) {
  trace.field = "unique_id";
  if (!tbs.skip_optional(tag::context(1)) || !tbs.skip_optional(tag::context(2))) return false;
  trace.field = "extensions";
  if (tbs.next_is(tag::context_constructed(3))) {
    DerElement wrapper, extensions;
    if (!tbs.next(wrapper)) return false;
    DerReader inside(wrapper, trace);
    if (!inside.next(tag::kSequence, extensions) || !inside.finish()) return false;
    if (!read_extensions(extensions, trace, out)) return false;
  }
  return tbs.finish();
}

bool read_to_be_signed(const DerElement& body, DerTrace& trace, ParsedCertificate& out) {
  CertificateRecord& record = out.record;
  DerReader tbs(body, trace);
  DerElement algorithm, issuer, subject, key;
  if (!read_version(tbs, trace) || !read_serial(tbs, trace, record.serial)) return false;
  trace.field = "signature_algorithm";
  if (!tbs.next(tag::kSequence, algorithm)) return false;
  if (!read_name(tbs, trace, "issuer", issuer, record.issuer) || !read_validity(tbs, trace, record)) return false;
  if (!read_name(tbs, trace, "subject", subject, record.subject)) return false;
  trace.field = "public_key";
  if (!tbs.next(tag::kSequence, key) || !read_public_key(key, trace, record)) return false;
  out.public_key_info = key.whole;
  if (!read_tail(tbs, trace, record)) return false;
  const Sha256 family = sha256({subject.whole, issuer.whole});
  for (std::size_t i = 0; i < sizeof(record.family); ++i) record.family = record.family << 8 | family[i];
  return true;
}

bool read_certificate(Bytes der, DerTrace& trace, ParsedCertificate& out) {
  trace.field = "certificate";
  DerReader file(der, trace);
  DerElement certificate, body, algorithm, signature;
  if (!file.next(tag::kSequence, certificate) || !file.finish()) return false;
  DerReader parts(certificate, trace);
  if (!parts.next(tag::kSequence, body)) return false;
  trace.field = "signature";
  if (!parts.next(tag::kSequence, algorithm) || !parts.next(tag::kBitString, signature) || !parts.finish())
    return false;
  return read_to_be_signed(body, trace, out);
}

Error unparsable(const DerTrace& trace) {
  const std::string field(trace.field), reason(trace.reason), offset = std::to_string(trace.offset);
  return Error(ErrorCode::CertificateUnparsable, reason + " in " + field + " at byte " + offset)
      .with("field", field)
      .with("offset", offset)
      .with("reason", reason);
}

}  // namespace

Result<ParsedCertificate> parse_certificate_and_key(std::span<const std::uint8_t> der) {
  if (der.size() > kMaxCertificateSize) {
    return Error(ErrorCode::CertificateTooLarge)
        .with("size", std::to_string(der.size()))
        .with("limit", std::to_string(kMaxCertificateSize));
  }
  const ErrorQueueScope errors;
  DerTrace trace{.origin = der.data()};
  Result<ParsedCertificate> result{ParsedCertificate{}};
  if (!read_certificate(der, trace, *result)) return unparsable(trace);
  result->record.sha256 = sha256({der});
  result->record.sha1 = sha1(der);
  return result;
}

Result<CertificateRecord> parse_certificate(std::span<const std::uint8_t> der) {
  Result<ParsedCertificate> parsed = parse_certificate_and_key(der);
  if (!parsed) return parsed.error();
  return std::move(parsed->record);
}

}  // namespace kigen::x509
