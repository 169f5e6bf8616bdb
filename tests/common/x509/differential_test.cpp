// Every field of every certificate, compared with what OpenSSL's X509 API says.
#include <gtest/gtest.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "common/base/hex.h"
#include "common/x509/certificate_file.h"
#include "common/x509/parse_certificate.h"
#include "tests/common/x509/openssl_record.h"

namespace kigen::x509::testing {
namespace {

void expect_same(const Octets& der, const std::string& label) {
  SCOPED_TRACE(label);
  const auto expected = openssl_record(der);
  ASSERT_TRUE(expected);
  const auto parsed = parse_certificate(der);
  ASSERT_TRUE(parsed) << to_log_line(parsed.error());
  const CertificateRecord actual = with_hex_addresses(*parsed);
  EXPECT_EQ(actual.subject, expected->subject);
  EXPECT_EQ(actual.issuer, expected->issuer);
  EXPECT_EQ(actual.serial, expected->serial);
  EXPECT_EQ(to_rfc3339(actual.not_before), to_rfc3339(expected->not_before));
  EXPECT_EQ(to_rfc3339(actual.not_after), to_rfc3339(expected->not_after));
  EXPECT_EQ(actual.key_algorithm, expected->key_algorithm);
  EXPECT_EQ(actual.key_bits, expected->key_bits);
  EXPECT_EQ(actual.subject_alt_names, expected->subject_alt_names);
  EXPECT_EQ(actual.authority_key_id, expected->authority_key_id);
  EXPECT_EQ(actual, *expected);
}

CertificateMaker full_certificate(const char* key) {
  CertificateMaker maker(test_key(key));
  maker.subject("C", V_ASN1_PRINTABLESTRING, "JP")
      .subject("O", V_ASN1_UTF8STRING, "株式会社期限")
      .subject("CN", V_ASN1_UTF8STRING, "証明書 一号")
      .extension(NID_basic_constraints, "critical,CA:TRUE,pathlen:2")
      .extension(NID_key_usage, "critical,digitalSignature,keyCertSign")
      .extension(NID_ext_key_usage,
                 "clientAuth,emailProtection,1.3.6.1.4.1.311.20.2.2,2.25.329800735698586629295641978511506172918")
      .extension(NID_subject_alt_name,
                 "DNS:a.example,email:device@kigen.example,IP:192.0.2.7,IP:2001:db8::1:0:0:1,IP:::1,IP:::,IP:1:0:0:2::,"
                 "URI:https://kigen.example/?a=b,otherName:1.3.6.1.4.1.311.20.2.3;UTF8:device@kigen.example,"
                 "otherName:1.2.3.4;UTF8:その他,RID:1.2.3.4.5,dirName:dir")
      .extension(NID_certificate_policies, "1.3.6.1.4.1.99999.1,2.5.29.32.0")
      .extension(NID_subject_key_identifier, "hash")
      .extension(NID_authority_key_identifier, "keyid");
  return maker;
}

TEST(Differential, AgreesForEveryKeyType) {
  for (const char* key :
       {"RSA 1024", "RSA 2048", "RSA 2160", "RSA 2047", "RSA 3072", "RSA 4096", "EC P-256", "EC P-384", "EC P-521",
        "EC secp256k1", "EC P-224", "EC brainpoolP384r1", "ED25519", "ED448"}) {
    expect_same(full_certificate(key).to_der(key), key);
  }
}

TEST(Differential, AgreesForEveryNameForm) {
  CertificateMaker maker(test_key("EC P-256"));
  maker.subject("C", V_ASN1_PRINTABLESTRING, "JP")
      .subject("DC", V_ASN1_IA5STRING, "example")
      .subject("O", V_ASN1_T61STRING, "Soci\xe9t\xe9")
      .subject("OU", V_ASN1_BMPSTRING, std::string_view("\x67\x1f\x96\x50\x00 \x00+\x00 ", 10))
      .subject("L", V_ASN1_UNIVERSALSTRING, std::string_view("\x00\x00\x67\x1f\x00\x01\xf6\x00", 8))
      .subject("street", V_ASN1_UTF8STRING, " leading, and trailing ")
      .subject("CN", V_ASN1_UTF8STRING, "#1 \"quoted\" <a>;\\ =b")
      .subject("serialNumber", V_ASN1_PRINTABLESTRING, "A123456", true)
      .subject("UID", V_ASN1_UTF8STRING, "device", true)
      .subject("emailAddress", V_ASN1_IA5STRING, "device@kigen.example")
      .subject("dnQualifier", V_ASN1_PRINTABLESTRING, "q")
      .subject("organizationIdentifier", V_ASN1_UTF8STRING, "VATJP-1")
      .subject("jurisdictionC", V_ASN1_PRINTABLESTRING, "JP")
      .subject("SN", V_ASN1_UTF8STRING, "line\nbreak\x7f")
      .subject("GN", V_ASN1_UTF8STRING, "")
      .subject("title", V_ASN1_UTF8STRING, " ")
      .subject("1.2.3.4.5", V_ASN1_UTF8STRING, "unknown");
  expect_same(maker.to_der(), "names");
}

TEST(Differential, AgreesForSerialsAndTimes) {
  for (const char* serial :
       {"0", "7F", "80", "FF", "0123456789ABCDEF0123456789ABCDEF01234567", "-1", "-80", "-81", "-FF"}) {
    expect_same(CertificateMaker(test_key("EC P-256")).serial(serial).to_der(), serial);
  }
  for (const char* end : {"19500101000000Z", "19991231235959Z", "20000229120000Z", "20491231235959Z", "20500101000000Z",
                          "99991231235959Z"}) {
    expect_same(CertificateMaker(test_key("EC P-256")).validity("19500101000000Z", end).to_der(), end);
  }
}

TEST(Differential, AgreesForAllOfPkits) {
  const std::filesystem::path folder = KIGEN_PKITS_DIR;
  if (folder.empty() || !std::filesystem::exists(folder))
    GTEST_SKIP() << "python3-cryptography-vectors is not installed";
  int compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const Octets der{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    expect_same(der, entry.path().filename().string());
    const FileContents contents = read_certificate_file(der, entry.path().filename().string());
    EXPECT_EQ(contents.certificates.size(), 1U) << entry.path();
    EXPECT_TRUE(contents.unreadable.empty()) << entry.path();
    ++compared;
  }
  EXPECT_GE(compared, 400);
}

}  // namespace
}  // namespace kigen::x509::testing
