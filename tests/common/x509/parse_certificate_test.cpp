#include "common/x509/parse_certificate.h"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "common/x509/der_reader.h"
#include "tests/common/x509/certificate_maker.h"

namespace kigen::x509::testing {
namespace {

Octets name(const std::string& common_name) {
  const Octets type = der(tag::kOid, {0x55, 0x04, 0x03});
  return der(tag::kSequence, der(tag::kSet, der(tag::kSequence, type + der(tag::kUtf8String, octets(common_name)))));
}

// The parts of a certificate, each of which a test may replace by something else.
struct Parts {
  Octets version = der(0xa0, der(tag::kInteger, {2}));
  Octets serial = der(tag::kInteger, {0x12});
  Octets algorithm = der(tag::kSequence, der(tag::kOid, {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02}));
  Octets issuer = name("Issuer");
  Octets not_before = der(tag::kUtcTime, octets("260101000000Z"));
  Octets not_after = der(tag::kUtcTime, octets("261231235959Z"));
  Octets subject = name("Subject");
  Octets key = der(tag::kSequence,
                   der(tag::kSequence, der(tag::kOid, {0x2b, 0x65, 0x70})) + der(tag::kBitString, Octets(33, 0)));
  Octets extensions;  ///< the Extension elements
  Octets signature = der(tag::kBitString, {0, 1, 2});
  Octets after_body, after_all;

