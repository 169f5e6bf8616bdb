#include "common/base/distinguished_name.h"

#include <gtest/gtest.h>

#include <string>

#include "common/base/utf8_fold.h"

namespace kigen {
namespace {

using Name = DistinguishedName;

TEST(DistinguishedName, ReadsTheExamplesOfRfc4514) {
  EXPECT_EQ(*parse_distinguished_name("UID=jsmith,DC=example,DC=net"),
            (Name{{{"UID", "jsmith"}}, {{"DC", "example"}}, {{"DC", "net"}}}));
  EXPECT_EQ(*parse_distinguished_name("OU=Sales+CN=Desk  07,DC=example"),
            (Name{{{"OU", "Sales"}, {"CN", "Desk  07"}}, {{"DC", "example"}}}));
  EXPECT_EQ(*parse_distinguished_name(R"(CN=Front \"Main\" Desk\, III)"), (Name{{{"CN", "Front \"Main\" Desk, III"}}}));
  EXPECT_EQ(*parse_distinguished_name(R"(CN=Before\0dAfter)"), (Name{{{"CN", "Before\rAfter"}}}));
  EXPECT_EQ(*parse_distinguished_name(R"(CN=Ma\C4\8Dka)"), (Name{{{"CN", "Mačka"}}}));
  EXPECT_EQ(*parse_distinguished_name("1.3.6.1.4.1.1466.0=#04024869"), (Name{{{"1.3.6.1.4.1.1466.0", "#04024869"}}}));
}

TEST(DistinguishedName, ReadsWhatIsWrittenBesideTheStandard) {
  EXPECT_EQ(*parse_distinguished_name(" CN = \"Desk, Second\" ; o = X "),
            (Name{{{"CN", "Desk, Second"}}, {{"O", "X"}}}));
  EXPECT_EQ(*parse_distinguished_name("OID.2.5.4.3=a, S=b, E=c"),
            (Name{{{"CN", "a"}}, {{"ST", "b"}}, {{"emailAddress", "c"}}}));
  EXPECT_EQ(*parse_distinguished_name("CN=#0C0568656C6C6F"), (Name{{{"CN", "hello"}}}));
  EXPECT_EQ(*parse_distinguished_name("CN=\\ a\\ ,O="), (Name{{{"CN", " a "}}, {{"O", ""}}}));
  EXPECT_TRUE(parse_distinguished_name("")->empty());
}

TEST(DistinguishedName, RefusesWhatIsNone) {
  for (const char* bad : {"x", "CN", "=x", "CN=a,", "CN=a,b", "CN=a\\", "CN=a\\q", "CN=\"a", "CN=\"a\"b", "CN=#0",
                          "CN=#", "1..2=x", "1.2.=x", "C N=x", "CN=a\"b", ",CN=a"}) {
    EXPECT_FALSE(parse_distinguished_name(bad)) << bad;
  }
  EXPECT_FALSE(parse_distinguished_name("CN=" + std::string(9000, 'a')));
}

TEST(DistinguishedName, ComparesAsRfc5280Does) {
  const auto same = [](const char* a, const char* b) {
    return normalise_distinguished_name(a) == normalise_distinguished_name(b);
  };
  EXPECT_TRUE(same("CN=Example CA,O=X", "cn=EXAMPLE   ca, o=x"));
  EXPECT_TRUE(same("CN=Ｅｘａｍｐｌｅ　ＣＡ", "CN=example ca"));
  EXPECT_TRUE(same("CN=ÉCOLE,OU=ΑΒΓ,O=ПРИМЕР", "CN=école,OU=αβγ,O=пример"));
  EXPECT_TRUE(same("OU=a+CN=b", "CN=b+OU=a"));
  EXPECT_TRUE(same("CN=a\\2Cb", "CN=\"a,b\""));
  EXPECT_FALSE(same("CN=a\\,O=b", "CN=a,O=b"));
  EXPECT_FALSE(same("CN=a+O=b", "CN=a,O=b"));
  EXPECT_FALSE(same("CN=a,O=b", "O=b,CN=a"));
  EXPECT_FALSE(same("CN=国税", "CN=国稅"));
  EXPECT_TRUE(same("no name at ALL", "no  name at all"));
}

TEST(DistinguishedName, GivesTheMostSpecificValueOfAnAttribute) {
  EXPECT_EQ(attribute_value("CN=a,OU=x,OU=y", "ou"), "x");
  EXPECT_EQ(attribute_value("CN=a,2.5.4.5=77", "serialNumber"), "77");
  EXPECT_EQ(attribute_value("CN=a", "O"), std::nullopt);
  EXPECT_EQ(attribute_value("CN=a", "no such type"), std::nullopt);
}

TEST(Utf8, KnowsWellFormedText) {
  for (const char* good : {"", "a", "é", "証", "😀", "\xf4\x8f\xbf\xbf"}) EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xc0\xaf", "\xc3", "\xed\xa0\x80", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf",
                          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xe3\x81"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(Utf8, FoldsCaseWidthAndSpacesAndKeepsTheRest) {
  EXPECT_EQ(fold_case_and_width("ＡＢＣ１２３　Ｚ"), "abc123 z");
  EXPECT_EQ(fold_case_and_width("Ÿ"), "Ÿ");  // its lower case is elsewhere in Unicode; kept
  EXPECT_EQ(fold_case_and_width("ŁÓDŹ ŇÍ"), "łódź ňí");
  EXPECT_EQ(fold_case_and_width("a\xc2\xad"
                                "b\xe2\x80\x8b"
                                "c\xc2\xa0"
                                "d"),
            "abc d");
  EXPECT_EQ(fold_case_and_width("\xff\xfe"), "\xff\xfe");
  EXPECT_EQ(fold_case_and_width("証明書"), "証明書");
}

}  // namespace
}  // namespace kigen
