#include "common/net/endpoint_text.h"

#include <gtest/gtest.h>

namespace kigen::net {
namespace {

TEST(EndpointText, GivesBackWhatItWrote) {
  for (const auto* text : {"ra.example.jp:443", "127.0.0.1:8443", "[2001:db8::1]:443"}) {
    const auto host = host_from_text(text);
    ASSERT_TRUE(host) << text;
    EXPECT_EQ(to_text(*host), text);
  }
}

TEST(EndpointText, TakesPort443WhenNoneIsGiven) {
  EXPECT_EQ(host_from_text("ra.example.jp")->port, 443);
  EXPECT_EQ(host_from_text("[::1]")->port, 443);
}

TEST(EndpointText, RefusesWhatIsNoHostAndPort) {
  for (const auto* text : {"", ":443", "host:", "host:0", "host:65536", "host:44x", "host:443:1", "ho st:443", "[::1",
                           "[::1]443", "[]:443", "https://host", "host/path", "\xE3\x81\x82:443"})
    EXPECT_FALSE(host_from_text(text)) << text;
  EXPECT_FALSE(host_from_text(std::string(254, 'a')));
  EXPECT_TRUE(host_from_text(std::string(253, 'a')));
}

}  // namespace
}  // namespace kigen::net