  [[nodiscard]] Octets build() const {
    Octets body = version + serial + algorithm + issuer + der(tag::kSequence, not_before + not_after) + subject + key;
    if (!extensions.empty()) body = body + der(0xa3, der(tag::kSequence, extensions));
    return der(tag::kSequence, der(tag::kSequence, body + after_body) + algorithm + signature) + after_all;
  }
};

Octets extension(std::uint8_t arc, const Octets& value) {
  return der(tag::kSequence, der(tag::kOid, {0x55, 0x1d, arc}) + der(tag::kOctetString, value));
}

void expect_refused(const Octets& bytes, const std::string& field, const std::string& reason) {
  const auto result = parse_certificate(bytes);
  ASSERT_FALSE(result) << field << ' ' << reason;
  EXPECT_EQ(result.error().code, ErrorCode::CertificateUnparsable);
  EXPECT_EQ(result.error().args.at("field"), field);
  EXPECT_EQ(result.error().args.at("reason"), reason);
  EXPECT_LE(std::stoul(result.error().args.at("offset")), bytes.size());
}

TEST(ParseCertificate, ReadsTheSmallestCertificate) {
  const auto record = parse_certificate(Parts{}.build());
  ASSERT_TRUE(record) << to_log_line(record.error());
  EXPECT_EQ(record->subject, "CN=Subject");
  EXPECT_EQ(record->issuer, "CN=Issuer");
  EXPECT_EQ(record->serial, "12");
  EXPECT_EQ(record->key_algorithm, "Ed25519");
  EXPECT_EQ(to_rfc3339(record->not_after), "2026-12-31T23:59:59Z");
}

TEST(ParseCertificate, GivesSuccessorsOneFamily) {
  Parts first, second, other;
  second.serial = der(tag::kInteger, {0x13});
  second.not_after = der(tag::kUtcTime, octets("271231235959Z"));
  other.issuer = name("Another issuer");
  EXPECT_EQ(parse_certificate(first.build())->family, parse_certificate(second.build())->family);
  EXPECT_NE(parse_certificate(first.build())->family, parse_certificate(other.build())->family);
  EXPECT_NE(parse_certificate(first.build())->sha256, parse_certificate(second.build())->sha256);
}

TEST(ParseCertificate, RefusesWhatIsNoDer) {
  const Octets good = Parts{}.build();
  expect_refused({}, "certificate", "missing");
  expect_refused(octets("hello"), "certificate", "unexpected_tag");
  Parts parts;
  parts.after_all = {0};
  expect_refused(parts.build(), "certificate", "trailing_data");
  parts = {};
  parts.after_body = der(tag::kSequence, {});
  expect_refused(parts.build(), "extensions", "trailing_data");
  parts = {};
  parts.serial = {tag::kInteger, 0x81, 0x01, 0x12};
  expect_refused(parts.build(), "serial", "overlong_length");
  parts.serial = {tag::kInteger, 0x82, 0x00, 0x01, 0x12};
  expect_refused(parts.build(), "serial", "overlong_length");
  parts.serial = der(tag::kInteger, {0x00, 0x12});
  expect_refused(parts.build(), "serial", "bad_integer");
  parts.serial = der(tag::kInteger, {});
  expect_refused(parts.build(), "serial", "bad_integer");
  parts = {};
  parts.issuer = {tag::kSequence, 0x80, 0x00, 0x00};
  expect_refused(parts.build(), "issuer", "indefinite_length");
  parts.issuer = {0x1f, 0x20, 0x00};
  expect_refused(parts.build(), "issuer", "unexpected_tag");
  parts = {};
  parts.version = der(0xa0, der(tag::kInteger, {3}));
  expect_refused(parts.build(), "version", "unknown_version");
}

TEST(ParseCertificate, SaysAtWhichByteItEnded) {
  Parts parts;
  parts.serial = der(tag::kInteger, {0x00, 0x12});
  // Two SEQUENCE headers (of 3 bytes, since the contents exceed 127) and the version's 5 bytes stand before it.
  EXPECT_EQ(parse_certificate(parts.build()).error().args.at("offset"), "11");
}

TEST(ParseCertificate, RefusesDatesThatAreNone) {
  const std::pair<Octets, const char*> cases[] = {
      {der(tag::kUtcTime, octets("261301000000Z")), "date_out_of_range"},
      {der(tag::kUtcTime, octets("260229000000Z")), "date_out_of_range"},
      {der(tag::kUtcTime, octets("260101240000Z")), "date_out_of_range"},
      {der(tag::kUtcTime, octets("260101006000Z")), "date_out_of_range"},
      {der(tag::kUtcTime, octets("260101000060Z")), "date_out_of_range"},
      {der(tag::kGeneralizedTime, octets("20260100000000Z")), "date_out_of_range"},
      {der(tag::kUtcTime, octets("2601010000Z")), "time_format"},
      {der(tag::kUtcTime, octets("260101000000+0900")), "time_format"},
      {der(tag::kUtcTime, octets("20260101000000Z")), "time_format"},
      {der(tag::kGeneralizedTime, octets("260101000000Z")), "time_format"},
      {der(tag::kGeneralizedTime, octets("20260101000000.5Z")), "time_format"},
      {der(tag::kUtcTime, octets("26010100000 Z")), "time_format"},
      {der(tag::kInteger, {1}), "unexpected_tag"},
  };
  for (const auto& [time, reason] : cases) {
    Parts parts;
    parts.not_after = time;
    expect_refused(parts.build(), "not_after", reason);
  }
}

TEST(ParseCertificate, ReadsTheWholeRangeOfYears) {
  Parts parts;
  parts.not_before = der(tag::kUtcTime, octets("500101000000Z"));
  parts.not_after = der(tag::kGeneralizedTime, octets("99991231235959Z"));
  const auto record = parse_certificate(parts.build());
  ASSERT_TRUE(record);
  EXPECT_EQ(to_rfc3339(record->not_before), "1950-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(record->not_after), "9999-12-31T23:59:59Z");
  parts.not_before = der(tag::kUtcTime, octets("491231235959Z"));
  EXPECT_EQ(to_rfc3339(parse_certificate(parts.build())->not_before), "2049-12-31T23:59:59Z");
}

TEST(ParseCertificate, RefusesBrokenAndDoubledExtensions) {
  const Octets usage = der(tag::kSequence, der(tag::kOid, {0x2b, 0x06, 0x01}));
  Parts parts;
  parts.extensions = extension(37, usage) + extension(37, usage);
  expect_refused(parts.build(), "extended_key_usage", "duplicate_extension");
  parts.extensions = extension(37, usage + Octets{0});
  expect_refused(parts.build(), "extended_key_usage", "trailing_data");
  parts.extensions = extension(37, der(tag::kSequence, der(tag::kOid, {0x2b, 0x80})));
  expect_refused(parts.build(), "extended_key_usage", "bad_oid");
  parts.extensions = extension(17, der(tag::kSequence, der(0x9e, {})));
  expect_refused(parts.build(), "subject_alt_name", "unexpected_tag");
  parts.extensions = extension(19, der(tag::kSequence, der(tag::kBoolean, {})));
  expect_refused(parts.build(), "basic_constraints", "bad_boolean");
  parts.extensions = extension(35, octets("x"));
  expect_refused(parts.build(), "authority_key_id", "unexpected_tag");
  parts.extensions = extension(32, der(tag::kSequence, der(tag::kSequence, {})));
  expect_refused(parts.build(), "certificate_policies", "missing");
}

TEST(ParseCertificate, StepsOverExtensionsItDoesNotRead) {
  Parts parts;
  parts.extensions = extension(99, octets("anything at all")) + extension(99, {});
  EXPECT_TRUE(parse_certificate(parts.build()));
}

TEST(ParseCertificate, BoundsItsLists) {
  Parts parts;
  Octets many;
  for (int i = 0; i < 3000; ++i) many = many + der(0x82, octets("a"));
  parts.extensions = extension(17, der(tag::kSequence, many));
  expect_refused(parts.build(), "subject_alt_name", "too_many");
  parts = {};
  Octets rdns;
  const Octets one = name("x");
  for (int i = 0; i < 65; ++i) rdns.insert(rdns.end(), one.begin() + 2, one.end());
  parts.subject = der(tag::kSequence, rdns);
  expect_refused(parts.build(), "subject", "too_many");
}

TEST(ParseCertificate, RefusesMoreThan64KiB) {
  Parts parts;
  parts.extensions = extension(99, Octets(64 * 1024, 0));
  const auto result = parse_certificate(parts.build());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::CertificateTooLarge);
  parts.extensions = extension(99, Octets(63 * 1024, 0));
  EXPECT_TRUE(parse_certificate(parts.build()));
}

TEST(ParseCertificate, ShowsAddressesOfOddSizesAsHex) {
  Parts parts;
  parts.extensions =
      extension(17, der(tag::kSequence, der(0x87, {1, 2, 3}) + der(0x87, {192, 0, 2, 255}) +
                                            der(0x87, {0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}) +
                                            der(0x87, {0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0})));
  const std::vector<std::string> expected{"IP:#010203", "IP:192.0.2.255",
                                          "IP:2001:db8:0:1::", "IP:2001:db8:0:1:1:1:1:0"};
  EXPECT_EQ(parse_certificate(parts.build())->subject_alt_names, expected);
}

TEST(ParseCertificate, LeavesOpenSslsErrorQueueAsItWas) {
  ERR_clear_error();
  EXPECT_FALSE(parse_certificate(octets("0\x82\xff")));
  EXPECT_EQ(ERR_peek_error(), 0U);
}

// Each copy has its own heap block of exactly its size, so that AddressSanitizer sees one byte too far.
TEST(ParseCertificate, SurvivesEveryTruncation) {
  CertificateMaker maker(test_key("RSA 2048"));
  maker.subject("CN", V_ASN1_UTF8STRING, "一号")
      .extension(NID_subject_alt_name, "IP:::1,email:a@b.example,dirName:dir");
  const Octets whole = maker.to_der();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(parse_certificate(cut)) << size;
  }
}

TEST(ParseCertificate, SurvivesEveryFlippedBit) {
  CertificateMaker maker(test_key("EC P-256"));
  maker.subject("CN", V_ASN1_BMPSTRING, std::string_view("\x59\x2a\x90\xce", 4))
      .extension(NID_basic_constraints, "CA:TRUE,pathlen:1")
      .extension(NID_ext_key_usage, "clientAuth")
      .extension(NID_certificate_policies, "1.2.3.4")
      .raw_extension("2.5.29.35", der(0x30, der(0x80, octets("key"))))
      .extension(NID_subject_alt_name, "IP:::1,email:a@b.example,dirName:dir,otherName:1.2.3.4;UTF8:x,RID:1.2.3");
  Octets bytes = maker.to_der();
  int refused = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ 1U << bit);
      if (!parse_certificate(bytes)) ++refused;
      bytes[i] = static_cast<std::uint8_t>(bytes[i] ^ 1U << bit);
    }
  }
  EXPECT_GT(refused, 500);
  EXPECT_TRUE(parse_certificate(bytes));
}

}  // namespace
}  // namespace kigen::x509::testing
