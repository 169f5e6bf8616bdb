#include "installer/roots/judge.h"

#include <gtest/gtest.h>
#include <openssl/obj_mac.h>

#include "common/base/hex.h"
#include "common/x509/digest.h"
#include "tests/common/x509/certificate_maker.h"

namespace kigen::roots {
namespace {

using Answer = keys::RootHelperAnswer;
using Der = std::vector<std::uint8_t>;

// CertificateMaker's issuer is "CN=Test CA,O=Kigen".
Der make(const char* organisation, const char* constraints) {
  return x509::testing::CertificateMaker(x509::testing::test_key("EC P-256"))
      .subject("O", V_ASN1_UTF8STRING, organisation)
      .subject("CN", V_ASN1_UTF8STRING, "Test CA")
      .extension(NID_basic_constraints, constraints)
      .to_der();
}

Answer verdict(const Der& der) {
  return judge(to_hex(x509::sha256({der})), der);
}

TEST(RootHelper, AddsARootOfExactlyThisThumbprint) {
  const Der root = make("Kigen", "critical,CA:TRUE");
  EXPECT_EQ(verdict(root), Answer::Added);
  EXPECT_EQ(judge(to_hex(x509::sha256({make("Another", "critical,CA:TRUE")})), root), Answer::Differs);
  Der changed = root;
  changed.back() ^= 1U;
  EXPECT_EQ(judge(to_hex(x509::sha256({root})), changed), Answer::Differs);
}

TEST(RootHelper, AddsNothingButRoots) {
  EXPECT_EQ(verdict(make("Somebody", "critical,CA:TRUE")), Answer::NotARoot) << "issued by another";
  EXPECT_EQ(verdict(make("Kigen", "critical,CA:FALSE")), Answer::NotARoot);
  EXPECT_EQ(verdict(Der{1, 2, 3}), Answer::NotARoot);
}

TEST(RootHelper, BelievesNoOrder) {
  const Der root = make("Kigen", "critical,CA:TRUE");
  for (const char* order : {"", "00", "not hex", "/?"}) EXPECT_EQ(judge(order, root), Answer::Usage) << order;
  EXPECT_EQ(verdict({}), Answer::Unreadable);
  EXPECT_EQ(verdict(Der(keys::kMaxRootBytes + 1)), Answer::Unreadable);
}

}  // namespace
}  // namespace kigen::roots
