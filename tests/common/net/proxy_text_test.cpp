#include "common/net/proxy_text.h"

#include <gtest/gtest.h>

namespace kigen::net {
namespace {

std::string shown(const ProxyRoute& route) {
  std::string text;
  for (const auto& way : route) text += way ? way->host + ":" + std::to_string(way->port) + " " : "direct ";
  return text;
}

std::string pac(std::string_view answer) {
  const auto route = parse_pac_answer(answer);
  return route ? shown(*route) : "none";
}

TEST(PacAnswer, GivesTheWaysInTheirOrder) {
  EXPECT_EQ(pac("PROXY a:8080; DIRECT"), "a:8080 direct ");
  EXPECT_EQ(pac("DIRECT"), "direct ");
  EXPECT_EQ(pac("proxy a:8080;PROXY\tb:3128 ; ;direct"), "a:8080 b:3128 direct ");
  EXPECT_EQ(pac("PROXY a"), "a:80 ");
  EXPECT_EQ(pac("PROXY [2001:db8::1]:3128"), "2001:db8::1:3128 ");
}

TEST(PacAnswer, StepsOverWhatItCannotUse) {
  EXPECT_EQ(pac("SOCKS a:1080; SOCKS5 b:1080; HTTPS c:443; PROXY d:1; FAX 123"), "d:1 ");
  EXPECT_EQ(pac("PROXY ; PROXY a:99999; PROXY b c; DIRECT x; PROXY d:1"), "d:1 ");
}

TEST(PacAnswer, IsRefusedWhenNothingIsLeft) {
  for (const std::string answer : {"", ";;;", "SOCKS a:1", "null", "<html>", "PROXY"}) EXPECT_EQ(pac(answer), "none");
  const auto refused = parse_pac_answer("SOCKS a:1");
  EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
  EXPECT_TRUE(refused.error().args.contains("reason"));
}

TEST(PacAnswer, IsBounded) {
  std::string many;
  for (int i = 1; i < 20; ++i) many += "PROXY a:" + std::to_string(i) + ";";
  EXPECT_EQ(parse_pac_answer(many)->size(), 8U);
  EXPECT_EQ(pac("DIRECT;" + std::string(4090, ' ')), "none");
  EXPECT_EQ(pac("DIRECT;" + std::string(4089, ' ')), "direct ");
}

TEST(ProxyList, TakesWhatServesHttps) {
  EXPECT_EQ(shown(parse_proxy_list("a:8080")), "a:8080 ");
  EXPECT_EQ(shown(parse_proxy_list("a:8080;b:8081 c")), "a:8080 b:8081 c:80 ");
  EXPECT_EQ(shown(parse_proxy_list("http=h:1;https=s:2;socks=x:3")), "s:2 ");
  EXPECT_EQ(shown(parse_proxy_list("https=http://s:2")), "s:2 ");
  EXPECT_EQ(shown(parse_proxy_list("socks=x:3")), "");
  EXPECT_EQ(shown(parse_proxy_list("https=https://s:2")), "");
}

TEST(BypassList, KnowsPatternsAndLocalNames) {
  const std::string list = "*.example.jp; 10.*;<local>;https://exact.test";
  EXPECT_TRUE(in_bypass_list(list, "ra.EXAMPLE.jp"));
  EXPECT_TRUE(in_bypass_list(list, "10.1.2.3"));
  EXPECT_TRUE(in_bypass_list(list, "intranet"));
  EXPECT_TRUE(in_bypass_list(list, "exact.test"));
  EXPECT_FALSE(in_bypass_list(list, "example.jp.evil.test"));
  EXPECT_FALSE(in_bypass_list(list, "110.1.2.3"));
  EXPECT_FALSE(in_bypass_list(list, "2001:db8::1"));
  EXPECT_FALSE(in_bypass_list("", "a"));
  EXPECT_FALSE(in_bypass_list(std::string(2000, '*') + "x", std::string(250, 'a')));
}

TEST(NoProxy, KnowsNamesWithAllBelow) {
  EXPECT_TRUE(in_no_proxy("*", "a", 443));
  EXPECT_TRUE(in_no_proxy("x, .example.jp", "ra.example.jp", 443));
  EXPECT_TRUE(in_no_proxy("example.jp", "example.jp", 443));
  EXPECT_TRUE(in_no_proxy("*.example.jp", "ra.example.jp", 443));
  EXPECT_FALSE(in_no_proxy("example.jp", "badexample.jp", 443));
  EXPECT_TRUE(in_no_proxy("localhost:8443", "localhost", 8443));
  EXPECT_FALSE(in_no_proxy("localhost:8443", "localhost", 443));
  EXPECT_TRUE(in_no_proxy("::1", "::1", 443));
  EXPECT_FALSE(in_no_proxy("", "a", 443));
  EXPECT_FALSE(in_no_proxy(".,..", "a", 443));
}

TEST(ProxyAddress, ReadsWhatVariablesHold) {
  EXPECT_EQ(parse_proxy_address("http://p:3128/", 80), (ProxyAddress{"p", 3128}));
  EXPECT_EQ(parse_proxy_address("p", 8080), (ProxyAddress{"p", 8080}));
  EXPECT_EQ(parse_proxy_address("http://user:pw@p:1", 80), (ProxyAddress{"p", 1}));
  for (const char* bad : {"", "socks5://p:1", "https://p:1", "p:x", "/", "http://"}) {
    EXPECT_FALSE(parse_proxy_address(bad, 80)) << bad;
  }
}

}  // namespace
}  // namespace kigen::net
