#include "common/x509/name.h"

#include <gtest/gtest.h>

#include "common/x509/directory_string.h"
#include "common/x509/oid.h"
#include "common/x509/subject.h"
#include "tests/common/x509/certificate_maker.h"

namespace kigen::x509::testing {
namespace {

Octets attribute(const Octets& oid, std::uint8_t string_tag, const Octets& value) {
  return der(tag::kSequence, der(tag::kOid, oid) + der(string_tag, value));
}

const Octets kCommonName{0x55, 0x04, 0x03}, kOrganisation{0x55, 0x04, 0x0a}, kCountry{0x55, 0x04, 0x06};

std::string text_of(const Octets& rdns) {
  const Octets whole = der(tag::kSequence, rdns);
  DerTrace trace{.origin = whole.data()};
  DerReader reader(whole, trace);
  DerElement element;
  std::string text;
  if (!reader.next(element) || !append_name(element, trace, text)) return "refused: " + std::string(trace.reason);
  return text;
}

std::string common_name_of(std::uint8_t string_tag, const Octets& value) {
  return text_of(der(tag::kSet, attribute(kCommonName, string_tag, value)));
}

TEST(Name, PutsTheLastRdnFirst) {
  EXPECT_EQ(text_of(der(tag::kSet, attribute(kCountry, tag::kPrintableString, octets("JP"))) +
                    der(tag::kSet, attribute(kOrganisation, tag::kUtf8String, octets("期限"))) +
                    der(tag::kSet, attribute(kCommonName, tag::kUtf8String, octets("一号")))),
            "CN=一号,O=期限,C=JP");
  EXPECT_EQ(text_of({}), "");
}

TEST(Name, JoinsAttributesOfOneRdnInTheirOrder) {
  EXPECT_EQ(text_of(der(tag::kSet, attribute(kCommonName, tag::kUtf8String, octets("a")) +
                                       attribute(kOrganisation, tag::kUtf8String, octets("b")))),
            "CN=a+O=b");
}

TEST(Name, EscapesWhatRfc4514Demands) {
  EXPECT_EQ(common_name_of(tag::kUtf8String, octets("a,b+c\"d\\e<f>g;h=i#j")),
            "CN=a\\,b\\+c\\\"d\\\\e\\<f\\>g\\;h=i#j");
  EXPECT_EQ(common_name_of(tag::kUtf8String, octets(" a ")), "CN=\\ a\\ ");
  EXPECT_EQ(common_name_of(tag::kUtf8String, octets("#a")), "CN=\\#a");
  EXPECT_EQ(common_name_of(tag::kUtf8String, octets(" ")), "CN=\\ ");
  EXPECT_EQ(common_name_of(tag::kUtf8String, {'a', 0, '\n', 0x7f}), "CN=a\\00\\0A\\7F");
}

TEST(Name, DecodesEveryStringType) {
  EXPECT_EQ(common_name_of(tag::kBmpString, {0x4e, 0x00, 0x53, 0xf7}), "CN=一号");
  EXPECT_EQ(common_name_of(tag::kBmpString, {0xd8, 0x3d, 0xde, 0x00}), "CN=😀");
  EXPECT_EQ(common_name_of(tag::kUniversalString, {0x00, 0x01, 0xf6, 0x00}), "CN=😀");
  EXPECT_EQ(common_name_of(tag::kT61String, {0xe9}), "CN=é");
  EXPECT_EQ(common_name_of(tag::kIa5String, {'a', 0xe9}), "CN=aé");
  EXPECT_EQ(common_name_of(tag::kNumericString, octets("12 3")), "CN=12 3");
}

TEST(Name, ReplacesWhatCannotBeDecoded) {
  const std::string bad = "\xef\xbf\xbd";
  EXPECT_EQ(common_name_of(tag::kUtf8String, {'a', 0xff, 'b'}), "CN=a" + bad + "b");
  EXPECT_EQ(common_name_of(tag::kUtf8String, {0xc0, 0xaf}), "CN=" + bad + bad);
  EXPECT_EQ(common_name_of(tag::kUtf8String, {0xed, 0xa0, 0x80}), "CN=" + bad + bad + bad);
  EXPECT_EQ(common_name_of(tag::kUtf8String, {0xf4, 0x90, 0x80, 0x80}), "CN=" + bad + bad + bad + bad);
  EXPECT_EQ(common_name_of(tag::kUtf8String, {0xe6, 0x9c}), "CN=" + bad);
  EXPECT_EQ(common_name_of(tag::kUtf8String, {0xe6, 0x9c, 'x'}), "CN=" + bad + "x");
  EXPECT_EQ(common_name_of(tag::kBmpString, {0xd8, 0x3d}), "CN=" + bad);
  EXPECT_EQ(common_name_of(tag::kBmpString, {0x00, 'a', 0x00}), "CN=a" + bad);
  EXPECT_EQ(common_name_of(tag::kUniversalString, {0x00, 0x11, 0x00, 0x00}), "CN=" + bad);
  EXPECT_EQ(common_name_of(tag::kUniversalString, {0x7f}), "CN=" + bad);
}

TEST(Name, WritesUnknownAttributesAsHex) {
  EXPECT_EQ(text_of(der(tag::kSet, attribute({0x2a, 0x03, 0x04}, tag::kUtf8String, octets("x")))), "1.2.3.4=#0C0178");
  EXPECT_EQ(common_name_of(tag::kOctetString, octets("x")), "CN=#040178");
}

TEST(Name, RefusesWhatIsNoName) {
  EXPECT_EQ(text_of(der(tag::kSet, {})), "refused: missing");
  EXPECT_EQ(text_of(der(tag::kSequence, {})), "refused: unexpected_tag");
  EXPECT_EQ(text_of(der(tag::kSet, attribute({0x80, 0x01}, tag::kUtf8String, octets("x")))), "refused: bad_oid");
  EXPECT_EQ(text_of(der(tag::kSet, attribute(kCommonName, tag::kUtf8String, octets("x")) + Octets{5})),
            "refused: unexpected_tag");
  Octets many;
  for (int i = 0; i < 17; ++i) many = many + attribute(kCommonName, tag::kUtf8String, octets("x"));
  EXPECT_EQ(text_of(der(tag::kSet, many)), "refused: too_many");
}

TEST(Subject, StaysUtf8WhateverItsHexHolds) {
  const std::string text = text_of(der(tag::kSet, attribute({0x2a, 0x03, 0x04}, tag::kUtf8String, {'a', 0xe7})));
  EXPECT_EQ(text, "1.2.3.4=#0C0261E7");
  EXPECT_EQ(subject_attribute(text, "1.2.3.4"), "#0c0261e7");
  std::string long_text = "no name";
  while (long_text.size() < 9000) long_text += "期";
  const std::string key = normalise_dn(long_text);
  EXPECT_LE(key.size(), 8192U);
  EXPECT_TRUE(key.ends_with("期"));
}

TEST(Oid, WritesEveryArc) {
  const std::pair<Octets, std::string> cases[] = {
      {{0x00}, "0.0"},
      {{0x27}, "0.39"},
      {{0x28}, "1.0"},
      {{0x4f}, "1.39"},
      {{0x50}, "2.0"},
      {{0x88, 0x37}, "2.999"},
      {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d}, "1.2.840.113549"},
      {{0x2a, 0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, "1.2.18446744073709551615"},
      {{0x2a, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}, "1.2.18446744073709551616"},
  };
  for (const auto& [content, expected] : cases) {
    std::string text;
    EXPECT_TRUE(append_dotted(content, text));
    EXPECT_EQ(text, expected);
  }
  std::string untouched = "x";
  for (const Octets& bad : {Octets{}, Octets{0x80}, Octets{0x2a, 0x80, 0x01}, Octets{0x2a, 0x86}, Octets(200, 0x01)}) {
    EXPECT_FALSE(append_dotted(bad, untouched));
  }
  EXPECT_EQ(untouched, "x");
}

TEST(Subject, IsReadBackFromItsString) {
  const std::string text = common_name_of(tag::kUtf8String, octets(" 証明書, \"一号\" #1 "));
  EXPECT_EQ(common_name(text), " 証明書, \"一号\" #1 ");
  EXPECT_EQ(common_name("O=Kigen,C=JP"), "O=Kigen,C=JP");
  EXPECT_EQ(subject_attribute("CN=a,serialNumber=K1,O=b", "serialNumber"), "K1");
  EXPECT_EQ(subject_attribute("CN=a,O=b", "OU"), std::nullopt);
  EXPECT_EQ(normalise_dn("cn=Test  CA, O=kigen"), normalise_dn("CN=test ca,O=Kigen"));
}

}  // namespace
}  // namespace kigen::x509::testing
