#include "common/net/url.h"

#include <gtest/gtest.h>

namespace kigen::net {
namespace {

Url url(const std::string& text) {
  const auto parsed = parse_url(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : Url{};
}

TEST(Url, ReadsItsParts) {
  EXPECT_EQ(url("https://RA.Example.jp"), (Url{"https", "ra.example.jp", 443, "/"}));
  EXPECT_EQ(url("HTTPS://ra.example.jp:8443/a/b?x=/../y"), (Url{"https", "ra.example.jp", 8443, "/a/b?x=/../y"}));
  EXPECT_EQ(url("http://ra.example.jp?q"), (Url{"http", "ra.example.jp", 80, "/?q"}));
  EXPECT_EQ(url("https://[2001:DB8::1]:444/"), (Url{"https", "2001:db8::1", 444, "/"}));
  EXPECT_EQ(url("https://a/b/../c/./d//e/.."), (Url{"https", "a", 443, "/c/d//"}));
  EXPECT_EQ(url("https://a/../../x").target, "/x");
}

TEST(Url, RefusesWhatIsNoAbsoluteHttpsUrl) {
  for (const std::string bad : {"",
                                "ra.example.jp",
                                "ftp://a/",
                                "https://",
                                "https:///x",
                                "https://user@a/",
                                "https://a:b@c/",
                                "https://a/#x",
                                "https://a:0/",
                                "https://a:65536/",
                                "https://a:/",
                                "https://a b/",
                                "https://a/\r\nX: y",
                                "https://a\\b/",
                                "https://[::1/",
                                "https://a..b/",
                                "https://.a/",
                                "https://\xe3\x81\x82/",
                                "https://a/\"",
                                "//a/b",
                                "https:a"}) {
    const auto parsed = parse_url(bad);
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(parsed.error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(parsed.error().args.contains("reason"));
  }
  EXPECT_FALSE(parse_url("https://a/" + std::string(2000, 'x')));
  EXPECT_TRUE(parse_url("https://a/" + std::string(1980, 'x')));
}

TEST(Url, DoesNotRepeatThePasswordOfARefusedUrl) {
  const auto parsed = parse_url("https://user:geheim@a/");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(to_log_line(parsed.error()).find("geheim"), std::string::npos);
}

TEST(Url, GivesBackWhatItRead) {
  for (const std::string text :
       {"https://a/", "https://a:8443/x?y", "http://a/", "https://[::1]:444/x", "http://a:443/"}) {
    EXPECT_EQ(to_text(url(text)), text);
  }
  EXPECT_EQ(to_text(url("https://a:443/x")), "https://a/x");
}

TEST(Url, KnowsTheSameOrigin) {
  EXPECT_TRUE(same_origin(url("https://a/x"), url("https://A:443/y")));
  EXPECT_FALSE(same_origin(url("https://a/"), url("https://a:444/")));
  EXPECT_FALSE(same_origin(url("https://a/"), url("http://a:443/")));
  EXPECT_FALSE(same_origin(url("https://a/"), url("https://b.a/")));
}

TEST(Url, ResolvesALocationAgainstItsBase) {
  const Url base = url("https://a:8443/b/c?d");
  const auto resolved = [&](const std::string& reference) {
    const auto result = resolve(base, reference);
    return result ? to_text(*result) : "refused";
  };
  EXPECT_EQ(resolved("https://other/x"), "https://other/x");
  EXPECT_EQ(resolved("//other/x"), "https://other/x");
  EXPECT_EQ(resolved("/x?y"), "https://a:8443/x?y");
  EXPECT_EQ(resolved("x"), "https://a:8443/b/x");
  EXPECT_EQ(resolved("./x:y"), "https://a:8443/b/x:y");
  EXPECT_EQ(resolved("../x"), "https://a:8443/x");
  EXPECT_EQ(resolved("?y"), "https://a:8443/b/c?y");
  EXPECT_EQ(resolved(""), "https://a:8443/b/c?d");
  EXPECT_EQ(resolved("#part"), "https://a:8443/b/c?d");
  EXPECT_EQ(resolved("/x#part"), "https://a:8443/x");
  EXPECT_EQ(resolved("javascript:alert(1)"), "refused");
  EXPECT_EQ(resolved("/x y"), "refused");
}

}  // namespace
}  // namespace kigen::net
