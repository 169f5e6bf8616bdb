// Certificate records and certificate files. Beyond memory safety it checks what callers rely on: every text is valid
// UTF-8, one input gives one answer, and a name can be read back.
#include <cstdlib>
#include <string_view>

#include "common/x509/certificate_file.h"
#include "common/x509/directory_string.h"
#include "common/x509/parse_certificate.h"
#include "common/x509/subject.h"

namespace {

using namespace kigen;

void require(bool holds) {
  if (!holds) std::abort();
}

void require_utf8(const std::string& text) {
  std::string valid;
  const auto* octets = static_cast<const std::uint8_t*>(static_cast<const void*>(text.data()));
  x509::append_valid_utf8({octets, text.size()}, valid);
  require(valid == text);
}

void check_record(const CertificateRecord& record) {
  require_utf8(record.subject);
  require_utf8(record.issuer);
  for (const std::string& name : record.subject_alt_names) require_utf8(name);
  for (const std::string& usage : record.extended_key_usage) require_utf8(usage);
  for (const std::string& policy : record.policies) require_utf8(policy);
  require(record.key_bits >= 0 && !record.key_algorithm.empty() && !record.serial.empty());
  require_utf8(x509::common_name(record.subject));
  require_utf8(x509::normalise_dn(record.issuer));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> input(data, size);
  const Result<CertificateRecord> record = x509::parse_certificate(input);
  if (record) {
    check_record(*record);
  } else {
    require(!record.error().args.empty());
  }
  const x509::FileContents contents = x509::read_certificate_file(input, "fuzz");
  for (const x509::FoundCertificate& found : contents.certificates) check_record(found.record);
  if (record) require(contents.certificates.size() == 1 && contents.certificates[0].record == *record);
  return 0;
}
