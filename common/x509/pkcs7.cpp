#include "common/x509/pkcs7.h"

#include <openssl/pkcs7.h>

#include "common/x509/oid.h"

namespace kigen::x509 {
namespace {

constexpr std::uint8_t kSignedData[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};

// Finds the content of `certificates [0] IMPLICIT`; empty when the container carries none.
bool find_certificates(Bytes der, DerTrace& trace, Bytes& out) {
  DerElement container, type, wrapper, body, version, digests, encapsulated;
  DerReader file(der, trace);
  if (!file.next(tag::kSequence, container) || !file.finish()) return false;
  DerReader info(container, trace);
  if (!info.next(tag::kOid, type)) return false;
  if (!is_oid(type.content, kSignedData)) return trace.fail("not_signed_data", type.whole.data());
  if (!info.next(tag::context_constructed(0), wrapper) || !info.finish()) return false;
  DerReader explicit_content(wrapper, trace);
  if (!explicit_content.next(tag::kSequence, body) || !explicit_content.finish()) return false;
  DerReader signed_data(body, trace);
  if (!signed_data.next(tag::kInteger, version) || !signed_data.next(tag::kSet, digests)) return false;
  if (!signed_data.next(tag::kSequence, encapsulated)) return false;
  DerElement certificates;
  if (!signed_data.next_is(tag::context_constructed(0))) return true;
  if (!signed_data.next(certificates)) return false;
  out = certificates.content;
  return true;
}

// BER is allowed here (RFC 5652 2): OpenSSL turns it into DER.
std::vector<std::uint8_t> to_der(Bytes ber) {
  const unsigned char* at = ber.data();
  const OpenSslPtr<PKCS7, PKCS7_free> decoded(d2i_PKCS7(nullptr, &at, static_cast<long>(ber.size())));
  std::vector<std::uint8_t> der;
  unsigned char* encoded = nullptr;
  const int size = decoded ? i2d_PKCS7(decoded.get(), &encoded) : 0;
  if (size > 0) der.assign(encoded, encoded + size);
  OPENSSL_free(encoded);
  return der;
}

// The content of `certificates`, in `bytes` or, when they had to be converted, in `converted`.
bool open(Bytes bytes, std::vector<std::uint8_t>& converted, DerTrace& trace, Bytes& certificates) {
  trace = DerTrace{.origin = bytes.data(), .field = "pkcs7"};
  if (find_certificates(bytes, trace, certificates)) return true;
  if (trace.reason != "indefinite_length") return false;
  converted = to_der(bytes);
  DerTrace second{.origin = converted.data(), .field = "pkcs7"};
  if (!find_certificates(converted, second, certificates)) return false;
  trace = second;
  return true;
}

Error unparsable(const DerTrace& trace) {
  return Error(ErrorCode::CertificateUnparsable, "PKCS#7: " + std::string(trace.reason))
      .with("field", "pkcs7")
      .with("offset", std::to_string(trace.offset))
      .with("reason", std::string(trace.reason));
}

}  // namespace

void read_pkcs7(Bytes bytes, const std::string& item, FileCollector& out) {
  DerTrace trace;
  Bytes certificates;
  std::vector<std::uint8_t> converted;
  bool found = open(bytes, converted, trace, certificates);
  DerReader list(certificates, trace);
  for (std::size_t number = 1; found && !list.at_end() && !out.full(); ++number) {
    DerElement element;
    found = list.next(element);
    if (found && element.tag == tag::kSequence) out.add_certificate(element.whole, item_number(number));
  }
  if (!found) out.add_unreadable(item, unparsable(trace));
}

Result<std::vector<std::vector<std::uint8_t>>> pkcs7_certificates(Bytes bytes, std::size_t limit) {
  DerTrace trace;
  Bytes certificates;
  std::vector<std::uint8_t> converted;
  if (!open(bytes, converted, trace, certificates)) return unparsable(trace);
  std::vector<std::vector<std::uint8_t>> out;
  DerReader list(certificates, trace);
  while (!list.at_end()) {
    DerElement element;
    if (!list.next(element)) return unparsable(trace);
    if (element.tag != tag::kSequence) continue;
    if (out.size() == limit) {
      list.fail("too_many");
      return unparsable(trace);
    }
    out.emplace_back(element.whole.begin(), element.whole.end());
  }
  return out;
}

}  // namespace kigen::x509
