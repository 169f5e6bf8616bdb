#include "common/x509/certificate_file.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>

#include "common/base/hex.h"
#include "tests/common/x509/certificate_maker.h"

namespace kigen::x509::testing {
namespace {

FileContents read(const std::string& text) {
  return read_certificate_file(octets(text), "test.pem");
}

std::vector<std::string> subjects(const FileContents& contents) {
  std::vector<std::string> out;
  for (const FoundCertificate& found : contents.certificates) out.push_back(found.record.subject);
  return out;
}
using Subjects = std::vector<std::string>;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

template <auto Encode, class T>
Octets encoded(T* object) {
  unsigned char* out = nullptr;
  const int size = Encode(object, &out);
  Octets result(out, out + size);
  OPENSSL_free(out);
  return result;
}

Octets pkcs7_of(std::initializer_list<X509*> certificates) {
  const OpenSslPtr<PKCS7, PKCS7_free> container(PKCS7_new());
  PKCS7_set_type(container.get(), NID_pkcs7_signed);
  PKCS7_content_new(container.get(), NID_pkcs7_data);
  for (X509* x : certificates) PKCS7_add_certificate(container.get(), x);
  return encoded<i2d_PKCS7>(container.get());
}

std::string armoured(const std::string& label, const Octets& bytes) {
  std::string base64((bytes.size() + 2) / 3 * 4 + 1, '\0');
  std::vector<unsigned char> out(base64.size());
  const int size = EVP_EncodeBlock(out.data(), bytes.data(), static_cast<int>(bytes.size()));
  return "-----BEGIN " + label + "-----\n" + std::string(out.begin(), out.begin() + size) + "\n-----END " + label +
         "-----\n";
}

TEST(CertificateFile, KnowsCandidatesByExtension) {
  for (const char* name : {"a.pem", "a.CRT", "期限.cer", "a.b.Der", "a.p12", "a.PFX", "a.p7b", "a.p7c"}) {
    EXPECT_TRUE(is_candidate(name)) << name;
  }
  for (const char* name : {"", "pem", "a.txt", "a.pem.bak", "a.key", "a.pemx"})
    EXPECT_FALSE(is_candidate(name)) << name;
}

TEST(CertificateFile, ReadsOneDerCertificate) {
  const auto contents = read_certificate_file(to_der(certificate("der").get()), "a.cer");
  EXPECT_EQ(subjects(contents), Subjects{"CN=der"});
  EXPECT_FALSE(contents.certificates[0].has_private_key);
}

TEST(CertificateFile, ReadsPemWithTextAndEveryLineEnding) {
  const std::string pem = "Subject: 一号\n 0 s:CN = x\n" + to_pem(certificate("one").get()) +
                          "between -----BEGIN CERTIFICATE-----\n" + to_pem(certificate("two").get()) + "end\n";
  for (const std::string& text : {pem, replaced(pem, "\n", "\r\n"), replaced(pem, "\n", "\r"), "\xef\xbb\xbf" + pem,
                                  replaced(pem, "-----\n", "----- \t\n")}) {
    const FileContents contents = read(text);
    EXPECT_EQ(subjects(contents), (Subjects{"CN=one", "CN=two"}));
    EXPECT_TRUE(contents.unreadable.empty());
  }
}

TEST(CertificateFile, ReadsAFileThatEndsWithoutALineBreakOrBeginsLikeDer) {
  std::string pem = to_pem(certificate("x").get());
  pem.pop_back();
  EXPECT_EQ(subjects(read(pem)), Subjects{"CN=x"});
  EXPECT_EQ(subjects(read("0 s:CN = x\n" + pem)), Subjects{"CN=x"});
}

TEST(CertificateFile, ReadsOtherLabelsOfCertificates) {
  const CertificatePtr x = certificate("x");
  EXPECT_EQ(subjects(read(replaced(to_pem(x.get()), "CERTIFICATE", "X509 CERTIFICATE"))), Subjects{"CN=x"});
  X509_alias_set1(x.get(), octets("friend").data(), 6);
  const Octets trusted = encoded<i2d_X509_AUX>(x.get());
  ASSERT_GT(trusted.size(), to_der(x.get()).size());
  const FileContents contents = read(armoured("TRUSTED CERTIFICATE", trusted));
  ASSERT_EQ(subjects(contents), Subjects{"CN=x"});
  EXPECT_EQ(contents.certificates[0].record.sha256,
            read_certificate_file(to_der(x.get()), "").certificates.at(0).record.sha256);
}

TEST(CertificateFile, ListsABrokenBlockAndReadsTheOthers) {
  const std::string good = to_pem(certificate("good").get());
  std::string broken = good;
  broken[40] = '!';
  const FileContents contents = read(good + broken + armoured("CERTIFICATE", octets("no DER")) + good);
  EXPECT_EQ(contents.certificates.size(), 2U);
  ASSERT_EQ(contents.unreadable.size(), 2U);
  EXPECT_EQ(contents.unreadable[0].item, "#2");
  EXPECT_EQ(contents.unreadable[0].error.code, ErrorCode::CertificateUnparsable);
  EXPECT_EQ(contents.unreadable[0].error.args.at("reason"), "bad_base64");
  EXPECT_EQ(contents.unreadable[0].error.args.at("file"), "test.pem");
  EXPECT_EQ(contents.unreadable[1].item, "#3");
  EXPECT_EQ(contents.unreadable[1].error.args.at("field"), "certificate");
}

TEST(CertificateFile, ListsABlockWithoutItsEnd) {
  const std::string good = to_pem(certificate("good").get());
  const FileContents contents = read(good.substr(0, 100) + "\n" + good + good.substr(0, good.size() - 10));
  EXPECT_EQ(contents.certificates.size(), 1U);
  ASSERT_EQ(contents.unreadable.size(), 2U);
  EXPECT_EQ(contents.unreadable[0].error.args.at("reason"), "no_end_line");
  EXPECT_EQ(contents.unreadable[1].item, "#3");
}

TEST(CertificateFile, MatchesPrivateKeysWithTheirCertificates) {
  for (const char* kind : {"RSA 2048", "EC P-256", "ED25519"}) {
    const std::string pem = to_pem(certificate("other", "EC P-384").get()) + to_pem(test_key(kind)) +
                            to_pem(certificate("mine", kind).get());
    const FileContents contents = read(pem);
    ASSERT_EQ(contents.certificates.size(), 2U) << kind;
    EXPECT_FALSE(contents.certificates[0].has_private_key) << kind;
    EXPECT_TRUE(contents.certificates[1].has_private_key) << kind;
  }
}

TEST(CertificateFile, MatchesTraditionalKeysAndCompressedPoints) {
  const Octets rsa = encoded<i2d_PrivateKey>(test_key("RSA 2048"));
  EXPECT_TRUE(read(to_pem(certificate("a", "RSA 2048").get()) + armoured("RSA PRIVATE KEY", rsa))
                  .certificates[0]
                  .has_private_key);
  const KeyPtr compressed(EVP_PKEY_dup(test_key("EC P-256")));
  const std::string plain = to_pem(test_key("EC P-256"));
  ASSERT_EQ(EVP_PKEY_set_utf8_string_param(compressed.get(), "point-format", "compressed"), 1);
  const CertificatePtr x = CertificateMaker(compressed.get()).sign();
  EXPECT_TRUE(read(to_pem(x.get()) + plain).certificates.at(0).has_private_key);
}

TEST(CertificateFile, IgnoresEncryptedAndBrokenKeys) {
  const std::string pem = to_pem(certificate("x").get());
  const FileContents contents = read(pem +
                                     armoured("ENCRYPTED PRIVATE KEY", octets("0\x03"
                                                                              "0\x01\x00")) +
                                     armoured("PRIVATE KEY", octets("nonsense")) + "-----BEGIN RSA PRIVATE KEY-----\n");
  ASSERT_EQ(contents.certificates.size(), 1U);
  EXPECT_FALSE(contents.certificates[0].has_private_key);
  EXPECT_TRUE(contents.unreadable.empty());
}

TEST(CertificateFile, SaysWhenThereIsNoCertificate) {
  for (const std::string& text : {std::string(), std::string("hello\n"), std::string(300, '\0'), std::string("0")}) {
    const FileContents contents = read(text);
    ASSERT_EQ(contents.unreadable.size(), 1U);
    EXPECT_EQ(contents.unreadable[0].error.code, ErrorCode::NoCertificateInFile);
  }
  const FileContents keys = read(to_pem(test_key("EC P-256")));
  EXPECT_TRUE(keys.certificates.empty());
  EXPECT_TRUE(keys.unreadable.empty());
}

TEST(CertificateFile, SaysWhereADamagedDerFileEnds) {
  Octets cut = to_der(certificate("x", "RSA 2048").get());
  cut.resize(200);
  const FileContents contents = read_certificate_file(cut, "a.der");
  ASSERT_EQ(contents.unreadable.size(), 1U);
  EXPECT_EQ(contents.unreadable[0].error.code, ErrorCode::CertificateUnparsable);
  EXPECT_EQ(contents.unreadable[0].error.args.at("reason"), "truncated");
}

TEST(CertificateFile, ReadsPkcs7AsDerBerAndPem) {
  const CertificatePtr a = certificate("a"), b = certificate("b");
  const Octets container = pkcs7_of({a.get(), b.get()});
  EXPECT_EQ(subjects(read_certificate_file(container, "x.p7b")).size(), 2U);
  EXPECT_EQ(subjects(read(armoured("PKCS7", container))).size(), 2U);
  // The same with an indefinite length around everything.
  const std::size_t header = container[1] == 0x82 ? 4 : 3;
  Octets ber{0x30, 0x80};
  ber.insert(ber.end(), container.begin() + static_cast<std::ptrdiff_t>(header), container.end());
  ber = ber + Octets{0, 0};
  EXPECT_EQ(subjects(read_certificate_file(ber, "x.p7b")).size(), 2U);
}

TEST(CertificateFile, ListsABrokenPkcs7) {
  Octets container = pkcs7_of({certificate("a").get()});
  container[5] = 0x55;
  const FileContents contents = read_certificate_file(container, "x.p7b");
  ASSERT_EQ(contents.unreadable.size(), 1U);
  EXPECT_EQ(contents.unreadable[0].error.args.at("field"), "pkcs7");
}

TEST(CertificateFile, RefusesMoreThan8MiB) {
  const FileContents contents = read_certificate_file(Octets(kMaxFileSize + 1, 'x'), "big.pem");
  ASSERT_EQ(contents.unreadable.size(), 1U);
  EXPECT_EQ(contents.unreadable[0].error.code, ErrorCode::FileTooLarge);
}

TEST(CertificateFile, BoundsItsItemsAndSaysSo) {
  std::string text;
  for (std::size_t i = 0; i < kMaxItemsPerFile + 10; ++i)
    text += "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
  const FileContents contents = read(text);
  EXPECT_EQ(contents.unreadable.size(), kMaxItemsPerFile + 1);
  EXPECT_EQ(contents.unreadable.back().error.args.at("reason"), "too_many");
}

TEST(CertificateFile, SurvivesEveryTruncationOfEveryFormat) {
  const CertificatePtr x = certificate("x");
  const std::string pem = to_pem(x.get()) + to_pem(test_key("EC P-256"));
  for (const Octets& whole : {octets(pem), pkcs7_of({x.get()}), to_der(x.get())}) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      const FileContents contents = read_certificate_file(cut, "cut");
      EXPECT_LE(contents.certificates.size() + contents.unreadable.size(), 1U);
    }
  }
}

}  // namespace
}  // namespace kigen::x509::testing
