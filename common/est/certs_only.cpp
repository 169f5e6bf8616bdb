#include "common/est/certs_only.h"

#include <algorithm>

#include "common/est/answer_error.h"
#include "common/x509/der_reader.h"
#include "common/x509/openssl_ptr.h"
#include "common/x509/parse_certificate.h"
#include "common/x509/pkcs7.h"

namespace kigen::est {
namespace {

using Der = std::vector<std::uint8_t>;

// A Certificate begins with a SEQUENCE inside its SEQUENCE, a ContentInfo with an OBJECT IDENTIFIER.
bool is_bare_certificate(const Der& bytes) {
  x509::DerTrace trace;
  x509::DerReader file(bytes, trace);
  x509::DerElement outer;
  return file.next(x509::tag::kSequence, outer) && x509::DerReader(outer, trace).next_is(x509::tag::kSequence);
}

Status add_one(Der certificate, std::vector<Der>& out) {
  if (certificate.size() > x509::kMaxCertificateSize) return unreadable("too_large", "a certificate over 64 KiB");
  if (std::find(out.begin(), out.end(), certificate) != out.end()) return {};
  if (out.size() == kMaxCertificates) return unreadable("too_many", "more than 64 certificates");
  out.push_back(std::move(certificate));
  return {};
}

}  // namespace

Status add_certificates(const Block& block, std::vector<Der>& out) {
  if (is_bare_certificate(block.bytes)) return add_one(block.bytes, out);
  const x509::ErrorQueueScope quiet;
  Result<std::vector<Der>> found = x509::pkcs7_certificates(block.bytes, kMaxCertificates);
  if (!found) {
    const bool too_many = found.error().args["reason"] == "too_many";
    return unreadable(too_many ? "too_many" : "pkcs7", found.error().detail);
  }
  for (Der& certificate : *found) {
    Status added = add_one(std::move(certificate), out);
    if (!added) return added;
  }
  return {};
}

Result<std::vector<Der>> read_certificates(std::string_view body) {
  const Result<std::vector<Block>> blocks = read_body(body);
  if (!blocks) return blocks.error();
  std::vector<Der> out;
  for (const Block& block : *blocks) {
    const Status added = add_certificates(block, out);
    if (!added) return added.error();
  }
  return out;
}

}  // namespace kigen::est
