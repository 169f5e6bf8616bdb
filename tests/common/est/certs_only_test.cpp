#include "common/est/certs_only.h"

#include <gtest/gtest.h>

#include "tests/common/est/test_ca.h"

namespace kigen::est::testing {
namespace {

struct CertsOnly : ::testing::Test {
  Authority root = make_root("Root", "EC P-256");
  Authority middle = make_intermediate("Middle", "EC P-384", root);
  Der leaf = issue(middle, {.key = "RSA 2048"});
  std::vector<Der> all{leaf, middle.der, root.der};
};

std::string certificates_reason(const std::string& body) {
  const auto read = read_certificates(body);
  return read ? "" : read.error().args.at("reason");
}

std::string pem(const char* label, const Der& der) {
  return std::string("-----BEGIN ") + label + "-----\n" + encode_base64(der, LineLength::Pem) + "-----END " + label +
         "-----\n";
}

TEST_F(CertsOnly, KeepsTheOrderOfTheContainer) {
  const auto read = read_certificates(encode_base64(certs_only(all)));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, all);
  const std::vector<Der> turned{root.der, leaf, middle.der};
  const auto other = read_certificates(encode_base64(certs_only(turned)));
  ASSERT_TRUE(other);
  EXPECT_EQ(*other, turned);
}

TEST_F(CertsOnly, ReadsBerOfIndefiniteLength) {
  const Der ber = certs_only(all, true);
  ASSERT_EQ(ber[1], 0x80);
  const auto read = read_certificates(encode_base64(ber));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, all);
}

TEST_F(CertsOnly, ReadsDerPemAndBareCertificates) {
  const auto der = read_certificates(text_of(certs_only(all)));
  ASSERT_TRUE(der);
  EXPECT_EQ(*der, all);
  const auto armoured = read_certificates(pem("PKCS7", certs_only(all)));
  ASSERT_TRUE(armoured);
  EXPECT_EQ(*armoured, all);
  const auto bare = read_certificates(encode_base64(leaf));
  ASSERT_TRUE(bare);
  EXPECT_EQ(*bare, std::vector<Der>{leaf});
  const auto list = read_certificates(pem("CERTIFICATE", leaf) + pem("CERTIFICATE", middle.der));
  ASSERT_TRUE(list);
  EXPECT_EQ(*list, (std::vector<Der>{leaf, middle.der}));
}

TEST_F(CertsOnly, TellsACertificateOnce) {
  const auto read = read_certificates(pem("CERTIFICATE", leaf) + pem("PKCS7", certs_only(all)));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, all);
}

TEST_F(CertsOnly, HasNoneWhenTheContainerIsEmpty) {
  const auto read = read_certificates(encode_base64(certs_only({})));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->empty());
  EXPECT_TRUE(read_certificates("")->empty());
}

TEST_F(CertsOnly, RefusesWhatIsCutOffOrSomethingElse) {
  Der cut = certs_only(all);
  cut.resize(cut.size() / 2);
  EXPECT_EQ(certificates_reason(encode_base64(cut)), "pkcs7");
  Der longer = certs_only(all);
  longer.push_back(0);
  EXPECT_EQ(certificates_reason(encode_base64(longer)), "pkcs7");
  EXPECT_EQ(certificates_reason(encode_base64(octets_of("no certificate at all"))), "pkcs7");
  EXPECT_EQ(certificates_reason("not base64"), "base64");
}

TEST_F(CertsOnly, RefusesMoreThanAnyChainHas) {
  std::vector<Der> many;
  for (int i = 0; i < 65; ++i) many.push_back(issue(root, {}));
  EXPECT_EQ(certificates_reason(encode_base64(certs_only(many))), "too_many");
  many.pop_back();
  EXPECT_TRUE(read_certificates(encode_base64(certs_only(many))));
}

}  // namespace
}  // namespace kigen::est::testing
